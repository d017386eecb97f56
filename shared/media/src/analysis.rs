//! What can be told of a picture without knowing what it shows: colour, light, lines and space.
//!
//! Everything is measured on a sample of at most [`Analysis::SAMPLE_SIDE`] pixels a side, in Oklab, with no chance and no
//! learned model: the same pixels give the same analysis. Places are shares of the width and height from the top left;
//! angles are degrees, positive where the right end lies lower (as CSS turns). Numbers are rounded to four digits, so that
//! a stored analysis is small and equal to the one that was stored.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap,
    reason = "places in a picture of at most 512 pixels are numbers of many kinds; every cast is bounded by its size"
)]

use std::borrow::Cow;

use image::RgbImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};

use crate::palette::{Swatch, palette_of};

mod field;
mod horizon;
mod lines;
mod segments;
mod similarity;
mod style;
mod tones;
mod vanishing;

use field::Field;
pub use similarity::similarity;
pub use tones::Tones;

/// A picture in numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Analysis {
    /// The main colours with their shares, the largest first; at most six.
    pub palette: Vec<Swatch>,
    /// Mean lightness of Oklab, 0 (black) to 1 (white).
    #[serde(serialize_with = "short")]
    pub lightness: f32,
    /// Standard deviation of the lightness (RMS contrast: Peli, "Contrast in complex images", 1990), 0 to 0.5.
    #[serde(serialize_with = "short")]
    pub contrast: f32,
    /// Mean chroma of Oklab: 0 is grey, 0.3 as colourful as a screen gets.
    #[serde(serialize_with = "short")]
    pub chroma: f32,
    /// Mean of `0.6 a + 0.8 b` of Oklab: about -0.3 for pure blue, 0.2 for pure orange, 0 for greys.
    #[serde(serialize_with = "short")]
    pub warmth: f32,
    /// The share of pixels that lie on an edge.
    #[serde(serialize_with = "short")]
    pub edges: f32,
    /// Where the picture splits into above and below, when it does.
    #[serde(default)]
    pub horizon: Option<Horizon>,
    /// The strongest straight lines, at most four, the strongest first.
    #[serde(default)]
    pub lines: Vec<Line>,
    /// Where lines meet, when enough of them do.
    #[serde(default)]
    pub vanishing_point: Option<VanishingPoint>,
    /// Four words: key, temperature, colour and surface, such as `lo-key.warm.soft.flat`.
    ///
    /// | word | one of |
    /// |---|---|
    /// | key | `lo-key`, `mid-key`, `hi-key`: mean lightness below 0.4, between, above 0.7 |
    /// | temperature | `cool`, `neutral`, `warm`: warmth below -0.02, between, above 0.03 |
    /// | colour | `mono`, `muted`, `soft`, `vivid`: mean chroma below 0.02, 0.05, 0.1, and above |
    /// | surface | `flat`: few edges; `lined`: most edges are straight lines; `textured`: the rest |
    pub style: String,
    /// The lightness of 8 x 8 tiles: the structure that [`similarity`] compares.
    #[serde(default)]
    pub tones: Tones,
}

/// The line where ground or water meets the air.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Horizon {
    /// Its height in the middle of the picture: 0 is the top, 1 the bottom.
    #[serde(serialize_with = "short")]
    pub at: f32,
    /// Degrees; positive when its right end lies lower.
    #[serde(serialize_with = "short")]
    pub tilt: f32,
    /// 0 to 1. Below [`Horizon::SURE`] it is a hint and nothing to judge by.
    #[serde(serialize_with = "short")]
    pub confidence: f32,
}

/// A straight line.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Line {
    /// Degrees, above -90 to 90: 0 is level, 90 upright; positive when its right end lies lower.
    #[serde(serialize_with = "short")]
    pub angle: f32,
    /// The length of what is seen of it, as a share of the picture's diagonal.
    #[serde(serialize_with = "short")]
    pub strength: f32,
    /// The middle of what is seen of it, as a share of the width.
    #[serde(serialize_with = "short")]
    pub x: f32,
    /// The same, as a share of the height.
    #[serde(serialize_with = "short")]
    pub y: f32,
}

/// Where lines that recede from the eye meet. It may lie outside the picture.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct VanishingPoint {
    /// As a share of the width, -0.5 to 1.5.
    #[serde(serialize_with = "short")]
    pub x: f32,
    /// As a share of the height, -0.5 to 1.5.
    #[serde(serialize_with = "short")]
    pub y: f32,
    /// 0 to 1: the share of the lines, by length, that point to it.
    #[serde(serialize_with = "short")]
    pub confidence: f32,
}

impl Analysis {
    /// The longest side of the sample that is looked at. A larger picture is scaled to it first.
    pub const SAMPLE_SIDE: u32 = 512;

    /// Whether there is nothing to see: one colour all over, or nearly.
    pub fn is_blank(&self) -> bool {
        let rest: f32 = self.palette.iter().skip(1).map(|swatch| swatch.share).sum();
        self.contrast < 0.01 && rest < 0.005
    }
}

impl Horizon {
    /// The confidence from which a horizon may be judged by.
    pub const SURE: f32 = 0.5;
}

/// Analyses a sample of a picture.
pub fn analyze(picture: &RgbImage) -> Analysis {
    let sample = sample(picture);
    let field = Field::new(&sample);
    let light = tones::Light::of(&field);
    let edges = field.edges();
    let segments = segments::find(&edges);
    let lines = lines::find(&segments, edges.diagonal());
    let surface = style::Surface { edges: edges.share(), straight: segments::share(&segments, &edges) };
    Analysis {
        palette: palette_of(&field.colours),
        lightness: round(light.lightness),
        contrast: round(light.contrast),
        chroma: round(light.chroma),
        warmth: round(light.warmth),
        edges: round(edges.share()),
        horizon: horizon::find(&field),
        vanishing_point: vanishing::find(&lines, &field),
        lines: lines::strongest(&lines, &field, &edges),
        style: style::code(&light, &surface),
        tones: Tones::of(&field),
    }
}

fn sample(picture: &RgbImage) -> Cow<'_, RgbImage> {
    let longest = picture.width().max(picture.height());
    if longest <= Analysis::SAMPLE_SIDE {
        return Cow::Borrowed(picture);
    }
    let scaled = |side: u32| (u64::from(side) * u64::from(Analysis::SAMPLE_SIDE) / u64::from(longest)).max(1);
    let (width, height) = (scaled(picture.width()) as u32, scaled(picture.height()) as u32);
    Cow::Owned(image::imageops::thumbnail(picture, width, height))
}

/// Four digits, and no minus before zero.
fn round(value: f32) -> f32 {
    (value * 1e4).round() / 1e4 + 0.0
}

/// Writes a number with its four digits. As `f32` it would get seventeen on its way through a JSON value.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
pub(crate) fn short<S: Serializer>(value: &f32, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_f64((f64::from(*value) * 1e4).round() / 1e4)
}

#[cfg(test)]
mod tests;
