// Numbers between numbers.
function checkRange(name, range) {
  if (!Array.isArray(range) || range.length < 1) throw new Error(`${name} must have at least 1 number`);
  for (const n of range) {
    if (typeof n !== 'number') throw new Error(`${name} must contain only numbers and has ${JSON.stringify(n)}`);
    if (Number.isNaN(n)) throw new Error(`${name} must not contain NaN`);
  }
}

function checkInput(range) {
  checkRange('inputRange', range);
  for (let i = 0; i < range.length; i++) {
    if (!Number.isFinite(range[i])) throw new Error(`inputRange must contain only finite numbers, but got [${range.join(',')}]`);
    if (i > 0 && range[i] <= range[i - 1]) throw new Error(`inputRange must be strictly monotonically increasing but got [${range.join(',')}]`);
  }
}

const EXTRAPOLATIONS = ['extend', 'clamp', 'identity', 'wrap'];

function between(input, [inMin, inMax], [outMin, outMax], {easing, extrapolateLeft, extrapolateRight}) {
  let x = input;
  const how = x < inMin ? extrapolateLeft : x > inMax ? extrapolateRight : 'extend';
  if (how === 'identity') return x;
  if (how === 'clamp') x = x < inMin ? inMin : inMax;
  if (outMin === outMax) return outMin;
  return easing((x - inMin) / (inMax - inMin)) * (outMax - outMin) + outMin;
}

const same = (t) => t;

function segment(input, range) {
  let i = 1;
  while (i < range.length - 1 && range[i] < input) i++;
  return i - 1;
}

// Goes round in the whole range, before a part of it is chosen.
function wrapped(input, inputs, {extrapolateLeft, extrapolateRight}) {
  const low = inputs[0], high = inputs[inputs.length - 1];
  const how = input < low ? extrapolateLeft : input > high ? extrapolateRight : 'extend';
  if (how !== 'wrap') return input;
  const range = high - low;
  return ((((input - low) % range) + range) % range) + low;
}

function number(given, inputs, outputs, options) {
  if (inputs.length === 1) return outputs[0];
  const input = wrapped(given, inputs, options);
  const i = segment(input, inputs);
  const easing = Array.isArray(options.easing) ? options.easing[i] ?? same : options.easing ?? same;
  return between(input, [inputs[i], inputs[i + 1]], [outputs[i], outputs[i + 1]], {...options, easing});
}

// Texts such as 'translateX(10px) rotate(3deg)': what differs between them are numbers.
const NUMBERS = /[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi;

function texts(input, inputs, outputs, options) {
  const all = outputs.map((text) => text.match(NUMBERS) ?? []);
  const shape = outputs.map((text) => text.replace(NUMBERS, '\u0000'));
  if (shape.some((one) => one !== shape[0])) throw new Error(`The texts of outputRange must have the same form: ${JSON.stringify(outputs)}`);
  let i = 0;
  return shape[0].replace(/\u0000/g, () => {
    const n = number(input, inputs, all.map((one) => Number(one[i])), options);
    i++;
    return String(n);
  });
}

export function interpolate(input, inputRange, outputRange, options = {}) {
  if (input === undefined) throw new Error('input can not be undefined');
  if (inputRange === undefined) throw new Error('inputRange can not be undefined');
  if (outputRange === undefined) throw new Error('outputRange can not be undefined');
  if (!Array.isArray(inputRange) || !Array.isArray(outputRange)) throw new Error('inputRange and outputRange must be arrays');
  if (inputRange.length !== outputRange.length) throw new Error(`inputRange (${inputRange.length}) and outputRange (${outputRange.length}) must have the same length`);
  checkInput(inputRange);
  if (typeof input !== 'number') throw new TypeError(`Cannot interpolate an input which is not a number: ${String(input)}`);
  const {easing, extrapolateLeft = 'extend', extrapolateRight = 'extend', posterize} = options ?? {};
  for (const how of [extrapolateLeft, extrapolateRight]) {
    if (!EXTRAPOLATIONS.includes(how)) throw new Error(`An extrapolation must be one of ${EXTRAPOLATIONS.join(', ')} and is ${JSON.stringify(how)}`);
  }
  if (Array.isArray(easing) && easing.length !== inputRange.length - 1) throw new Error(`easing must have ${inputRange.length - 1} functions, one for each part of inputRange, and has ${easing.length}`);
  let x = input;
  if (posterize !== undefined) {
    if (!(Number.isFinite(posterize) && posterize > 0)) throw new Error(`posterize must be a finite number above 0 and is ${posterize}`);
    x = Math.floor(input / posterize) * posterize;
  }
  const how = {easing, extrapolateLeft, extrapolateRight};
  const first = outputRange[0];
  if (typeof first === 'string' && outputRange.every((one) => typeof one === 'string')) return texts(x, inputRange, outputRange, how);
  if (Array.isArray(first)) {
    if (outputRange.some((one) => !Array.isArray(one) || one.length !== first.length)) throw new Error('The arrays of outputRange must have the same length');
    return first.map((_, i) => number(x, inputRange, outputRange.map((one) => one[i]), how));
  }
  checkRange('outputRange', outputRange);
  return number(x, inputRange, outputRange, how);
}
