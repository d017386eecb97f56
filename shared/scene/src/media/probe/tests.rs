use super::*;

#[test]
fn pixels_are_made_square_by_making_the_short_side_longer() {
    let size =
        |dimensions: &str, sar: &str| shown_size(&format!("#dimensions 0: {dimensions}\n#sar 0: {sar}\n"));
    assert_eq!(size("720x576", "16/15"), Some((768, 576)));
    assert_eq!(size("720x480", "8/9"), Some((720, 540)));
    assert_eq!(size("64x36", "0/1"), Some((64, 36)));
    assert_eq!(size("0x36", "1/1"), None);
    assert_eq!(shown_size(""), None);
}
