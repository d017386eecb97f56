use image::{Rgb, RgbImage};
use proptest::prelude::*;

use super::*;

const SKY: [f32; 3] = [150.0, 185.0, 225.0];
const LAND: [f32; 3] = [70.0, 95.0, 50.0];

/// Paints with a function of the place in pixels, nine samples to a pixel so that borders are soft as in photographs.
fn painted(width: u32, height: u32, colour: impl Fn(f32, f32) -> [f32; 3]) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let mut sum = [0.0; 3];
        for part in 0..9_u8 {
            let (right, down) =
                (f32::from(part % 3) / 3.0 + 1.0 / 6.0, f32::from(part / 3) / 3.0 + 1.0 / 6.0);
            let sample = colour(x as f32 + right, y as f32 + down);
            sum = [sum[0] + sample[0], sum[1] + sample[1], sum[2] + sample[2]];
        }
        Rgb(sum.map(|sum| (sum / 9.0).round().clamp(0.0, 255.0) as u8))
    })
}

/// A number from -1 to 1 that follows from a place: noise without chance.
fn noise(x: f32, y: f32, seed: u32) -> f32 {
    let mut hash = seed ^ (x as u32).wrapping_mul(0x9e37_79b1) ^ (y as u32).wrapping_mul(0x85eb_ca77);
    hash = (hash ^ (hash >> 15)).wrapping_mul(0x2c1b_3c6d);
    hash = (hash ^ (hash >> 12)).wrapping_mul(0x297a_2d39);
    (hash ^ (hash >> 15)) as f32 / u32::MAX as f32 * 2.0 - 1.0
}

fn grainy([r, g, b]: [f32; 3], grain: f32) -> [f32; 3] {
    [r + grain, g + grain, b + grain]
}

/// Sky over land, with grain on both, and something upright that hides a part of the horizon.
fn view(width: u32, height: u32, at: f32, tilt: f32, grain: f32) -> RgbImage {
    let (w, h) = (width as f32, height as f32);
    painted(width, height, |x, y| {
        let line = at * h + (x - w / 2.0) * tilt.to_radians().tan();
        let noisy = grain * noise(x, y, 1);
        if (x / w - 0.6).abs() < 0.08 && y > 0.15 * h && y < 0.9 * h {
            grainy([120.0, 60.0, 50.0], noisy)
        } else if y < line {
            grainy(SKY, noisy)
        } else {
            grainy(LAND, 2.0 * noisy)
        }
    })
}

/// A floor of square tiles below a wall, both seen in perspective: all receding lines meet at `point`.
fn floor(width: u32, height: u32, [u, v]: [f32; 2]) -> RgbImage {
    let (w, h) = (width as f32, height as f32);
    painted(width, height, |x, y| {
        let (right, down) = (x / w - u, y / h - v);
        if down <= 0.02 {
            return SKY;
        }
        let (across, deep) = (right / down * 4.0, 1.0 / down);
        if (across.floor() + deep.floor()).rem_euclid(2.0) < 1.0 { [40.0; 3] } else { [220.0; 3] }
    })
}

#[test]
fn a_horizon_is_found_where_it_was_drawn() {
    for (at, tilt) in [(0.3, 0.0), (0.5, 3.0), (0.62, -2.0), (0.75, 6.0), (0.45, -9.0)] {
        for (width, height) in [(512, 341), (341, 512), (256, 256)] {
            let found = analyze(&view(width, height, at, tilt, 12.0)).horizon.unwrap();
            let said = format!("{width}x{height} at {at} by {tilt}: {found:?}");
            assert!((found.at - at).abs() < 0.01, "{said}");
            assert!((found.tilt - tilt).abs() < 0.5, "{said}");
            assert!(found.confidence >= Horizon::SURE, "{said}");
        }
    }
}

/// A cliff that slopes into the sea hides a half of a level horizon, and is as dark as the sea is.
#[test]
fn what_slopes_across_a_level_horizon_does_not_tilt_it() {
    for (left, slope) in [(0.6, 0.12), (0.65, 0.12), (0.7, 0.12)] {
        for at in [0.45, 0.6] {
            let picture = painted(512, 384, |x, y| {
                let (right, down) = (x / 512.0, y / 384.0);
                let top = at - 0.03 - slope * (right - left) - 0.008 * (60.0 * right).sin();
                let cliff = right > left && down > top;
                grainy(if cliff || down > at { LAND } else { SKY }, 8.0 * noise(x, y, 5))
            });
            let found = analyze(&picture).horizon.unwrap();
            assert!((found.at - at).abs() < 0.02 && found.tilt.abs() < 1.0, "{at}, {slope}: {found:?}");
        }
    }
}

