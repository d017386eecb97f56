use super::*;

#[test]
fn parts_are_seconds_and_all_of_a_scene() {
    for (frames, count) in [(1, 1), (20, 1), (31, 2), (150, 5), (240, 8), (9_000, 16)] {
        let parts = parts(Canvas { width: 2, height: 2, fps: 30, frames });
        let mut whole = Vec::new();
        for part in &parts {
            assert!(part.frames.contains(&part.middle), "{part:?}");
            add(&mut whole, part.frames.clone());
        }
        assert_eq!(parts.len(), count);
        assert!(whole.iter().eq([&(0..frames)]), "{whole:?}");
    }
}

#[test]
fn stretches_that_meet_are_one() {
    let mut stretches = Vec::new();
    for frames in [0..10, 10..10, 10..20, 40..50, 50..60] {
        add(&mut stretches, frames);
    }
    assert_eq!(stretches, [0..20, 40..60]);
}

#[test]
fn a_stretch_is_cut_to_its_shot() {
    assert_eq!(in_shot(&(10..40), 20, 30, 100), 100..110);
    assert_eq!(in_shot(&(10..40), 0, 90, 100), 110..140);
    assert!(in_shot(&(10..40), 40, 90, 100).is_empty());
}

#[test]
fn zones_are_counted_from_the_first_frame_of_a_part() {
    let zones = |first| zones("a=1", &[0..20, 40..60], first, "13");
    assert_eq!(zones(0), "a=1:zones=0,19,q=13/40,59,q=13");
    assert_eq!(zones(10), "a=1:zones=0,9,q=13/30,49,q=13");
    assert_eq!(zones(50), "a=1:zones=0,9,q=13");
    assert_eq!(zones(60), "a=1");
}
