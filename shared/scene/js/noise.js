// The module `@remotion/noise`: simplex noise that a seed chooses.
//
// Source: Stefan Gustavson, "Simplex noise demystified" (2005; its code is in the public domain). The order in which the table is
// mixed and the lists of gradients are those of `simplex-noise` (MIT, Jonas Wagner), or its numbers would be others.
import {random} from '#remotion/random';

// A table of the numbers to 255 in an order that the seed chooses, twice. One number mixes all of it: that of the seed in two
// dimensions, and that of this number in three and four.
function mixed(seed, dimensions) {
  const table = new Uint8Array(512).map((_, i) => i);
  const chance = dimensions === 2 ? random(seed) : random(random(seed));
  for (let i = 0; i < 255; i++) {
    const other = i + Math.trunc(chance * (256 - i));
    [table[i], table[other]] = [table[other], table[i]];
  }
  table.copyWithin(256, 0, 256);
  return table;
}

const tables = new Map();

function tableOf(seed, dimensions) {
  const key = `${Math.min(dimensions, 3)} ${typeof seed} ${seed}`;
  const known = tables.get(key);
  if (known !== undefined) return known;
  const made = mixed(seed, dimensions);
  if (tables.size >= 100) tables.clear();
  tables.set(key, made);
  return made;
}

const G2 = [[1, 1], [-1, 1], [1, -1], [-1, -1], [1, 0], [-1, 0], [1, 0], [-1, 0], [0, 1], [0, -1], [0, 1], [0, -1]];
const G3 = [[1, 1, 0], [-1, 1, 0], [1, -1, 0], [-1, -1, 0], [1, 0, 1], [-1, 0, 1], [1, 0, -1], [-1, 0, -1], [0, 1, 1], [0, -1, 1], [0, 1, -1], [0, -1, -1]];
// All with one coordinate of 0 and the others of 1 or -1, the first coordinate first.
const G4 = [0, 1, 2, 3].flatMap((zero) => Array.from({length: 8}, (_, bits) => {
  const signs = [4, 2, 1].map((bit) => (bits & bit ? -1 : 1));
  signs.splice(zero, 0, 0);
  return signs;
}));

// What each number of dimensions needs: gradients, how far a corner reaches (squared), and what brings the sum to -1 to 1.
const KINDS = {2: {gradients: G2, reach: 0.5, scale: 70}, 3: {gradients: G3, reach: 0.6, scale: 32}, 4: {gradients: G4, reach: 0.6, scale: 27}};

function noise(seed, at) {
  const n = at.length, {gradients, reach, scale} = KINDS[n], table = tableOf(seed, n);
  const skew = (Math.sqrt(n + 1) - 1) / n, back = (1 - 1 / Math.sqrt(n + 1)) / n;
  const shift = at.reduce((sum, one) => sum + one, 0) * skew;
  const cell = at.map((one) => Math.floor(one + shift));
  const origin = cell.reduce((sum, one) => sum + one, 0) * back;
  const inside = at.map((one, i) => one - (cell[i] - origin));
  // Which coordinates grow first on the way from the cell's first corner to its last: those in which the point is farthest.
  const rank = inside.map(() => 0);
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) rank[n === 3 ? (inside[i] >= inside[j] ? i : j) : inside[i] > inside[j] ? i : j]++;
  let sum = 0;
  for (let corner = 0; corner <= n; corner++) {
    const step = rank.map((one) => (one >= n - corner ? 1 : 0));
    const away = inside.map((one, i) => one - step[i] + corner * back);
    const left = reach - away.reduce((total, one) => total + one * one, 0);
    if (left <= 0) continue;
    let hash = 0;
    for (let i = n - 1; i >= 0; i--) hash = table[(cell[i] & 255) + step[i] + hash];
    const gradient = gradients[hash % gradients.length];
    sum += left ** 4 * gradient.reduce((total, one, i) => total + one * away[i], 0);
  }
  return scale * sum;
}

function checked(seed, at) {
  if (typeof seed !== 'string' && typeof seed !== 'number') throw new TypeError(`Noise needs a seed that is a text or a number, and got ${String(seed)}`);
  for (const one of at) if (typeof one !== 'number') throw new TypeError(`The coordinates of noise must be numbers, and one is ${String(one)}`);
  return noise(seed, at);
}

export const noise2D = (seed, x, y) => checked(seed, [x, y]);
export const noise3D = (seed, x, y, z) => checked(seed, [x, y, z]);
export const noise4D = (seed, x, y, z, w) => checked(seed, [x, y, z, w]);
