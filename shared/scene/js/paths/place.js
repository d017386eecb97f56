// Where paths are, and how they are moved.
import {parsePath, serializeInstructions, FIELDS} from '#paths/parse';
import {normalizeInstructions, reduceInstructions} from '#paths/reduce';

// The values of a cubic curve's turning points in one direction: where its derivative is 0.
function turns(p0, p1, p2, p3) {
  const a = 3 * (p3 - 3 * p2 + 3 * p1 - p0), b = 6 * (p2 - 2 * p1 + p0), c = 3 * (p1 - p0);
  const roots = [];
  if (Math.abs(a) < 1e-12) { if (b !== 0) roots.push(-c / b); } else {
    const under = b * b - 4 * a * c;
    if (under >= 0) roots.push((-b + Math.sqrt(under)) / (2 * a), (-b - Math.sqrt(under)) / (2 * a));
  }
  return roots.filter((t) => t > 0 && t < 1).map((t) => {
    const s = 1 - t;
    return s * s * s * p0 + 3 * s * s * t * p1 + 3 * s * t * t * p2 + t * t * t * p3;
  });
}

export function boxOf(reduced) {
  let x1 = Infinity, y1 = Infinity, x2 = -Infinity, y2 = -Infinity, x = 0, y = 0;
  for (const one of reduced) {
    if (one.type === 'Z') continue;
    const curve = one.type === 'C';
    const xs = curve ? [one.x, ...turns(x, one.cp1x, one.cp2x, one.x)] : [one.x];
    const ys = curve ? [one.y, ...turns(y, one.cp1y, one.cp2y, one.y)] : [one.y];
    x1 = Math.min(x1, ...xs); x2 = Math.max(x2, ...xs);
    y1 = Math.min(y1, ...ys); y2 = Math.max(y2, ...ys);
    x = one.x; y = one.y;
  }
  return {x1, y1, x2, y2, viewBox: `${x1} ${y1} ${x2 - x1} ${y2 - y1}`, width: x2 - x1, height: y2 - y1};
}

export const getBoundingBox = (path) => boxOf(reduceInstructions(parsePath(path)));

const ALONG_X = new Set(['x', 'cp1x', 'cp2x', 'cpx']), ALONG_Y = new Set(['y', 'cp1y', 'cp2y', 'cpy']);

function moved(instructions, alongX, alongY) {
  return instructions.map((one, i) => {
    // The first `m` of a path is a place, as in SVG.
    if (one.type === 'm' && i === 0) return {...one, dx: alongX(one.dx), dy: alongY(one.dy)};
    const out = {...one};
    for (const name of FIELDS[one.type]) {
      if (ALONG_X.has(name)) out[name] = alongX(one[name]);
      else if (ALONG_Y.has(name)) out[name] = alongY(one[name]);
    }
    return out;
  });
}

export const translateInstructions = (instructions, x, y) => moved(instructions, (at) => at + x, (at) => at + y);
export const translatePath = (path, x, y) => serializeInstructions(translateInstructions(parsePath(path), x, y));

export function resetPath(path) {
  const {x1, y1} = getBoundingBox(path);
  return translatePath(path, -x1, -y1);
}

export function centerPath(path, {x = 0, y = 0} = {}) {
  const box = getBoundingBox(path);
  return translatePath(path, x - (box.x1 + box.width / 2), y - (box.y1 + box.height / 2));
}

// Grows from the upper left of what the path covers.
export function scalePath(path, scaleX, scaleY) {
  const reduced = reduceInstructions(parsePath(path));
  const {x1, y1} = boxOf(reduced);
  return serializeInstructions(moved(reduced, (at) => (at - x1) * scaleX + x1, (at) => (at - y1) * scaleY + y1));
}

export const normalizePath = (path) => serializeInstructions(normalizeInstructions(parsePath(path)));

// The parts of a path, each of which begins with an `M`.
function parts(instructions) {
  const places = normalizeInstructions(instructions);
  const out = [];
  instructions.forEach((one, i) => {
    if (one.type === 'M' || one.type === 'm') out.push([places[i]]);
    else if (out.length > 0) out[out.length - 1].push(one);
  });
  return out;
}

export const getSubpaths = (path) => parts(parsePath(path)).map(serializeInstructions);

export function reversePath(path) {
  return parts(reduceInstructions(parsePath(path))).map((part) => {
    const drawn = part.filter((one) => one.type !== 'Z');
    const last = drawn[drawn.length - 1];
    const back = [{type: 'M', x: last.x, y: last.y}];
    for (let i = drawn.length - 1; i > 0; i--) {
      const one = drawn[i], {x, y} = drawn[i - 1];
      back.push(one.type === 'C' ? {type: 'C', cp1x: one.cp2x, cp1y: one.cp2y, cp2x: one.cp1x, cp2y: one.cp1y, x, y} : {type: 'L', x, y});
    }
    if (part[part.length - 1].type === 'Z') back.push({type: 'Z'});
    return serializeInstructions(back);
  }).join(' ');
}

// A view box that is larger by a factor around its middle.
export function extendViewBox(viewBox, scale) {
  const [x, y, width, height] = viewBox.split(/[\s,]+/).map(Number);
  return `${x - (width * scale - width) / 2} ${y - (height * scale - height) / 2} ${width * scale} ${height * scale}`;
}
