// How long paths are, and what is where along them.
//
// Arcs are measured as `svg-path-properties` (ISC, Roger Veciana), which the real package is made from, measures them: 300 chords,
// with points spread evenly over the angle, and a tangent that points backwards. Scenes have been made to look right with that.
// Curves are measured exactly; there the real package stops within a thousandth of the length.
import {kept} from '#kept';
import {parsePath} from '#paths/parse';
import {plain, raised} from '#paths/reduce';
import {arc} from '#paths/arc';

// A curve is measured in so many parts, each by Gauss-Legendre quadrature with 12 points: half of the abscissae, with their weights.
// Source: the roots of the 12th Legendre polynomial, by Newton's method.
const PARTS = 16;
const NODES = (() => {
  const n = 12, out = [];
  for (let i = 1; i <= n / 2; i++) {
    let x = Math.cos((Math.PI * (i - 0.25)) / (n + 0.5)), slope = 1;
    for (let turn = 0; turn < 20; turn++) {
      let before = 1, at = x;
      for (let k = 2; k <= n; k++) [before, at] = [at, ((2 * k - 1) * x * at - (k - 1) * before) / k];
      slope = (n * (x * at - before)) / (x * x - 1);
      x -= at / slope;
    }
    out.push([x, 2 / ((1 - x * x) * slope * slope)]);
  }
  return out;
})();

function line(from, to) {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const share = (at) => (length === 0 ? 0 : at / length);
  return {
    length,
    point: (at) => ({x: from.x + (to.x - from.x) * share(at), y: from.y + (to.y - from.y) * share(at)}),
    tangent: () => (length === 0 ? {x: 0, y: 0} : {x: (to.x - from.x) / length, y: (to.y - from.y) / length}),
  };
}

// A cubic curve: its places and its velocities as polynomials.
function curve(p0, p1, p2, p3) {
  const axis = (at0, at1, at2, at3) => ({a: at3 - 3 * at2 + 3 * at1 - at0, b: 3 * (at2 - 2 * at1 + at0), c: 3 * (at1 - at0), d: at0});
  const x = axis(p0[0], p1[0], p2[0], p3[0]), y = axis(p0[1], p1[1], p2[1], p3[1]);
  const place = ({a, b, c, d}, t) => ((a * t + b) * t + c) * t + d;
  const slope = ({a, b, c}, t) => (3 * a * t + 2 * b) * t + c;
  const speed = (t) => Math.hypot(slope(x, t), slope(y, t));
  const measure = (from, to) => {
    const half = (to - from) / 2, middle = (to + from) / 2;
    let sum = 0;
    for (const [node, weight] of NODES) sum += weight * (speed(middle - half * node) + speed(middle + half * node));
    return half * sum;
  };
  const ends = [0];
  for (let i = 0; i < PARTS; i++) ends.push(ends[i] + measure(i / PARTS, (i + 1) / PARTS));
  const length = ends[PARTS];
  // Newton's method in one of the parts, kept between bounds that close in.
  const find = (wanted) => {
    if (length === 0) return 0;
    let part = 0;
    while (part < PARTS - 1 && ends[part + 1] < wanted) part++;
    const first = part / PARTS;
    let low = first, high = (part + 1) / PARTS, t = (low + high) / 2;
    for (let turn = 0; turn < 60; turn++) {
      const off = ends[part] + measure(first, t) - wanted;
      if (Math.abs(off) <= 1e-12 * length) break;
      if (off > 0) high = t; else low = t;
      const next = t - off / speed(t);
      t = next >= low && next <= high ? next : (low + high) / 2;
    }
    return t;
  };
  return {
    length,
    point: (wanted) => { const t = find(wanted); return {x: place(x, t), y: place(y, t)}; },
    tangent: (wanted) => {
      const t = find(wanted), along = slope(x, t), down = slope(y, t), size = Math.hypot(along, down);
      return size > 0 ? {x: along / size, y: down / size} : {x: 0, y: 0};
    },
  };
}

function elliptical(from, one) {
  const {point} = arc(from, one);
  let length = 0, before = point(0);
  for (let i = 1; i <= 300; i++) {
    const next = point(i / 300);
    length += Math.hypot(next.x - before.x, next.y - before.y);
    before = next;
  }
  const at = (wanted) => point(length === 0 ? 0 : Math.min(1, Math.max(0, wanted / length)));
  return {
    length, point: at,
    tangent: (wanted) => {
      const step = 0.05, ahead = wanted < length - step;
      const here = at(wanted), there = at(ahead ? wanted + step : wanted - step);
      const size = Math.hypot(there.x - here.x, there.y - here.y), sign = ahead ? -1 : 1;
      return size > 0 ? {x: (sign * (there.x - here.x)) / size, y: (sign * (there.y - here.y)) / size} : {x: 0, y: 0};
    },
  };
}

function segment({one, from, start}) {
  switch (one.type) {
    case 'M': return line(one, one);
    case 'Z': return line(from, start);
    case 'C': return curve([from.x, from.y], [one.cp1x, one.cp1y], [one.cp2x, one.cp2y], [one.x, one.y]);
    case 'Q': { const {cp1x, cp1y, cp2x, cp2y} = raised(from, one); return curve([from.x, from.y], [cp1x, cp1y], [cp2x, cp2y], [one.x, one.y]); }
    case 'A': return elliptical(from, one);
    default: return line(from, one);
  }
}

// The pieces of a path, one for each instruction, and how far along the path each of them ends.
export function measured(instructions) {
  const pieces = plain(instructions).map(segment);
  let total = 0;
  return {pieces, ends: pieces.map((piece) => (total += piece.length)), total};
}

// Scenes ask for the same few paths in every frame.
const texts = kept(100);
const ofText = (path) => texts(path, () => measured(parsePath(path)));

function check(length) {
  if (!(length >= 0)) throw new Error(`A length along a path must be 0 or more and is ${String(length)}`);
}

// The last instruction that ends before a place along the path.
export function before({ends}, length) {
  let i = ends.length - 1;
  while (i > 0 && ends[i] >= length) i--;
  return i;
}

function along(path, length, ask) {
  check(length);
  const whole = ofText(path);
  if (length > whole.total) return null;
  const i = before(whole, length);
  const piece = whole.pieces[i + 1] ?? whole.pieces[i];
  return ask(piece, length - whole.ends[i]);
}

export const getLength = (path) => ofText(path).total;
export const getPointAtLength = (path, length) => along(path, length, (piece, at) => piece.point(at));
export const getTangentAtLength = (path, length) => along(path, length, (piece, at) => piece.tangent(at));

export function getInstructionIndexAtLength(path, length) {
  check(length);
  const whole = ofText(path);
  if (length > whole.total) throw new Error(`A length of ${length} was passed to getInstructionIndexAtLength() but the total length of the path is only ${whole.total}`);
  const index = before(whole, length);
  return {index, lengthIntoInstruction: length - whole.ends[index]};
}

export function evolvePath(progress, path) {
  const length = getLength(path);
  // Nothing of it: a dash of no length would still leave its round end behind.
  const shown = progress === 0 ? length * 1.5 : length;
  return {strokeDasharray: `${shown} ${shown}`, strokeDashoffset: progress === 0 ? shown : length - progress * length};
}
