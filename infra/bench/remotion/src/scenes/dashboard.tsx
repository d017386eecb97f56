import React, {useMemo} from 'react';
import {AbsoluteFill, Easing, interpolate, random, spring, useCurrentFrame, useVideoConfig} from 'remotion';
import {Icon} from '@iconify/react';

export const meta = {durationInFrames: 150, fps: 30, width: 1920, height: 1080};

const clamp = {extrapolateLeft: 'clamp', extrapolateRight: 'clamp'} as const;
const shadow = '0 12px 40px rgba(30,41,59,0.12)';
const card: React.CSSProperties = {backgroundColor: '#ffffff', borderRadius: 24, boxShadow: shadow};

const Figure: React.FC<{i: number; icon: string; label: string; value: number; unit: string; change: number}> = ({i, icon, label, value, unit, change}) => {
  const frame = useCurrentFrame();
  const {fps} = useVideoConfig();
  const p = spring({frame: frame - 4 - i * 4, fps, config: {damping: 18, stiffness: 110}});
  const n = interpolate(frame, [10 + i * 4, 64 + i * 4], [0, value], {...clamp, easing: Easing.out(Easing.cubic)});
  return (
    <div style={{...card, flex: 1, padding: '26px 30px', transform: `translateY(${(1 - p) * 70}px)`, opacity: p}}>
      <div style={{display: 'flex', alignItems: 'center', gap: 14, color: '#64748b', fontSize: 22, fontWeight: 500}}>
        <div style={{width: 44, height: 44, borderRadius: 12, backgroundColor: '#eef2ff', color: '#4f46e5', display: 'flex', alignItems: 'center', justifyContent: 'center'}}>
          <Icon icon={icon} width={26} height={26} />
        </div>
        {label}
      </div>
      <div style={{display: 'flex', alignItems: 'baseline', justifyContent: 'space-between', marginTop: 14}}>
        <div style={{fontSize: 50, fontWeight: 700, letterSpacing: -1.5, color: '#0f172a', fontVariantNumeric: 'tabular-nums'}}>
          {unit}
          {Math.round(n).toLocaleString('en-US')}
        </div>
        <div style={{fontSize: 20, fontWeight: 600, padding: '5px 12px', borderRadius: 999, color: change > 0 ? '#15803d' : '#b91c1c', backgroundColor: change > 0 ? '#dcfce7' : '#fee2e2'}}>
          {change > 0 ? '+' : ''}
          {change}%
        </div>
      </div>
    </div>
  );
};

const Bar: React.FC<{i: number; now: number; before: number; label: string}> = ({i, now, before, label}) => {
  const frame = useCurrentFrame();
  const {fps} = useVideoConfig();
  const g = spring({frame: frame - 16 - i * 3, fps, config: {damping: 15, stiffness: 90}});
  return (
    <div style={{flex: 1, height: '100%', display: 'flex', flexDirection: 'column', alignItems: 'center', justifyContent: 'flex-end'}}>
      <div style={{display: 'flex', alignItems: 'flex-end', gap: 6, width: '100%', flex: 1, justifyContent: 'center'}}>
        <div style={{width: 24, height: `${before * g}%`, borderRadius: '8px 8px 2px 2px', backgroundColor: '#c7d2fe'}} />
        <div style={{width: 24, height: `${now * g}%`, borderRadius: '8px 8px 2px 2px', background: 'linear-gradient(180deg, #818cf8, #4338ca)', boxShadow: '0 6px 14px rgba(67,56,202,0.35)'}} />
      </div>
      <div style={{marginTop: 14, fontSize: 19, color: '#94a3b8'}}>{label}</div>
    </div>
  );
};

const people = [
  {name: 'Maya Lindqvist', place: 'Stockholm', sum: '$12,480', icon: 'ph:airplane-tilt-fill', color: '#f97316'},
  {name: 'Tomás Herrera', place: 'Valencia', sum: '$9,310', icon: 'ph:storefront-fill', color: '#0ea5e9'},
  {name: 'Aiko Tanabe', place: 'Osaka', sum: '$8,775', icon: 'ph:camera-fill', color: '#22c55e'},
  {name: 'Noah Okafor', place: 'Lagos', sum: '$7,940', icon: 'ph:guitar-fill', color: '#a855f7'},
  {name: 'Zoë Martin', place: 'Lyon', sum: '$6,205', icon: 'ph:bicycle-fill', color: '#ec4899'},
  {name: 'Per Aasen', place: 'Bergen', sum: '$5,660', icon: 'ph:boat-fill', color: '#14b8a6'},
];

