// Images, sounds and films.
import {jsx} from '#element';
import {state, warn} from '#state';
import {timeline, useCurrentFrame, useVideoConfig} from '#timeline';

function checkSource(what, src) {
  if (typeof src !== 'string' || src === '') throw new TypeError(`<${what}> needs a src: write src={staticFile('name')}`);
}

const INERT = new Set(['onError', 'onLoad', 'maxRetries', 'pauseWhenLoading', 'pauseWhenBuffering', 'delayRenderRetries', 'delayRenderTimeoutInMilliseconds', 'acceptableTimeShiftInSeconds', 'toneFrequency', 'useWebAudioApi', 'showInTimeline', 'name', 'onVideoFrame', 'onAutoPlayError', 'allowAmplificationDuringRender', 'audioStreamIndex', 'crossOrigin', 'transparent', 'toneMapped', 'preservePitch', 'disallowFallbackToHtml5Audio', 'disallowFallbackToOffthreadVideo', 'fallbackHtml5AudioProps', 'fallbackOffthreadVideoProps', 'logLevel', 'loopVolumeCurveBehavior', 'trimBefore', 'trimAfter', 'startFrom', 'endAt', 'playbackRate', 'volume', 'muted', 'loop', 'src', 'ref', 'children']);

function shown(props) {
  const out = {};
  for (const name in props) if (!INERT.has(name)) out[name] = props[name];
  return out;
}

export function Img(props) {
  checkSource('Img', props.src);
  return jsx('img', {...shown(props), src: props.src});
}

// Where in its source something is that plays since the frame 0 of its timeline; null when it has ended.
function playing(what, props) {
  const {fps} = useVideoConfig();
  const frame = useCurrentFrame();
  const before = props.trimBefore ?? props.startFrom ?? 0;
  const after = props.trimAfter ?? props.endAt;
  const rate = props.playbackRate ?? 1;
  if (!(typeof before === 'number' && before >= 0)) throw new TypeError(`trimBefore of <${what}> must be a number from 0 and is ${before}`);
  if (after !== undefined && !(typeof after === 'number' && after > before)) throw new TypeError(`trimAfter of <${what}> must be more than trimBefore and is ${after}`);
  if (!(typeof rate === 'number' && rate > 0 && Number.isFinite(rate))) throw new TypeError(`playbackRate of <${what}> must be more than 0 and is ${rate}`);
  if (frame < 0) return null;
  let at = frame;
  // A trimmed length is known, so a loop of it can be counted here; that of the whole source only where it is read.
  const length = after === undefined ? Infinity : after - before;
  const turn = length / rate;
  if (props.loop && Number.isFinite(length)) at = frame % turn;
  else if (at >= length) return null;
  return {frame: at, seconds: (before + at * rate) / fps, start: before / fps, rate, looped: Boolean(props.loop) && !Number.isFinite(length)};
}

// Attributes are rounded to four decimals, which a loop would add up turn by turn: so times are whole nanoseconds.
const nanoseconds = (seconds) => Math.round(seconds * 1e9);

function hear(what, props, at) {
  if (props.muted) return;
  const repeats = (props.loopVolumeCurveBehavior ?? 'repeat') === 'repeat';
  const given = typeof props.volume === 'function' ? props.volume(repeats ? at.frame : useCurrentFrame()) : props.volume ?? 1;
  if (typeof given !== 'number' || Number.isNaN(given)) throw new TypeError(`volume of <${what}> must be a number and is ${String(given)}`);
  const volume = Math.max(0, given);
  const mount = `${props.src}@${timeline.value.from}`;
  const nth = state.heard.get(mount) ?? 0;
  state.heard.set(mount, nth + 1);
  state.out.push('@', nth === 0 ? mount : `${mount}#${nth}`, props.src, at.seconds, volume, at.rate, at.looped ? 1 : 0, at.start);
}

export function Audio(props) {
  checkSource('Audio', props.src);
  const at = playing('Audio', props);
  if (at !== null) hear('Audio', props, at);
  return null;
}

export function Video(props) {
  checkSource('Video', props.src);
  const at = playing('Video', props);
  if (at === null) return null;
  hear('Video', props, at);
  return jsx('video', {...shown(props), src: props.src, time: nanoseconds(at.seconds), muted: Boolean(props.muted), ...(at.looped && {loop: true, start: nanoseconds(at.start)})});
}

export function Gif({src, width, height, fit = 'fill', playbackRate = 1, loopBehavior = 'loop', style, ...props}) {
  checkSource('Gif', src);
  const {fps} = useVideoConfig();
  const time = Math.max(0, useCurrentFrame() / fps) * playbackRate;
  return jsx('gif', {...shown(props), src, time: nanoseconds(time), 'loop-behavior': loopBehavior, style: {width, height, objectFit: fit, ...style}});
}

export function IFrame() {
  throw new Error('<IFrame> is not supported: show a picture of the page with <Img>');
}

export function staticFile(name) {
  if (typeof name !== 'string') throw new TypeError(`staticFile() needs a name and got ${String(name)}`);
  if (/^https?:/.test(name)) throw new TypeError(`staticFile() names a file beside the scene and got the address ${name}`);
  if (name.startsWith('./') || name.startsWith('../')) throw new TypeError(`staticFile() names a file in public/: write ${JSON.stringify(name.replace(/^[./]+/, ''))}`);
  const plain = name.replace(/^\/+/, '');
  return plain.startsWith('public/') ? (warn('public', `staticFile(${JSON.stringify(name)}) is in public/ already: leave 'public/' out.`), plain.slice(7)) : plain;
}
