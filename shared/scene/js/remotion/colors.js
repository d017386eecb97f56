// Colours between colours: CSS Color 4 notations into red, green, blue and alpha.
import {kept} from '#kept';
import {interpolate} from '#remotion/interpolate';
import {NAMED} from '#remotion/named';

const clamp = (x, most) => Math.min(most, Math.max(0, x));

function hue(h, s, l) {
  const at = (n) => {
    const k = (n + h / 30) % 12;
    return Math.round(255 * (l - s * Math.min(l, 1 - l) * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [at(0), at(8), at(4)];
}

const whole = (text) => clamp(text.endsWith('%') ? Math.round(parseFloat(text) * 2.55) : Math.round(parseFloat(text)), 255);
const part = (text) => (text === undefined ? 1 : clamp(text.endsWith('%') ? parseFloat(text) / 100 : parseFloat(text), 1));

function degrees(text) {
  const n = parseFloat(text);
  const turned = text.endsWith('grad') ? n * 0.9 : text.endsWith('rad') ? (n * 180) / Math.PI : text.endsWith('turn') ? n * 360 : n;
  return ((turned % 360) + 360) % 360;
}

function parse(color) {
  if (typeof color === 'number') return [(color >>> 24) & 255, (color >>> 16) & 255, (color >>> 8) & 255, (color & 255) / 255].map((x, i, all) => (i < 3 ? all[(i + 1) % 4] : x));
  const text = String(color).trim().toLowerCase();
  if (text === 'transparent') return [0, 0, 0, 0];
  const named = NAMED[text];
  if (named !== undefined) return [named >> 16, (named >> 8) & 255, named & 255, 1];
  let match = /^#([0-9a-f]{3,8})$/.exec(text);
  if (match && match[1].length !== 5 && match[1].length !== 7) {
    const digits = match[1].length < 6 ? [...match[1]].map((d) => d + d).join('') : match[1];
    const [r, g, b, a = 255] = digits.match(/../g).map((pair) => parseInt(pair, 16));
    return [r, g, b, a / 255];
  }
  match = /^(rgb|hsl)a?\((.*)\)$/.exec(text);
  if (match) {
    const values = match[2].split(/[\s,/]+/).filter((one) => one !== '');
    if (values.length >= 3) {
      const alpha = part(values[3]);
      if (match[1] === 'rgb') return [...values.slice(0, 3).map(whole), alpha];
      return [...hue(degrees(values[0]), clamp(parseFloat(values[1]) / 100, 1), clamp(parseFloat(values[2]) / 100, 1)), alpha];
    }
  }
  throw new Error(`Invalid color string "${color}" provided`);
}

// Red, green and blue from 0 to 255, alpha from 0 to 1. Each has eight bits, which is how colours are kept.
const colors = kept(500);
const eight = (color) => colors(typeof color === 'number' ? color : String(color), () => { const [r, g, b, a] = parse(color); return [r, g, b, Math.round(a * 255) / 255]; });

export function interpolateColors(input, inputRange, outputRange, options = {}) {
  if (input === undefined) throw new TypeError('input can not be undefined');
  if (!Array.isArray(inputRange) || !Array.isArray(outputRange)) throw new TypeError('inputRange and outputRange must be arrays');
  if (inputRange.length !== outputRange.length) throw new TypeError(`inputRange (${inputRange.length}) and outputRange (${outputRange.length}) must have the same length`);
  const how = {easing: options.easing, extrapolateLeft: 'clamp', extrapolateRight: 'clamp', posterize: options.posterize};
  const [r, g, b, a] = interpolate(input, inputRange, outputRange.map(eight), how);
  return `rgba(${Math.round(r)}, ${Math.round(g)}, ${Math.round(b)}, ${Number(a.toFixed(3))})`;
}

export const processColor = (color) => {
  const [r, g, b, a] = eight(color);
  return ((Math.round(a * 255) << 24) | (r << 16) | (g << 8) | b) >>> 0;
};
