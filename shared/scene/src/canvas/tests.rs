use super::*;

#[test]
fn the_first_who_says_something_decides() {
    let flags = Wanted { width: Some(640.0), ..Wanted::default() };
    let meta = Wanted { width: Some(100.0), height: Some(360.0), fps: Some(25.0), frames: None };
    let found = Wanted { frames: Some(42.0), ..Wanted::default() };
    let (canvas, warnings) = Canvas::of(&[flags, meta, found]).unwrap();
    assert_eq!(canvas, Canvas { width: 640, height: 360, fps: 25, frames: 42 });
    assert_eq!(warnings, []);
}

#[test]
fn a_scene_without_a_word_is_five_seconds_and_says_so() {
    let (canvas, warnings) = Canvas::of(&[]).unwrap();
    assert_eq!(canvas, Canvas { width: 1_920, height: 1_080, fps: 30, frames: 150 });
    assert_eq!(warnings.len(), 1);
    let slow = Wanted { fps: Some(24.0), ..Wanted::default() };
    assert_eq!(Canvas::of(&[slow]).unwrap().0.frames, 120, "five seconds, whatever the speed");
}

#[test]
fn a_length_that_is_none_is_refused_with_what_to_give() {
    for frames in [0.0, -3.0, f64::INFINITY, f64::NAN, 1e9, 2.5] {
        let wish = Wanted { frames: Some(frames), ..Wanted::default() };
        let problem = Canvas::of(&[wish]).unwrap_err();
        assert_eq!(problem.code(), "canvas");
        assert!(problem.to_string().contains("from 1 to 216000"), "{problem}");
    }
    for (width, height) in [(0.0, 10.0), (10.0, 8_193.0), (-1.0, 10.0), (10.5, 10.0)] {
        let wish = Wanted { width: Some(width), height: Some(height), ..Wanted::default() };
        assert_eq!(Canvas::of(&[wish]).unwrap_err().code(), "canvas", "{width} x {height}");
    }
}
