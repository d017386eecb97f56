//! How alike two pictures are, by what their analyses keep.

use super::{Analysis, round};
use crate::palette::Swatch;
use crate::palette::oklab::Oklab;

/// Directions in which palettes are compared: the axes and the diagonals of a cube, spread evenly over all directions.
const DIRECTIONS: [[f32; 3]; 13] = {
    const D: f32 = std::f32::consts::FRAC_1_SQRT_2;
    const S: f32 = 0.577_350_26;
    [
        [1.0, 0.0, 0.0],
        [0.0, 1.0, 0.0],
        [0.0, 0.0, 1.0],
        [D, D, 0.0],
        [D, -D, 0.0],
        [D, 0.0, D],
        [D, 0.0, -D],
        [0.0, D, D],
        [0.0, D, -D],
        [S, S, S],
        [S, S, -S],
        [S, -S, S],
        [-S, S, S],
    ]
};

/// How alike two pictures are: 1 is the same, 0 nothing in common. Symmetric.
///
/// | part | weight | what |
/// |---|---|---|
/// | palette | 0.4 | `exp(-d / 0.15)` of the distance `d` by which one palette's paint must be moved to become the other's |
/// | tone | 0.2 | mean lightness, contrast, chroma and warmth |
/// | structure | 0.4 | the structural similarity (Wang et al., "Image quality assessment", 2004) of 8 x 8 tiles' lightness |
///
/// It sees no subject: a red barn and a red lorry of one light and place are alike.
pub fn similarity(one: &Analysis, other: &Analysis) -> f32 {
    let palette = (-movement(&one.palette, &other.palette) / 0.15).exp();
    let alike = 0.4 * palette + 0.2 * tone(one, other) + 0.4 * structure(one, other);
    round(alike.clamp(0.0, 1.0))
}

/// The earth mover's distance of two palettes, in colour differences of Oklab, by the sliced form (Rabin et al., "Wasserstein
/// barycenter and its application to texture mixing", 2011): the mean over directions of the exact distance on a line. On a line
/// through space a difference shows half of its length on average, hence the 2.
pub(crate) fn movement(one: &[Swatch], other: &[Swatch]) -> f32 {
    let (one, other) = (weighted(one), weighted(other));
    if one.is_empty() || other.is_empty() {
        return if one.len() == other.len() { 0.0 } else { 1.0 };
    }
    let total: f32 = DIRECTIONS.iter().map(|direction| along(*direction, &one, &other)).sum();
    2.0 * total / DIRECTIONS.len() as f32
}

/// The colours with shares that add up to a million.
fn weighted(palette: &[Swatch]) -> Vec<(Oklab, i32)> {
    let known =
        palette.iter().filter_map(|swatch| Some((Oklab::from_hex(&swatch.hex)?, swatch.share.max(0.0))));
    let known: Vec<_> = known.collect();
    let total: f32 = known.iter().map(|(_, share)| share).sum();
    if total <= 0.0 {
        return Vec::new();
    }
    known.into_iter().map(|(colour, share)| (colour, (share / total * 1e6).round() as i32)).collect()
}

/// The area between the two cumulative distributions along `direction`. Shares are counted in millionths: whole numbers add up
/// to the same in any order, so that the distance is the same both ways.
fn along([l, a, b]: [f32; 3], one: &[(Oklab, i32)], other: &[(Oklab, i32)]) -> f32 {
    let place = |colour: &Oklab| colour.l * l + colour.a * a + colour.b * b;
    let gains = one.iter().map(|(colour, share)| (place(colour), *share));
    let losses = other.iter().map(|(colour, share)| (place(colour), -share));
    let mut steps: Vec<(f32, i32)> = gains.chain(losses).collect();
    steps.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (mut area, mut height) = (0.0, 0);
    for pair in steps.windows(2) {
        if let [(from, share), (to, _)] = pair {
            height += share;
            area += height.abs() as f32 * (to - from);
        }
    }
    area / 1e6
}

/// Each quantity counts alike, as a share of a difference that nobody would call alike.
fn tone(one: &Analysis, other: &Analysis) -> f32 {
    let differences = [
        (one.lightness - other.lightness) / 0.4,
        (one.contrast - other.contrast) / 0.2,
        (one.chroma - other.chroma) / 0.15,
        (one.warmth - other.warmth) / 0.15,
    ];
    1.0 - differences.iter().map(|difference| difference.abs().min(1.0)).sum::<f32>() / 4.0
}

/// The structural similarity of the tiles, 0 where one is the other's negative.
fn structure(one: &Analysis, other: &Analysis) -> f32 {
    /// The constants of the paper for values from 0 to 1: they keep flat pictures from dividing by nothing.
    const LIGHT: f32 = 0.000_1;
    const CONTRAST: f32 = 0.000_9;
    let (one, other) = (one.tones.lightness(), other.tones.lightness());
    let count = one.len() as f32;
    let (mean_one, mean_other) = (one.iter().sum::<f32>() / count, other.iter().sum::<f32>() / count);
    let (mut spread_one, mut spread_other, mut shared) = (0.0, 0.0, 0.0);
    for (a, b) in one.iter().zip(&other) {
        let (a, b) = (a - mean_one, b - mean_other);
        spread_one += a * a / count;
        spread_other += b * b / count;
        shared += a * b / count;
    }
    let light =
        (2.0 * mean_one * mean_other + LIGHT) / (mean_one * mean_one + mean_other * mean_other + LIGHT);
    let form = (2.0 * shared + CONTRAST) / (spread_one + spread_other + CONTRAST);
    (light * form).max(0.0)
}
