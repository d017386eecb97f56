import {AbsoluteFill, getInputProps, useVideoConfig} from 'remotion';

export default function Excuse() {
  const {message} = getInputProps();
  const {width, height} = useVideoConfig();
  const em = Math.min(width / 32, height / 18);
  return (
    <AbsoluteFill style={{background: '#1b1014', color: '#ffd9d9', fontFamily: 'Inter', padding: em * 2, justifyContent: 'center', gap: em * 0.6, borderLeft: `${em * 0.4}px solid #ff5470`}}>
      <div style={{fontSize: em * 1.4, fontWeight: 700, color: '#ff5470'}}>This scene could not be painted</div>
      <div style={{fontSize: em * 0.72, lineHeight: 1.4, fontFamily: 'JetBrains Mono, monospace', overflowWrap: 'anywhere'}}>{String(message).slice(0, 600)}</div>
    </AbsoluteFill>
  );
}
