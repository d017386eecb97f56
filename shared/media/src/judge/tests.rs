use image::{Rgb, RgbImage};

use super::*;
use crate::analysis::analyze;

const SIZE: Size = Size { width: 512, height: 512 };

/// Five colours in bars beside each other, and a horizon of sorts that is none.
const COLOURS: [[u8; 3]; 5] = [[20, 35, 79], [176, 18, 47], [204, 139, 44], [248, 244, 227], [15, 131, 131]];

fn bars() -> Analysis {
    analyze(&RgbImage::from_fn(200, 200, |x, _| Rgb(COLOURS[x as usize / 40])))
}

fn view(at: f32, tilt: f32) -> Analysis {
    analyze(&RgbImage::from_fn(300, 300, |x, y| {
        let line = at * 300.0 + (x as f32 - 150.0) * tilt.to_radians().tan();
        if (y as f32) < line { Rgb([150, 185, 225]) } else { Rgb([70, 95, 50]) }
    }))
}

fn hexes(colours: &[[u8; 3]]) -> Vec<String> {
    colours.iter().map(|[r, g, b]| format!("#{r:02x}{g:02x}{b:02x}")).collect()
}

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn a_picture_as_it_was_wanted_has_no_findings() {
    let wanted = Wanted { palette: hexes(&COLOURS), reference: Some(bars()), ..Wanted::sized(SIZE) };
    assert_eq!(judge(&wanted, &bars(), SIZE), []);
    let wanted = Wanted { horizon: Some(0.62), ..Wanted::sized(SIZE) };
    assert_eq!(judge(&wanted, &view(0.6, 1.0), SIZE), []);
}

#[test]
fn a_size_and_a_blank_are_told() {
    let small = Size { width: 256, height: 512 };
    let blank = analyze(&RgbImage::from_pixel(64, 64, Rgb([200, 200, 200])));
    let wanted = Wanted { palette: hexes(&COLOURS), reference: Some(bars()), ..Wanted::sized(SIZE) };
    let findings = judge(&wanted, &blank, small);
    assert_eq!(codes(&findings), ["blank", "resolution"]);
    assert_eq!(findings[1].message, "the picture has 256 x 512 pixels instead of 512 x 512");
}

#[test]
fn three_of_five_colours_are_enough_and_two_are_not() {
    let strange = [[255, 0, 255], [0, 255, 0], [0, 0, 255]];
    for (right, due) in [(3, &[][..]), (2, &["palette"][..])] {
        let palette = [&COLOURS[..right], &strange[..5 - right]].concat();
        let wanted = Wanted { palette: hexes(&palette), ..Wanted::sized(SIZE) };
        let findings = judge(&wanted, &bars(), SIZE);
        assert_eq!(codes(&findings), due, "{findings:?}");
    }
    let wanted = Wanted { palette: hexes(&strange[..1]), ..Wanted::sized(SIZE) };
    let findings = judge(&wanted, &bars(), SIZE);
    assert!(findings[0].message.ends_with("missing: #ff00ff"), "{findings:?}");
    let wanted = Wanted { palette: vec!["teal".to_owned()], ..Wanted::sized(SIZE) };
    assert_eq!(judge(&wanted, &bars(), SIZE), [], "a word is no colour that could be missing");
}

#[test]
fn a_horizon_elsewhere_and_a_tilt_are_told() {
    let wanted = Wanted { horizon: Some(0.4), ..Wanted::sized(SIZE) };
    let findings = judge(&wanted, &view(0.6, 0.0), SIZE);
    assert_eq!(findings[0].message, "the horizon lies at 60 % of the height from the top instead of 40 %");
    let findings = judge(&Wanted::sized(SIZE), &view(0.6, -4.0), SIZE);
    assert_eq!(codes(&findings), ["horizon"]);
    assert!(findings[0].message.ends_with("degrees, down to the left"), "{findings:?}");
    assert_eq!(judge(&wanted, &bars(), SIZE), [], "a picture without a horizon is not judged by one");
}

#[test]
fn a_horizon_that_is_not_sure_is_not_judged() {
    let mut picture = view(0.6, 5.0);
    picture.horizon = picture.horizon.map(|horizon| Horizon { confidence: Horizon::SURE - 0.01, ..horizon });
    let wanted = Wanted { horizon: Some(0.3), ..Wanted::sized(SIZE) };
    assert_eq!(judge(&wanted, &picture, SIZE), []);
}

#[test]
fn a_picture_unlike_its_reference_is_told() {
    let wanted = Wanted { reference: Some(view(0.3, 0.0)), ..Wanted::sized(SIZE) };
    assert_eq!(judge(&wanted, &view(0.33, 0.0), SIZE), []);
    let findings = judge(&wanted, &bars(), SIZE);
    assert_eq!(codes(&findings), ["similarity"], "{findings:?}");
}
