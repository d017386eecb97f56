// Chance and the clock, made the same in every render. The language's own are replaced when this module is loaded.
import {state, warn} from '#state';

let seed = 0;

// Begins chance anew: a frame does not depend on the frames before it.
export function reseed(now) { seed = now | 0; }

Math.random = function random() {
  if (state.component !== null) warn('random', "Math.random() gives each frame the same numbers in the same order. Use random(seed) from 'remotion' to choose them.");
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), seed | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};