const Person: React.FC<{i: number; person: (typeof people)[number]}> = ({i, person}) => {
  const frame = useCurrentFrame();
  const {fps} = useVideoConfig();
  const p = spring({frame: frame - 26 - i * 6, fps, config: {damping: 14}});
  return (
    <div style={{display: 'flex', alignItems: 'center', gap: 20, padding: '15px 20px', borderRadius: 16, backgroundColor: '#f8fafc', border: '1px solid #e2e8f0', transform: `translateX(${(1 - p) * 160}px)`, opacity: Math.min(1, p)}}>
      <div style={{width: 52, height: 52, borderRadius: '50%', backgroundColor: person.color, color: '#fff', display: 'flex', alignItems: 'center', justifyContent: 'center'}}>
        <Icon icon={person.icon} width={28} />
      </div>
      <div style={{flex: 1}}>
        <div style={{fontSize: 23, fontWeight: 600, color: '#0f172a'}}>{person.name}</div>
        <div style={{fontSize: 18, color: '#94a3b8'}}>{person.place}</div>
      </div>
      <div style={{fontSize: 23, fontWeight: 600, color: '#334155'}}>{person.sum}</div>
    </div>
  );
};

export default function Dashboard() {
  const frame = useCurrentFrame();
  const months = useMemo(() => ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'].map((label, i) => ({label, before: 22 + random(`b${i}`) * 40, now: 34 + i * 3 + random(`n${i}`) * 26})), []);
  const head = interpolate(frame, [0, 18], [-60, 0], {...clamp, easing: Easing.out(Easing.cubic)});
  return (
    <AbsoluteFill style={{background: 'linear-gradient(160deg, #f8fafc, #e2e8f0)', fontFamily: 'Inter', padding: 56, boxSizing: 'border-box'}}>
      <div style={{display: 'flex', alignItems: 'center', justifyContent: 'space-between', transform: `translateY(${head}px)`}}>
        <div style={{fontSize: 46, fontWeight: 800, letterSpacing: -1, color: '#0f172a'}}>Sales overview</div>
        <div style={{display: 'flex', alignItems: 'center', gap: 12, fontSize: 22, color: '#475569', ...card, padding: '12px 22px', borderRadius: 14}}>
          <Icon icon="ph:calendar-blank" width={26} /> Last twelve months
        </div>
      </div>
      <div style={{display: 'flex', gap: 28, marginTop: 32}}>
        <Figure i={0} icon="ph:coins" label="Revenue" value={428910} unit="$" change={12.4} />
        <Figure i={1} icon="ph:users-three" label="Customers" value={18342} unit="" change={8.1} />
        <Figure i={2} icon="ph:shopping-cart" label="Orders" value={63507} unit="" change={-2.3} />
        <Figure i={3} icon="ph:lightning" label="Conversion" value={37} unit="" change={4.6} />
      </div>
      <div style={{display: 'flex', gap: 28, marginTop: 28, flex: 1, minHeight: 0}}>
        <div style={{...card, flex: 2, padding: 36, display: 'flex', flexDirection: 'column'}}>
          <div style={{fontSize: 26, fontWeight: 700, color: '#0f172a'}}>Revenue by month</div>
          <div style={{display: 'flex', flex: 1, marginTop: 24, gap: 8, minHeight: 0, borderBottom: '2px solid #e2e8f0', paddingBottom: 10}}>
            {months.map((m, i) => (
              <Bar key={m.label} i={i} {...m} />
            ))}
          </div>
        </div>
        <div style={{...card, flex: 1, padding: 36, display: 'flex', flexDirection: 'column', gap: 14, overflow: 'hidden'}}>
          <div style={{fontSize: 26, fontWeight: 700, color: '#0f172a'}}>Top customers</div>
          {people.map((person, i) => (
            <Person key={person.name} i={i} person={person} />
          ))}
        </div>
      </div>
    </AbsoluteFill>
  );
}
