// Shapes as paths: `{path, width, height, instructions, transformOrigin}`.
import {serializeInstructions} from '#paths/parse';
import {reduceInstructions} from '#paths/reduce';
import {boxOf, translateInstructions} from '#paths/place';
import {join} from '#shapes/join';

const CLOSE = {type: 'Z'};

export const shape = (instructions, width, height, originX, originY) => ({
  width, height, instructions, path: serializeInstructions(instructions), transformOrigin: `${originX} ${originY}`,
});

export function makeRect({width, height, edgeRoundness = null, cornerRadius = 0}) {
  return shape([...join([[0, 0], [width, 0], [width, height], [0, height]], cornerRadius, edgeRoundness, true), CLOSE], width, height, width / 2, height / 2);
}

const arc = (rx, ry, sweepFlag, dx, dy) => ({type: 'a', rx, ry, xAxisRotation: 0, largeArcFlag: true, sweepFlag, dx, dy});

export function makeCircle({radius}) {
  return shape([{type: 'M', x: radius, y: 0}, arc(radius, radius, true, 0, radius * 2), arc(radius, radius, true, 0, -radius * 2), CLOSE], radius * 2, radius * 2, radius, radius);
}

// One arc that ends a hair beside its beginning, as in the real package.
export function makeEllipse({rx, ry}) {
  return shape([{type: 'M', x: rx, y: 0}, arc(rx, ry, false, 1, 0), CLOSE], rx * 2, ry * 2, rx, ry);
}

export function makeTriangle({length, direction = 'right', edgeRoundness = null, cornerRadius = 0}) {
  const height = (length * Math.sqrt(3)) / 2, half = length / 2;
  const [points, width, tall, x, y] = {
    up: [[[half, 0], [0, height], [length, height]], length, height, half, (height * 2) / 3],
    down: [[[0, 0], [length, 0], [half, height]], length, height, half, height / 3],
    left: [[[height, 0], [height, length], [0, half]], height, length, (height * 2) / 3, half],
    right: [[[0, 0], [0, length], [height, half]], height, length, height / 3, half],
  }[direction] ?? [];
  if (points === undefined) throw new TypeError(`direction of a triangle must be 'up', 'down', 'left' or 'right' and is ${JSON.stringify(direction)}`);
  return shape([...join(points, cornerRadius, edgeRoundness, false), CLOSE], width, tall, x, y);
}

// Points on a circle, from the top clockwise; every other may lie on a smaller one. The path begins at 0, the instructions do not.
function around(count, radii, {cornerRadius = 0, edgeRoundness = null}, radius, end) {
  const points = [];
  for (let i = 0; i < count; i++) {
    const angle = (i * 2 * Math.PI) / count - Math.PI / 2, far = radii[i % radii.length];
    points.push([radius + far * Math.cos(angle), radius + far * Math.sin(angle)]);
  }
  const instructions = [...join(points, cornerRadius, edgeRoundness, false), ...end];
  const box = boxOf(reduceInstructions(instructions));
  const path = serializeInstructions(translateInstructions(instructions, -box.x1, -box.y1));
  return {path, width: box.width, height: box.height, transformOrigin: `${radius} ${radius}`, instructions};
}

export function makeStar({points, innerRadius, outerRadius, ...rest}) {
  if (!(points >= 1)) throw new Error(`"points" should be minimum 1, got ${points}`);
  return around(points * 2, [outerRadius, innerRadius], rest, outerRadius, [CLOSE]);
}

export function makePolygon({points, radius, ...rest}) {
  if (!(points >= 3)) throw new Error(`"points" should be minimum 3, got ${points}`);
  return around(points, [radius], rest, radius, []);
}

// Five decimals: an arc whose ends differ by less than that is not drawn the same everywhere.
const rounded = (value) => Math.round(value * 100000) / 100000;

export function makePie({radius, progress, closePath = true, counterClockwise = false, rotation = 0}) {
  const share = Math.min(1, Math.max(0, progress));
  const place = (turned) => {
    const angle = (counterClockwise ? -1 : 1) * turned * 2 * Math.PI + rotation - Math.PI / 2;
    return {x: rounded(radius + radius * Math.cos(angle)), y: rounded(radius + radius * Math.sin(angle))};
  };
  const to = (turned) => ({type: 'A', rx: radius, ry: radius, xAxisRotation: 0, largeArcFlag: false, sweepFlag: !counterClockwise, ...place(turned)});
  const instructions = [{type: 'M', ...place(0)}];
  if (share > 0.5) instructions.push(to(0.5));
  instructions.push(to(share));
  if (closePath && share > 0 && share < 1) instructions.push({type: 'L', x: radius, y: radius});
  if (closePath) instructions.push(CLOSE);
  return shape(instructions, radius * 2, radius * 2, radius, radius);
}

// The control points of a heart in 110ths of its width and in shares of its height.
export function makeHeart({height, aspectRatio = 1.1, bottomRoundnessAdjustment = 0, depthAdjustment = 0}) {
  const width = height * aspectRatio, middle = width / 2;
  const part = (share) => (share / 110) * width;
  const reach = part(23) + width * bottomRoundnessAdjustment;
  const curve = (cp1x, cp1y, cp2x, cp2y, x, y) => ({type: 'C', cp1x, cp1y: cp1y * height, cp2x, cp2y: cp2y * height, x, y: y * height});
  return shape([
    {type: 'M', x: middle, y: height},
    curve(middle - reach, 0.69, 0, 0.6, 0, 0.25),
    curve(0, 0.13, part(13), 0, width / 4, 0),
    curve(part(42), 0, part(50), 0.07, middle, 0.17 + depthAdjustment),
    curve(part(60), 0.07, part(70), 0, (width * 3) / 4, 0),
    curve(part(97), 0, width, 0.13, width, 0.25),
    curve(width, 0.6, middle + reach, 0.69, middle, 1),
    CLOSE,
  ], width, height, middle, height / 2);
}
