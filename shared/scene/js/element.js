// Elements as React makes them.
export const ELEMENT = Symbol.for('react.transitional.element');
export const Fragment = Symbol.for('react.fragment');
export const StrictMode = Symbol.for('react.strict_mode');
export const Profiler = Symbol.for('react.profiler');
export const Suspense = Symbol.for('react.suspense');
export const CONTEXT = Symbol.for('react.context');
export const CONSUMER = Symbol.for('react.consumer');
export const MEMO = Symbol.for('react.memo');
export const FORWARD_REF = Symbol.for('react.forward_ref');
export const LAZY = Symbol.for('react.lazy');

const objects = new Set([CONTEXT, CONSUMER, MEMO, FORWARD_REF]);
const symbols = new Set([Fragment, StrictMode, Profiler, Suspense]);

// Throws where an element is written whose type can never be shown.
function check(type) {
  if (typeof type === 'object' && type !== null && objects.has(type.$$typeof)) return;
  if (typeof type === 'symbol' && symbols.has(type)) return;
  if (type === undefined || type === null) {
    throw new TypeError(`An element's type is ${type}: it is not exported, or not imported under this name`);
  }
  if (typeof type === 'object' && type.$$typeof === ELEMENT) {
    throw new TypeError('An element is used as a component: write {element} instead of <element />');
  }
  throw new TypeError(`An element's type is ${typeof type === 'object' ? 'an object' : String(type)}: give a component or the name of a tag`);
}

export function element(type, props, key) {
  if (typeof type === 'function') {
    if (type.prototype !== undefined && type.prototype.isReactComponent) {
      throw new TypeError(`Class components are not supported: write ${type.name || 'the component'} as a function`);
    }
  } else if (typeof type !== 'string') check(type);
  return {$$typeof: ELEMENT, type, key, props};
}

export function jsx(type, props, key) {
  return element(type, props, key === undefined ? null : '' + key);
}

export function createElement(type, config, ...children) {
  const props = {};
  let key = null;
  if (config) {
    for (const name in config) {
      if (name === 'key') key = '' + config.key;
      else if (name !== '__self' && name !== '__source') props[name] = config[name];
    }
  }
  if (children.length === 1) props.children = children[0];
  else if (children.length > 1) props.children = children;
  return element(type, props, key);
}

export const isValidElement = (value) => typeof value === 'object' && value !== null && value.$$typeof === ELEMENT;

export function cloneElement(source, config, ...children) {
  if (!isValidElement(source)) throw new TypeError(`cloneElement() needs an element and got ${String(source)}`);
  const props = {...source.props};
  let key = source.key;
  for (const name in config) {
    if (name === 'key') key = '' + config.key;
    else props[name] = config[name];
  }
  if (children.length === 1) props.children = children[0];
  else if (children.length > 1) props.children = children;
  return element(source.type, props, key);
}

// The children of an element as a flat list, as React.Children sees them.
export function flatten(children, out = []) {
  if (children === null || children === undefined || typeof children === 'boolean') out.push(null);
  else if (typeof children !== 'string' && !isValidElement(children) && typeof children === 'object' && typeof children[Symbol.iterator] === 'function') {
    for (const child of children) flatten(child, out);
  } else out.push(children);
  return out;
}

const each = (children) => (children === null || children === undefined ? [] : flatten(children));

export const Children = {
  map: (children, make, self) => {
    if (children === null || children === undefined) return children;
    return each(each(children).map((child, i) => make.call(self, child, i))).filter((child) => child !== null);
  },
  forEach: (children, visit, self) => each(children).forEach((child, i) => visit.call(self, child, i)),
  count: (children) => each(children).length,
  toArray: (children) => each(children).filter((child) => child !== null),
  only: (children) => {
    if (!isValidElement(children)) throw new Error('React.Children.only() needs exactly one element');
    return children;
  },
};
