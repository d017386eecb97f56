// The module `@remotion/transitions`: sequences that overlap, and how one becomes the next.
import {jsx, isValidElement} from '#element';
import {createContext} from '#hooks';
import {useCurrentFrame, useVideoConfig} from '#timeline';
import {AbsoluteFill, Sequence, parts} from '#remotion/sequence';
import {spring, measureSpring} from '#remotion/spring';

const Outside = (name) => () => { throw new Error(`<${name}> stands outside of a <TransitionSeries>: put a <TransitionSeries> around it`); };
const Part = Outside('TransitionSeries.Sequence');
const Transition = Outside('TransitionSeries.Transition');
const Overlay = Outside('TransitionSeries.Overlay');

const progress = createContext(null);

export function useTransitionProgress() {
  return progress.value ?? {isInTransitionSeries: false, entering: 1, exiting: 0};
}

export function linearTiming({durationInFrames, easing}) {
  return {
    getDurationInFrames: () => durationInFrames,
    getProgress: ({frame}) => {
      const at = Math.min(1, Math.max(0, frame / durationInFrames));
      return easing ? easing(at) : at;
    },
  };
}

export function springTiming({config, durationInFrames, durationRestThreshold, reverse} = {}) {
  return {
    getDurationInFrames: ({fps}) => durationInFrames ?? measureSpring({config, threshold: durationRestThreshold, fps}),
    getProgress: ({frame, fps}) => spring({frame, fps, config, durationInFrames, durationRestThreshold, reverse, to: reverse ? 0 : 1, from: reverse ? 1 : 0}),
  };
}

const plain = {component: ({children}) => jsx(AbsoluteFill, {children}), props: {}};

// One part of the series, in the presentations of the transitions that begin and end it.
function Presented({children, enter, exit, duration}) {
  const {fps, width, height} = useVideoConfig();
  const frame = useCurrentFrame();
  const at = (transition, now) => transition.timing.getProgress({frame: now, fps});
  let content = children;
  const entering = enter ? at(enter, frame) : 1;
  const exiting = exit ? at(exit, frame - (duration - exit.frames)) : 0;
  const present = (transition, direction, value) => {
    const {component, props} = transition.presentation ?? plain;
    content = jsx(component, {passedProps: props ?? {}, presentationDirection: direction, presentationProgress: value, presentationDurationInFrames: transition.frames, children: content, onElementImage: null, onUnmount: () => {}, width, height});
  };
  if (exit && frame >= duration - exit.frames) present(exit, 'exiting', exiting);
  // To its end: a spring is not quite there when its transition is over.
  if (enter) present(enter, 'entering', entering);
  return jsx(progress, {value: {isInTransitionSeries: true, entering, exiting}, children: content});
}

function series(children, fps) {
  const all = [];
  let pending = null;
  let from = 0;
  const overlays = [];
  for (const child of parts(children)) {
    const type = isValidElement(child) ? child.type : null;
    if (type === Transition) {
      if (pending) throw new TypeError('Two <TransitionSeries.Transition> follow each other: put a <TransitionSeries.Sequence> between them');
      const {timing, presentation} = child.props;
      if (!timing) throw new TypeError('<TransitionSeries.Transition> needs timing={linearTiming({durationInFrames: 30})}');
      pending = {timing, presentation, frames: timing.getDurationInFrames({fps})};
    } else if (type === Part) {
      const {durationInFrames, offset = 0, children: content, ...props} = child.props;
      if (!(durationInFrames > 0)) throw new TypeError(`durationInFrames of <TransitionSeries.Sequence> must be more than 0 and is ${durationInFrames}`);
      if (pending && all.length > 0) {
        const before = all[all.length - 1];
        if (pending.frames > durationInFrames || pending.frames > before.duration) throw new Error(`A transition of ${pending.frames} frames is longer than a sequence of ${Math.min(durationInFrames, before.duration)} beside it: make it shorter`);
        before.exit = pending;
        from -= pending.frames;
      }
      from += offset;
      all.push({from, duration: durationInFrames, content, props, enter: pending, exit: null});
      from += durationInFrames;
      pending = null;
    } else if (type === Overlay) {
      const {durationInFrames, offset = 0, children: content} = child.props;
      overlays.push({from: from - Math.floor(durationInFrames / 2) + offset, duration: durationInFrames, content});
    } else throw new TypeError('A <TransitionSeries> takes <TransitionSeries.Sequence>, .Transition and .Overlay alone');
  }
  if (pending && all.length > 0) all[all.length - 1].exit = pending;
  return {all, overlays};
}

export function TransitionSeries({children, layout = 'absolute-fill', ...rest}) {
  const {fps} = useVideoConfig();
  const {all, overlays} = series(children, fps);
  const shown = all.map(({from, duration, content, props, enter, exit}) => jsx(Sequence, {...props, from, durationInFrames: duration, children: jsx(Presented, {enter, exit, duration, children: content})}));
  const above = overlays.map(({from, duration, content}) => jsx(Sequence, {from, durationInFrames: duration, children: content}));
  return jsx(Sequence, {...rest, layout, children: [...shown, ...above]});
}
TransitionSeries.Sequence = Part;
TransitionSeries.Transition = Transition;
TransitionSeries.Overlay = Overlay;
