// Presentations: how a part of a series comes and goes.
import {jsx} from '#element';
import {AbsoluteFill} from '#remotion/sequence';

const make = (show) => (props = {}) => ({component: (given) => jsx(AbsoluteFill, {style: show(given, given.passedProps), children: given.children}), props});

export const none = make((_, {enterStyle, exitStyle}) => enterStyle ?? exitStyle ?? {});

export const fade = make(({presentationDirection, presentationProgress: p}, {enterStyle, exitStyle, shouldFadeOutExitingScene = false}) => {
  const entering = presentationDirection === 'entering';
  return {opacity: entering ? p : shouldFadeOutExitingScene ? 1 - p : 1, ...(entering ? enterStyle : exitStyle)};
});

export const slide = make(({presentationDirection, presentationProgress: p}, {direction = 'from-left', enterStyle, exitStyle}) => {
  const entering = presentationDirection === 'entering';
  const vertical = direction === 'from-top' || direction === 'from-bottom';
  const sign = direction === 'from-left' || direction === 'from-top' ? 1 : -1;
  // The last hair of the way is cut off, or a line of the other part shows through.
  const shift = sign * (entering ? (p === 1 ? 0 : -100 + p * 100) : p * 100);
  return {transform: `${vertical ? 'translateY' : 'translateX'}(${shift}%)`, ...(entering ? enterStyle : exitStyle)};
});

// The part of a unit square that a line has passed which moves in a direction.
function passed(direction, p) {
  const q = p * 100, d = 2 * q;
  switch (direction) {
    case 'from-left': return [[0, 0], [q, 0], [q, 100], [0, 100]];
    case 'from-right': return [[100, 0], [100 - q, 0], [100 - q, 100], [100, 100]];
    case 'from-top': return [[0, 0], [100, 0], [100, q], [0, q]];
    case 'from-bottom': return [[0, 100], [100, 100], [100, 100 - q], [0, 100 - q]];
    case 'from-top-left': return [[0, 0], [d, 0], [0, d]];
    case 'from-top-right': return [[100, 0], [100 - d, 0], [100, d]];
    case 'from-bottom-left': return [[0, 100], [d, 100], [0, 100 - d]];
    case 'from-bottom-right': return [[100, 100], [100 - d, 100], [100, 100 - d]];
    default: throw new TypeError(`The direction of wipe() is ${JSON.stringify(direction)}: give one such as 'from-left' or 'from-top-left'`);
  }
}
const opposite = {'from-left': 'from-right', 'from-right': 'from-left', 'from-top': 'from-bottom', 'from-bottom': 'from-top', 'from-top-left': 'from-bottom-right', 'from-top-right': 'from-bottom-left', 'from-bottom-left': 'from-top-right', 'from-bottom-right': 'from-top-left'};
// What has all been passed is not clipped: a part stays in its presentation when it has come.
const clip = (p, shape) => (p === 1 ? {} : {clipPath: shape});
const polygon = (points) => `polygon(${points.map(([x, y]) => `${x}% ${y}%`).join(', ')})`;

export const wipe = make(({presentationDirection, presentationProgress: p}, {direction = 'from-left', outerEnterStyle, outerExitStyle, innerEnterStyle, innerExitStyle}) => {
  const entering = presentationDirection === 'entering';
  const points = entering ? passed(direction, p) : passed(opposite[direction], 1 - p);
  return {...clip(entering ? p : 1 - p, polygon(points)), ...(entering ? outerEnterStyle : outerExitStyle), ...(entering ? innerEnterStyle : innerExitStyle)};
});

export const flip = make(({presentationDirection, presentationProgress: p}, {direction = 'from-left', perspective = 1000}) => {
  const entering = presentationDirection === 'entering';
  const sign = direction === 'from-right' || direction === 'from-top' ? -1 : 1;
  const angle = sign * (entering ? p * 180 - 180 : p * 180);
  const axis = direction === 'from-top' || direction === 'from-bottom' ? 'rotateX' : 'rotateY';
  // Seen from the front only: without depth a turn is a change of width.
  return {transform: `perspective(${perspective}px) ${axis}(${angle}deg)`, opacity: Math.cos((angle * Math.PI) / 180) < 0 ? 0 : 1};
});

export const clockWipe = make(({presentationDirection, presentationProgress: p}, {width = 1920, height = 1080}) => {
  if (presentationDirection === 'exiting') return {};
  const radius = Math.hypot(width, height) / 2;
  const points = [[50, 50]];
  for (let i = 0; i <= 72; i++) {
    const angle = (i / 72) * p * 2 * Math.PI;
    points.push([50 + (Math.sin(angle) * radius * 100) / width, 50 - (Math.cos(angle) * radius * 100) / height]);
  }
  return clip(p, polygon(points));
});

export const iris = make(({presentationDirection, presentationProgress: p}, {width = 1920, height = 1080}) => (
  presentationDirection === 'exiting' ? {} : clip(p, `circle(${(p * Math.hypot(width, height)) / 2}px at 50% 50%)`)
));
