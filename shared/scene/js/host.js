// What Rust calls.
import {state, warn, LimitReached} from '#state';
import {jsx, isValidElement, MEMO, FORWARD_REF} from '#element';
import {render} from '#render';
import {timeline} from '#timeline';
import {turn} from '#kept';
import {reseed} from '#determinism';

let component = null;
let defaults = {};

function isComponent(value) {
  return typeof value === 'function' || (value !== null && typeof value === 'object' && (value.$$typeof === MEMO || value.$$typeof === FORWARD_REF));
}

// The component of a module: its default export, else its only component.
function find(scene) {
  if (isComponent(scene.default)) return scene.default;
  if (isValidElement(scene.default)) return () => scene.default;
  if (state.root !== null) return state.root;
  const names = Object.keys(scene).filter((name) => /^[A-Z]/.test(name) && isComponent(scene[name]));
  if (names.length > 1) warn('export', `The file has no default export: <${names[names.length - 1]}> of ${names.join(', ')} is shown. Write \`export default\` before the one that is the scene.`);
  return names.length > 0 ? scene[names[names.length - 1]] : null;
}

function begin(now) {
  state.now = now; state.out = []; state.elements = 0; state.depth = 0; state.ids = 0;
  state.component = null; state.cells = null; state.cell = 0; state.dirty = false;
  state.heard.clear();
  timeline.value = {now, from: 0, duration: state.frames, width: state.width, height: state.height, ends: Infinity};
  reseed(now);
  turn();
}

const end = () => state.out.join('\u0001').toWellFormed();

function attempt(run) {
  try { run(); } catch (thrown) {
    if (!(thrown instanceof LimitReached)) throw thrown;
    return '?\u0001' + thrown.limit + '\u0001' + thrown.message;
  }
  return end();
}

function number(value, name) {
  if (typeof value !== 'number') return null;
  if (!Number.isFinite(value)) throw new RangeError(`${name} is ${value}: give a whole number`);
  return value;
}

export function open(scene, props, maxElements, maxDepth) {
  state.props = JSON.parse(props);
  state.maxElements = maxElements;
  state.maxDepth = maxDepth;
  component = find(scene);
  if (component === null) throw new Error('The file exports no component: write `export default function Scene() { … }`');
  const said = scene.meta ?? {};
  const meta = {width: number(said.width, 'width'), height: number(said.height, 'height'), fps: number(said.fps, 'fps'), frames: number(said.durationInFrames, 'durationInFrames'), end: null};
  const warnings = state.out;
  for (const key of ['width', 'height', 'fps', 'frames']) if (meta[key] !== null) state[key] = meta[key];
  state.early = warnings;
  look(meta);
  state.early = null;
  return JSON.stringify({...meta, warnings});
}

// Renders once with every sequence open, for compositions that are registered and for the end of the last sequence. What is
// thrown in here is thrown again, in its place, when frames are made.
function look(meta) {
  begin(0);
  state.ends = 0;
  state.compositions = [];
  try { render(jsx(component, {...defaults, ...state.props})); } catch { /* Told with the frame that throws. */ }
  if (state.compositions.length > 0) {
    const first = state.compositions[0];
    if (state.compositions.length > 1) warn('composition', `Of ${state.compositions.length} compositions the first, '${first.id}', is shown.`);
    component = first.component;
    defaults = first.defaultProps ?? {};
    state.id = first.id ?? state.id;
    for (const [key, name] of [['width', 'width'], ['height', 'height'], ['fps', 'fps'], ['frames', 'durationInFrames']]) {
      if (meta[key] === null) meta[key] = number(first[name], name);
      if (meta[key] !== null) state[key] = meta[key];
    }
    if (meta.frames === null) return look(meta);
  }
  if (state.ends > 0) meta.end = state.ends;
  state.ends = null;
}

export function frame(now, width, height, fps, frames) {
  state.width = width; state.height = height; state.fps = fps; state.frames = frames;
  begin(now);
  return attempt(() => render(jsx(component, {...defaults, ...state.props})));
}
