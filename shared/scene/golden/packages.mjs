// Records what the packages for shapes, paths and noise compute, for the test `src/script/tests/golden.rs`:
//   npm i --no-save remotion @remotion/paths @remotion/noise @remotion/shapes react react-dom && node packages.mjs > packages.json
// A case is [function, arguments, result, tolerance]. Not recorded: what the packages compute of shapes without a size or with a
// rounding larger than they are, of curves that bend as sharply as 'C 0 -50 100 150 100 50' (its sum of 20 points is off by 3e-6 there), and the tangents of points without one.
import {createRequire} from 'node:module';
const require = createRequire(process.cwd() + '/');
const real = {...require('@remotion/shapes'), ...require('@remotion/paths'), ...require('@remotion/noise')};

const cases = [];
function record(tolerance, name, ...given) {
  let result;
  try { result = real[name](...given); } catch { result = {$throws: 1}; }
  cases.push([name, given, result, tolerance]);
}
const EXACT = 1e-9;

const roundings = [{}, {cornerRadius: 10}, {edgeRoundness: 0.5}, {edgeRoundness: 1}, {cornerRadius: 3, edgeRoundness: 0.2}, {edgeRoundness: null, cornerRadius: 5}, {cornerRadius: 0}];
for (const rounding of roundings) {
  for (const [width, height] of [[200, 100], [33.3, 77.1]]) record(EXACT, 'makeRect', {width, height, ...rounding});
  for (const direction of ['up', 'down', 'left', 'right']) record(EXACT, 'makeTriangle', {length: 87.7, direction, ...rounding});
  for (const points of [1, 2, 5, 8]) record(EXACT, 'makeStar', {points, innerRadius: 33, outerRadius: 90, ...rounding});
  for (const points of [2, 3, 5, 6]) record(EXACT, 'makePolygon', {points, radius: 70, ...rounding});
  for (const pointerDirection of ['up', 'down', 'left', 'right']) for (const pointerPosition of [0, 0.2, 1]) record(EXACT, 'makeCallout', {pointerDirection, pointerPosition, ...rounding});
}
record(EXACT, 'makeRect', {width: 100, height: 50, edgeRoundness: 2});
record(EXACT, 'makeCallout', {pointerBaseWidth: 900});
for (const radius of [1, 33.3]) record(EXACT, 'makeCircle', {radius});
record(EXACT, 'makeEllipse', {rx: 50, ry: 30});
for (const progress of [-0.2, 0, 0.1, 0.25, 0.5, 0.500001, 0.7, 0.9999999, 1, 1.5]) for (const more of [{}, {closePath: false}, {counterClockwise: true}, {rotation: 1}, {rotation: -2.2, counterClockwise: true, closePath: false}]) record(EXACT, 'makePie', {radius: 33.3, progress, ...more});
for (const more of [{}, {aspectRatio: 1.3}, {aspectRatio: 0.7, bottomRoundnessAdjustment: 0.2, depthAdjustment: -0.1}]) record(EXACT, 'makeHeart', {height: 40, ...more});
for (const direction of ['up', 'down', 'left', 'right']) for (const more of [{}, {cornerRadius: 10}, {shaftWidth: 185, cornerRadius: 10}, {headLength: 300}, {headLength: 400}, {shaftWidth: 400}, {length: 0}]) record(EXACT, 'makeArrow', {direction, ...more});
for (const edgeRoundness of [undefined, 0, 0.5, 2]) for (const cornerRadius of [undefined, 0, 5, 200]) record(EXACT, 'makeSpark', {width: 200, height: 77.1, edgeRoundness, cornerRadius});

const paths = [
  'M 0 0 L 100 0', 'M10 10h20v20H5V-5z', 'M0,0 C 10 20 30 40 50 0', 'M0 0 Q 50 100 100 0 T 220 0', 'M0 0 c 10 20 30 40 50 0 s 20 -30 60 5',
  'M 50 0 a 50 50 0 1 1 0 100 a 50 50 0 1 1 0 -100 Z', 'M 10 80 A 45 30 30 0 0 125 125', 'M0 0 L 10 0 M 20 20 L 30 30 Z m 5 5 l 1 2', 'M 5 5 l 10 10 20 0 z l 3 3',
  'M 0 0 10 10 20 0', 'M0 0A 30 20 45 1 1 5 9', 'M0 0A 30 20 45 0 1 5 9', 'M 10 10 S 20 30 40 10 S 60 -20 80 10', 'M0 0 T 10 10 T 20 0', 'M0 0H1 2 3V4 5z', 'M0 0a5 5 0 0110 0',
  '', 'hello', 'M', 'M 0 0 L 1', 'M0 0 A 0 0 0 0 0 5 5', 'M 0 0 C 0 0 10 10 20 0', 'M 0 50 C 20 10 80 90 100 50 C 100 0 0 0 0 50 Z',
];
// Lengths of curves are sums of a few points in the package; its points on them are within a thousandth of the length.
const LENGTH = 1e-6, PLACE = 2e-3;
for (const path of paths) {
  for (const name of ['parsePath', 'getSubpaths', 'normalizePath', 'reversePath', 'resetPath', 'getBoundingBox', 'centerPath']) record(EXACT, name, path);
  for (const scale of [[2, 0.5], [-1, 3]]) record(EXACT, 'scalePath', path, ...scale);
  record(EXACT, 'translatePath', path, 10, -5.5);
  record(LENGTH, 'getLength', path);
  for (const progress of [0, 0.3, 1, 1.2]) record(LENGTH, 'evolvePath', progress, path);
  for (const other of paths.slice(0, 8)) for (const t of [0, 0.3, 1]) record(EXACT, 'interpolatePath', t, path, other);
  let length;
  try { length = real.getLength(path); } catch { continue; }
  record(EXACT, 'reduceInstructions', real.parsePath(path));
  record(EXACT, 'serializeInstructions', real.parsePath(path));
  for (const part of [-0.1, 0, 0.05, 0.3, 0.77, 0.99, 1.2]) {
    record(LENGTH, 'cutPath', path, part * length);
    record(LENGTH, 'getInstructionIndexAtLength', path, part * length);
    if (/A 0 0/.test(path) || (part <= 0 && /S|C 0 0/.test(path))) continue;
    record(PLACE * Math.max(1, length), 'getPointAtLength', path, part * length);
    record(/[cqst]/i.test(path) ? 0.02 : EXACT, 'getTangentAtLength', path, part * length);
  }
}
for (const input of [-0.5, 0, 0.5, 1, 1.5, 2, 3]) for (const options of [{}, {extrapolateLeft: 'clamp', extrapolateRight: 'clamp'}, {posterize: 0.4}]) record(EXACT, 'interpolatePaths', input, [0, 1, 2], ['M 0 0 L 100 0', 'M 0 0 L 50 50', 'M 5 5 L 9 -7'], options);
for (const factor of [2, 1.5]) record(EXACT, 'extendViewBox', '10 20 100 200', factor);

for (const seed of ['a', 'hello world', '', 1, 42, 0.5]) for (let i = 0; i < 20; i++) {
  const at = (step) => ((i * step * 7.31) % 40) - 20;
  record(EXACT, 'noise2D', seed, at(1), at(2));
  record(EXACT, 'noise3D', seed, at(1), at(2), at(3) / 10);
  record(EXACT, 'noise4D', seed, at(1), at(2), at(3), at(0.5));
}
process.stdout.write('[\n' + cases.map((one) => JSON.stringify(one)).join(',\n') + '\n]\n');
