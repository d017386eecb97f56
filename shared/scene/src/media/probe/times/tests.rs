use super::*;

fn times(base: &str, shown: impl Iterator<Item = i64>, guess: Option<f64>) -> Option<Times> {
    let mut packets = Packets::default();
    packets.line(&format!("#tb 0: {base}"));
    for time in shown {
        packets.line(&format!("0, {time}, {time}, 1, 100, 0x00000000"));
    }
    packets.times(guess)
}

fn rate(base: &str, shown: impl Iterator<Item = i64>, guess: Option<f64>) -> (u32, u32, u32, bool) {
    let times = times(base, shown, guess).unwrap();
    (times.fps.num, times.fps.den, times.frames, times.steady)
}

#[test]
fn a_rate_is_found_on_any_clock() {
    assert_eq!(rate("1/15360", (0..90).map(|k| k * 512), None), (30, 1, 90, true));
    assert_eq!(rate("1/90000", (0..90).map(|k| k * 3_003 + 126_000), None), (30_000, 1_001, 90 + 42, true));
    // Milliseconds: 24000/1001 and 24 differ by one in a thousand.
    let coarse = |num: i64, den: i64| (0..200).map(move |k| (k * den * 2_000 / num + 1) / 2);
    assert_eq!(rate("1/1000", coarse(24_000, 1_001), Some(23.98)), (24_000, 1_001, 200, true));
    assert_eq!(rate("1/1000", coarse(24, 1), Some(24.0)), (24, 1, 200, true));
    assert_eq!(rate("1/1000", coarse(60, 1), None), (60, 1, 200, true));
    assert_eq!(rate("1/7", 0..30, Some(7.0)), (7, 1, 30, true));
}

#[test]
fn what_keeps_no_rate_is_played_in_sixty() {
    let wild = [0, 100, 133, 400, 1_000].into_iter();
    assert_eq!(rate("1/1000", wild, Some(30.0)), (60, 1, 61, false));
    assert_eq!(rate("1/1000", [0].into_iter(), None), (60, 1, 1, false));
}

#[test]
fn a_picture_that_is_missing_leaves_its_place() {
    let gap = (0..30).filter(|k| *k != 7).map(|k| k * 512);
    assert_eq!(rate("1/15360", gap, Some(30.0)), (30, 1, 30, true));
}

#[test]
fn pictures_that_are_never_shown_are_not_counted() {
    let mut packets = Packets::default();
    for line in
        ["#tb 0: 1/30", "0, 0, -1, 1, 9, 0x0, F=0x5", "0, 1, 0, 1, 9, 0x0", "0, 2, 1, 1, 9, 0x0, F=0x0"]
    {
        packets.line(line);
    }
    assert_eq!((packets.len(), packets.times(None).unwrap().frames), (2, 2));
    assert!(times("1/0", 0..9, None).is_none());
    assert!(times("1/30", 0..0, None).is_none());
}
