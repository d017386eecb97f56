use super::*;

fn picture(rgba: &[u8]) -> Picture<'_> {
    Picture { width: 2, height: 2, rgba, changed: Rows { first: 0, count: 2 } }
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
        Pixels::Yuv420.write(&picture(&pixel.repeat(4)), None, &mut out).unwrap();
        let expected: Vec<u8> = [vec![planes[0]; 4], vec![planes[1]], vec![planes[2]]].concat();
        let off = out.iter().zip(&expected).map(|(ours, theirs)| ours.abs_diff(*theirs)).max();
        assert!(out.len() == 6 && off <= Some(1), "{pixel:?}: {out:?}, not {expected:?}");
    }
}

#[test]
fn colours_are_no_longer_multiplied_by_alpha() {
    let mut out = Vec::new();
    let given = [[64, 0, 128, 128], [0, 0, 0, 0], [10, 20, 30, 255], [1, 1, 1, 1]].concat();
    Pixels::Rgba.write(&picture(&given), None, &mut out).unwrap();
    assert_eq!(out, [[128, 0, 255, 128], [0, 0, 0, 0], [10, 20, 30, 255], [255, 255, 255, 1]].concat());
}

#[test]
fn a_picture_after_another_is_what_it_is_alone() {
    let (width, height) = (70_u32, 24_u32);
    let rgba = |seed: u32| -> Vec<u8> {
        let bytes =
            (0..width * height * 4).map(|at| (at + seed).wrapping_mul(2_654_435_761).to_be_bytes()[0]);
        bytes.enumerate().map(|(at, byte)| if at % 4 == 3 { 255 } else { byte }).collect()
    };
    let row = 4 * width as usize;
    for (first, count) in [(0, 24), (0, 1), (1, 1), (3, 8), (7, 2), (23, 1), (5, 0)] {
        let (before, mut after) = (rgba(1), rgba(1));
        let rows = first as usize * row..(first + count) as usize * row;
        after[rows.clone()].copy_from_slice(&rgba(2)[rows]);
        let [mut old, mut alone, mut next] = [Vec::new(), Vec::new(), vec![7; 9]];
        let picture = |rgba| Picture { width, height, rgba, changed: Rows { first, count } };
        Pixels::Yuv420.write(&picture(&before), None, &mut old).unwrap();
        Pixels::Yuv420.write(&picture(&after), None, &mut alone).unwrap();
        Pixels::Yuv420.write(&picture(&after), Some(&old), &mut next).unwrap();
        assert!(next == alone, "{count} rows from {first} on");
    }
}
