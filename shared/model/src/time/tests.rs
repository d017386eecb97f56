use super::*;

#[test]
fn a_moment_is_written_as_rfc_3339_with_milliseconds() {
    assert_eq!(Time::from_millis(1_795_000_000_007).to_string(), "2026-11-18T11:06:40.007Z");
    assert_eq!(Time::from_millis(0).to_string(), "1970-01-01T00:00:00.000Z");
}

#[test]
fn no_number_leaves_the_years_that_can_be_written() {
    for millis in [i64::MIN, -1, i64::MAX] {
        assert_eq!(Time::from_millis(millis).to_string().len(), 24);
    }
    assert_eq!(Time::MAX.plus(Duration::MAX), Time::MAX);
    assert_eq!(Time::from_millis(5).since(Time::from_millis(9)), Duration::ZERO);
}
