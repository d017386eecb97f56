import React from 'react';
import {AbsoluteFill, Easing, interpolate, spring, useCurrentFrame, useVideoConfig} from 'remotion';
import {Icon} from '@iconify/react';

export const meta = {durationInFrames: 150, fps: 30, width: 1920, height: 1080};

const rows: {name: string; color: string; icons: string[]}[] = [
  {name: 'Work', color: '#6366f1', icons: ['lucide:briefcase', 'lucide:calendar-days', 'lucide:mail', 'lucide:clipboard-list', 'lucide:users', 'lucide:presentation', 'lucide:folder-open', 'lucide:pen-tool', 'lucide:message-square', 'lucide:chart-pie', 'lucide:target', 'lucide:award']},
  {name: 'Home', color: '#f59e0b', icons: ['mdi:sofa', 'mdi:lightbulb-on', 'mdi:fridge', 'mdi:washing-machine', 'mdi:bed', 'mdi:thermometer', 'mdi:door', 'mdi:flower', 'mdi:robot-vacuum', 'mdi:coffee-maker', 'mdi:television', 'mdi:key-variant']},
  {name: 'Travel', color: '#10b981', icons: ['tabler:plane', 'tabler:map-2', 'tabler:compass', 'tabler:backpack', 'tabler:tent', 'tabler:beach', 'tabler:sailboat', 'tabler:train', 'tabler:camera', 'tabler:ticket', 'tabler:luggage', 'tabler:mountain']},
  {name: 'Play', color: '#ec4899', icons: ['ph:game-controller-fill', 'ph:music-notes-fill', 'ph:basketball-fill', 'ph:palette-fill', 'ph:film-slate-fill', 'ph:headphones-fill', 'ph:guitar-fill', 'ph:puzzle-piece-fill', 'ph:soccer-ball-fill', 'ph:trophy-fill', 'ph:balloon-fill', 'ph:dice-five-fill']},
  {name: 'Build', color: '#0ea5e9', icons: ['simple-icons:rust', 'simple-icons:react', 'simple-icons:typescript', 'simple-icons:docker', 'simple-icons:postgresql', 'simple-icons:git', 'simple-icons:linux', 'simple-icons:figma', 'simple-icons:nodedotjs', 'simple-icons:python', 'simple-icons:ffmpeg', 'simple-icons:webassembly']},
];

const Cell: React.FC<{icon: string; color: string; row: number; column: number}> = ({icon, color, row, column}) => {
  const frame = useCurrentFrame();
  const {fps} = useVideoConfig();
  const p = spring({frame: frame - 8 - column * 2 - row * 4, fps, config: {damping: 12, stiffness: 150}});
  // A wave runs over the whole sheet, again and again.
  const wave = Math.max(0, Math.sin((frame - column * 4 - row * 6) / 14));
  const lit = interpolate(wave, [0.6, 1], [0, 1], {extrapolateLeft: 'clamp', extrapolateRight: 'clamp', easing: Easing.inOut(Easing.quad)});
  return (
    <div style={{width: 112, height: 112, borderRadius: 26, display: 'flex', alignItems: 'center', justifyContent: 'center', backgroundColor: lit > 0.5 ? color : '#ffffff', color: lit > 0.5 ? '#ffffff' : color, border: '1px solid rgba(15,23,42,0.08)', boxShadow: '0 6px 18px rgba(15,23,42,0.08)', transform: `scale(${p * (1 + lit * 0.1)}) rotate(${lit * 8}deg)`}}>
      <Icon icon={icon} width={60} height={60} />
    </div>
  );
};

export default function Icons() {
  const frame = useCurrentFrame();
  const shift = interpolate(frame, [0, 150], [10, -10]);
  return (
    <AbsoluteFill style={{background: 'linear-gradient(135deg, #eef2ff, #fdf2f8)', fontFamily: 'Inter', padding: '70px 90px'}}>
      <div style={{display: 'flex', alignItems: 'center', gap: 22, marginBottom: 48, transform: `translateX(${shift}px)`}}>
        <Icon icon="ph:sparkle-fill" width={64} height={64} color="#6366f1" />
        <div style={{fontSize: 64, fontWeight: 800, letterSpacing: -2, color: '#0f172a'}}>One library, every occasion</div>
      </div>
      <div style={{display: 'flex', flexDirection: 'column', gap: 34}}>
        {rows.map(({name, color, icons}, row) => (
          <div key={name} style={{display: 'flex', alignItems: 'center', gap: 22}}>
            <div style={{width: 110, fontSize: 30, fontWeight: 700, color}}>{name}</div>
            {icons.map((icon, column) => (
              <Cell key={icon} icon={icon} color={color} row={row} column={column} />
            ))}
          </div>
        ))}
      </div>
    </AbsoluteFill>
  );
}
