// The module `@remotion/motion-blur`: what an element leaves behind.
import {jsx} from '#element';
import {AbsoluteFill, Freeze} from '#remotion/sequence';
import {useCurrentFrame} from '#timeline';

export function Trail({layers, lagInFrames, trailOpacity, children}) {
  for (const [name, value] of Object.entries({layers, lagInFrames, trailOpacity})) {
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) throw new TypeError(`${name} of <Trail> must be a number from 0 and is ${String(value)}`);
  }
  const frame = useCurrentFrame();
  // The oldest is the faintest, and the first to be painted.
  const shown = Array.from({length: Math.round(layers)}, (_, i) => {
    const age = Math.round(layers) - i;
    return jsx(AbsoluteFill, {style: {opacity: (trailOpacity * i) / layers}, children: jsx(Freeze, {frame: frame - age * lagInFrames, children})});
  });
  return jsx(AbsoluteFill, {children: [...shown, children]});
}
