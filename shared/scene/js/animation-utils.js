// The module `@remotion/animation-utils`: transforms as functions, and styles between styles.
import {interpolate} from '#remotion/interpolate';
import {interpolateColors} from '#remotion/colors';

const LENGTHS = ['px', 'em', 'rem', 'pt', 'cap', 'ch', 'ex', 'ic', 'lh', 'rlh', 'vmax', 'vmin', 'vb', 'vi', 'cqw', 'vh', 'vw', 'cqh', 'cqi', 'cqb', 'cqmin', 'cqmax', 'cm', 'mm', 'Q', 'in', 'pc'];
const ANGLES = ['rad', 'deg', 'grad', 'turn'];
const PARTS = ['%', ...LENGTHS];

// Arguments are numbers, each with its unit after it or not, or texts with their units in them.
function values(given, units) {
  const out = [];
  for (let i = 0; i < given.length; i++) {
    const one = given[i];
    if (typeof one === 'number') {
      const has = typeof given[i + 1] === 'string' && units.includes(given[i + 1]);
      out.push(`${one}${has ? given[++i] : units === ANGLES ? 'deg' : 'px'}`);
    } else if (typeof one === 'string' && units.some((unit) => one.endsWith(unit))) out.push(one);
    else throw new TypeError(`${JSON.stringify(one)} is no value of a transform: give a number, or a text that ends in one of ${units.join(', ')}`);
  }
  return out;
}

const written = (name, parts) => `${name}(${parts.join(', ')})`;
const plain = (name) => (...given) => written(name, given);
const measured = (name, units) => (...given) => written(name, values(given, units));

export const makeTransform = (transforms) => transforms.join(' ');
export const matrix = plain('matrix');
export const matrix3d = plain('matrix3d');
export const perspective = measured('perspective', PARTS);
export const rotate = measured('rotate', ANGLES);
export const rotateX = measured('rotateX', ANGLES);
export const rotateY = measured('rotateY', ANGLES);
export const rotateZ = measured('rotateZ', ANGLES);
export const rotate3d = (x, y, z, ...angle) => written('rotate3d', [x, y, z, ...values(angle, ANGLES)]);
export const scale = (x, y = x) => written('scale', [x, y]);
export const scale3d = plain('scale3d');
export const scaleX = plain('scaleX');
export const scaleY = plain('scaleY');
export const scaleZ = plain('scaleZ');
export const skew = (...given) => {
  const both = values(given, ANGLES);
  return written('skew', both.length === 1 ? [both[0], both[0]] : both);
};
export const skewX = measured('skewX', ANGLES);
export const skewY = measured('skewY', ANGLES);
export const translate = measured('translate', PARTS);
export const translate3d = measured('translate3d', PARTS);
export const translateX = measured('translateX', PARTS);
export const translateY = measured('translateY', PARTS);
export const translateZ = measured('translateZ', LENGTHS);

// A text in pieces: names and signs, numbers with their units, colours.
const PIECE = /(#[\da-f]{3,8}\b|(?:rgba?|hsla?|hwb|oklch|oklab|lab|lch)\([^)]*\))|([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)(%|[a-z]*)|([a-z-]+)(?=[^a-z(-]|$)|([\s\S])/gi;

function isColor(word) {
  try { interpolateColors(0, [0, 1], [word, word]); return true; } catch { return false; }
}

function pieces(text) {
  return [...text.matchAll(PIECE)].map(([whole, color, number, unit, word]) => {
    if (color !== undefined || (word !== undefined && isColor(word))) return {color: whole};
    return number === undefined ? {word: whole} : {number: Number(number), unit};
  });
}

function between(name, input, range, from, to, options) {
  if (to === undefined || (from === to && (typeof from === 'number' || !pieces(String(from)).some((one) => one.color)))) return from;
  if (typeof from === 'number' && typeof to === 'number') return interpolate(input, range, [from, to], options);
  const [a, b] = [pieces(String(from)), pieces(String(to))];
  const tell = (what) => { throw new TypeError(`${name} cannot be interpolated from ${JSON.stringify(from)} to ${JSON.stringify(to)}: ${what}`); };
  if (a.length !== b.length) tell('give both the same form');
  return a.map((start, i) => {
    const end = b[i];
    if (start.color !== undefined && end.color !== undefined) return interpolateColors(input, range, [start.color, end.color]);
    if (start.number !== undefined && end.number !== undefined) {
      // 0 has any unit.
      if (start.unit !== end.unit && start.number !== 0 && end.number !== 0) tell('give both the same unit');
      return interpolate(input, range, [start.number, end.number], options) + (start.unit || end.unit);
    }
    return start.word !== undefined && start.word === end.word ? start.word : tell('what differs must be numbers or colours');
  }).join('');
}

export function interpolateStyles(input, inputRange, styles, options) {
  if (!Array.isArray(styles) || styles.length !== inputRange.length) throw new Error(`inputRange (${inputRange.length}) and the styles (${styles?.length}) of interpolateStyles() must have the same length`);
  if (styles.length < 2) throw new Error('interpolateStyles() needs two styles or more');
  let i = 0;
  while (i < styles.length - 2 && inputRange[i + 1] < input) i++;
  const range = [inputRange[i], inputRange[i + 1]], out = {};
  for (const name of Object.keys(styles[i])) out[name] = between(name, input, range, styles[i][name], styles[i + 1][name], options);
  return out;
}
