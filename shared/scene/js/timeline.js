// Where in time an element is.
import {createContext} from '#hooks';
import {state} from '#state';

// now: the absolute frame; from: the absolute frame at which this timeline is at 0; duration: its frames.
export const timeline = createContext({now: 0, from: 0, duration: 150, width: 1920, height: 1080, ends: Infinity});

export function useCurrentFrame() {
  const {now, from} = timeline.value;
  return now - from;
}

export function useVideoConfig() {
  const {duration, width, height} = timeline.value;
  // One for all components of a sequence, as in Remotion.
  return timeline.value.config ??= {id: state.id, width, height, fps: state.fps, durationInFrames: duration, defaultProps: {}, props: state.props, defaultCodec: null, defaultOutName: null, defaultVideoImageFormat: null, defaultPixelFormat: null, defaultProResProfile: null, defaultSampleRate: null};
}
