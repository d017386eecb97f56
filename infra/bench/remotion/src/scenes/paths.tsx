import React from 'react';
import {AbsoluteFill, Easing, interpolate, interpolateColors, spring, useCurrentFrame, useVideoConfig} from 'remotion';

export const meta = {durationInFrames: 180, fps: 30, width: 1920, height: 1080};

const clamp = {extrapolateLeft: 'clamp', extrapolateRight: 'clamp'} as const;

// A line through points, smooth, as charts have it.
const points = [0.22, 0.3, 0.26, 0.42, 0.38, 0.55, 0.5, 0.68, 0.6, 0.82, 0.78, 0.93].map((y, i) => [160 + i * 145, 880 - y * 560]);
const line = points.reduce((d, [x, y], i) => {
  if (i === 0) return `M ${x} ${y}`;
  const [px, py] = points[i - 1];
  const half = (x - px) / 2;
  return `${d} C ${px + half} ${py} ${x - half} ${y} ${x} ${y}`;
}, '');
const area = `${line} L ${points[points.length - 1][0]} 900 L ${points[0][0]} 900 Z`;

const Dot: React.FC<{i: number}> = ({i}) => {
  const frame = useCurrentFrame();
  const {fps} = useVideoConfig();
  const p = spring({frame: frame - 18 - i * 6, fps, config: {damping: 9, stiffness: 170}});
  return <circle cx={points[i][0]} cy={points[i][1]} r={12 * p} fill="#0b1120" stroke="#5eead4" strokeWidth={5} />;
};

const Ring: React.FC<{value: number; label: string; x: number; delay: number; from: string; to: string}> = ({value, label, x, delay, from, to}) => {
  const frame = useCurrentFrame();
  const {fps} = useVideoConfig();
  const p = spring({frame: frame - delay, fps, config: {damping: 22, stiffness: 60}});
  const round = 2 * Math.PI * 62;
  return (
    <g transform={`translate(${x} 168)`}>
      <circle r={62} fill="none" stroke="#1e293b" strokeWidth={16} />
      <circle r={62} fill="none" stroke={interpolateColors(p, [0, 1], [from, to])} strokeWidth={16} strokeLinecap="round" strokeDasharray={`${round * value * p} ${round}`} transform="rotate(-90)" />
      <text y={11} textAnchor="middle" fontSize={32} fontWeight={700} fill="#f8fafc" fontFamily="Inter">
        {Math.round(value * p * 100)}%
      </text>
      <text y={118} textAnchor="middle" fontSize={24} fill="#94a3b8" fontFamily="Inter">
        {label}
      </text>
    </g>
  );
};

const Check: React.FC = () => {
  const frame = useCurrentFrame();
  const {fps} = useVideoConfig();
  const p = spring({frame: frame - 118, fps, config: {damping: 13}});
  const drawn = interpolate(frame, [124, 146], [60, 0], {...clamp, easing: Easing.out(Easing.cubic)});
  return (
    <svg width={220} height={220} viewBox="0 0 100 100" style={{position: 'absolute', left: 1620, top: 60, transform: `scale(${p}) rotate(${(1 - p) * 90}deg)`}}>
      <circle cx={50} cy={50} r={44} fill="#14b8a6" />
      <path d="M30 52 L45 66 L71 36" fill="none" stroke="#fff" strokeWidth={9} strokeLinecap="round" strokeLinejoin="round" strokeDasharray={60} strokeDashoffset={drawn} />
    </svg>
  );
};

export default function Paths() {
  const frame = useCurrentFrame();
  const drawn = interpolate(frame, [10, 100], [1, 0], {...clamp, easing: Easing.inOut(Easing.cubic)});
  const fill = interpolate(frame, [70, 120], [0, 1], clamp);
  return (
    <AbsoluteFill style={{backgroundColor: '#0b1120', fontFamily: 'Inter'}}>
      <div style={{position: 'absolute', left: 150, top: 84}}>
        <div style={{fontSize: 66, fontWeight: 800, letterSpacing: -2, color: '#f8fafc', opacity: interpolate(frame, [0, 16], [0, 1], clamp)}}>Up and to the right</div>
        <div style={{fontSize: 30, color: '#94a3b8', marginTop: 8, opacity: interpolate(frame, [10, 26], [0, 1], clamp)}}>Active teams, week by week</div>
      </div>
      <svg width={1920} height={1080} viewBox="0 0 1920 1080" style={{position: 'absolute', left: 0, top: 0}}>
        <defs>
          <linearGradient id="under" x1="0" y1="0" x2="0" y2="1">
            <stop offset="0%" stopColor="#2dd4bf" stopOpacity={0.45} />
            <stop offset="100%" stopColor="#2dd4bf" stopOpacity={0} />
          </linearGradient>
          <linearGradient id="along" x1="0" y1="0" x2="1" y2="0">
            <stop offset="0%" stopColor="#38bdf8" />
            <stop offset="100%" stopColor="#5eead4" />
          </linearGradient>
        </defs>
        {[0, 1, 2, 3, 4].map((i) => (
          <line key={i} x1={160} x2={1760} y1={900 - i * 140} y2={900 - i * 140} stroke="#1e293b" strokeWidth={2} strokeDasharray="4 10" />
        ))}
        <path d={area} fill="url(#under)" opacity={fill} />
        <path d={line} fill="none" stroke="url(#along)" strokeWidth={8} strokeLinecap="round" pathLength={1} strokeDasharray={1} strokeDashoffset={drawn} />
        {points.map((_, i) => (
          <Dot key={i} i={i} />
        ))}
        <Ring value={0.86} label="Retention" x={1080} delay={34} from="#f97316" to="#22c55e" />
        <Ring value={0.64} label="Activation" x={1290} delay={42} from="#ef4444" to="#eab308" />
        <Ring value={0.92} label="Delight" x={1500} delay={50} from="#a855f7" to="#38bdf8" />
        {['Q1', 'Q2', 'Q3', 'Q4'].map((text, i) => (
          <text key={text} x={350 + i * 435} y={960} fontSize={28} fill="#64748b" textAnchor="middle" fontFamily="Inter">
            {text}
          </text>
        ))}
      </svg>
      <Check />
    </AbsoluteFill>
  );
}
