import {AbsoluteFill, Easing, interpolate, Sequence, spring, useCurrentFrame, useVideoConfig} from 'remotion';
import {Icon} from '@iconify/react';

export const meta = {durationInFrames: 150, fps: 30, width: 1920, height: 1080};

const steps = [
  {icon: 'mdi:script-text-outline', title: 'Write', text: 'A scene is a React component'},
  {icon: 'mdi:brush-variant', title: 'Paint', text: 'Frame by frame, without a browser'},
  {icon: 'mdi:movie-open-outline', title: 'Export', text: 'mp4, webm, gif or pictures'},
];

function Title({children}: {children: string}) {
  const frame = useCurrentFrame();
  const {fps} = useVideoConfig();
  return (
    <div style={{display: 'flex', fontSize: 120, fontWeight: 800, letterSpacing: -3}}>
      {[...children].map((letter, i) => {
        const rise = spring({frame: frame - i * 2, fps, config: {damping: 14}});
        return (
          <span key={i} style={{whiteSpace: 'pre', opacity: rise, transform: `translateY(${(1 - rise) * 60}px)`}}>
            {letter}
          </span>
        );
      })}
    </div>
  );
}

function Step({icon, title, text}: (typeof steps)[number]) {
  const frame = useCurrentFrame();
  const shown = interpolate(frame, [0, 20], [0, 1], {extrapolateRight: 'clamp', easing: Easing.out(Easing.cubic)});
  return (
    <div
      style={{
        width: 440, padding: 44, borderRadius: 32, background: 'white', color: '#1d2340', opacity: shown,
        transform: `translateY(${(1 - shown) * 40}px)`, boxShadow: '0 30px 60px rgba(10, 14, 40, 0.35)',
      }}
    >
      <Icon icon={icon} style={{fontSize: 84, color: '#5b5bf0'}} />
      <div style={{fontSize: 48, fontWeight: 700, marginTop: 24}}>{title}</div>
      <div style={{fontSize: 28, marginTop: 12, color: '#5a6180', lineHeight: 1.35}}>{text}</div>
    </div>
  );
}

export default function Scene() {
  const frame = useCurrentFrame();
  const turn = interpolate(frame, [0, 150], [115, 155]);
  return (
    <AbsoluteFill
      style={{
        background: `linear-gradient(${turn}deg, #12173a, #4b2fb8 60%, #d4567c)`, color: 'white', fontFamily: 'Inter',
        alignItems: 'center', justifyContent: 'center', gap: 90,
      }}
    >
      <Title>Scene code, filmed</Title>
      <div style={{display: 'flex', gap: 48, height: 330}}>
        {steps.map((step, i) => (
          <Sequence key={step.title} from={30 + i * 12} layout="none">
            <Step {...step} />
          </Sequence>
        ))}
      </div>
    </AbsoluteFill>
  );
}
