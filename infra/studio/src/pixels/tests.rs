use super::*;

fn picture(rgba: &[u8]) -> Picture<'_> {
    Picture { width: 2, height: 2, rgba, unchanged: false }
}

#[test]
fn planes_are_limited_range_of_bt_709() {
    // White is 235, black 16, and both have no colour; red is 63, 102, 240 (ITU-R BT.709-6, 3.2 to 3.4).
    for (pixel, planes) in [
        ([255, 255, 255, 255], [235, 128, 128]),
        ([0, 0, 0, 255], [16, 128, 128]),
        ([255, 0, 0, 255], [63, 102, 240]),
        ([0, 0, 0, 0], [16, 128, 128]),
    ] {
        let mut out = Vec::new();
        Pixels::Yuv420.write(&picture(&pixel.repeat(4)), &mut out).unwrap();
        let expected: Vec<u8> = [vec![planes[0]; 4], vec![planes[1]], vec![planes[2]]].concat();
        let off = out.iter().zip(&expected).map(|(ours, theirs)| ours.abs_diff(*theirs)).max();
        assert!(out.len() == 6 && off <= Some(1), "{pixel:?}: {out:?}, not {expected:?}");
    }
}

#[test]
fn colours_are_no_longer_multiplied_by_alpha() {
    let mut out = Vec::new();
    let given = [[64, 0, 128, 128], [0, 0, 0, 0], [10, 20, 30, 255], [1, 1, 1, 1]].concat();
    Pixels::Rgba.write(&picture(&given), &mut out).unwrap();
    assert_eq!(out, [[128, 0, 255, 128], [0, 0, 0, 0], [10, 20, 30, 255], [255, 255, 255, 1]].concat());
}
