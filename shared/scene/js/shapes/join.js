// Outlines of points.
const unit = (from, to) => {
  const x = to[0] - from[0], y = to[1] - from[1], size = Math.hypot(x, y);
  return size === 0 ? [0, 0] : [x / size, y / size];
};
const same = (a, b) => a[0] === b[0] && a[1] === b[1];

export function checkRounding(cornerRadius, edgeRoundness) {
  if (cornerRadius && edgeRoundness !== null) throw new Error('"cornerRadius" and "edgeRoundness" cannot be specified at the same time.');
}

// Each edge becomes a curve between the middles of its neighbours: 1 reaches the corners.
function soft(points, roundness) {
  const middles = points.map((point, i) => {
    const next = points[(i + 1) % points.length];
    return {x: (point[0] + next[0]) / 2, y: (point[1] + next[1]) / 2, dx: ((next[0] - point[0]) / 2) * roundness, dy: ((next[1] - point[1]) / 2) * roundness};
  });
  const out = [{type: 'M', x: middles[0].x, y: middles[0].y}];
  middles.forEach((one, i) => {
    const next = middles[(i + 1) % middles.length];
    out.push({type: 'C', cp1x: one.x + one.dx, cp1y: one.y + one.dy, cp2x: next.x - next.dx, cp2y: next.y - next.dy, x: next.x, y: next.y});
  });
  return out;
}

// A corner from the place where its edge is left to the one where the next begins.
function corner(before, at, after, radius, arcs) {
  const come = unit(before, at), go = unit(at, after);
  const enter = {type: 'L', x: at[0] - radius * come[0], y: at[1] - radius * come[1]};
  const turn = arcs
    ? {type: 'a', rx: radius, ry: radius, xAxisRotation: 0, dx: radius * (come[0] + go[0]), dy: radius * (come[1] + go[1]), largeArcFlag: false, sweepFlag: true}
    : {type: 'C', cp1x: at[0], cp1y: at[1], cp2x: at[0], cp2y: at[1], x: at[0] + radius * go[0], y: at[1] + radius * go[1]};
  return [enter, turn];
}

// An outline that begins where its first corner is left, `rounded` saying which of its corners are.
export function outline(points, rounded, radius, arcs) {
  const around = (i) => points[(i + points.length) % points.length];
  const start = rounded(points[0]) ? radius : 0;
  const go = unit(points[0], around(1));
  const out = [{type: 'M', x: points[0][0] + start * go[0], y: points[0][1] + start * go[1]}];
  for (let i = 1; i < points.length; i++) {
    if (rounded(points[i])) out.push(...corner(around(i - 1), points[i], around(i + 1), radius, arcs));
    else out.push({type: 'L', x: points[i][0], y: points[i][1]});
  }
  if (rounded(points[0])) out.push(...corner(around(-1), points[0], around(1), radius, arcs));
  return out;
}

// A closed polygon, without a `Z`.
export function join(points, cornerRadius, edgeRoundness, arcs) {
  checkRounding(cornerRadius, edgeRoundness);
  if (edgeRoundness !== null) return soft(points, edgeRoundness);
  if (!cornerRadius) return [...points, points[0]].map(([x, y], i) => ({type: i === 0 ? 'M' : 'L', x, y}));
  const corners = [...points.slice(1), points[0]];
  const all = corners.flatMap((at, i) => corner(points[i], at, corners[(i + 1) % corners.length], cornerRadius, arcs));
  return [{...all[0], type: 'M'}, ...all];
}

// Points without those that repeat the one before them.
export const distinct = (points) => points.filter((point, i) => i === 0 || !same(point, points[i - 1]));
