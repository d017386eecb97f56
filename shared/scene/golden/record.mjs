// Records what the real package computes, for the test `src/script/tests/golden.rs`:
//   npm i --no-save remotion @remotion/paths @remotion/noise @remotion/shapes react react-dom && node record.mjs > recorded.json
// Ours takes more texts and colours than the package, and those are not recorded.
// A case is [function, arguments, result]; arguments may hold {"$easing": "out(cubic)"} and {"$inf": 1}.
import {createRequire} from 'node:module';
const require = createRequire(process.cwd() + '/');
const {spring, measureSpring, random, Easing, interpolate, interpolateColors} = require('remotion');
const real = {spring, measureSpring, random, interpolate, interpolateColors};

const easings = {
  linear: Easing.linear, ease: Easing.ease, quad: Easing.quad, cubic: Easing.cubic, 'poly(4)': Easing.poly(4), sin: Easing.sin, circle: Easing.circle, exp: Easing.exp,
  'elastic(1)': Easing.elastic(1), 'elastic(3)': Easing.elastic(3), 'back(1.5)': Easing.back(1.5), bounce: Easing.bounce, step0: Easing.step0, step1: Easing.step1,
  'bezier(0.25,0.1,0.25,1)': Easing.bezier(0.25, 0.1, 0.25, 1), 'bezier(0.42,0,0.58,1)': Easing.bezier(0.42, 0, 0.58, 1), 'bezier(0.8,-0.5,0.2,1.5)': Easing.bezier(0.8, -0.5, 0.2, 1.5), 'bezier(0,1,1,0)': Easing.bezier(0, 1, 1, 0),
  'in(cubic)': Easing.in(Easing.cubic), 'out(cubic)': Easing.out(Easing.cubic), 'inOut(cubic)': Easing.inOut(Easing.cubic), 'out(bounce)': Easing.out(Easing.bounce), 'inOut(back(2))': Easing.inOut(Easing.back(2)), 'out(exp)': Easing.out(Easing.exp),
};
const cases = [];
const revive = (value) => {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(revive);
  if (value.$easing) return easings[value.$easing];
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, revive(one)]));
};
function record(name, ...given) {
  let result;
  try { result = real[name](...given.map(revive)); } catch { result = {$throws: 1}; }
  if (result === Infinity) result = {$inf: 1};
  cases.push([name, given, result]);
}
for (const name in easings) for (let i = -2; i <= 22; i++) cases.push(['easing', [name, i / 20], Number.isNaN(easings[name](i / 20)) ? {$nan: 1} : easings[name](i / 20)]);

const configs = [{}, {damping: 200}, {damping: 12, stiffness: 120, mass: 0.8}, {damping: 5, stiffness: 300}, {mass: 3, damping: 8}, {damping: 20, stiffness: 100, mass: 1}, {damping: 1, overshootClamping: true}, {stiffness: 0.5}];
for (const config of configs) for (const fps of [10, 24, 30, 60]) {
  for (const frame of [-5, 0, 0.5, 1, 2, 3.25, 7, 12, 20, 33, 50, 90]) record('spring', {frame, fps, config});
  for (const threshold of [undefined, 0.01, 0.2]) record('measureSpring', {fps, config, threshold});
}
for (const extra of [{durationInFrames: 40}, {durationInFrames: 7.5}, {delay: 5}, {reverse: true}, {reverse: true, durationInFrames: 30}, {reverse: true, delay: 4}, {durationInFrames: 25, delay: 10}, {reverse: true, durationInFrames: 25, delay: 10}, {from: 10, to: 50}, {from: 3, to: -7, durationInFrames: 20}, {from: 2, to: 2}, {durationInFrames: 30, durationRestThreshold: 0.05}, {durationInFrames: 0}])
  for (const frame of [-3, 0, 1, 4, 7, 10, 15, 24, 25, 26, 30, 41, 60]) record('spring', {frame, fps: 30, config: {damping: 12}, ...extra});

for (const seed of [0, 1, -1, 2, 42, 1.5, 0.1, 1e9, 1234567, 'a', 'v0', 'v11', 'hello world', 'ümlaut', '😀', '', 'x'.repeat(100)]) record('random', seed);
for (let i = 0; i < 60; i++) { record('random', i / 7); record('random', `seed-${i}`); }

const inputs = [-20, -1, 0, 0.3, 5, 9.99, 10, 15, 20, 25, 33.3, 100];
for (const left of ['extend', 'clamp', 'identity', 'wrap']) for (const right of ['extend', 'clamp', 'identity', 'wrap']) for (const input of inputs)
  record('interpolate', input, [0, 10, 25], [3, -4, 90], {extrapolateLeft: left, extrapolateRight: right});
for (const easing of ['cubic', 'out(cubic)', 'inOut(back(2))', 'bezier(0.25,0.1,0.25,1)']) for (const input of inputs) record('interpolate', input, [0, 20], [0, 640], {easing: {$easing: easing}, extrapolateLeft: 'clamp', extrapolateRight: 'clamp'});
for (const input of inputs) {
  record('interpolate', input, [0, 10, 25], [0, 1, 0], {easing: [{$easing: 'cubic'}, {$easing: 'out(cubic)'}]});
  record('interpolate', input, [0, 10, 25], [[0, 1], [5, -5], [100, 3]], {extrapolateRight: 'clamp'});
  record('interpolate', input, [0, 25], [0, 100], {posterize: 4});
  record('interpolate', input, [0, 25], [7, 7]);
  record('interpolate', input, [0, 25], ['0px', '100px']);
  record('interpolate', input, [0, 25], ['10% 20%', '40% 80%'], {extrapolateLeft: 'clamp', extrapolateRight: 'clamp'});
}
for (const bad of [[0, [0], [1]], [0, [0, 1], [1]], [0, [1, 0], [0, 1]], [0, [0, 0], [0, 1]], ['a', [0, 1], [0, 1]], [0, [0, Infinity], [0, 1]], [0, [0, NaN], [0, 1]]]) record('interpolate', ...bad.map((one) => one));

const colors = [['#fff', '#000'], ['red', 'blue'], ['rgba(10, 20, 30, 0.5)', 'rgb(255, 200, 0)'], ['hsl(210, 85%, 62%)', 'hsla(30, 50%, 40%, 0.3)'], ['#12345678', 'transparent'], ['#abc8', 'rebeccapurple'], ['rgb(1.6, 2.4, 3)', 'yellow']];
for (const pair of colors) for (const input of [-5, 0, 1, 3.3, 5, 7.7, 10, 20]) record('interpolateColors', input, [0, 10], pair);
for (const input of inputs) record('interpolateColors', input, [0, 10, 25], ['red', 'lime', 'blue']);
process.stdout.write('[\n' + cases.map((one) => JSON.stringify(one)).join(',\n') + '\n]\n');
