// The module `remotion`.
import {AbsoluteFill, Sequence, Series, Loop, Freeze} from '#remotion/sequence';
import {useCurrentFrame, useVideoConfig} from '#timeline';
import {interpolate} from '#remotion/interpolate';
import {interpolateColors, processColor} from '#remotion/colors';
import {spring, measureSpring} from '#remotion/spring';
import {Easing} from '#remotion/easing';
import {random} from '#remotion/random';
import {Img, Audio, Video, Gif, staticFile} from '#remotion/media';
import {Composition, Still, Folder, registerRoot, getInputProps, getRemotionEnvironment, useRemotionEnvironment, delayRender, continueRender, cancelRender, useDelayRender, prefetch, useCurrentScale, useBufferState, VERSION, getStaticFiles, watchStaticFile, Config} from '#remotion/environment';

const Internals = {};
export {
  AbsoluteFill, Sequence, Series, Loop, Freeze, useCurrentFrame, useVideoConfig, interpolate, interpolateColors, processColor, spring, measureSpring, Easing, random,
  Img, Audio, Audio as Html5Audio, Video, Video as OffthreadVideo, Video as Html5Video, Gif as AnimatedImage, staticFile,
  Composition, Still, Folder, registerRoot, getInputProps, getRemotionEnvironment, useRemotionEnvironment, delayRender, continueRender, cancelRender, useDelayRender, prefetch, useCurrentScale, useBufferState, VERSION, getStaticFiles, watchStaticFile, Config, Internals,
};
