import React from 'react';
import {AbsoluteFill, Easing, Img, Series, interpolate, spring, staticFile, useCurrentFrame, useVideoConfig} from 'remotion';
import {Icon} from '@iconify/react';

export const meta = {durationInFrames: 900, fps: 30, width: 1920, height: 1080};

const clamp = {extrapolateLeft: 'clamp', extrapolateRight: 'clamp'} as const;
const GREEN = '#064e3b';

// Every chapter comes in and goes out the same way.
const Chapter: React.FC<{background: string; children: React.ReactNode}> = ({background, children}) => {
  const frame = useCurrentFrame();
  const {durationInFrames} = useVideoConfig();
  const opacity = interpolate(frame, [0, 14, durationInFrames - 14, durationInFrames - 1], [0, 1, 1, 0], clamp);
  return (
    <AbsoluteFill style={{background}}>
      <AbsoluteFill style={{opacity, fontFamily: 'Inter'}}>{children}</AbsoluteFill>
    </AbsoluteFill>
  );
};

const Rise: React.FC<{delay?: number; children: React.ReactNode}> = ({delay = 0, children}) => {
  const frame = useCurrentFrame();
  const {fps} = useVideoConfig();
  const p = spring({frame: frame - delay, fps, config: {damping: 19, stiffness: 90}});
  return <div style={{transform: `translateY(${(1 - p) * 64}px)`, opacity: Math.min(1, p)}}>{children}</div>;
};

const Opening: React.FC = () => (
  <Chapter background="#f0fdf4">
    <AbsoluteFill style={{alignItems: 'center', justifyContent: 'center'}}>
      <Rise>
        <Icon icon="lucide:sprout" width={150} height={150} color="#16a34a" />
      </Rise>
      <Rise delay={10}>
        <div style={{marginTop: 30, fontSize: 130, fontWeight: 800, letterSpacing: -5, color: GREEN}}>Fernway</div>
      </Rise>
      <Rise delay={20}>
        <div style={{marginTop: 8, fontSize: 40, color: '#4d7c6f'}}>A year of planting trees, in thirty seconds</div>
      </Rise>
    </AbsoluteFill>
  </Chapter>
);

const Place: React.FC<{file: string; name: string; trees: number; way: number}> = ({file, name, trees, way}) => {
  const frame = useCurrentFrame();
  const {durationInFrames} = useVideoConfig();
  const zoom = interpolate(frame, [0, durationInFrames], [1.04, 1.2]);
  const x = interpolate(frame, [0, durationInFrames], [-40 * way, 40 * way]);
  const n = interpolate(frame, [16, 80], [0, trees], {...clamp, easing: Easing.out(Easing.cubic)});
  return (
    <Chapter background="#052e16">
      <Img src={staticFile(file)} style={{width: '100%', height: '100%', objectFit: 'cover', transform: `translateX(${x}px) scale(${zoom})`}} />
      <AbsoluteFill style={{background: 'linear-gradient(90deg, rgba(2,20,10,0.78) 0%, rgba(2,20,10,0.1) 62%)'}} />
      <div style={{position: 'absolute', left: 120, top: 360, color: '#fff'}}>
        <Rise delay={8}>
          <div style={{display: 'flex', alignItems: 'center', gap: 14, fontSize: 34, color: '#86efac', fontWeight: 600}}>
            <Icon icon="lucide:map-pin" width={38} height={38} />
            {name}
          </div>
        </Rise>
        <Rise delay={14}>
          <div style={{fontSize: 170, fontWeight: 800, letterSpacing: -7, lineHeight: 1.15, fontVariantNumeric: 'tabular-nums'}}>{Math.round(n).toLocaleString('en-US')}</div>
        </Rise>
        <Rise delay={20}>
          <div style={{fontSize: 44, color: 'rgba(255,255,255,0.85)'}}>trees in the ground</div>
        </Rise>
      </div>
    </Chapter>
  );
};

const growth = [18, 26, 31, 44, 52, 61, 58, 73, 84, 96];

const Chart: React.FC = () => {
  const frame = useCurrentFrame();
  const {fps} = useVideoConfig();
  return (
    <Chapter background="linear-gradient(180deg, #ffffff, #ecfdf5)">
      <div style={{padding: '100px 140px', height: 1080, display: 'flex', flexDirection: 'column'}}>
        <Rise>
          <div style={{fontSize: 72, fontWeight: 800, letterSpacing: -2.5, color: GREEN}}>Every month, a little more</div>
        </Rise>
        <div style={{display: 'flex', flex: 1, alignItems: 'flex-end', gap: 34, marginTop: 50, borderBottom: '3px solid #a7f3d0'}}>
          {growth.map((value, i) => {
            const g = spring({frame: frame - 14 - i * 4, fps, config: {damping: 14}});
            return (
              <div key={i} style={{flex: 1, height: `${value * g}%`, borderRadius: '16px 16px 0 0', background: 'linear-gradient(180deg, #34d399, #047857)', boxShadow: '0 10px 30px rgba(4,120,87,0.22)', display: 'flex', justifyContent: 'center', paddingTop: 18, color: '#fff', fontSize: 34, fontWeight: 700}}>
                <span style={{opacity: interpolate(frame, [30 + i * 4, 44 + i * 4], [0, 1], clamp)}}>{value}k</span>
              </div>
            );
          })}
        </div>
      </div>
    </Chapter>
  );
};

