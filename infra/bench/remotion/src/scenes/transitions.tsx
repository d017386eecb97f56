import React from 'react';
import {AbsoluteFill, Easing, Img, interpolate, spring, staticFile, useCurrentFrame, useVideoConfig} from 'remotion';
import {TransitionSeries, linearTiming, springTiming} from '@remotion/transitions';
import {fade} from '@remotion/transitions/fade';
import {slide} from '@remotion/transitions/slide';
import {wipe} from '@remotion/transitions/wipe';
import {Icon} from '@iconify/react';

export const meta = {durationInFrames: 240, fps: 30, width: 1920, height: 1080};

const clamp = {extrapolateLeft: 'clamp', extrapolateRight: 'clamp'} as const;

const Cover: React.FC = () => {
  const frame = useCurrentFrame();
  const {fps} = useVideoConfig();
  const p = spring({frame: frame - 5, fps, config: {damping: 200}});
  return (
    <AbsoluteFill style={{backgroundColor: '#fef3c7', fontFamily: '"Source Serif 4"', alignItems: 'center', justifyContent: 'center'}}>
      <div style={{width: 900 * p, height: 2, backgroundColor: '#78350f'}} />
      <div style={{margin: '38px 0', fontSize: 150, fontWeight: 700, letterSpacing: -3, color: '#451a03', opacity: p}}>Good bread</div>
      <div style={{width: 900 * p, height: 2, backgroundColor: '#78350f'}} />
      <div style={{marginTop: 40, fontSize: 40, color: '#92400e', opacity: interpolate(frame, [18, 34], [0, 1], clamp)}}>takes its time</div>
    </AbsoluteFill>
  );
};

const Step: React.FC<{n: number; title: string; text: string; icon: string; back: string; ink: string}> = ({n, title, text, icon, back, ink}) => {
  const frame = useCurrentFrame();
  const {fps} = useVideoConfig();
  const p = spring({frame: frame - 8, fps, config: {damping: 15}});
  return (
    <AbsoluteFill style={{background: back, fontFamily: 'Inter', flexDirection: 'row', alignItems: 'center', padding: '0 160px', gap: 120, color: ink}}>
      <div style={{width: 560, height: 560, borderRadius: '50%', backgroundColor: 'rgba(255,255,255,0.35)', display: 'flex', alignItems: 'center', justifyContent: 'center', transform: `scale(${0.8 + 0.2 * p})`, boxShadow: '0 30px 80px rgba(0,0,0,0.18)'}}>
        <Icon icon={icon} width={300} height={300} />
      </div>
      <div style={{flex: 1}}>
        <div style={{fontSize: 34, fontWeight: 700, opacity: 0.65}}>Step {n}</div>
        <div style={{fontSize: 120, fontWeight: 800, letterSpacing: -4, lineHeight: 1.1, transform: `translateX(${(1 - p) * 60}px)`}}>{title}</div>
        <div style={{marginTop: 24, fontSize: 38, lineHeight: 1.45, opacity: 0.85, width: 820}}>{text}</div>
      </div>
    </AbsoluteFill>
  );
};

const Photo: React.FC<{file: string; text: string}> = ({file, text}) => {
  const frame = useCurrentFrame();
  const zoom = interpolate(frame, [0, 80], [1.14, 1.02], {...clamp, easing: Easing.out(Easing.quad)});
  return (
    <AbsoluteFill style={{backgroundColor: '#000', fontFamily: 'Inter'}}>
      <Img src={staticFile(file)} style={{width: '100%', height: '100%', objectFit: 'cover', transform: `scale(${zoom})`}} />
      <AbsoluteFill style={{backgroundColor: 'rgba(20,10,0,0.35)', alignItems: 'center', justifyContent: 'center'}}>
        <div style={{fontSize: 110, fontWeight: 800, color: '#fff', letterSpacing: -3, textShadow: '0 6px 40px rgba(0,0,0,0.5)'}}>{text}</div>
      </AbsoluteFill>
    </AbsoluteFill>
  );
};

export default function Transitions() {
  return (
    <TransitionSeries>
      <TransitionSeries.Sequence durationInFrames={60}>
        <Cover />
      </TransitionSeries.Sequence>
      <TransitionSeries.Transition presentation={fade()} timing={linearTiming({durationInFrames: 18})} />
      <TransitionSeries.Sequence durationInFrames={66}>
        <Step n={1} title="Mix" text="Flour, water, salt and a spoon of yesterday. Nothing else goes in." icon="mdi:bowl-mix" back="linear-gradient(120deg, #fed7aa, #fdba74)" ink="#7c2d12" />
      </TransitionSeries.Sequence>
      <TransitionSeries.Transition presentation={slide({direction: 'from-right'})} timing={springTiming({config: {damping: 200}, durationInFrames: 24})} />
      <TransitionSeries.Sequence durationInFrames={66}>
        <Step n={2} title="Wait" text="Twelve hours in the cold. The dough does the work while you sleep." icon="mdi:clock-outline" back="linear-gradient(120deg, #bae6fd, #93c5fd)" ink="#0c4a6e" />
      </TransitionSeries.Sequence>
      <TransitionSeries.Transition presentation={wipe({direction: 'from-top-left'})} timing={linearTiming({durationInFrames: 26})} />
      <TransitionSeries.Sequence durationInFrames={70}>
        <Photo file="dunes.jpg" text="Bake it like the sun" />
      </TransitionSeries.Sequence>
      <TransitionSeries.Transition presentation={slide({direction: 'from-bottom'})} timing={linearTiming({durationInFrames: 20})} />
      <TransitionSeries.Sequence durationInFrames={66}>
        <Step n={3} title="Share" text="Warm, torn by hand, with too much butter." icon="mdi:bread-slice" back="linear-gradient(120deg, #d9f99d, #86efac)" ink="#14532d" />
      </TransitionSeries.Sequence>
    </TransitionSeries>
  );
}
