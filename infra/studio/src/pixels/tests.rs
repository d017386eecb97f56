use super::*;

/// A whole picture as an encoder takes it.
fn written(pixels: Pixels, rgba: &[u8], width: u32, height: u32) -> Vec<u8> {
    let picture = Picture { width, height, rgba, changed: &[] };
    let whole = Part { columns: 0..width as usize, rows: 0..height as usize };
    let mut out = vec![7; pixels.bytes(width as usize, height as usize)];
    pixels.write(&picture, &whole, &mut out).unwrap();
    out
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
        let out = written(Pixels::Yuv420, &pixel.repeat(4), 2, 2);
        let expected: Vec<u8> = [vec![planes[0]; 4], vec![planes[1]], vec![planes[2]]].concat();
        let off = out.iter().zip(&expected).map(|(ours, theirs)| ours.abs_diff(*theirs)).max();
        assert!(out.len() == 6 && off <= Some(1), "{pixel:?}: {out:?}, not {expected:?}");
    }
}

/// Y, Cb and Cr of a colour, not rounded (ITU-R BT.709-6, 3.2 to 3.4).
fn formula([red, green, blue]: [f64; 3]) -> [f64; 3] {
    let luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    let chroma = |colour: f64, share: f64| 128.0 + 224.0 / 255.0 * (colour - luma) / (2.0 - 2.0 * share);
    [16.0 + 219.0 / 255.0 * luma, chroma(blue, 0.0722), chroma(red, 0.2126)]
}

#[test]
fn planes_are_rounded_to_the_nearest() {
    let rgba = noise(5);
    let planes = written(Pixels::Yuv420, &rgba, WIDTH, HEIGHT);
    let (luma, chroma) = planes.split_at((WIDTH * HEIGHT) as usize);
    let colour = |pixel: &[u8; 4]| [pixel[0], pixel[1], pixel[2]].map(f64::from);
    let off = |pixel: &[u8; 4], luma: u8| (formula(colour(pixel))[0] - f64::from(luma)).abs();
    let wrong = rgba.as_chunks().0.iter().zip(luma).filter(|(pixel, luma)| off(pixel, **luma) > 0.5).count();
    assert!(wrong * 200 < luma.len(), "{wrong} of {}", luma.len());
    // Of noise the mean is that of all of its pixels: what is cut off instead of rounded shows in it.
    let mean = |bytes: &[u8]| {
        let (sum, count) =
            bytes.iter().fold((0.0, 0.0), |(sum, count), byte| (sum + f64::from(*byte), count + 1.0));
        sum / count
    };
    let all =
        [0, 1, 2].map(|channel| mean(&rgba.iter().skip(channel).step_by(4).copied().collect::<Vec<_>>()));
    let (cb, cr) = chroma.split_at(chroma.len() / 2);
    let expected = formula(all);
    for (found, expected) in [(mean(cb), expected[1]), (mean(cr), expected[2])] {
        assert!((found - expected).abs() < 0.1, "{found}, not {expected}");
    }
}

#[test]
fn colours_are_no_longer_multiplied_by_alpha() {
    let given = [[64, 0, 128, 128], [0, 0, 0, 0], [10, 20, 30, 255], [1, 1, 1, 1]].concat();
    assert_eq!(
        written(Pixels::Rgba, &given, 2, 2),
        [[128, 0, 255, 128], [0, 0, 0, 0], [10, 20, 30, 255], [255, 255, 255, 1]].concat()
    );
}

const WIDTH: u32 = 150;
const HEIGHT: u32 = 24;

/// A picture of noise.
fn noise(seed: u32) -> Vec<u8> {
    let bytes = (0..WIDTH * HEIGHT * 4).map(|at| (at + seed).wrapping_mul(2_654_435_761).to_be_bytes()[0]);
    bytes.enumerate().map(|(at, byte)| if at % 4 == 3 { 255 } else { byte }).collect()
}
