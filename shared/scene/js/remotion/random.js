// Chance that is the same in every frame: mulberry32 (public domain, Tommy Ettinger) over a hash of the seed.
function mulberry32(a) {
  let t = a + 0x6d2b79f5;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}

function hash(text) {
  let code = 0;
  for (let i = 0; i < text.length; i++) code = (Math.imul(31, code) + text.charCodeAt(i)) | 0;
  return code;
}

export function random(seed, dummy) {
  if (dummy !== undefined) throw new TypeError('random() takes one argument: give a seed that is different each time');
  if (seed === null) throw new Error('random(null) would be another number each time, and a frame must not: give a seed that is a number or a text');
  if (typeof seed === 'string') return mulberry32(hash(seed));
  if (typeof seed === 'number') return mulberry32(seed * 10000000000);
  throw new Error(`random() needs a seed that is a number or a text, and got ${String(seed)}`);
}
