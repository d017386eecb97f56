// Renders elements into the stream of tokens that Rust reads (`src/script/stream.rs` has its grammar).
//
// The stack is our own: how deep elements nest must not depend on how deep JavaScript functions may.
import {state, LimitReached} from '#state';
import {ELEMENT, CONTEXT, CONSUMER, MEMO, FORWARD_REF} from '#element';

// So often may a component set its own state in one render, as in React.
const MOST_RENDERS = 25;

class Close {}
class Restore { constructor(context, value) { this.context = context; this.value = value; } }
const CLOSE = new Close();

const name = (type) => type.displayName || type.name || 'Anonymous';

function call(component, props, ref) {
  const before = state.component, cells = state.cells, cell = state.cell;
  state.component = component;
  state.cells = null;
  for (let turn = 0; turn <= MOST_RENDERS; turn++) {
    state.cell = 0;
    state.dirty = false;
    const made = component(props, ref);
    if (!state.dirty) {
      state.component = before; state.cells = cells; state.cell = cell;
      return made;
    }
  }
  throw new Error(`<${name(component)}> sets its state whenever it renders, so it never comes to an end: set it on a condition, or compute the value`);
}

function style(value, out) {
  if (!value) return;
  if (typeof value !== 'object') throw new TypeError(`style must be an object and is ${JSON.stringify(value)}: write style={{color: 'red'}}`);
  for (const key in value) {
    const one = value[key];
    if (typeof one === 'number') out.push('n', key, one);
    else if (typeof one === 'string') out.push('s', key, one);
    else if (one !== null && one !== undefined && typeof one !== 'boolean') out.push('s', key, String(one));
  }
}

function attribute(name, value, out) {
  if (value === null || value === undefined || typeof value === 'function' || typeof value === 'symbol') return;
  if (typeof value === 'boolean') {
    if (value || name.startsWith('aria-') || name.startsWith('data-')) out.push('a', name, value && !name.includes('-') ? '' : String(value));
  } else if (typeof value === 'object' && !Array.isArray(value) && value.toString === Object.prototype.toString) return;
  else out.push('a', name, typeof value === 'number' ? value : String(value));
}

const nothing = () => {};
const classes = (value, out) => { if (value) out.push('c', String(value)); };
const html = (value, out) => { if (value && value.__html !== undefined) out.push('a', 'inner-html', String(value.__html)); };

// The properties that are no attributes, and what writes them. All others are looked up here and not found.
const WRITERS = {
  __proto__: null, children: nothing, key: nothing, ref: nothing, suppressHydrationWarning: nothing,
  style, className: classes, class: classes, tw: classes, dangerouslySetInnerHTML: html,
};

function tag(type, props, stack) {
  const out = state.out;
  out.push('<', type);
  for (const key in props) {
    const write = WRITERS[key];
    if (write === undefined) attribute(key, props[key], out);
    else write(props[key], out);
  }
  if (++state.depth > state.maxDepth) throw new LimitReached('depth', `Elements are nested more than ${state.maxDepth} deep: nest less`);
  stack.push(CLOSE);
  if (props.children !== undefined && props.dangerouslySetInnerHTML?.__html === undefined) stack.push(props.children);
}

function provide(context, value, stack) {
  stack.push(new Restore(context, context.value));
  context.value = value;
}

function special(type, props, stack) {
  switch (type.$$typeof) {
    case CONTEXT:
      provide(type, props.value, stack);
      stack.push(props.children);
      break;
    case CONSUMER: stack.push(props.children(type.context.value)); break;
    case MEMO: stack.push({$$typeof: ELEMENT, type: type.type, key: null, props}); break;
    case FORWARD_REF: stack.push(call(type.render, props, props.ref ?? null)); break;
    default: stack.push(props.children);
  }
}

function refuse(node) {
  if (typeof node === 'function') throw new TypeError(`A function (${name(node)}) is used as an element: write <${name(node)} /> or call it`);
  if (typeof node.then === 'function') throw new TypeError('A promise is used as an element: components cannot be async, pass data in as properties');
  throw new TypeError(`An object with the keys {${Object.keys(node).slice(0, 8).join(', ')}} is used as an element: show one of its values`);
}

export function render(root) {
  const stack = [root];
  const out = state.out;
  while (stack.length > 0) {
    const node = stack.pop();
    if (node === null || node === undefined || typeof node === 'boolean') continue;
    if (typeof node === 'string') { if (node !== '') out.push('t', node); continue; }
    if (typeof node === 'number' || typeof node === 'bigint') { out.push('t', String(node)); continue; }
    if (node === CLOSE) { state.depth--; out.push('>'); continue; }
    if (node.$$typeof === ELEMENT) {
      if (++state.elements > state.maxElements) throw new LimitReached('elements', `One frame has more than ${state.maxElements} elements and components: show less, or look for a component that contains itself`);
      const type = node.type;
      if (typeof type === 'string') tag(type, node.props, stack);
      else if (typeof type === 'function') stack.push(call(type, node.props));
      else special(type, node.props, stack);
      continue;
    }
    if (node instanceof Restore) { node.context.value = node.value; continue; }
    if (Array.isArray(node)) { for (let i = node.length - 1; i >= 0; i--) stack.push(node[i]); continue; }
    if (typeof node === 'object' && typeof node[Symbol.iterator] === 'function') { stack.push([...node]); continue; }
    refuse(node);
  }
}
