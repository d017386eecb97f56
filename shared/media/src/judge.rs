//! Compares a picture with what was wanted of it. What follows from a finding, the caller decides.

use model::Size;
use serde::Serialize;

use crate::analysis::{Analysis, Horizon, similarity};
use crate::palette::oklab::Oklab;

/// How far a colour may lie from a swatch of the picture and still be found in it, as a difference of Oklab: four times what
/// an eye just tells apart side by side.
pub const COLOUR: f32 = 0.08;
/// The share of wanted colours that must be found: three of five.
pub const COLOURS: f32 = 0.6;
/// How far a horizon may lie from where it was wanted, as a share of the height.
pub const HEIGHT: f32 = 0.03;
/// The most that a horizon may tilt, in degrees: less is not noticed.
pub const TILT: f32 = 2.0;
/// The least likeness to a reference. Pictures of one scene with other details measure 0.7 and more, unrelated photographs 0.4
/// in the mean.
pub const LIKENESS: f32 = 0.45;

/// What was wanted.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// Pixels.
    pub size: Size,
    /// Colours as `#rrggbb`; others are passed over, as a prompt's words may be anything.
    pub palette: Vec<String>,
    /// Where the horizon should lie: 0 is the top, 1 the bottom.
    pub horizon: Option<f32>,
    /// What the picture should be like.
    pub reference: Option<Analysis>,
}

impl Wanted {
    /// A picture of this size, whatever it shows.
    pub fn sized(size: Size) -> Self {
        Self { size, palette: Vec::new(), horizon: None, reference: None }
    }
}

/// Something that is not as it was wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// `resolution`, `blank`, `palette`, `horizon` or `similarity`.
    pub code: &'static str,
    /// What is wrong, with the figures.
    pub message: String,
    /// What to do about it.
    pub suggestion: String,
}

impl Finding {
    fn new(code: &'static str, message: String, suggestion: &str) -> Self {
        Self { code, message, suggestion: suggestion.to_owned() }
    }
}

/// What of a picture of `size` is not as it was wanted, the gravest first. Of a blank picture nothing more is said: it has no
/// palette, horizon or likeness to speak of.
pub fn judge(wanted: &Wanted, picture: &Analysis, size: Size) -> Vec<Finding> {
    let mut findings: Vec<Finding> = resolution(wanted.size, size).into_iter().collect();
    if picture.is_blank() {
        findings.insert(
            0,
            Finding::new(
                "blank",
                "the picture is one colour all over".to_owned(),
                "say in the prompt what is to be seen, or try another seed",
            ),
        );
        return findings;
    }
    findings.extend(palette(&wanted.palette, picture));
    findings.extend(picture.horizon.iter().flat_map(|found| horizon(wanted.horizon, found)));
    findings.extend(wanted.reference.as_ref().and_then(|reference| likeness(reference, picture)));
    findings
}

fn resolution(wanted: Size, size: Size) -> Option<Finding> {
    let Size { width, height } = wanted;
    (size != wanted).then(|| {
        let message =
            format!("the picture has {} x {} pixels instead of {width} x {height}", size.width, size.height);
        Finding::new("resolution", message, "ask for a size that the model makes, or scale the picture")
    })
}

fn palette(wanted: &[String], picture: &Analysis) -> Option<Finding> {
    let swatches: Vec<Oklab> =
        picture.palette.iter().filter_map(|swatch| Oklab::from_hex(&swatch.hex)).collect();
    let colours: Vec<(&String, Oklab)> =
        wanted.iter().filter_map(|hex| Some((hex, Oklab::from_hex(hex)?))).collect();
    let missing: Vec<&str> = colours
        .iter()
        .filter(|(_, colour)| swatches.iter().all(|swatch| swatch.distance(*colour) > COLOUR))
        .map(|(hex, _)| hex.as_str())
        .collect();
    let found = colours.len() - missing.len();
    (!is_enough(found, colours.len())).then(|| {
        let message = format!(
            "{found} of the {} colours that were asked for are among the picture's main ones; missing: {}",
            colours.len(),
            missing.join(", ")
        );
        Finding::new("palette", message, "name fewer colours, or say what in the picture has which colour")
    })
}

/// Three of five, or as large a share of another number.
#[expect(clippy::cast_precision_loss, reason = "a palette has a handful of colours")]
fn is_enough(found: usize, all: usize) -> bool {
    found as f32 >= COLOURS * all as f32
}

/// A horizon that is not sure is not judged, and neither is a picture without one: trees and houses may well hide it.
fn horizon(wanted: Option<f32>, found: &Horizon) -> Vec<Finding> {
    let mut findings = Vec::new();
    if found.confidence < Horizon::SURE {
        return findings;
    }
    if let Some(wanted) = wanted.filter(|wanted| (wanted - found.at).abs() > HEIGHT) {
        let message = format!(
            "the horizon lies at {:.0} % of the height from the top instead of {:.0} %",
            100.0 * found.at,
            100.0 * wanted
        );
        findings.push(Finding::new(
            "horizon",
            message,
            "say where the horizon lies, for example `low horizon`",
        ));
    }
    if found.tilt.abs() > TILT {
        let side = if found.tilt > 0.0 { "right" } else { "left" };
        let message = format!("the horizon tilts by {:.1} degrees, down to the {side}", found.tilt.abs());
        findings.push(Finding::new("horizon", message, "ask for a level horizon, or turn the picture"));
    }
    findings
}

fn likeness(reference: &Analysis, picture: &Analysis) -> Option<Finding> {
    let alike = similarity(reference, picture);
    (alike < LIKENESS).then(|| {
        let message = format!(
            "the picture is like its reference by {:.0} %, less than {:.0} %: in colours, light and layout",
            100.0 * alike,
            100.0 * LIKENESS
        );
        Finding::new("similarity", message, "name the reference's colours, light and place in the prompt")
    })
}

#[cfg(test)]
mod tests;
