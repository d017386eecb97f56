import React from 'react';
import {AbsoluteFill, Easing, Sequence, interpolate, spring, useCurrentFrame, useVideoConfig} from 'remotion';
import {Icon} from '@iconify/react';

export const meta = {durationInFrames: 120, fps: 30, width: 1280, height: 720};

const clamp = {extrapolateLeft: 'clamp', extrapolateRight: 'clamp'} as const;

const Glow: React.FC<{color: string; x: number; y: number; size: number; phase: number}> = ({color, x, y, size, phase}) => {
  const frame = useCurrentFrame();
  const dx = Math.sin(frame / 28 + phase) * 70;
  const dy = Math.cos(frame / 34 + phase * 2) * 44;
  return <div style={{position: 'absolute', left: x + dx - size / 2, top: y + dy - size / 2, width: size, height: size, borderRadius: '50%', background: `radial-gradient(circle, ${color} 0%, transparent 68%)`}} />;
};

const Pill: React.FC<{icon: string; label: string; delay: number}> = ({icon, label, delay}) => {
  const frame = useCurrentFrame();
  const {fps} = useVideoConfig();
  const p = spring({frame: frame - delay, fps, config: {damping: 13, stiffness: 130}});
  return (
    <div style={{display: 'flex', alignItems: 'center', gap: 10, padding: '11px 22px', borderRadius: 999, border: '1px solid rgba(255,255,255,0.28)', backgroundColor: 'rgba(255,255,255,0.1)', color: '#fff', fontSize: 20, fontWeight: 500, opacity: Math.min(1, p), transform: `scale(${0.7 + 0.3 * p})`}}>
      <Icon icon={icon} width={24} height={24} />
      {label}
    </div>
  );
};

export default function Title() {
  const frame = useCurrentFrame();
  const {fps, durationInFrames} = useVideoConfig();
  const turn = interpolate(frame, [0, durationInFrames], [125, 190]);
  const mark = spring({frame, fps, config: {damping: 11, stiffness: 100}});
  const out = interpolate(frame, [durationInFrames - 14, durationInFrames - 1], [1, 0], clamp);
  return (
    <AbsoluteFill style={{background: `linear-gradient(${turn}deg, #0f172a 0%, #1e1b4b 45%, #4c0519 100%)`, fontFamily: 'Inter'}}>
      <Glow color="rgba(99,102,241,0.65)" x={330} y={210} size={680} phase={0} />
      <Glow color="rgba(236,72,153,0.5)" x={980} y={480} size={620} phase={2} />
      <Glow color="rgba(45,212,191,0.34)" x={720} y={120} size={460} phase={4} />
      <AbsoluteFill style={{alignItems: 'center', justifyContent: 'center', opacity: out}}>
        <div style={{width: 104, height: 104, borderRadius: 28, background: 'linear-gradient(135deg, #fff, #c7d2fe)', boxShadow: '0 18px 50px rgba(0,0,0,0.45)', display: 'flex', alignItems: 'center', justifyContent: 'center', color: '#4338ca', transform: `scale(${mark}) rotate(${(1 - mark) * -60}deg)`}}>
          <Icon icon="lucide:orbit" width={60} height={60} />
        </div>
        <h1 style={{margin: '34px 0 0', fontSize: 96, lineHeight: 1.05, fontWeight: 800, letterSpacing: -3}}>
          {'Meet Orbit 2.0'.split(' ').map((word, i) => {
            const p = spring({frame: frame - 12 - i * 5, fps, config: {damping: 14}});
            return (
              <span key={word} style={{display: 'inline-block', marginRight: 22, color: i === 2 ? '#fda4af' : '#ffffff', opacity: Math.min(1, p), transform: `translateY(${(1 - p) * 54}px)`}}>
                {word}
              </span>
            );
          })}
        </h1>
        <Sequence from={32} layout="none">
          <Tagline />
        </Sequence>
        <div style={{display: 'flex', gap: 16, marginTop: 36}}>
          <Pill icon="lucide:zap" label="Twice as fast" delay={46} />
          <Pill icon="lucide:shield-check" label="Private by default" delay={52} />
          <Pill icon="lucide:globe" label="Forty languages" delay={58} />
        </div>
      </AbsoluteFill>
    </AbsoluteFill>
  );
}

const Tagline: React.FC = () => {
  const frame = useCurrentFrame();
  const o = interpolate(frame, [0, 18], [0, 1], {...clamp, easing: Easing.out(Easing.quad)});
  return <p style={{margin: '20px 0 0', fontSize: 30, color: 'rgba(255,255,255,0.86)', opacity: o, textShadow: '0 2px 12px rgba(0,0,0,0.4)'}}>The workspace that keeps up with your team</p>;
};
