// A dashboard: figures that count up, bars, an SVG line that draws itself, a donut, a table.
import React, {useMemo} from 'react';
import {AbsoluteFill, Easing, interpolate, random, spring, useCurrentFrame, useVideoConfig} from 'remotion';
import {Icon} from '@iconify/react';

export const meta = {durationInFrames: 150, fps: 30, width: 1920, height: 1080};

const clamp = {extrapolateLeft: 'clamp', extrapolateRight: 'clamp'} as const;
const card: React.CSSProperties = {backgroundColor: '#ffffff', borderRadius: 24, padding: 32, boxShadow: '0 12px 36px rgba(15,23,42,0.10)', border: '1px solid #e2e8f0'};

const Figure: React.FC<{icon: string; label: string; to: number; unit?: string; delay: number; colour: string}> = ({icon, label, to, unit = '', delay, colour}) => {
  const frame = useCurrentFrame();
  const {fps} = useVideoConfig();
  const p = spring({frame: frame - delay, fps, config: {damping: 200}});
  return (
    <div style={{...card, flex: 1, display: 'flex', alignItems: 'center', gap: 24, opacity: p, transform: `translateY(${(1 - p) * 50}px)`}}>
      <div style={{width: 76, height: 76, borderRadius: 20, backgroundColor: `${colour}22`, color: colour, display: 'flex', alignItems: 'center', justifyContent: 'center'}}>
        <Icon icon={icon} width={42} height={42} />
      </div>
      <div>
        <div style={{fontSize: 24, color: '#64748b', fontWeight: 500}}>{label}</div>
        <div style={{fontSize: 48, fontWeight: 800, color: '#0f172a', fontVariantNumeric: 'tabular-nums'}}>{Math.round(to * p).toLocaleString('en-US')}{unit}</div>
      </div>
    </div>
  );
};

const Line: React.FC<{points: number[]}> = ({points}) => {
  const frame = useCurrentFrame();
  const w = 820, h = 330;
  const at = (v: number, i: number) => [(i / (points.length - 1)) * w, h - v * h];
  const path = points.map((v, i) => `${i === 0 ? 'M' : 'L'} ${at(v, i).map((n) => n.toFixed(2)).join(' ')}`).join(' ');
  const drawn = interpolate(frame, [25, 95], [0, 1], {...clamp, easing: Easing.inOut(Easing.cubic)});
  const length = 1600;
  const last = Math.min(points.length - 1, Math.floor(drawn * (points.length - 1)));
  return (
    <svg width={w} height={h + 20} viewBox={`0 -10 ${w} ${h + 20}`} style={{overflow: 'visible'}}>
      {[0, 0.25, 0.5, 0.75, 1].map((y) => <line key={y} x1={0} x2={w} y1={y * h} y2={y * h} stroke="#e2e8f0" strokeWidth={2} strokeDasharray="6 8" />)}
      <path d={`${path} L ${w} ${h} L 0 ${h} Z`} fill="#6366f1" fillOpacity={0.12 * drawn} />
      <path d={path} fill="none" stroke="#6366f1" strokeWidth={6} strokeLinejoin="round" strokeLinecap="round" strokeDasharray={length} strokeDashoffset={length * (1 - drawn)} />
      {points.slice(0, last + 1).map((v, i) => <circle key={i} cx={at(v, i)[0]} cy={at(v, i)[1]} r={8} fill="#fff" stroke="#6366f1" strokeWidth={4} />)}
    </svg>
  );
};

const Bars: React.FC<{values: number[]}> = ({values}) => {
  const frame = useCurrentFrame();
  const {fps} = useVideoConfig();
  return (
    <div style={{display: 'flex', alignItems: 'flex-end', gap: 14, height: 300}}>
      {values.map((value, i) => {
        const p = spring({frame: frame - 20 - i * 2, fps, config: {damping: 13}});
        return <div key={i} style={{flex: 1, height: `${value * p * 92}%`, borderRadius: '10px 10px 3px 3px', background: `linear-gradient(180deg, hsl(${170 + i * 6}, 70%, 50%), hsl(${190 + i * 6}, 75%, 38%))`}} />;
      })}
    </div>
  );
};

