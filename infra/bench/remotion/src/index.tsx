// What Remotion is given: every scene of `scenes/`, with the size and length that it states in `meta`, and the engine's own fonts.
import React from 'react';
import {cancelRender, Composition, continueRender, delayRender, registerRoot} from 'remotion';
import mono from '../../../../shared/scene/fonts/jetbrains-mono-latin-wght-normal.woff2';
import serif from '../../../../shared/scene/fonts/source-serif-4-latin-wght-normal.woff2';
import sans from '../../../../shared/scene/fonts/inter-latin-wght-normal.woff2';

type Scene = {default: React.FC; meta: {durationInFrames: number; fps: number; width: number; height: number}};

// Both engines must draw the same letters, and no frame may be taken before they are there.
const FONTS = {Inter: sans, 'JetBrains Mono': mono, 'Source Serif 4': serif};
const waiting = delayRender('fonts');
Promise.all(
  Object.entries(FONTS).map(async ([family, url]) => {
    const face = new FontFace(family, `url(${url})`, {weight: '100 900'});
    document.fonts.add(await face.load());
  }),
).then(() => continueRender(waiting), cancelRender);

const folder = (require as any).context('./scenes', false, /\.tsx$/);
const scenes: [string, Scene][] = folder.keys().map((file: string) => [file.slice(2, -4), folder(file)]);

registerRoot(() => (
  <>
    {scenes.map(([id, scene]) => (
      <Composition key={id} id={id} component={scene.default} {...scene.meta} />
    ))}
  </>
));
