use serde_json::{Value, json};

use super::Script;
use crate::{Canvas, Element, Frame, Limits, Problem, Tag, compile};

pub(super) const CANVAS: Canvas = Canvas { width: 1_920, height: 1_080, fps: 30, frames: 150 };

pub(super) fn script(tsx: &str) -> Script {
    let module = compile("scene.tsx", tsx).unwrap();
    Script::open(&module, &Value::Null, &Limits::default()).unwrap()
}

pub(super) fn frame(tsx: &str, n: u32) -> Frame {
    script(tsx).frame(n, CANVAS).unwrap()
}

#[test]
fn the_reference_scene_has_its_bars_and_its_list() {
    let frame = frame(include_str!("tests/dashboard.tsx"), 60);
    let text = format!("{:?}", frame.elements);
    println!("{text}");
    assert!(text.contains("Annual performance"));
    assert_eq!(text.matches("revenue").count(), 9);
}
