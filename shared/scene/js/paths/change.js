// Paths that are cut, bent, and on their way to another path.
import {parsePath, serializeInstructions} from '#paths/parse';
import {reduceInstructions, plain} from '#paths/reduce';
import {measured, before} from '#paths/measure';
import {boxOf} from '#paths/place';
import {interpolate} from '#remotion/interpolate';

const mix = (a, b, t) => a + (b - a) * t;

// The two halves of a line or a curve from a place.
function split(from, one, t) {
  if (one.type !== 'C') {
    const x = mix(from.x, one.x, t), y = mix(from.y, one.y, t);
    return [{type: 'L', x, y}, one];
  }
  const along = (axis) => {
    const [p0, p1, p2, p3] = [from[axis], one[`cp1${axis}`], one[`cp2${axis}`], one[axis]];
    const a = mix(p0, p1, t), b = mix(p1, p2, t), c = mix(p2, p3, t);
    return [a, mix(a, b, t), mix(mix(a, b, t), mix(b, c, t), t), mix(b, c, t), c];
  };
  const [xa, xb, x, xc, xd] = along('x'), [ya, yb, y, yc, yd] = along('y');
  return [{type: 'C', cp1x: xa, cp1y: ya, cp2x: xb, cp2y: yb, x, y}, {type: 'C', cp1x: xc, cp1y: yc, cp2x: xd, cp2y: yd, x: one.x, y: one.y}];
}

export function cutPath(path, length) {
  const reduced = reduceInstructions(parsePath(path));
  const whole = measured(reduced);
  if (length <= 0) return serializeInstructions(reduced.slice(0, 1));
  if (length >= whole.total) return serializeInstructions(reduced);
  const i = before(whole, length);
  const next = reduced[i + 1];
  if (next.type === 'Z' || next.type === 'M') return serializeInstructions(reduced.slice(0, i + 2));
  const [part] = split(plain(reduced)[i + 1].from, next, (length - whole.ends[i]) / whole.pieces[i + 1].length);
  return serializeInstructions([...reduced.slice(0, i + 1), part]);
}

// An instruction in as many equal steps.
function steps(from, one, count) {
  const out = [];
  let at = from, rest = one;
  for (let i = 0; i < count - 1; i++) {
    const [head, tail] = split(at, rest, 1 / (count - i));
    out.push(head);
    at = head;
    rest = tail;
  }
  out.push(rest);
  return out;
}

// Adds points until there are as many as in another path, spread over the instructions.
function extended(path, count) {
  if (path.length === 1) return [path[0], ...Array.from({length: count - 1}, () => ({type: 'L', x: path[0].x, y: path[0].y}))];
  const shares = Array(path.length - 1).fill(0);
  for (let i = 0; i < count - 1; i++) shares[Math.floor(((path.length - 1) / (count - 1)) * i)]++;
  const out = [path[0]];
  shares.forEach((share, i) => { if (share > 0) out.push(...steps(path[i], path[i + 1], share)); });
  return out;
}

// One instruction in the form of another.
function like(one, from, wanted) {
  if (one.type === wanted.type || wanted.type === 'Z') return wanted.type === 'Z' ? wanted : one;
  if (one.type === 'C' && wanted.type === 'L') return {type: 'L', x: one.x, y: one.y};
  if (one.type === 'L' && wanted.type === 'C') return {type: 'C', cp1x: from.x, cp1y: from.y, cp2x: one.x, cp2y: one.y, x: one.x, y: one.y};
  throw new Error('interpolatePath() needs two paths with the same number of parts: split them with getSubpaths()');
}

// As `d3-interpolate-path` (BSD, Peter Beshai) does it, which the real package is made from.
export function interpolatePath(value, first, second) {
  if (value === 0) return first;
  if (value === 1) return second;
  let a = reduceInstructions(parsePath(first)), b = reduceInstructions(parsePath(second));
  const closed = [a, b].map((one) => one[one.length - 1].type === 'Z');
  if (closed[0]) a = a.slice(0, -1);
  if (closed[1]) b = b.slice(0, -1);
  if (a.length < b.length) a = extended(a, b.length);
  else if (b.length < a.length) b = extended(b, a.length);
  const out = b.map((to, i) => {
    const from = like(a[i], a[i - 1], to);
    return Object.fromEntries(Object.keys(to).map((name) => [name, name === 'type' ? to.type : (1 - value) * from[name] + value * to[name]]));
  });
  if (closed[0] && closed[1]) out.push({type: 'Z'});
  return serializeInstructions(out);
}

export function interpolatePaths(input, inputRange, outputRange, options = {}) {
  if (!Array.isArray(outputRange) || outputRange.length !== inputRange.length) throw new Error('inputRange and outputRange of interpolatePaths() must have the same length');
  const at = interpolate(input, inputRange, inputRange.map((_, i) => i), options);
  const i = Math.min(Math.max(Math.floor(at), 0), Math.max(0, outputRange.length - 2));
  return outputRange.length === 1 ? outputRange[0] : interpolatePath(at - i, outputRange[i], outputRange[i + 1]);
}

// Cut in halves until the ends of no piece are farther apart than that.
function halved(from, one, threshold) {
  const todo = [{from, one}], out = [];
  while (todo.length > 0) {
    const {from: start, one: piece} = todo.pop();
    if (Math.hypot(piece.x - start.x, piece.y - start.y) > threshold) {
      const [head, tail] = split(start, piece, 0.5);
      todo.push({from: head, one: tail}, {from: start, one: head});
    } else out.push(piece);
  }
  return out;
}

export function warpPath(path, transform, {interpolationThreshold} = {}) {
  const reduced = reduceInstructions(parsePath(path));
  const {width, height} = boxOf(reduced);
  const threshold = interpolationThreshold ?? Math.max(width, height) * 0.01;
  if (!(threshold > 0) && Math.max(width, height) > 0) throw new Error(`interpolationThreshold of warpPath() must be more than 0 and is ${threshold}`);
  const bent = (one) => {
    const out = {type: one.type};
    for (const [x, y] of [['cp1x', 'cp1y'], ['cp2x', 'cp2y'], ['x', 'y']]) {
      if (one[x] !== undefined) { const to = transform({x: one[x], y: one[y]}); out[x] = to.x; out[y] = to.y; }
    }
    return out;
  };
  const out = [];
  let from = {x: 0, y: 0}, start = from;
  for (const one of reduced) {
    if (one.type === 'M') { out.push(bent(one)); from = start = one; continue; }
    // The line that closes a part is bent too.
    const drawn = one.type === 'Z' ? {type: 'L', x: start.x, y: start.y} : one;
    if (one.type !== 'Z' || drawn.x !== from.x || drawn.y !== from.y) out.push(...halved(from, drawn, threshold).map(bent));
    if (one.type === 'Z') out.push(one);
    from = drawn;
  }
  return serializeInstructions(out);
}
