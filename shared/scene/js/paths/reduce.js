// Paths in fewer words: with places that are absolute, and with lines and cubic curves alone.
import {arc} from '#paths/arc';

// Where each instruction begins, and where its part of the path began.
function walk(instructions, visit) {
  let x = 0, y = 0, startX = 0, startY = 0;
  for (const one of instructions) {
    const made = absolute(one, x, y);
    visit(made, {x, y}, {x: startX, y: startY});
    if (made.type === 'Z') { x = startX; y = startY; continue; }
    x = made.x ?? x;
    y = made.y ?? y;
    if (made.type === 'M') { startX = x; startY = y; }
  }
}

function absolute(one, x, y) {
  switch (one.type) {
    case 'm': case 'l': case 't': return {type: one.type.toUpperCase(), x: x + one.dx, y: y + one.dy};
    case 'h': return {type: 'H', x: x + one.dx};
    case 'v': return {type: 'V', y: y + one.dy};
    case 'c': return {type: 'C', cp1x: x + one.cp1dx, cp1y: y + one.cp1dy, cp2x: x + one.cp2dx, cp2y: y + one.cp2dy, x: x + one.dx, y: y + one.dy};
    case 's': case 'q': return {type: one.type.toUpperCase(), cpx: x + one.cpdx, cpy: y + one.cpdy, x: x + one.dx, y: y + one.dy};
    case 'a': return {type: 'A', rx: one.rx, ry: one.ry, xAxisRotation: one.xAxisRotation, largeArcFlag: one.largeArcFlag, sweepFlag: one.sweepFlag, x: x + one.dx, y: y + one.dy};
    default: return one;
  }
}

export function normalizeInstructions(instructions) {
  const out = [];
  walk(instructions, (one) => out.push(one));
  return out;
}

// A quadratic curve as a cubic one.
export const raised = (from, {cpx, cpy, x, y}) => ({
  type: 'C', cp1x: from.x + (2 / 3) * (cpx - from.x), cp1y: from.y + (2 / 3) * (cpy - from.y), cp2x: x + (2 / 3) * (cpx - x), cp2y: y + (2 / 3) * (cpy - y), x, y,
});

// Each instruction without shorthands (M, L, C, Q, A, Z), where it begins, and where its part began.
export function plain(instructions) {
  const out = [];
  // The last control point of a curve, which `S` and `T` mirror.
  let cubic = null, quadratic = null;
  walk(instructions, (one, from, start) => {
    let made = one;
    if (one.type === 'H') made = {type: 'L', x: one.x, y: from.y};
    else if (one.type === 'V') made = {type: 'L', x: from.x, y: one.y};
    else if (one.type === 'S') made = {type: 'C', cp1x: cubic ? 2 * from.x - cubic.x : from.x, cp1y: cubic ? 2 * from.y - cubic.y : from.y, cp2x: one.cpx, cp2y: one.cpy, x: one.x, y: one.y};
    else if (one.type === 'T') made = {type: 'Q', cpx: quadratic ? 2 * from.x - quadratic.x : from.x, cpy: quadratic ? 2 * from.y - quadratic.y : from.y, x: one.x, y: one.y};
    cubic = made.type === 'C' ? {x: made.cp2x, y: made.cp2y} : null;
    quadratic = made.type === 'Q' ? {x: made.cpx, y: made.cpy} : null;
    out.push({one: made, from, start});
  });
  return out;
}

export function reduceInstructions(instructions) {
  return plain(instructions).flatMap(({one, from}) => {
    if (one.type === 'Q') return [raised(from, one)];
    if (one.type !== 'A') return [one];
    const curves = arc(from, one).curves();
    return curves.length > 0 ? curves : [{type: 'L', x: one.x, y: one.y}];
  });
}
