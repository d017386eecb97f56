use std::time::Duration;

use super::{bytes, clock, credits, money, time};

#[test]
fn credits_are_exact() {
    let cases = [
        (0, "0 credits"),
        (10_000, "1 credit"),
        (25_000, "2.5 credits"),
        (1, "0.0001 credits"),
        (9_990_000, "999 credits"),
        (-15_000, "-1.5 credits"),
        (i64::MIN, "-922337203685477.5808 credits"),
    ];
    for (amount, text) in cases {
        assert_eq!(credits(amount), text);
    }
}

#[test]
fn dollars_have_two_digits_at_least() {
    for (amount, text) in [(0, "$0.00"), (10_000, "$0.01"), (500, "$0.0005"), (-12_345_678, "-$12.345678")] {
        assert_eq!(money(amount), text);
    }
}

#[test]
fn sizes_and_times_are_short() {
    assert_eq!(bytes(999), "999 B");
    assert_eq!(bytes(1_234_567), "1.2 MB");
    assert_eq!(time(Duration::from_millis(31)), "31 ms");
    assert_eq!(time(Duration::from_millis(4_250)), "4.2 s");
    assert_eq!(time(Duration::from_secs(185)), "3 min 05 s");
    assert_eq!(clock("2026-11-20T19:05:33.123Z"), "2026-11-20 19:05:33");
    assert_eq!(clock("soon"), "soon");
}
