//! What scenes are written with: every name is there, and a scene that uses it is painted.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use scene::{Assets, Limits, Problem, Scene, Script, Wanted, Warning, compile};
use serde_json::json;

mod compositions;
mod customs;
mod names;
mod packages;
mod refused;

/// No file is there.
struct Nothing;

impl Assets for Nothing {
    fn read(&mut self, name: &str) -> Result<Vec<u8>, Problem> {
        Err(Problem::Asset { name: name.to_owned(), message: format!("`{name}` is not there.") })
    }
}

/// A scene of 100 by 60 pixels. `must(what, holds)` fails it.
fn open(code: &str) -> Result<Scene, Problem> {
    let wanted = Wanted { width: Some(100.0), height: Some(60.0), frames: Some(90.0), ..Wanted::default() };
    open_as(code, wanted)
}

fn open_as(code: &str, wanted: Wanted) -> Result<Scene, Problem> {
    let must =
        "const must = (what: string, holds: unknown) => { if (!holds) throw new Error(`failed: ${what}`); };";
    let module = compile("scene.tsx", &format!("{code}\n{must}"))
        .map_err(|diagnostics| Problem::Compile { diagnostics })?;
    Scene::open(&module, &json!({"word": "hi"}), Box::new(Nothing), &Limits::default(), wanted)
}

/// The colour of a pixel in a frame.
#[track_caller]
fn pixel(scene: &mut Scene, frame: u32, x: u32, y: u32) -> [u8; 3] {
    let picture = scene.frame(frame).unwrap_or_else(|problem| panic!("frame {frame}: {problem}"));
    let start = ((y * picture.width + x) * 4) as usize;
    [picture.rgba[start], picture.rgba[start + 1], picture.rgba[start + 2]]
}

/// Whether the scene's frame is lime in the middle: what it shows when it got to its end.
#[track_caller]
fn is_lime(code: &str, frame: u32) -> Vec<Warning> {
    let mut scene = open(code).unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(pixel(&mut scene, frame, 50, 30), LIME);
    scene.warnings()
}

/// What a scene makes, before it is laid out.
fn elements(code: &str, frame: u32) -> scene::Frame {
    let module = compile("scene.tsx", code).unwrap();
    let mut script = Script::open(&module, &json!({}), &Limits::default()).unwrap();
    script.frame(frame, scene::Canvas { width: 100, height: 60, fps: 30, frames: 150 }).unwrap()
}

const LIME: [u8; 3] = [0, 255, 0];
const RED: [u8; 3] = [255, 0, 0];
const BLUE: [u8; 3] = [0, 0, 255];
const WHITE: [u8; 3] = [255, 255, 255];
