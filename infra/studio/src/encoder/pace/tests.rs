use std::io::Write as _;

use super::*;

/// Says its progress as ffmpeg does.
fn says(progress: &mut impl std::io::Write, frames: u32) {
    write!(progress, "frame={frames}\nfps=0.00\nprogress=continue\n").unwrap();
}

/// Of an encoder that is waited for, however busy the machine is.
fn patient(progress: impl Read + Send + 'static, most: u32) -> Pace {
    Pace { silent: Duration::from_mins(10), ..Pace::of(progress, most) }
}

#[test]
fn no_more_frames_are_in_the_encoder_than_it_may_hold() {
    let (end, mut progress) = std::io::pipe().unwrap();
    let mut pace = patient(end, 2);
    for frame in 0..6 {
        if frame >= 2 {
            says(&mut progress, frame - 1);
        }
        pace.wait();
        assert!(pace.given - pace.done <= 2, "{} given, {} done", pace.given, pace.done);
    }
    assert_eq!(pace.most, 2);
}

#[test]
fn an_encoder_that_needs_more_frames_gets_them() {
    let (end, mut progress) = std::io::pipe().unwrap();
    let mut pace = patient(end, 2);
    // As long as anybody listens.
    let asks = std::thread::spawn(move || while writeln!(progress, "frame=0").is_ok() {});
    for _ in 0..4 {
        pace.wait();
    }
    assert_eq!(pace.most, 4);
    drop(pace);
    asks.join().unwrap();
}

#[test]
fn an_encoder_that_says_nothing_gets_its_frames() {
    let (end, progress) = std::io::pipe().unwrap();
    let mut pace = Pace::of(end, 1);
    pace.wait();
    pace.wait();
    assert_eq!(pace.most, 2);
    drop(progress);
}

#[test]
fn an_encoder_that_says_nonsense_is_not_waited_for() {
    let (end, mut progress) = std::io::pipe().unwrap();
    let mut pace = patient(end, 1);
    says(&mut progress, u32::MAX);
    pace.wait();
    pace.wait();
    pace.wait();
    assert_eq!((pace.given, pace.most), (3, 1));
}

#[test]
fn an_encoder_that_has_ended_is_not_waited_for() {
    let mut pace = Pace::of(std::io::empty(), 1);
    for _ in 0..9 {
        pace.wait();
    }
    assert_eq!((pace.given, pace.most), (9, 1));
}
