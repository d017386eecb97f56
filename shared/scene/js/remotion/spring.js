// Springs: the closed form of a damped harmonic oscillator that starts at rest, one unit away.
import {kept} from '#kept';
import {interpolate} from '#remotion/interpolate';

// So much time passes at most from one frame to the next, in seconds: films slower than that move in slow motion.
const LONGEST_STEP = 0.064;

function checkNumber(name, value) {
  if (typeof value !== 'number' || Number.isNaN(value)) throw new TypeError(`${name} of a spring must be a number and is ${String(value)}`);
}

function positive(name, value) {
  checkNumber(name, value);
  if (value <= 0) throw new TypeError(`${name} of a spring must be more than 0 and is ${value}`);
}

function checked(config) {
  const {damping = 10, mass = 1, stiffness = 100, overshootClamping = false} = config ?? {};
  positive('damping', damping);
  positive('mass', mass);
  positive('stiffness', stiffness);
  return {damping, mass, stiffness, overshootClamping};
}

// Where a spring from 0 to 1 is after so many frames.
function position(frame, fps, {damping, mass, stiffness}) {
  if (frame <= 0) return 0;
  const whole = Math.floor(frame);
  const t = whole * Math.min(1 / fps, LONGEST_STEP) + Math.min((frame - whole) / fps, LONGEST_STEP);
  const natural = Math.sqrt(stiffness / mass);
  const ratio = damping / (2 * Math.sqrt(stiffness * mass));
  if (ratio < 1) {
    const damped = natural * Math.sqrt(1 - ratio * ratio);
    return 1 - Math.exp(-ratio * natural * t) * (Math.sin(damped * t) * ((ratio * natural) / damped) + Math.cos(damped * t));
  }
  return 1 - Math.exp(-natural * t) * (1 + natural * t);
}

const measured = kept(500);

export function measureSpring({fps, config = {}, threshold = 0.005}) {
  if (typeof threshold !== 'number' || Number.isNaN(threshold)) throw new TypeError(`threshold must be a number and is ${String(threshold)}`);
  if (threshold === 0) return Infinity;
  if (threshold === 1) return 0;
  if (threshold < 0) throw new TypeError(`threshold must not be below 0 and is ${threshold}`);
  checkFps(fps);
  const all = checked(config);
  const key = `${fps} ${all.damping} ${all.mass} ${all.stiffness} ${threshold}`;
  return measured(key, () => rest(fps, all, threshold));
}

// The frame from which on a spring stays near its end.
function rest(fps, all, threshold) {
  const off = (frame) => Math.abs(position(frame, fps, all) - 1);
  let frame = 0;
  while (off(frame) >= threshold) frame++;
  // It must stay near for so many frames before it counts as at rest.
  let since = frame;
  for (let i = 0; i < 20; i++) {
    frame++;
    if (off(frame) >= threshold) { i = 0; since = frame + 1; }
  }
  return since;
}

function checkFps(fps) {
  if (typeof fps !== 'number' || !Number.isFinite(fps) || fps <= 0) throw new TypeError(`fps must be a number above 0 and is ${String(fps)}`);
}

export function spring({frame, fps, config = {}, from = 0, to = 1, durationInFrames, durationRestThreshold, delay = 0, reverse = false}) {
  checkNumber('frame', frame);
  checkFps(fps);
  const all = checked(config);
  if (durationInFrames !== undefined && !(durationInFrames > 0)) throw new TypeError(`durationInFrames of a spring must be more than 0 and is ${durationInFrames}`);
  const natural = reverse || durationInFrames !== undefined ? measureSpring({fps, config, threshold: durationRestThreshold}) : 0;
  let at = reverse ? (durationInFrames ?? natural) - frame : frame;
  at += reverse ? delay : -delay;
  if (durationInFrames !== undefined) {
    if (at > durationInFrames) return to;
    at /= durationInFrames / natural;
  }
  if (from === to) return to;
  const moved = position(at, fps, all);
  const clamped = all.overshootClamping ? Math.min(moved, 1) : moved;
  return from === 0 && to === 1 ? clamped : interpolate(clamped, [0, 1], [from, to]);
}
