// Arcs of ellipses. Source: SVG 2, B.2 "Elliptical arc implementation notes"; an arc of at most a quarter is a cubic curve whose
// control points are 4/3 tan(angle/4) of its radius away from its ends.
export function arc(from, {rx, ry, xAxisRotation, largeArcFlag, sweepFlag, x, y}) {
  const turn = ((xAxisRotation % 360) * Math.PI) / 180;
  const sin = Math.sin(turn), cos = Math.cos(turn);
  let a = Math.abs(rx), b = Math.abs(ry);
  const halfX = (from.x - x) / 2, halfY = (from.y - y) / 2;
  const px = cos * halfX + sin * halfY, py = cos * halfY - sin * halfX;
  if (a === 0 || b === 0 || (px === 0 && py === 0)) return {curves: () => [], point: () => ({x: from.x, y: from.y})};
  const stretch = (px * px) / (a * a) + (py * py) / (b * b);
  if (stretch > 1) { a *= Math.sqrt(stretch); b *= Math.sqrt(stretch); }
  const over = a * a * py * py + b * b * px * px;
  const away = (largeArcFlag === sweepFlag ? -1 : 1) * Math.sqrt(Math.max(0, (a * a * b * b - over) / over));
  const ux = (away * a * py) / b, uy = (-away * b * px) / a;
  const cx = cos * ux - sin * uy + (from.x + x) / 2, cy = sin * ux + cos * uy + (from.y + y) / 2;
  const begin = Math.atan2((py - uy) / b, (px - ux) / a);
  let sweep = Math.atan2((-py - uy) / b, (-px - ux) / a) - begin;
  if (sweepFlag && sweep < 0) sweep += 2 * Math.PI;
  else if (!sweepFlag && sweep > 0) sweep -= 2 * Math.PI;
  const place = (u, v) => [cos * a * u - sin * b * v + cx, sin * a * u + cos * b * v + cy];
  return {
    point: (t) => {
      const [atX, atY] = place(Math.cos(begin + t * sweep), Math.sin(begin + t * sweep));
      return {x: atX, y: atY};
    },
    curves: () => {
      // A half is two quarters, even if it is a hair more than that in numbers.
      const count = Math.max(1, Math.ceil(Math.abs(sweep) / (Math.PI / 2) - 1e-9));
      const each = sweep / count, reach = (4 / 3) * Math.tan(each / 4);
      return Array.from({length: count}, (_, i) => {
        const one = begin + i * each, two = one + each;
        const [cp1x, cp1y] = place(Math.cos(one) - reach * Math.sin(one), Math.sin(one) + reach * Math.cos(one));
        const [cp2x, cp2y] = place(Math.cos(two) + reach * Math.sin(two), Math.sin(two) - reach * Math.cos(two));
        const [endX, endY] = place(Math.cos(two), Math.sin(two));
        return {type: 'C', cp1x, cp1y, cp2x, cp2y, x: endX, y: endY};
      });
    },
  };
}
