// Arrows, callouts and sparks as paths.
import {join, outline, distinct, checkRounding} from '#shapes/join';
import {shape} from '#shapes/make';

const CLOSE = {type: 'Z'};

export function makeArrow({length = 300, headWidth = 185, headLength = 120, shaftWidth = 80, direction = 'right', cornerRadius = 0} = {}) {
  if (!(length > 0 && headWidth > 0 && headLength > 0 && shaftWidth > 0)) throw new Error('All dimension parameters ("length", "headWidth", "headLength", "shaftWidth") must be positive numbers');
  if (headWidth < shaftWidth) throw new Error(`"headWidth" must be greater than or equal to "shaftWidth", got headWidth=${headWidth} and shaftWidth=${shaftWidth}`);
  if (headLength > length) throw new Error(`"headLength" must be less than or equal to "length", got headLength=${headLength} and length=${length}`);
  const top = (headWidth - shaftWidth) / 2, bottom = (headWidth + shaftWidth) / 2, neck = length - headLength;
  const turned = {right: (x, y) => [x, y], left: (x, y) => [length - x, y], down: (x, y) => [y, x], up: (x, y) => [y, length - x]}[direction];
  if (turned === undefined) throw new TypeError(`direction of an arrow must be 'up', 'down', 'left' or 'right' and is ${JSON.stringify(direction)}`);
  const flat = [[0, top], [neck, top], [neck, 0], [length, headWidth / 2], [neck, headWidth], [neck, bottom], [0, bottom]].map(([x, y]) => turned(x, y));
  // The two corners where the shaft meets the head stay sharp.
  const sharp = new Set([flat[1], flat[5]]);
  const lies = direction === 'left' || direction === 'right';
  const points = lies ? flat : [flat[0], ...flat.slice(1).reverse()];
  const instructions = [...outline(points, (point) => cornerRadius !== 0 && !sharp.has(point), cornerRadius, false), CLOSE];
  const [width, height] = lies ? [length, headWidth] : [headWidth, length];
  return shape(instructions, width, height, width / 2, height / 2);
}

export function makeCallout({width = 500, height = 200, pointerLength = 40, pointerBaseWidth = 60, pointerPosition = 0.5, pointerDirection = 'down', edgeRoundness = null, cornerRadius = 0} = {}) {
  for (const [name, value] of Object.entries({width, height, pointerLength, pointerBaseWidth})) {
    if (!(value > 0)) throw new Error(`"${name}" must be a positive number, got ${value}`);
  }
  if (!(pointerPosition >= 0 && pointerPosition <= 1)) throw new Error(`"pointerPosition" must be a number between 0 and 1, got ${pointerPosition}`);
  const side = ['up', 'right', 'down', 'left'].indexOf(pointerDirection);
  if (side < 0) throw new TypeError(`pointerDirection of a callout must be 'up', 'down', 'left' or 'right' and is ${JSON.stringify(pointerDirection)}`);
  checkRounding(cornerRadius, edgeRoundness);
  const left = pointerDirection === 'left' ? pointerLength : 0, top = pointerDirection === 'up' ? pointerLength : 0;
  const right = left + width, bottom = top + height;
  const upright = pointerDirection === 'left' || pointerDirection === 'right';
  const long = upright ? height : width;
  const tip = pointerPosition * long;
  const base = [Math.max(0, tip - pointerBaseWidth / 2), tip, Math.min(long, tip + pointerBaseWidth / 2)];
  const pointer = base.map((along, i) => {
    const out = i === 1 ? pointerLength : 0;
    return [[left + along, top - out], [right + out, top + along], [left + along, bottom + out], [left - out, top + along]][side];
  });
  // Clockwise: on the lower and the left side that is backwards.
  if (side >= 2) pointer.reverse();
  const corners = [[left, top], [right, top], [right, bottom], [left, bottom]];
  const all = distinct([...corners.slice(0, side + 1), ...pointer, ...corners.slice(side + 1)]);
  const last = all[all.length - 1];
  const points = last[0] === left && last[1] === top ? all.slice(0, -1) : all;
  // A corner where the pointer begins stays sharp.
  const round = new Set(corners.filter((at) => !pointer.some((one) => one[0] === at[0] && one[1] === at[1])));
  const instructions = cornerRadius ? outline(points, (point) => round.has(point), cornerRadius, true) : join(points, 0, edgeRoundness, true);
  const size = upright ? [width + pointerLength, height] : [width, height + pointerLength];
  return shape([...instructions, CLOSE], ...size, left + width / 2, top + height / 2);
}

// A quarter of a circle is a cubic curve with this reach. Source: 4/3 (sqrt(2) - 1).
const QUARTER = (4 / 3) * (Math.SQRT2 - 1);

// Four points with curves that bend inwards between them.
export function makeSpark({width, height, edgeRoundness = 1, cornerRadius = 0}) {
  const x = width / 2, y = height / 2, reach = QUARTER * edgeRoundness;
  const radius = Math.min(Math.max(0, cornerRadius), x, y);
  // Where each of the four points is left and reached, clockwise from the top, and where it points to.
  const tips = [
    {out: [x + radius, radius], in: [x - radius, radius], to: [0, -1]},
    {out: [width - radius, y + radius], in: [width - radius, y - radius], to: [1, 0]},
    {out: [x - radius, height - radius], in: [x + radius, height - radius], to: [0, 1]},
    {out: [radius, y - radius], in: [radius, y + radius], to: [-1, 0]},
  ];
  const instructions = [{type: 'M', x: tips[0].out[0], y: tips[0].out[1]}];
  tips.forEach((tip, i) => {
    const next = tips[(i + 1) % 4], [fromX, fromY] = tip.out, [toX, toY] = next.in;
    const wide = Math.abs(toX - fromX) * reach, tall = Math.abs(toY - fromY) * reach;
    instructions.push({
      type: 'C', cp1x: fromX - tip.to[0] * wide, cp1y: fromY - tip.to[1] * tall, cp2x: toX - next.to[0] * wide, cp2y: toY - next.to[1] * tall, x: toX, y: toY,
    });
    if (radius > 0) {
      const bulge = (radius * 4) / 3, [dx, dy] = next.to;
      instructions.push({type: 'C', cp1x: toX + dx * bulge, cp1y: toY + dy * bulge, cp2x: next.out[0] + dx * bulge, cp2y: next.out[1] + dy * bulge, x: next.out[0], y: next.out[1]});
    }
  });
  return shape([...instructions, CLOSE], width, height, x, y);
}
