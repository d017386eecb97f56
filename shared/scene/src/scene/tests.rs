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
        (pixel(&first, 5, 15), pixel(&first, 105, 15), first.is_unchanged()),
        ([255, 0, 0], [255; 3], false)
    );
    let last = scene.frame(20).unwrap();
    assert_eq!(
        (pixel(&last, 5, 15), pixel(&last, 105, 15), last.is_unchanged()),
        ([255; 3], [255, 0, 0], false)
    );
    assert!(scene.frame(21).unwrap().is_unchanged(), "it has come to rest");
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

mod films {
    use super::*;
    use crate::media::tests::{LOSSLESS, counting, folder};

    /// A scene of 30 frames a second that shows films of the folder.
    fn open(folder: crate::Folder, body: &str) -> Scene {
        let code = format!(
            "import {{AbsoluteFill, OffthreadVideo, Sequence, Html5Video, staticFile}} from 'remotion';
             export const meta = {{durationInFrames: 90, fps: 30, width: 64, height: 36}};
             const film = staticFile('a.mp4');
             export default () => <AbsoluteFill style={{{{backgroundColor: 'red'}}}}>{body}</AbsoluteFill>;"
        );
        let module = compile("scene.tsx", &code).unwrap();
        Scene::open(&module, &json!({}), Box::new(folder), &Limits::default(), Wanted::default()).unwrap()
    }

    /// The number of the film's picture in the middle of a frame.
    fn number(scene: &mut Scene, n: u32) -> u32 {
        let picture = scene.frame(n).unwrap();
        let [red, green, blue] = pixel(&picture, 32, 18);
        assert!(red == green && green == blue, "grey: {red} {green} {blue}");
        let luma = (f64::from(red) * 219.0 / 255.0 / 2.0).round();
        (0..=110).find(|k| f64::from(*k) >= luma - 0.1).unwrap()
    }

    #[test]
    fn each_frame_shows_the_last_picture_that_has_begun() {
        for (rate, pictures) in [(24, 72), (30, 90), (60, 100)] {
            let (root, folder) = folder();
            counting(&root.path().join("a.mp4"), &rate.to_string(), pictures, LOSSLESS);
            let mut scene = open(folder, "<OffthreadVideo src={film} />");
            let expected = |n: u32| (n * rate / 30).min(pictures - 1);
            for n in (0..90).chain([3, 89, 2, 40, 1, 0]) {
                assert_eq!(number(&mut scene, n), expected(n), "frame {n} of a film of {rate}");
            }
        }
    }

    #[test]
    fn trims_sequences_rates_and_loops_say_which_picture_is_seen() {
        let (root, folder) = folder();
        counting(&root.path().join("a.mp4"), "30", 20, LOSSLESS);
        let root = root.path().to_owned();
        let scene =
            |body: &str| open(crate::Folder::new(&root).with_films(crate::media::tests::ffmpeg()), body);
        drop(folder);
        let mut late = scene("<Sequence from={10}><Html5Video src={film} trimBefore={5} /></Sequence>");
        assert_eq!((number(&mut late, 10), number(&mut late, 12), number(&mut late, 60)), (5, 7, 19));
        let mut fast = scene("<Html5Video src={film} playbackRate={2} />");
        assert_eq!((number(&mut fast, 4), number(&mut fast, 80)), (8, 19));
        let mut looped = scene("<Html5Video src={film} loop trimBefore={4} />");
        let seen: Vec<u32> = (0..50).map(|n| number(&mut looped, n)).collect();
        assert_eq!(seen, (0..50).map(|n| 4 + n % 16).collect::<Vec<_>>());
        assert_eq!(number(&mut looped, 33), 5, "and again");
    }

    #[test]
    fn a_film_keeps_its_proportions_unless_it_is_told_otherwise() {
        let (root, folder) = folder();
        counting(&root.path().join("a.mp4"), "30", 3, LOSSLESS);
        let at = |picture: &Picture<'_>| (pixel(picture, 2, 18), pixel(picture, 32, 18));
        let mut plain =
            open(folder, "<Html5Video src={film} style={{width: 64, height: 18, marginTop: 9}} />");
        assert_eq!(at(&plain.frame(0).unwrap()), ([255, 0, 0], [0; 3]));
        let folder = crate::Folder::new(root.path()).with_films(crate::media::tests::ffmpeg());
        let style = "{{width: 64, height: 18, marginTop: 9, objectFit: 'fill'}}";
        let mut filled = open(folder, &format!("<Html5Video src={{film}} style={style} />"));
        assert_eq!(at(&filled.frame(0).unwrap()), ([0; 3], [0; 3]));
    }

    #[test]
    fn a_film_without_an_ffmpeg_is_told() {
        let (root, _folder) = folder();
        counting(&root.path().join("a.mp4"), "30", 3, LOSSLESS);
        let mut scene = open(crate::Folder::new(root.path()), "<Html5Video src={film} />");
        assert!(scene.frame(0).unwrap_err().to_string().contains("no ffmpeg is at hand"));
    }

    #[test]
    fn what_was_heard_is_kept_with_the_frame() {
        let (root, folder) = folder();
        counting(&root.path().join("a.mp4"), "30", 30, LOSSLESS);
        let mut scene = open(folder, "<Html5Video src={film} volume={0.5} />");
        assert!(scene.heard().is_empty());
        scene.frame(15).unwrap();
        let heard = scene.heard().to_vec();
        assert_eq!((heard.len(), heard[0].position, heard[0].volume), (1, 0.5, 0.5));
        assert_eq!(scene.sounds(15).unwrap(), heard);
    }
}