const Donut: React.FC<{share: number}> = ({share}) => {
  const frame = useCurrentFrame();
  const r = 92, round = 2 * Math.PI * r;
  const p = interpolate(frame, [40, 90], [0, share], {...clamp, easing: Easing.out(Easing.cubic)});
  return (
    <div style={{position: 'relative', width: 230, height: 230}}>
      <svg width={230} height={230} viewBox="0 0 230 230" style={{transform: 'rotate(-90deg)'}}>
        <circle cx={115} cy={115} r={r} fill="none" stroke="#e2e8f0" strokeWidth={26} />
        <circle cx={115} cy={115} r={r} fill="none" stroke="#f59e0b" strokeWidth={26} strokeLinecap="round" strokeDasharray={`${round * p} ${round}`} />
      </svg>
      <AbsoluteFill style={{justifyContent: 'center', alignItems: 'center', fontSize: 46, fontWeight: 800, color: '#0f172a'}}>{Math.round(p * 100)}%</AbsoluteFill>
    </div>
  );
};

const regions = ['Europe', 'North America', 'Asia Pacific', 'Latin America', 'Africa'];

export default function Dashboard() {
  const frame = useCurrentFrame();
  const points = useMemo(() => Array.from({length: 13}, (_, i) => 0.15 + i * 0.05 + random(`line-${i}`) * 0.2), []);
  const bars = useMemo(() => Array.from({length: 16}, (_, i) => 0.25 + random(`bar-${i}`) * 0.75), []);
  const head = interpolate(frame, [0, 18], [-60, 0], {...clamp, easing: Easing.out(Easing.quad)});
  return (
    <AbsoluteFill style={{backgroundColor: '#f1f5f9', fontFamily: 'Inter', padding: 56, gap: 28}}>
      <div style={{display: 'flex', justifyContent: 'space-between', alignItems: 'center', transform: `translateY(${head}px)`}}>
        <div style={{fontSize: 52, fontWeight: 800, color: '#0f172a'}}>Quarterly review</div>
        <div style={{fontSize: 24, color: '#475569', backgroundColor: '#e2e8f0', borderRadius: 999, padding: '10px 24px'}}>Q3 · July to September</div>
      </div>
      <div style={{display: 'flex', gap: 28}}>
        <Figure icon="mdi:account-group" label="Customers" to={48210} delay={4} colour="#6366f1" />
        <Figure icon="mdi:currency-usd" label="Revenue" to={1284} unit="k" delay={9} colour="#10b981" />
        <Figure icon="mdi:timer-outline" label="Latency" to={38} unit=" ms" delay={14} colour="#f59e0b" />
        <Figure icon="mdi:server-network" label="Requests" to={972400} delay={19} colour="#ec4899" />
      </div>
      <div style={{display: 'flex', gap: 28, flex: 1, minHeight: 0}}>
        <div style={{...card, flex: 1.15, display: 'flex', flexDirection: 'column', gap: 24}}>
          <div style={{fontSize: 30, fontWeight: 700, color: '#0f172a'}}>Growth</div>
          <Line points={points} />
          <div style={{display: 'flex', justifyContent: 'space-between', color: '#94a3b8', fontSize: 20, width: 820}}>
            {['Week 1', 'Week 4', 'Week 7', 'Week 10', 'Week 13'].map((week) => <span key={week}>{week}</span>)}
          </div>
        </div>
        <div style={{flex: 1, display: 'flex', flexDirection: 'column', gap: 28}}>
          <div style={{...card}}><Bars values={bars} /></div>
          <div style={{...card, flex: 1, display: 'flex', gap: 36, alignItems: 'center'}}>
            <Donut share={0.73} />
            <div style={{flex: 1}}>
              {regions.map((region, i) => (
                <div key={region} style={{display: 'flex', justifyContent: 'space-between', fontSize: 22, padding: '9px 0', borderBottom: i < 4 ? '1px solid #e2e8f0' : 'none', color: '#334155', opacity: interpolate(frame, [50 + i * 5, 60 + i * 5], [0, 1], clamp)}}>
                  <span>{region}</span><strong>{(31 - i * 5.5).toFixed(1)}%</strong>
                </div>
              ))}
            </div>
          </div>
        </div>
      </div>
    </AbsoluteFill>
  );
}
