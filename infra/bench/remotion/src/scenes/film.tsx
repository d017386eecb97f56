import React from 'react';
import {AbsoluteFill, OffthreadVideo, Sequence, interpolate, spring, staticFile, useCurrentFrame, useVideoConfig} from 'remotion';
import {Icon} from '@iconify/react';

export const meta = {durationInFrames: 210, fps: 30, width: 1920, height: 1080};

const clamp = {extrapolateLeft: 'clamp', extrapolateRight: 'clamp'} as const;

const LowerThird: React.FC<{name: string; role: string}> = ({name, role}) => {
  const frame = useCurrentFrame();
  const {fps, durationInFrames} = useVideoConfig();
  const p = spring({frame, fps, config: {damping: 18}}) - spring({frame: frame - durationInFrames + 16, fps, config: {damping: 20}});
  return (
    <div style={{position: 'absolute', left: 90, top: 850, display: 'flex', alignItems: 'stretch', transform: `translateX(${(p - 1) * 140}px)`, opacity: Math.max(0, Math.min(1, p)), fontFamily: 'Inter'}}>
      <div style={{width: 10, backgroundColor: '#facc15', borderRadius: '5px 0 0 5px'}} />
      <div style={{padding: '20px 40px 22px 28px', backgroundColor: 'rgba(10,12,20,0.78)', borderRadius: '0 14px 14px 0'}}>
        <div style={{fontSize: 44, fontWeight: 700, color: '#fff'}}>{name}</div>
        <div style={{fontSize: 26, color: '#cbd5e1', marginTop: 2}}>{role}</div>
      </div>
    </div>
  );
};

export default function Film() {
  const frame = useCurrentFrame();
  const {durationInFrames, fps} = useVideoConfig();
  const inset = spring({frame: frame - 90, fps, config: {damping: 200}});
  const seconds = Math.floor(frame / fps);
  return (
    <AbsoluteFill style={{background: 'linear-gradient(140deg, #1e293b, #0f172a)', fontFamily: 'Inter'}}>
      <div style={{position: 'absolute', left: 0, top: 0, width: 1920, height: 1080, transform: `translateX(${inset * -250}px) scale(${1 - inset * 0.34})`, borderRadius: inset * 44, overflow: 'hidden'}}>
        <OffthreadVideo src={staticFile('film.mp4')} muted style={{width: '100%', height: '100%', objectFit: 'cover'}} />
      </div>
      <div style={{position: 'absolute', left: 1390, top: 250, width: 440, opacity: inset, transform: `translateX(${(1 - inset) * 120}px)`}}>
        {['Recorded in one take', 'No colour grading', 'Cut in the browser'].map((text, i) => (
          <div key={text} style={{display: 'flex', alignItems: 'center', gap: 18, marginBottom: 34, color: '#e2e8f0', fontSize: 32, fontWeight: 500, opacity: interpolate(frame, [104 + i * 8, 118 + i * 8], [0, 1], clamp)}}>
            <Icon icon="tabler:circle-check-filled" width={40} height={40} color="#facc15" />
            {text}
          </div>
        ))}
        <OffthreadVideo src={staticFile('film.mp4')} muted trimBefore={120} style={{width: 440, height: 248, borderRadius: 18, objectFit: 'cover'}} />
      </div>
      <Sequence from={14} durationInFrames={76}>
        <LowerThird name="Ingrid Solheim" role="Field notes, episode 12" />
      </Sequence>
      <div style={{position: 'absolute', right: 60, top: 50, display: 'flex', alignItems: 'center', gap: 12, color: '#fff', fontSize: 28, fontFamily: 'JetBrains Mono'}}>
        <div style={{width: 18, height: 18, borderRadius: 9, backgroundColor: '#ef4444', opacity: frame % 30 < 15 ? 1 : 0.25}} />
        00:0{seconds}
      </div>
      <div style={{position: 'absolute', left: 0, bottom: 0, height: 8, width: `${((frame + 1) / durationInFrames) * 100}%`, backgroundColor: '#facc15'}} />
    </AbsoluteFill>
  );
}
