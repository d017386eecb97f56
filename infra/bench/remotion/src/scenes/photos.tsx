import React from 'react';
import {AbsoluteFill, Easing, Img, Sequence, interpolate, staticFile, useCurrentFrame, useVideoConfig} from 'remotion';

export const meta = {durationInFrames: 240, fps: 30, width: 1920, height: 1080};

const clamp = {extrapolateLeft: 'clamp', extrapolateRight: 'clamp'} as const;
const LENGTH = 72;
const STEP = 56;

const slides = [
  {file: 'dawn.jpg', title: 'Before sunrise', text: 'Day one, 5:40 in the morning', from: [1.02, 0, 0], to: [1.22, -70, 24]},
  {file: 'alps.jpg', title: 'Above the tree line', text: 'Day three, 2,410 metres', from: [1.24, 80, 20], to: [1.05, 0, -18]},
  {file: 'city.jpg', title: 'Back in town', text: 'Day six, a bar by the river', from: [1.05, -40, 0], to: [1.18, 50, 10]},
  {file: 'dunes.jpg', title: 'The long way home', text: 'Day nine, no road', from: [1.1, 0, 36], to: [1.28, 40, -36]},
];

const Slide: React.FC<{slide: (typeof slides)[number]; first: boolean}> = ({slide, first}) => {
  const frame = useCurrentFrame();
  const {height} = useVideoConfig();
  const move = (i: number) => interpolate(frame, [0, LENGTH], [slide.from[i], slide.to[i]], {...clamp, easing: Easing.inOut(Easing.quad)});
  const opacity = first ? 1 : interpolate(frame, [0, LENGTH - STEP], [0, 1], clamp);
  const rise = interpolate(frame, [10, 34], [46, 0], {...clamp, easing: Easing.out(Easing.cubic)});
  const shown = interpolate(frame, [10, 30, LENGTH - 10, LENGTH - 1], [0, 1, 1, 0], clamp);
  return (
    <AbsoluteFill style={{opacity, backgroundColor: '#000'}}>
      <Img src={staticFile(slide.file)} style={{width: '100%', height: '100%', objectFit: 'cover', transform: `scale(${move(0)}) translate(${move(1)}px, ${move(2)}px)`}} />
      <AbsoluteFill style={{background: 'linear-gradient(180deg, rgba(0,0,0,0) 45%, rgba(0,0,0,0.72) 100%)'}} />
      <div style={{position: 'absolute', left: 110, top: height - 250, opacity: shown, transform: `translateY(${rise}px)`, color: '#fff'}}>
        <div style={{fontFamily: '"Source Serif 4"', fontSize: 92, fontWeight: 600, letterSpacing: -1.5, textShadow: '0 4px 24px rgba(0,0,0,0.45)'}}>{slide.title}</div>
        <div style={{marginTop: 10, fontFamily: 'Inter', fontSize: 30, fontWeight: 400, color: 'rgba(255,255,255,0.82)'}}>{slide.text}</div>
      </div>
    </AbsoluteFill>
  );
};

export default function Photos() {
  const frame = useCurrentFrame();
  const {durationInFrames} = useVideoConfig();
  return (
    <AbsoluteFill style={{backgroundColor: '#000'}}>
      {slides.map((slide, i) => (
        <Sequence key={slide.file} from={i * STEP} durationInFrames={i === slides.length - 1 ? durationInFrames - i * STEP : LENGTH}>
          <Slide slide={slide} first={i === 0} />
        </Sequence>
      ))}
      <div style={{position: 'absolute', left: 0, top: 1074, height: 6, width: `${(frame / durationInFrames) * 100}%`, backgroundColor: '#fbbf24'}} />
    </AbsoluteFill>
  );
}
