import React from 'react';
import {AbsoluteFill, interpolate, interpolateColors, random, spring, useCurrentFrame, useVideoConfig} from 'remotion';
import {Circle, Ellipse, Pie, Polygon, Rect, Star, Triangle} from '@remotion/shapes';

export const meta = {durationInFrames: 180, fps: 30, width: 1920, height: 1080};

const colors = ['#fb7185', '#fbbf24', '#34d399', '#38bdf8', '#a78bfa', '#f472b6'];

const Shape: React.FC<{kind: number; size: number; fill: string}> = ({kind, size, fill}) => {
  switch (kind) {
    case 0:
      return <Circle radius={size / 2} fill={fill} />;
    case 1:
      return <Star points={5} innerRadius={size * 0.26} outerRadius={size * 0.56} fill={fill} cornerRadius={4} />;
    case 2:
      return <Triangle length={size} direction="up" fill={fill} cornerRadius={10} />;
    case 3:
      return <Rect width={size * 0.85} height={size * 0.85} fill={fill} cornerRadius={18} />;
    case 4:
      return <Polygon points={6} radius={size * 0.52} fill={fill} cornerRadius={8} />;
    default:
      return <Ellipse rx={size * 0.58} ry={size * 0.36} fill="none" stroke={fill} strokeWidth={14} />;
  }
};

const Confetto: React.FC<{i: number}> = ({i}) => {
  const frame = useCurrentFrame();
  const {fps, width, height} = useVideoConfig();
  const p = spring({frame: frame - random(`d${i}`) * 40, fps, config: {damping: 18, stiffness: 50}});
  const angle = random(`a${i}`) * Math.PI * 2;
  const far = 330 + random(`r${i}`) * 620;
  const drift = Math.sin(frame / 30 + i) * 16;
  const x = width / 2 + Math.cos(angle) * far * p;
  const y = height / 2 + Math.sin(angle) * far * 0.56 * p + drift;
  const size = 46 + random(`s${i}`) * 88;
  return (
    <div style={{position: 'absolute', left: x - size / 2, top: y - size / 2, opacity: p * 0.92, transform: `rotate(${frame * (random(`t${i}`) - 0.5) * 5}deg) scale(${p})`}}>
      <Shape kind={i % 6} size={size} fill={colors[Math.floor(random(`c${i}`) * colors.length)]} />
    </div>
  );
};

export default function Shapes() {
  const frame = useCurrentFrame();
  const {fps} = useVideoConfig();
  const pop = spring({frame: frame - 20, fps, config: {damping: 12}});
  const progress = interpolate(frame, [30, 150], [0, 1], {extrapolateLeft: 'clamp', extrapolateRight: 'clamp'});
  const back = interpolateColors(frame, [0, 90, 179], ['#1e1b4b', '#312e81', '#3b0764']);
  return (
    <AbsoluteFill style={{backgroundColor: back, fontFamily: 'Inter'}}>
      {Array.from({length: 42}, (_, i) => (
        <Confetto key={i} i={i} />
      ))}
      <AbsoluteFill style={{alignItems: 'center', justifyContent: 'center'}}>
        <div style={{position: 'relative', width: 460, height: 460, transform: `scale(${pop})`, display: 'flex', alignItems: 'center', justifyContent: 'center'}}>
          <div style={{position: 'absolute', left: 0, top: 0}}>
            <Circle radius={230} fill="#ffffff" />
          </div>
          <div style={{position: 'absolute', left: 20, top: 20}}>
            <Pie radius={210} progress={progress} fill="#6366f1" closePath stroke="none" />
          </div>
          <div style={{position: 'absolute', left: 70, top: 70}}>
            <Circle radius={160} fill="#ffffff" />
          </div>
          <div style={{position: 'relative', textAlign: 'center'}}>
            <div style={{fontSize: 104, fontWeight: 800, letterSpacing: -4, lineHeight: 1, color: '#1e1b4b', fontVariantNumeric: 'tabular-nums'}}>{Math.round(progress * 10000).toLocaleString('en-US')}</div>
            <div style={{marginTop: 10, fontSize: 32, fontWeight: 500, color: '#6b7280'}}>happy teams</div>
          </div>
        </div>
      </AbsoluteFill>
    </AbsoluteFill>
  );
}
