import React from 'react';
import {AbsoluteFill, Easing, Sequence, interpolate, spring, useCurrentFrame, useVideoConfig} from 'remotion';

export const meta = {durationInFrames: 180, fps: 30, width: 1920, height: 1080};

const clamp = {extrapolateLeft: 'clamp', extrapolateRight: 'clamp'} as const;

// Letters that come up from below their line, one after the other.
const Letters: React.FC<{text: string; size: number; color: string; delay?: number; weight?: number}> = ({text, size, color, delay = 0, weight = 800}) => {
  const frame = useCurrentFrame();
  const {fps} = useVideoConfig();
  return (
    <div style={{display: 'flex', overflow: 'hidden', fontSize: size, fontWeight: weight, lineHeight: 1.12, letterSpacing: size * -0.03, color}}>
      {text.split('').map((letter, i) => {
        const p = spring({frame: frame - delay - i * 1.5, fps, config: {damping: 16, stiffness: 140}});
        return (
          <span key={i} style={{display: 'inline-block', whiteSpace: 'pre', transform: `translateY(${(1 - p) * 110}%) rotate(${(1 - p) * 8}deg)`}}>
            {letter}
          </span>
        );
      })}
    </div>
  );
};

const Paragraph: React.FC<{text: string}> = ({text}) => {
  const frame = useCurrentFrame();
  return (
    <p style={{margin: '44px 0 0', width: 1180, fontSize: 40, lineHeight: 1.5, fontWeight: 400, color: '#475569'}}>
      {text.split(' ').map((word, i) => {
        const o = interpolate(frame - i * 1.6, [0, 12], [0.08, 1], clamp);
        return (
          <span key={i} style={{opacity: o}}>
            {word}{' '}
          </span>
        );
      })}
    </p>
  );
};

const Marquee: React.FC<{text: string; y: number; speed: number}> = ({text, y, speed}) => {
  const frame = useCurrentFrame();
  return (
    <div style={{position: 'absolute', top: y, left: 0, whiteSpace: 'nowrap', transform: `translateX(${-200 + frame * speed}px)`, fontFamily: '"Source Serif 4"', fontStyle: 'normal', fontSize: 132, fontWeight: 600, color: 'rgba(255,255,255,0.94)'}}>
      {`${text} `.repeat(5)}
    </div>
  );
};

const Second: React.FC = () => {
  const frame = useCurrentFrame();
  const {height} = useVideoConfig();
  const reveal = interpolate(frame, [0, 22], [0, 100], {...clamp, easing: Easing.inOut(Easing.cubic)});
  const swell = interpolate(frame, [0, 90], [1.06, 1], clamp);
  return (
    <AbsoluteFill style={{backgroundColor: '#111827', clipPath: `polygon(0% ${100 - reveal}%, 100% ${Math.max(0, 100 - reveal * 1.25)}%, 100% 100%, 0% 100%)`}}>
      <AbsoluteFill style={{transform: `scale(${swell}) rotate(-4deg)`}}>
        <Marquee text="Write it once —" y={height * 0.1} speed={-4} />
        <Marquee text="show it everywhere —" y={height * 0.31} speed={3} />
        <Marquee text="In every language —" y={height * 0.52} speed={-5} />
        <Marquee text="On every screen —" y={height * 0.73} speed={4} />
      </AbsoluteFill>
    </AbsoluteFill>
  );
};

export default function Kinetic() {
  const frame = useCurrentFrame();
  const line = interpolate(frame, [26, 58], [0, 860], {...clamp, easing: Easing.out(Easing.exp)});
  const lift = interpolate(frame, [84, 110], [0, -140], {...clamp, easing: Easing.in(Easing.cubic)});
  return (
    <AbsoluteFill style={{backgroundColor: '#fafaf9', fontFamily: 'Inter'}}>
      <AbsoluteFill style={{padding: '150px 160px', transform: `translateY(${lift}px)`}}>
        <div style={{fontSize: 26, fontWeight: 600, letterSpacing: 6, color: '#e11d48', opacity: interpolate(frame, [0, 14], [0, 1], clamp)}}>THE SPRING RELEASE</div>
        <div style={{marginTop: 28}}>
          <Letters text="Words that move" size={168} color="#0f172a" />
          <Letters text="people." size={168} color="#e11d48" delay={18} />
        </div>
        <div style={{marginTop: 26, height: 10, width: line, borderRadius: 5, backgroundColor: '#e11d48'}} />
        <Sequence from={30} layout="none">
          <Paragraph text="Every headline here is set letter by letter, with a spring for each of them, and every paragraph is read in word by word. It is what a product film is made of: type, rhythm and a little restraint." />
        </Sequence>
      </AbsoluteFill>
      <Sequence from={96}>
        <Second />
      </Sequence>
    </AbsoluteFill>
  );
}
