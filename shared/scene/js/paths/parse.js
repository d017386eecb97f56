// Paths as texts and as lists of instructions. Grammar: SVG 2, 9.3.
//
// An instruction has the names of its numbers, in the order in which they are written.
export const FIELDS = {
  M: ['x', 'y'], m: ['dx', 'dy'], L: ['x', 'y'], l: ['dx', 'dy'], H: ['x'], h: ['dx'], V: ['y'], v: ['dy'],
  C: ['cp1x', 'cp1y', 'cp2x', 'cp2y', 'x', 'y'], c: ['cp1dx', 'cp1dy', 'cp2dx', 'cp2dy', 'dx', 'dy'],
  S: ['cpx', 'cpy', 'x', 'y'], s: ['cpdx', 'cpdy', 'dx', 'dy'], Q: ['cpx', 'cpy', 'x', 'y'], q: ['cpdx', 'cpdy', 'dx', 'dy'],
  T: ['x', 'y'], t: ['dx', 'dy'],
  A: ['rx', 'ry', 'xAxisRotation', 'largeArcFlag', 'sweepFlag', 'x', 'y'], a: ['rx', 'ry', 'xAxisRotation', 'largeArcFlag', 'sweepFlag', 'dx', 'dy'],
  Z: [],
};
const FLAGS = new Set(['largeArcFlag', 'sweepFlag']);
const NUMBER = /[\s,]*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/y;
// Two flags may stand beside each other: '0110' is 0, 1 and 10.
const FLAG = /[\s,]*([01])/y;

function take(pattern, text, at) {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  return found === null ? null : {value: found[1], end: pattern.lastIndex};
}

// The instructions of one letter: `M 0 0 1 1` is two of them.
function run(letter, text, out) {
  let type = letter === 'z' ? 'Z' : letter;
  const names = FIELDS[type];
  if (names.length === 0) { out.push({type}); return; }
  let at = 0;
  for (let first = true; first || text.slice(at).trim().replaceAll(',', '') !== ''; first = false) {
    const one = {type};
    for (const name of names) {
      const taken = take(FLAGS.has(name) ? FLAG : NUMBER, text, at);
      if (taken === null) throw new Error(`Malformed path data: ${letter} needs ${names.length} numbers each time, and is followed by ${JSON.stringify(text.trim().slice(0, 80))}`);
      one[name] = FLAGS.has(name) ? taken.value === '1' : Number(taken.value);
      at = taken.end;
    }
    out.push(one);
    type = type === 'M' ? 'L' : type === 'm' ? 'l' : type;
  }
}

export function parsePath(path) {
  if (typeof path !== 'string' || path === '') throw new Error('No path provided: give the text of a path, such as "M 0 0 L 100 0"');
  const out = [];
  for (const [, letter, text] of path.matchAll(/([astvzqmhlc])([^astvzqmhlc]*)/gi)) run(letter in FIELDS ? letter : letter.toLowerCase(), text, out);
  return out;
}

export function serializeInstructions(instructions) {
  return instructions.map((one) => {
    const names = FIELDS[one.type];
    if (names === undefined) throw new TypeError(`There is no instruction of type ${JSON.stringify(one.type)} in a path`);
    return [one.type, ...names.map((name) => (FLAGS.has(name) ? (one[name] ? '1' : '0') : String(one[name])))].join(' ');
  }).join(' ');
}
