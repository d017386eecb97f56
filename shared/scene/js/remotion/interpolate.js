// Numbers between numbers. A scene asks for hundreds of them in every frame: loops by index are several times as fast as iterators.
function checkRange(name, range) {
  if (!Array.isArray(range) || range.length < 1) throw new Error(`${name} must have at least 1 number`);
  for (let i = 0; i < range.length; i++) {
    const n = range[i];
    if (typeof n !== 'number') throw new Error(`${name} must contain only numbers and has ${JSON.stringify(n)}`);
    if (n !== n) throw new Error(`${name} must not contain NaN`);
  }
}

function checkInput(range) {
  checkRange('inputRange', range);
  for (let i = 0; i < range.length; i++) {
    if (range[i] === Infinity || range[i] === -Infinity) throw new Error(`inputRange must contain only finite numbers, but got [${range.join(',')}]`);
    if (i > 0 && range[i] <= range[i - 1]) throw new Error(`inputRange must be strictly monotonically increasing but got [${range.join(',')}]`);
  }
}

function checkExtrapolation(how) {
  if (how === 'extend' || how === 'clamp' || how === 'identity' || how === 'wrap') return;
  throw new Error(`An extrapolation must be one of extend, clamp, identity, wrap and is ${JSON.stringify(how)}`);
}

// The part of the range that an input is in.
function segment(input, range) {
  let i = 1;
  while (i < range.length - 1 && range[i] < input) i++;
  return i - 1;
}

// An input between the outputs, or between the entries `at` of outputs that are arrays.
function number(input, inputs, outputs, how, at) {
  const last = inputs.length - 1;
  if (last === 0) return at === undefined ? outputs[0] : outputs[0][at];
  const low = inputs[0], high = inputs[last];
  const beyond = input < low ? how.extrapolateLeft : input > high ? how.extrapolateRight : 'extend';
  if (beyond === 'identity') return input;
  let x = input;
  if (beyond === 'clamp') x = input < low ? low : high;
  // Goes round in the whole range, before a part of it is chosen.
  else if (beyond === 'wrap') x = ((((input - low) % (high - low)) + (high - low)) % (high - low)) + low;
  const i = segment(x, inputs);
  const from = at === undefined ? outputs[i] : outputs[i][at];
  const to = at === undefined ? outputs[i + 1] : outputs[i + 1][at];
  if (from === to) return from;
  const share = (x - inputs[i]) / (inputs[i + 1] - inputs[i]);
  const easing = Array.isArray(how.easing) ? how.easing[i] : how.easing;
  return (easing ? easing(share) : share) * (to - from) + from;
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
  checkExtrapolation(extrapolateLeft);
  checkExtrapolation(extrapolateRight);
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
    return first.map((_, i) => number(x, inputRange, outputRange, how, i));
  }
  checkRange('outputRange', outputRange);
  return number(x, inputRange, outputRange, how);
}
