use serde_json::json;

use super::*;
use crate::assets::tests::Shelf;
use crate::compile;

/// A scene of 120 by 80 pixels.
fn open(code: &str) -> Result<Scene, Problem> {
    let module = compile("scene.tsx", code).map_err(|diagnostics| Problem::Compile { diagnostics })?;
    let wanted = Wanted { width: Some(120.0), height: Some(80.0), ..Wanted::default() };
    Scene::open(&module, &json!({ "colour": "red" }), Box::new(Shelf::default()), &Limits::default(), wanted)
}

fn pixel(picture: &Picture<'_>, x: u32, y: u32) -> [u8; 3] {
    let start = ((y * picture.width + x) * 4) as usize;
    [picture.rgba[start], picture.rgba[start + 1], picture.rgba[start + 2]]
}

const MOVING: &str = "
import {AbsoluteFill, useCurrentFrame, getInputProps, interpolate} from 'remotion';
export const meta = {durationInFrames: 40, fps: 25};
export default function Scene() {
  const left = interpolate(useCurrentFrame(), [0, 20], [0, 100], {extrapolateRight: 'clamp'});
  return <AbsoluteFill style={{backgroundColor: 'white'}}>
    <div style={{position: 'absolute', left, top: 10, width: 20, height: 20, backgroundColor: getInputProps().colour}} />
  </AbsoluteFill>;
}";

#[test]
fn a_scene_moves_on_its_canvas() {
    let mut scene = open(MOVING).unwrap();
    assert_eq!(scene.canvas(), Canvas { width: 120, height: 80, fps: 25, frames: 40 });
    let first = scene.frame(0).unwrap();
    assert_eq!(
        (pixel(&first, 5, 15), pixel(&first, 105, 15), first.unchanged),
        ([255, 0, 0], [255; 3], false)
    );
    let last = scene.frame(20).unwrap();
    assert_eq!((pixel(&last, 5, 15), pixel(&last, 105, 15), last.unchanged), ([255; 3], [255, 0, 0], false));
    assert!(scene.frame(21).unwrap().unchanged, "it has come to rest");
    assert_eq!(scene.warnings(), []);
}

#[test]
fn a_frame_is_the_same_whatever_was_seen_before() {
    let mut forwards = open(MOVING).unwrap();
    let seen: Vec<Vec<u8>> = (0..12).map(|n| forwards.frame(n).unwrap().rgba.to_vec()).collect();
    let mut backwards = open(MOVING).unwrap();
    for n in (0..12).rev() {
        assert!(backwards.frame(n).unwrap().rgba == seen[n as usize], "frame {n}");
    }
}

#[test]
fn what_throws_is_told_with_its_place() {
    let mut scene = open(
        "import {useCurrentFrame} from 'remotion';
export default () => {
  if (useCurrentFrame() === 3) throw new Error('no third');
  return <div/>;
};",
    )
    .unwrap();
    assert!(scene.frame(2).is_ok());
    let problem = scene.frame(3).err().unwrap();
    let Problem::Threw { at: Some(at), frame: Some(3), .. } = &problem else { panic!("{problem:?}") };
    assert_eq!((at.file.as_str(), at.line), ("scene.tsx", 3));
    assert!(scene.frame(4).is_ok(), "the others go on");
}

#[test]
fn a_file_that_is_not_there_is_told_by_its_name() {
    let mut scene = open(
        "import {Img, staticFile} from 'remotion'; export default () => <Img src={staticFile('logo.png')}/>;",
    )
    .unwrap();
    let Err(Problem::Asset { name, .. }) = scene.frame(0) else { panic!("it is not there") };
    assert_eq!(name, "logo.png");
}
