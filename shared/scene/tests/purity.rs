//! A frame has the same bytes whichever frames were made before it.

#![expect(clippy::unwrap_used, reason = "a test that cannot open its scene has failed")]

use std::path::Path;

use scene::{Folder, Limits, Module, Scene, Wanted, compile};

/// What moves in films: boxes that come into sight, turn, grow to their own size, hold others, and stand in lines.
const MOVING: &str = r"
import {AbsoluteFill, Sequence, spring, useCurrentFrame, interpolate} from 'remotion';
export const meta = {durationInFrames: 40, fps: 30, width: 320, height: 180};
const Letter = ({at, children}) => {
  const s = spring({frame: useCurrentFrame() - at, fps: 30, config: {damping: 9}});
  return <span style={{display: 'inline-block', opacity: s, color: 'navy', borderRadius: 3.3, backgroundColor: 'gold',
    transform: `translateY(${(1 - s) * 30}px) rotate(${(1 - s) * 40}deg) scale(${s})`}}>{children}</span>;
};
const Card = ({at}) => {
  const s = spring({frame: useCurrentFrame() - at, fps: 30, config: {damping: 200}});
  return <div style={{position: 'relative', width: 61.7, height: 40.3, margin: 3.3, border: '1.5px solid teal', boxShadow: '0 2px 5px gray',
    scale: 0.5 + s / 2, clipPath: `circle(${10 + s * 40}px at 50% 50%)`, filter: `blur(${(1 - s) * 3}px)`}}>
    <div style={{position: 'fixed', left: 5.5, bottom: 3.25, width: 9.9, height: 9.9, backgroundColor: 'tomato'}} />
    <span style={{opacity: 0.7}}>in <b style={{opacity: 0.4}}>line</b></span>
  </div>;
};
export default () => {
  const frame = useCurrentFrame();
  return <AbsoluteFill style={{fontFamily: 'Inter', fontSize: 20.5, opacity: interpolate(frame, [30, 39], [1, 0.2])}}>
    <p>{'moving'.split('').map((c, i) => <Letter key={i} at={i * 2}>{c}</Letter>)}</p>
    <div style={{display: 'flex', transform: frame < 10 ? 'none' : `translateX(${frame / 3}px)`}}><Card at={0} /><Card at={7} />
      <div style={{position: 'fixed', right: 3, bottom: 3, width: 9, height: 9, backgroundColor: 'purple'}} />
      <div style={{width: 20.4, height: 20.4, marginLeft: 3.9, backgroundColor: 'olive', transform: `scale(${Math.min(1, 0.4 + frame / 25)})`}}>
        <div style={{width: 7.3, height: 7.3, margin: 2.3, backgroundColor: 'white'}} /></div>
    </div>
    <svg width={50} height={30} style={{transform: `rotate(${frame}deg)`}}><rect width={20} height={20} /></svg>
    <Sequence from={12} durationInFrames={9}><i style={{opacity: 0.5}}>for a while</i></Sequence>
  </AbsoluteFill>;
};
";

/// An inline box that comes into sight.
const INLINE: &str = r"
import {useCurrentFrame} from 'remotion';
export const meta = {durationInFrames: 8, fps: 30, width: 160, height: 90};
export default () => {
  const frame = useCurrentFrame();
  return <p style={{fontFamily: 'Inter'}}>a <span style={{opacity: frame < 3 ? 0 : 0.5}}>b <u style={{opacity: frame / 8}}>c</u></span></p>;
};
";

/// A drawing whose parts move.
const DRAWN: &str = r"
import {useCurrentFrame} from 'remotion';
export const meta = {durationInFrames: 8, fps: 30, width: 160, height: 90};
export default () => <svg width={50} height={30}><rect width={20} height={20} style={{opacity: useCurrentFrame() / 8}} /></svg>;
";

fn opened(module: &Module) -> Scene {
    let assets = Box::new(Folder::new(Path::new("/nowhere")));
    Scene::open(module, &serde_json::json!({}), assets, &Limits::default(), Wanted::default()).unwrap()
}

fn bytes(scene: &mut Scene, n: u32) -> Vec<u8> {
    scene.frame(n).unwrap().rgba.to_vec()
}

/// Compares frames that were made one after the other, and then in leaps, with each of them made alone.
fn check(name: &str, tsx: &str, every: usize) {
    let module = compile(name, tsx).unwrap();
    let mut played = opened(&module);
    let frames: Vec<Vec<u8>> = (0..played.canvas().frames).map(|n| bytes(&mut played, n)).collect();
    let numbers = (0..played.canvas().frames).step_by(every);
    for n in numbers.clone() {
        let alone = bytes(&mut opened(&module), n);
        assert!(alone == frames[n as usize], "frame {n} of {name} is another one when it is made alone");
    }
    for n in numbers.rev() {
        assert!(bytes(&mut played, n) == frames[n as usize], "frame {n} of {name} is another one in a leap");
    }
}

#[test]
fn what_moves_is_the_same_alone_and_in_a_film() {
    check("moving.tsx", MOVING, 1);
    check("inline.tsx", INLINE, 1);
    check("drawn.tsx", DRAWN, 1);
}

#[test]
fn the_dashboard_is_the_same_alone_and_in_a_film() {
    check("dashboard.tsx", include_str!("../examples/dashboard.tsx"), 13);
}
