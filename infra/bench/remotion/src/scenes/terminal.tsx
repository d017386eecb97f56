import React from 'react';
import {AbsoluteFill, interpolate, spring, useCurrentFrame, useVideoConfig} from 'remotion';

export const meta = {durationInFrames: 240, fps: 30, width: 1920, height: 1080};

const INK: Record<string, string> = {k: '#c792ea', s: '#c3e88d', f: '#82aaff', n: '#f78c6c', c: '#697098', p: '#89ddff', t: '#ffcb6b', w: '#d6deeb'};

// Each piece is a letter that says its ink, and text.
const code: [string, string][][] = [
  [['c', '// Answers with the cheapest way to send a parcel.']],
  [['k', 'export async function '], ['f', 'quote'], ['p', '('], ['w', 'parcel'], ['p', ': '], ['t', 'Parcel'], ['p', '): '], ['t', 'Promise'], ['p', '<'], ['t', 'Quote'], ['p', '> {']],
  [['k', '  const '], ['w', 'carriers '], ['p', '= '], ['k', 'await '], ['w', 'registry'], ['p', '.'], ['f', 'near'], ['p', '('], ['w', 'parcel'], ['p', '.'], ['w', 'origin'], ['p', ');']],
  [['k', '  const '], ['w', 'offers '], ['p', '= '], ['k', 'await '], ['t', 'Promise'], ['p', '.'], ['f', 'all'], ['p', '(']],
  [['w', '    carriers'], ['p', '.'], ['f', 'map'], ['p', '('], ['k', 'async '], ['p', '('], ['w', 'carrier'], ['p', ') => ({']],
  [['w', '      carrier'], ['p', ',']],
  [['w', '      price'], ['p', ': '], ['k', 'await '], ['w', 'carrier'], ['p', '.'], ['f', 'price'], ['p', '('], ['w', 'parcel'], ['p', ', { '], ['w', 'currency'], ['p', ': '], ['s', "'EUR'"], ['p', ' }),']],
  [['w', '      days'], ['p', ': '], ['w', 'carrier'], ['p', '.'], ['w', 'days '], ['p', '?? '], ['n', '5'], ['p', ',']],
  [['p', '    })),']],
  [['p', '  );']],
  [['k', '  return '], ['w', 'offers'], ['p', '.'], ['f', 'sort'], ['p', '(('], ['w', 'a'], ['p', ', '], ['w', 'b'], ['p', ') => '], ['w', 'a'], ['p', '.'], ['w', 'price '], ['p', '- '], ['w', 'b'], ['p', '.'], ['w', 'price'], ['p', ')['], ['n', '0'], ['p', '];']],
  [['p', '}']],
];

const shell = [
  {text: '$ npm test', color: '#d6deeb', at: 150},
  {text: '', color: '#d6deeb', at: 158},
  {text: '  ✓ picks the cheapest carrier (12 ms)', color: '#4ade80', at: 172},
  {text: '  ✓ falls back to five days (3 ms)', color: '#4ade80', at: 182},
  {text: '  ✓ asks only carriers that are near (8 ms)', color: '#4ade80', at: 190},
  {text: '', color: '#d6deeb', at: 196},
  {text: '  3 passed in 0.41 s', color: '#a3e635', at: 202},
];

const Line: React.FC<{n: number; pieces: [string, string][]; shown: number; caret: boolean}> = ({n, pieces, shown, caret}) => {
  let left = shown;
  return (
    <div style={{display: 'flex', height: 46, alignItems: 'center', whiteSpace: 'pre'}}>
      <div style={{width: 64, marginRight: 28, textAlign: 'right', color: '#3b4868'}}>{n}</div>
      {pieces.map(([ink, text], i) => {
        const part = text.slice(0, Math.max(0, left));
        left -= text.length;
        return part === '' ? null : (
          <span key={i} style={{color: INK[ink], fontStyle: 'normal'}}>
            {part}
          </span>
        );
      })}
      {caret ? <span style={{width: 3, height: 34, backgroundColor: '#ffcb6b', display: 'inline-block'}} /> : null}
    </div>
  );
};

export default function Terminal() {
  const frame = useCurrentFrame();
  const {fps} = useVideoConfig();
  const open = spring({frame, fps, config: {damping: 17, stiffness: 90}});
  const panel = spring({frame: frame - 140, fps, config: {damping: 20}});
  const typed = Math.floor(interpolate(frame, [14, 138], [0, code.flat().reduce((sum, [, text]) => sum + text.length, 0)], {extrapolateLeft: 'clamp', extrapolateRight: 'clamp'}));
  let before = 0;
  return (
    <AbsoluteFill style={{background: 'radial-gradient(ellipse at 50% 0%, #3b4a8f 0%, #151a33 70%)', alignItems: 'center', justifyContent: 'center', fontFamily: 'JetBrains Mono'}}>
      <div style={{width: 1640, height: 900, borderRadius: 22, overflow: 'hidden', backgroundColor: '#0b1020', border: '1px solid rgba(255,255,255,0.12)', boxShadow: '0 40px 120px rgba(0,0,0,0.55)', transform: `translateY(${(1 - open) * 120}px) scale(${0.94 + 0.06 * open})`, opacity: Math.min(1, open), display: 'flex', flexDirection: 'column'}}>
        <div style={{display: 'flex', alignItems: 'center', gap: 12, height: 60, padding: '0 24px', backgroundColor: '#141b31', borderBottom: '1px solid rgba(255,255,255,0.07)'}}>
          {['#ff5f57', '#febc2e', '#28c840'].map((color) => (
            <div key={color} style={{width: 16, height: 16, borderRadius: 8, backgroundColor: color}} />
          ))}
          <div style={{marginLeft: 22, padding: '7px 22px', borderRadius: 8, backgroundColor: '#0b1020', color: '#a6b1d4', fontSize: 20}}>quote.ts</div>
          <div style={{padding: '7px 22px', color: '#5f6b93', fontSize: 20}}>registry.ts</div>
        </div>
        <div style={{flex: 1, padding: '22px 10px', fontSize: 27, minHeight: 0}}>
          {code.map((pieces, i) => {
            const length = pieces.reduce((sum, [, text]) => sum + text.length, 0);
            const start = before;
            before += length;
            const here = typed >= start && (typed < before || (i === code.length - 1 && frame < 146));
            return <Line key={i} n={i + 1} pieces={pieces} shown={typed - start} caret={here && frame % 20 < 13} />;
          })}
        </div>
        <div style={{height: panel * 330, backgroundColor: '#070b17', borderTop: '1px solid rgba(255,255,255,0.1)', overflow: 'hidden'}}>
          <div style={{padding: '16px 30px', fontSize: 24}}>
            {shell.filter((row) => frame >= row.at).map((row, i) => (
              <div key={i} style={{height: 40, color: row.color, whiteSpace: 'pre'}}>
                {row.text}
              </div>
            ))}
          </div>
        </div>
      </div>
    </AbsoluteFill>
  );
}
