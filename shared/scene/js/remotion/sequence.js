// Layers and sequences.
import {jsx, Fragment, flatten, isValidElement} from '#element';
import {state} from '#state';
import {timeline, useCurrentFrame} from '#timeline';
import {createContext} from '#hooks';

export const FILL = {position: 'absolute', top: 0, left: 0, right: 0, bottom: 0, width: '100%', height: '100%', display: 'flex', flexDirection: 'column'};

export function AbsoluteFill({style, ref, ...rest}) {
  return jsx('div', {...rest, style: style ? {...FILL, ...style} : FILL});
}

function checkDuration(what, value) {
  if (typeof value !== 'number') throw new TypeError(`durationInFrames of <${what}> must be a number and is ${value === null ? 'null' : typeof value}`);
  if (Number.isNaN(value) || value <= 0) throw new TypeError(`durationInFrames of <${what}> must be more than 0 and is ${value}`);
}

export function Sequence({from = 0, durationInFrames = Infinity, children, name, layout = 'absolute-fill', style, className, width, height, ref, premountFor, postmountFor, styleWhilePremounted, styleWhilePostmounted, showInTimeline, ...rest}) {
  checkDuration('Sequence', durationInFrames);
  if (typeof from !== 'number' || !Number.isFinite(from)) throw new TypeError(`from of <Sequence> must be a finite number and is ${from}`);
  if (layout !== 'absolute-fill' && layout !== 'none') throw new TypeError(`layout of <Sequence> must be 'absolute-fill' or 'none' and is ${JSON.stringify(layout)}`);
  const around = timeline.value;
  const start = around.from + from;
  // A parent that ends first ends its children too.
  const ends = Math.min(around.ends, start + durationInFrames);
  const inner = {
    now: around.now, from: start, duration: Math.max(0, Math.min(around.duration - from, durationInFrames)),
    width: width ?? around.width, height: height ?? around.height, ends, endless: around.endless,
  };
  if (state.ends !== null) {
    if (Number.isFinite(ends) && !around.endless) state.ends = Math.max(state.ends, Math.ceil(ends));
    inner.now = start;
  } else if (around.now < start || around.now > Math.ceil(start + durationInFrames - 1)) return null;
  const content = layout === 'none' ? children : jsx('div', {...rest, className, style: sized(style, width, height), children});
  return jsx(timeline, {value: inner, children: content});
}

function sized(style, width, height) {
  const base = width === undefined && height === undefined ? FILL : {...FILL, ...(width !== undefined && {width}), ...(height !== undefined && {height})};
  return style ? {...base, ...style} : base;
}

const SeriesSequence = () => {
  throw new Error('<Series.Sequence> stands outside of a <Series>: put a <Series> around it');
};

// The children of a series, with fragments opened.
export function parts(children, out = []) {
  for (const child of flatten(children)) {
    if (child === null || child === '') continue;
    if (isValidElement(child) && child.type === Fragment) parts(child.props.children, out);
    else if (typeof child === 'string' && child.trim() === '') continue;
    else out.push(child);
  }
  return out;
}

export function Series({children, ...rest}) {
  let from = 0;
  const all = parts(children);
  const shown = all.map((child, i) => {
    if (!isValidElement(child) || child.type !== SeriesSequence) {
      throw new TypeError(`A <Series> takes <Series.Sequence> alone and got ${isValidElement(child) ? `<${child.type?.name || child.type?.displayName || String(child.type)}>` : JSON.stringify(child)}`);
    }
    const {durationInFrames, offset = 0, ...props} = child.props;
    if (i !== all.length - 1 || durationInFrames !== Infinity) {
      checkDuration('Series.Sequence', durationInFrames);
      if (!Number.isFinite(durationInFrames)) throw new TypeError('Only the last <Series.Sequence> of a <Series> may be endless');
    }
    if (!Number.isFinite(offset)) throw new TypeError(`offset of <Series.Sequence> must be a finite number and is ${offset}`);
    from += offset;
    const start = from;
    from += durationInFrames;
    return jsx(Sequence, {...props, from: start, durationInFrames});
  });
  return Object.keys(rest).length > 0 ? jsx(Sequence, {...rest, children: shown}) : shown;
}
Series.Sequence = SeriesSequence;

const loop = createContext(null);

export function Loop({durationInFrames, times = Infinity, children, name, ...props}) {
  checkDuration('Loop', durationInFrames);
  if (typeof times !== 'number' || times < 0 || Number.isNaN(times)) throw new TypeError(`times of <Loop> must be a number from 0 and is ${times}`);
  const frame = useCurrentFrame();
  const iteration = Math.max(0, Math.floor(frame / durationInFrames));
  if (state.ends !== null && Number.isFinite(times)) state.ends = Math.max(state.ends, Math.min(timeline.value.ends, timeline.value.from + durationInFrames * times));
  if (iteration >= times) return null;
  const inner = jsx(Sequence, {...props, from: iteration * durationInFrames, durationInFrames, children});
  // A loop without an end has none to tell, nor have the sequences in it.
  const content = Number.isFinite(times) ? inner : jsx(timeline, {value: {...timeline.value, endless: true}, children: inner});
  return jsx(loop, {value: {iteration, durationInFrames}, children: content});
}
Loop.useLoop = () => loop.value;

export function Freeze({frame, active = true, children}) {
  if (typeof frame !== 'number' || !Number.isFinite(frame)) throw new TypeError(`frame of <Freeze> must be a finite number and is ${frame}`);
  const around = timeline.value;
  const frozen = typeof active === 'function' ? active(around.now - around.from) : active;
  return frozen ? jsx(timeline, {value: {...around, now: around.from + frame}, children}) : children;
}