#[test]
fn there_is_no_horizon_in_noise_stripes_tiles_or_a_gradient() {
    let pictures = [
        painted(512, 340, |x, y| grainy([128.0; 3], 100.0 * noise(x, y, 3))),
        painted(512, 340, |x, _| if (x / 40.0) as i32 % 2 == 0 { SKY } else { LAND }),
        painted(512, 340, |_, y| if (y / 20.0) as i32 % 2 == 0 { SKY } else { LAND }),
        painted(512, 340, |x, y| if (x / 32.0 + y / 32.0) as i32 % 2 == 0 { SKY } else { LAND }),
        painted(512, 340, |x, y| if ((x / 32.0) as i32 + (y / 32.0) as i32) % 2 == 0 { SKY } else { LAND }),
        painted(512, 340, |_, y| [y * 0.6; 3]),
        painted(512, 340, |x, y| if (x - 256.0).hypot(y - 170.0) < 110.0 { SKY } else { LAND }),
        RgbImage::from_pixel(512, 340, Rgb([90, 90, 90])),
    ];
    for (index, picture) in pictures.iter().enumerate() {
        assert_eq!(analyze(picture).horizon, None, "picture {index}");
    }
}

#[test]
fn receding_lines_meet_where_they_were_drawn() {
    for point in [[0.5, 0.4], [0.3, 0.55], [0.8, 0.3], [0.5, -0.2]] {
        let found = analyze(&floor(512, 384, point)).vanishing_point;
        let found = found.unwrap_or_else(|| panic!("no vanishing point at {point:?}"));
        assert!(
            (found.x - point[0]).abs() < 0.02 && (found.y - point[1]).abs() < 0.02,
            "{point:?}: {found:?}"
        );
        assert!(found.confidence > 0.5, "{found:?}");
    }
}

#[test]
fn a_road_has_a_vanishing_point() {
    let road = painted(512, 384, |x, y| {
        let (right, down) = (x - 300.0, y - 150.0);
        let across = right / down;
        match across {
            _ if down < 0.0 => SKY,
            a if (a + 0.4).abs() < 0.04 => [230.0; 3],
            a if (-1.1..0.3).contains(&a) => [40.0, 40.0, 46.0],
            _ => LAND,
        }
    });
    let found = analyze(&road);
    let point = found.vanishing_point.unwrap();
    assert!((point.x - 300.0 / 512.0).abs() < 0.02 && (point.y - 150.0 / 384.0).abs() < 0.02, "{point:?}");
    assert!((found.horizon.unwrap().at - 150.0 / 384.0).abs() < 0.01, "{:?}", found.horizon);
}

#[test]
fn lines_that_do_not_meet_have_no_vanishing_point() {
    let fence = painted(512, 384, |x, y| if ((x + 0.3 * y) / 30.0) as i32 % 2 == 0 { SKY } else { LAND });
    assert_eq!(analyze(&fence).vanishing_point, None);
    for seed in 0..6 {
        // Strokes of any place and direction: some two cross anywhere, and not many in one place.
        let strokes: Vec<[f32; 3]> = (0..14_u8)
            .map(|index| [0.0, 1.0, 2.0].map(|part| noise(f32::from(index), part, seed)))
            .map(|[x, y, angle]| [256.0 + 200.0 * x, 192.0 + 150.0 * y, 90.0 * angle])
            .collect();
        let strewn = painted(512, 384, |x, y| {
            let on = strokes.iter().any(|[u, v, angle]| {
                let (down, right) = angle.to_radians().sin_cos();
                let (x, y) = (x - u, y - v);
                (x * down - y * right).abs() < 2.0 && (x * right + y * down).abs() < 60.0
            });
            if on { [30.0; 3] } else { [210.0; 3] }
        });
        assert_eq!(analyze(&strewn).vanishing_point, None, "seed {seed}");
    }
    let grain =
        painted(512, 384, |x, y| grainy([128.0; 3], 90.0 * noise((x / 3.0).floor(), (y / 3.0).floor(), 9)));
    assert_eq!(analyze(&grain).vanishing_point, None);
}

