use clap::CommandFactory as _;

use super::*;

#[test]
fn the_command_line_is_consistent() {
    Cli::command().debug_assert();
}

#[test]
fn sizes_speeds_and_frames_are_read_or_explained() {
    assert_eq!(size("1280x720"), Ok((1280, 720)));
    assert_eq!(speed("25"), Ok(25));
    assert_eq!(range("0-59"), Ok((0, 59)));
    assert_eq!(range("42"), Ok((42, 42)));
    for wrong in [size("1280").unwrap_err(), size("0x720").unwrap_err(), size("9000x90").unwrap_err()] {
        assert!(wrong.contains("size") || wrong.contains("side"), "{wrong}");
    }
    assert!(speed("29").unwrap_err().contains("24, 25, 30, 50 or 60"));
    assert!(range("9-3").unwrap_err().contains("turn them around"));
    assert!(range("-1").is_err() && range("a-b").is_err());
}
