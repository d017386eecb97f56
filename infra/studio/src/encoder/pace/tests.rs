use super::*;

/// Says its progress as ffmpeg does.
fn says(progress: &mut impl std::io::Write, frames: u32) {
    write!(progress, "frame={frames}\nfps=0.00\nprogress=continue\n").unwrap();
}

#[test]
fn no_more_frames_are_in_the_encoder_than_it_may_hold() {
    let (end, mut progress) = std::io::pipe().unwrap();
    let mut pace = Pace::of(end, 2);
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
    let mut pace = Pace::of(end, 2);
    let asks = std::thread::spawn(move || {
        for _ in 0..3 * STANDING {
            says(&mut progress, 0);
        }
        progress
    });
    for _ in 0..4 {
        pace.wait();
    }
    assert_eq!(pace.most, 4);
    drop(asks.join().unwrap());
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
fn an_encoder_that_has_ended_is_not_waited_for() {
    let mut pace = Pace::of(std::io::empty(), 1);
    for _ in 0..9 {
        pace.wait();
    }
    assert_eq!((pace.given, pace.most), (9, 1));
}