#[test]
fn the_strongest_line_has_the_angle_that_was_drawn() {
    for angle in [-80.0_f32, -45.0, -12.0, 0.0, 30.0, 60.0, 90.0] {
        let (down, right) = angle.to_radians().sin_cos();
        let bar = painted(400, 400, |x, y| {
            let across = (x - 200.0) * down - (y - 200.0) * right;
            if across.abs() < 6.0 { [20.0; 3] } else { [200.0; 3] }
        });
        let lines = analyze(&bar).lines;
        let off = (lines[0].angle - angle).abs();
        assert!(off.min((180.0 - off).abs()) < 0.5, "{angle}: {lines:?}");
        assert!((lines[0].x - 0.5).abs() < 0.03 && (lines[0].y - 0.5).abs() < 0.03, "{angle}: {lines:?}");
        assert!(lines[0].strength > 0.6, "{lines:?}");
    }
    let disc = painted(400, 400, |x, y| if (x - 200.0).hypot(y - 200.0) < 90.0 { SKY } else { LAND });
    let bent = analyze(&disc).lines;
    assert!(bent.iter().all(|line| line.strength < 0.15), "a circle has no long lines: {bent:?}");
}

#[test]
fn style_words_follow_light_colour_and_surface() {
    let flat = |colour: [u8; 3]| analyze(&RgbImage::from_pixel(64, 64, Rgb(colour))).style;
    assert_eq!(flat([10, 10, 10]), "lo-key.neutral.mono.flat");
    assert_eq!(flat([250, 250, 250]), "hi-key.neutral.mono.flat");
    assert_eq!(flat([230, 90, 20]), "mid-key.warm.vivid.flat");
    assert_eq!(flat([20, 40, 120]), "lo-key.cool.vivid.flat");
    assert_eq!(flat([140, 130, 122]), "mid-key.neutral.mono.flat");
    let fence = painted(300, 300, |x, _| if (x / 12.0) as i32 % 2 == 0 { [40.0; 3] } else { [200.0; 3] });
    assert_eq!(analyze(&fence).style.rsplit('.').next(), Some("lined"));
    let grain =
        painted(300, 300, |x, y| grainy([128.0; 3], 90.0 * noise((x / 3.0).floor(), (y / 3.0).floor(), 5)));
    assert_eq!(analyze(&grain).style.rsplit('.').next(), Some("textured"));
}

#[test]
fn an_analysis_is_small_and_reads_back_the_same() {
    for picture in [floor(512, 384, [0.4, 0.4]), view(512, 300, 0.5, 1.7, 20.0), RgbImage::new(0, 0)] {
        let found = analyze(&picture);
        assert_eq!(analyze(&picture), found, "the same pixels, the same analysis");
        let text = serde_json::to_string(&found).unwrap();
        assert!(text.len() <= 1_100, "{} bytes: {text}", text.len());
        assert_eq!(serde_json::from_str::<Analysis>(&text).unwrap(), found);
        // The way through a value keeps four digits.
        assert_eq!(serde_json::to_value(&found).unwrap().to_string().len(), text.len());
    }
}

#[test]
fn an_analysis_without_what_came_later_is_read() {
    let old = r#"{"palette":[],"lightness":0.5,"contrast":0,"chroma":0,"warmth":0,"edges":0,"style":"mid-key.neutral.mono.flat"}"#;
    let read: Analysis = serde_json::from_str(old).unwrap();
    assert_eq!((read.horizon, read.lines.len(), read.tones), (None, 0, Tones::default()));
    for wrong in ["", "00", &"g".repeat(128), &"é".repeat(64)] {
        assert!(serde_json::from_value::<Tones>(wrong.into()).is_err(), "{wrong}");
    }
}

#[test]
fn a_larger_picture_is_scaled_to_the_sample() {
    let (small, large) =
        (analyze(&view(512, 340, 0.4, 2.0, 0.0)), analyze(&view(1_536, 1_020, 0.4, 2.0, 0.0)));
    assert!(similarity(&small, &large) > 0.97);
    assert!((large.horizon.unwrap().at - 0.4).abs() < 0.01);
    assert_eq!(analyze(&RgbImage::new(4_000, 1)).horizon, None);
}