const reasons = [
  {icon: 'lucide:cloud-sun', title: 'Cooler summers', text: 'Shade takes four degrees off a street.'},
  {icon: 'lucide:bird', title: 'More birds', text: 'Thirty-one kinds came back in a year.'},
  {icon: 'lucide:droplets', title: 'Slower rain', text: 'Roots hold what drains cannot.'},
  {icon: 'lucide:heart-pulse', title: 'Better days', text: 'People walk more where it is green.'},
];

const Reasons: React.FC = () => {
  const frame = useCurrentFrame();
  const {fps} = useVideoConfig();
  return (
    <Chapter background="#ecfccb">
      <AbsoluteFill style={{alignItems: 'center', justifyContent: 'center'}}>
        <div style={{display: 'flex', flexWrap: 'wrap', gap: 40, width: 1560}}>
          {reasons.map(({icon, title, text}, i) => {
            const p = spring({frame: frame - 10 - i * 10, fps, config: {damping: 15}});
            return (
              <div key={title} style={{width: 760, display: 'flex', alignItems: 'center', gap: 34, padding: 44, backgroundColor: '#fff', borderRadius: 32, boxShadow: '0 18px 50px rgba(54,83,20,0.14)', transform: `scale(${0.85 + 0.15 * p})`, opacity: Math.min(1, p)}}>
                <div style={{width: 130, height: 130, borderRadius: 34, backgroundColor: '#d9f99d', color: '#3f6212', display: 'flex', alignItems: 'center', justifyContent: 'center'}}>
                  <Icon icon={icon} width={72} height={72} />
                </div>
                <div style={{flex: 1}}>
                  <div style={{fontSize: 46, fontWeight: 700, color: '#1a2e05'}}>{title}</div>
                  <div style={{marginTop: 8, fontSize: 30, lineHeight: 1.35, color: '#4d5c3a'}}>{text}</div>
                </div>
              </div>
            );
          })}
        </div>
      </AbsoluteFill>
    </Chapter>
  );
};

const Quote: React.FC = () => {
  const frame = useCurrentFrame();
  const words = 'The best time to plant a tree was twenty years ago. The second best is this afternoon, after lunch.'.split(' ');
  return (
    <Chapter background="#022c22">
      <AbsoluteFill style={{padding: '0 220px', justifyContent: 'center'}}>
        <div style={{fontFamily: '"Source Serif 4"', fontSize: 96, lineHeight: 1.28, color: '#d1fae5'}}>
          {words.map((word, i) => (
            <span key={i} style={{opacity: interpolate(frame, [8 + i * 4, 20 + i * 4], [0.12, 1], clamp)}}>
              {word}{' '}
            </span>
          ))}
        </div>
        <Rise delay={90}>
          <div style={{marginTop: 50, fontSize: 36, color: '#6ee7b7'}}>— Odile, who plants on Thursdays</div>
        </Rise>
      </AbsoluteFill>
    </Chapter>
  );
};

const Closing: React.FC = () => {
  const frame = useCurrentFrame();
  const {fps} = useVideoConfig();
  const p = spring({frame: frame - 26, fps, config: {damping: 12}});
  return (
    <Chapter background="linear-gradient(135deg, #065f46, #16a34a)">
      <AbsoluteFill style={{alignItems: 'center', justifyContent: 'center'}}>
        <Rise>
          <div style={{fontSize: 120, fontWeight: 800, letterSpacing: -4, color: '#fff'}}>Plant one with us</div>
        </Rise>
        <div style={{marginTop: 50, padding: '28px 64px', borderRadius: 999, backgroundColor: '#fff', color: GREEN, fontSize: 44, fontWeight: 700, boxShadow: '0 24px 60px rgba(0,0,0,0.28)', transform: `scale(${p})`}}>fernway.example</div>
      </AbsoluteFill>
    </Chapter>
  );
};

export default function Story() {
  return (
    <Series>
      <Series.Sequence durationInFrames={105}><Opening /></Series.Sequence>
      <Series.Sequence durationInFrames={135}><Place file="alps.jpg" name="Upper valley" trees={12480} way={1} /></Series.Sequence>
      <Series.Sequence durationInFrames={140}><Chart /></Series.Sequence>
      <Series.Sequence durationInFrames={135}><Place file="dawn.jpg" name="Eastern ridge" trees={8925} way={-1} /></Series.Sequence>
      <Series.Sequence durationInFrames={140}><Reasons /></Series.Sequence>
      <Series.Sequence durationInFrames={145}><Quote /></Series.Sequence>
      <Series.Sequence durationInFrames={100}><Closing /></Series.Sequence>
    </Series>
  );
}
