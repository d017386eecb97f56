// Chance, the clock and code from text: made the same in every render, or taken away. Loaded before any scene.
import {state, warn} from '#state';

let seed = 0;

// Begins chance anew: a frame does not depend on the frames before it.
export function reseed(now) { seed = now | 0; }

const inFrame = () => state.component !== null;

Math.random = function random() {
  if (inFrame()) warn('random', "Math.random() gives each frame the same numbers in the same order. Use random(seed) from 'remotion' to choose them.");
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), seed | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

// The clock of a scene: it stands at the first moment of 2025, and moves with the frames.
const EPOCH = 1735689600000;
const RealDate = Date;
function clock() {
  warn('clock', 'The clock stands at 2025-01-01 and moves with the frames: pass a date in as a property.');
  return EPOCH + Math.round((state.now * 1000) / state.fps);
}
function SceneDate(...given) {
  if (!new.target) return new RealDate(clock()).toISOString();
  let made;
  if (given.length === 0) made = new RealDate(clock());
  else if (given.length === 1) made = new RealDate(given[0]);
  // Parts are read as UTC: the machine's time zone is not the scene's.
  else made = new RealDate(RealDate.UTC(...given));
  return Object.setPrototypeOf(made, new.target.prototype);
}
SceneDate.prototype = RealDate.prototype;
Object.defineProperty(RealDate.prototype, 'constructor', {value: SceneDate, writable: false, configurable: false});
SceneDate.now = clock;
SceneDate.parse = RealDate.parse;
SceneDate.UTC = RealDate.UTC;
Object.defineProperty(SceneDate, 'name', {value: 'Date'});
for (const part of ['FullYear', 'Month', 'Date', 'Hours', 'Minutes', 'Seconds', 'Milliseconds', 'Day']) {
  RealDate.prototype[`get${part}`] = RealDate.prototype[`getUTC${part}`];
  if (part !== 'Day') RealDate.prototype[`set${part}`] = RealDate.prototype[`setUTC${part}`];
}
RealDate.prototype.getTimezoneOffset = () => 0;
RealDate.prototype.toString = function () { return this.toISOString(); };
globalThis.Date = SceneDate;

// Every way to make code from text ends in one of four constructors.
const refused = (name) => {
  const refuse = function () { throw new TypeError(`${name} is not there: code from text is not run`); };
  Object.defineProperty(refuse, 'name', {value: name});
  return refuse;
};
const kinds = [function () {}, function* () {}, async function () {}, async function* () {}];
for (const one of kinds) {
  const prototype = Object.getPrototypeOf(one);
  const instead = refused(prototype.constructor.name);
  instead.prototype = prototype;
  Object.defineProperty(prototype, 'constructor', {value: instead, writable: false, configurable: false});
  if (instead.name === 'Function') globalThis.Function = instead;
}
globalThis.eval = refused('eval');
for (const name of ['SharedArrayBuffer', 'Atomics', 'WeakRef', 'FinalizationRegistry', 'performance', 'gc']) delete globalThis[name];

// Loops of the language itself over lengths that nobody can have filled are not stopped by a limit of time.
const MOST = 10_000_000;
for (const name of ['indexOf', 'lastIndexOf', 'includes', 'fill', 'reverse', 'copyWithin', 'splice', 'slice', 'concat', 'every', 'some', 'forEach', 'map', 'filter', 'reduce', 'reduceRight', 'sort', 'unshift', 'shift', 'flat', 'flatMap', 'toReversed', 'toSorted', 'toSpliced', 'with', 'find', 'findIndex', 'findLast', 'findLastIndex']) {
  const real = Array.prototype[name];
  const {apply} = Reflect;
  const guarded = {[name](...given) {
    if (this !== null && this !== undefined && this.length > MOST) throw new RangeError(`An array of ${this.length} entries is too long for a scene`);
    return apply(real, this, given);
  }}[name];
  Object.defineProperty(Array.prototype, name, {value: guarded, writable: true, configurable: true, enumerable: false});
}

const quiet = () => {};
globalThis.console = {log: quiet, info: quiet, debug: quiet, warn: quiet, error: quiet, table: quiet, trace: quiet, group: quiet, groupEnd: quiet, groupCollapsed: quiet, time: quiet, timeEnd: quiet, assert: quiet, dir: quiet, count: quiet};
globalThis.structuredClone = (value) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));