#[test]
fn likeness_falls_with_difference() {
    let base = analyze(&view(256, 256, 0.5, 0.0, 8.0));
    let moved = analyze(&view(256, 256, 0.55, 0.0, 8.0));
    let far = analyze(&view(256, 256, 0.8, 0.0, 8.0));
    let negative = analyze(&painted(256, 256, |_, y| if y < 128.0 { LAND } else { [230.0, 120.0, 60.0] }));
    let likeness = [&base, &moved, &far, &negative].map(|other| similarity(&base, other));
    assert!(likeness.is_sorted_by(|one, other| one > other), "{likeness:?}");
    assert!((likeness[0] - 1.0).abs() < f32::EPSILON && likeness[3] < 0.4, "{likeness:?}");
}

/// Pictures of some flat areas with grain.
fn any_picture() -> impl Strategy<Value = RgbImage> {
    (1_u32..80, 1_u32..80, proptest::collection::vec(any::<[u8; 3]>(), 1..6), 0.0_f32..60.0, any::<u32>())
        .prop_map(|(width, height, colours, grain, seed)| {
            painted(width, height, |x, y| {
                let area = ((x / 17.0) as usize * 3 + (y / 23.0) as usize) % colours.len();
                grainy(colours[area].map(f32::from), grain * noise(x, y, seed))
            })
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_picture_has_numbers_in_their_ranges(picture in any_picture()) {
        let found = analyze(&picture);
        let total: f32 = found.palette.iter().map(|swatch| swatch.share).sum();
        prop_assert!((1..=6).contains(&found.palette.len()) && (total - 1.0).abs() < 1e-3, "{:?}", found.palette);
        for share in [found.lightness, found.contrast, found.edges] {
            prop_assert!((0.0..=1.0001).contains(&share), "{found:?}");
        }
        prop_assert!(found.lines.len() <= 4);
        for line in &found.lines {
            prop_assert!(line.angle > -90.01 && line.angle <= 90.0 && line.strength <= 1.0, "{line:?}");
        }
        let text = serde_json::to_string(&found).unwrap();
        prop_assert_eq!(serde_json::from_str::<Analysis>(&text).unwrap(), found);
    }

    #[test]
    fn likeness_is_symmetric_and_one_for_the_same(one in any_picture(), other in any_picture()) {
        let (one, other) = (analyze(&one), analyze(&other));
        let there = similarity(&one, &other);
        prop_assert!((0.0..=1.0).contains(&there));
        prop_assert_eq!(there.to_bits(), similarity(&other, &one).to_bits());
        prop_assert_eq!(similarity(&one, &one).to_bits(), 1.0_f32.to_bits());
    }

    #[test]
    fn a_random_horizon_is_found(at in 0.2_f32..0.8, tilt in -10.0_f32..10.0, grain in 0.0_f32..30.0) {
        let found = analyze(&view(240, 160, at, tilt, grain)).horizon;
        prop_assert!(found.is_some(), "none");
        let found = found.unwrap();
        prop_assert!((found.at - at).abs() < 0.015 && (found.tilt - tilt).abs() < 1.0, "{found:?}");
    }

    #[test]
    fn a_random_vanishing_point_is_found(u in 0.1_f32..0.9, v in 0.1_f32..0.6) {
        let found = analyze(&floor(320, 240, [u, v])).vanishing_point;
        prop_assert!(found.is_some(), "none");
        let found = found.unwrap();
        prop_assert!((found.x - u).abs() < 0.03 && (found.y - v).abs() < 0.03, "{found:?}");
    }

    #[test]
    fn a_palette_of_areas_is_found(colours in proptest::collection::vec(any::<[u8; 3]>(), 1..=6)) {
        let picture = RgbImage::from_fn(120, 20, |x, _| Rgb(colours[x as usize * colours.len() / 120]));
        let found = analyze(&picture).palette;
        for [r, g, b] in colours {
            let hex = format!("#{r:02x}{g:02x}{b:02x}");
            let near = found.iter().filter_map(|swatch| crate::palette::distance(&hex, &swatch.hex));
            prop_assert!(near.fold(1.0, f32::min) < 0.03, "{hex} is not in {found:?}");
        }
    }
}
