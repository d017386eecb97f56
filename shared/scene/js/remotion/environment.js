// Compositions, properties, and what is around a scene.
import {state, warn} from '#state';
import {jsx, Fragment} from '#element';

export function Composition(props) {
  if (props.lazyComponent) throw new Error('lazyComponent is not supported: give component={…}');
  let given = props;
  if (typeof props.calculateMetadata === 'function') {
    const made = props.calculateMetadata({props: {...props.defaultProps, ...state.props}, defaultProps: props.defaultProps ?? {}, abortSignal: {aborted: false}, compositionId: props.id, isRendering: true});
    if (made && typeof made.then === 'function') warn('metadata', `calculateMetadata() of <Composition id="${props.id}"> is async: it is not waited for. Give durationInFrames as a number, or make the function return at once.`);
    else if (made) given = {...props, ...made, defaultProps: made.props ?? props.defaultProps};
  }
  state.compositions.push(given);
  return null;
}
export const Still = (props) => Composition({durationInFrames: 1, fps: 30, ...props});
export const Folder = ({children}) => jsx(Fragment, {children});
export function registerRoot(root) { state.root = root; }
export const getInputProps = () => state.props;
export const getRemotionEnvironment = () => ({isRendering: true, isPlayer: false, isStudio: false, isClientSideRendering: false, isReadOnlyStudio: false});
export const useRemotionEnvironment = getRemotionEnvironment;
export function delayRender() {
  warn('delay', 'delayRender() does nothing here: a frame is rendered once and nothing is waited for. Pass data in as properties.');
  return 0;
}
export const continueRender = () => {};
export const useDelayRender = () => ({delayRender, continueRender, cancelRender});
export function cancelRender(reason) {
  throw reason instanceof Error ? reason : new Error(String(reason));
}
export const prefetch = () => ({free: () => {}, waitUntilDone: () => Promise.resolve('')});
export const useCurrentScale = () => 1;
export const useBufferState = () => ({delayPlayback: () => ({unblock: () => {}})});
export const VERSION = '4.0.541';
export const getStaticFiles = () => [];
export const watchStaticFile = () => ({cancel: () => {}});
export const Config = new Proxy({}, {get: () => () => {}});

// A family of Google's, and the bundled family that draws it.
export const font = (family, imported, drawn) => {
  // A word that begins with a digit is none of CSS, unless it is quoted.
  const fontFamily = /\b\d/.test(drawn) ? `"${drawn}"` : drawn;
  return {
    fontFamily,
    getInfo: () => ({fontFamily, importName: imported, version: 'bundled', url: '', unicodeRanges: {}, fonts: {}, subsets: []}),
    loadFont: () => {
      if (drawn !== family) warn('font', `Fonts are not downloaded: '${family}' is drawn with '${drawn}', which is bundled.`);
      return {fontFamily, fonts: {}, unicodeRanges: {}, waitUntilDone: () => Promise.resolve()};
    },
  };
};
