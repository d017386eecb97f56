//! The main colours of a picture: k-means in Oklab, where distance means what it means to an eye.

use std::fmt;

use image::RgbImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(crate) mod oklab;

use oklab::Oklab;

/// How many colours a palette has at most.
const COLOURS: usize = 6;
/// Rounds of k-means; most pictures are settled before.
const ROUNDS: usize = 16;
/// The side of the cells of Oklab in which pixels are counted first: closer than this nobody tells two colours apart.
const CELL: f32 = 0.02;

/// One colour and how much of the picture it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Swatch {
    /// `#rrggbb`.
    pub hex: String,
    /// Its share of the pixels, 0 to 1.
    #[serde(serialize_with = "crate::analysis::short")]
    pub share: f32,
}

impl fmt::Display for Swatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hex)
    }
}

/// The main colours of `picture`, the largest share first. The same picture gives the same palette.
pub fn palette(picture: &RgbImage) -> Vec<Swatch> {
    let pixels: Vec<Oklab> = picture.pixels().map(|pixel| Oklab::from_srgb(pixel.0)).collect();
    palette_of(&pixels)
}

/// The same of pixels in Oklab.
#[expect(clippy::cast_precision_loss, reason = "counts of at most 2^24 sampled pixels are exact")]
pub(crate) fn palette_of(pixels: &[Oklab]) -> Vec<Swatch> {
    let cells = cells(pixels);
    let mut centres = seeds(&cells);
    let mut weights = vec![0.0; centres.len()];
    for _ in 0..ROUNDS {
        let mut sums = vec![Oklab::ZERO; centres.len()];
        weights.fill(0.0);
        for cell in &cells {
            let nearest = cell.colour.nearest(&centres);
            sums[nearest] = sums[nearest].plus(cell.colour.times(cell.pixels));
            weights[nearest] += cell.pixels;
        }
        let mut settled = true;
        for ((centre, sum), weight) in centres.iter_mut().zip(sums).zip(&weights) {
            if *weight > 0.0 {
                let mean = sum.times(weight.recip());
                settled &= mean.distance_squared(*centre) < 1e-8;
                *centre = mean;
            }
        }
        if settled {
            break;
        }
    }
    let all = pixels.len() as f32;
    let mut swatches: Vec<_> = centres
        .iter()
        .zip(&weights)
        .filter(|(_, weight)| **weight > 0.0)
        .map(|(centre, weight)| Swatch { hex: centre.to_hex(), share: (weight / all * 1e4).round() / 1e4 })
        .collect();
    swatches.sort_by(|one, other| other.share.total_cmp(&one.share).then_with(|| one.hex.cmp(&other.hex)));
    swatches
}

/// How different two colours written as `#rrggbb` look: the distance in Oklab, 0 for the same and 1 from black to white; nothing
/// when one is no colour.
pub fn distance(one: &str, other: &str) -> Option<f32> {
    Some(Oklab::from_hex(one)?.distance(Oklab::from_hex(other)?))
}

/// Pixels of nearly one colour.
struct Cell {
    /// Their mean.
    colour: Oklab,
    /// How many they are.
    pixels: f32,
}

/// Counts pixels in cells, in an order of colours and not of places: k-means over some hundred cells instead of all pixels.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "each part of an index is clamped to its axis"
)]
fn cells(pixels: &[Oklab]) -> Vec<Cell> {
    /// Cells along lightness, and along each of the axes of colour, which reach from -0.5 to 0.5.
    const LIGHT: usize = 51;
    const COLOUR: usize = 50;
    let part = |value: f32, most: usize| ((value / CELL) as usize).min(most - 1);
    let mut counts = vec![(Oklab::ZERO, 0.0_f32); LIGHT * COLOUR * COLOUR];
    for pixel in pixels {
        let (l, a, b) = (part(pixel.l, LIGHT), part(pixel.a + 0.5, COLOUR), part(pixel.b + 0.5, COLOUR));
        let (sum, count) = &mut counts[(l * COLOUR + a) * COLOUR + b];
        // The mean so far moves towards each new pixel: a sum of many would lose the digits of the last.
        *count += 1.0;
        *sum = sum.plus(pixel.minus(*sum).times(count.recip()));
    }
    let counted = counts.into_iter().filter(|(_, count)| *count > 0.0);
    counted.map(|(colour, pixels)| Cell { colour, pixels }).collect()
}

/// First the colour that is seen most, then each time the one that is missed most: many pixels, far from all chosen. No chance,
/// and a small accent is not missed because it is small: pixels count by their square root.
fn seeds(cells: &[Cell]) -> Vec<Oklab> {
    let Some(first) = cells.iter().max_by(|one, other| one.pixels.total_cmp(&other.pixels)) else {
        return Vec::new();
    };
    let mut seeds = vec![first.colour];
    let mut distances: Vec<f32> =
        cells.iter().map(|cell| cell.colour.distance_squared(first.colour)).collect();
    while seeds.len() < COLOURS {
        let missed = cells
            .iter()
            .zip(&distances)
            .map(|(cell, distance)| (cell, distance, distance * cell.pixels.sqrt()));
        let Some((cell, distance, _)) = missed.max_by(|one, other| one.2.total_cmp(&other.2)) else { break };
        if *distance < CELL * CELL {
            break;
        }
        let seed = cell.colour;
        seeds.push(seed);
        for (distance, cell) in distances.iter_mut().zip(cells) {
            *distance = distance.min(cell.colour.distance_squared(seed));
        }
    }
    seeds
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;

    #[test]
    fn flat_areas_are_found_with_their_shares() {
        let picture = RgbImage::from_fn(100, 10, |x, _| match x {
            0..60 => Rgb([18, 52, 86]),
            60..90 => Rgb([240, 180, 40]),
            _ => Rgb([255, 255, 255]),
        });
        let found = palette(&picture);
        let hexes: Vec<_> = found.iter().map(|swatch| swatch.hex.as_str()).collect();
        assert_eq!(hexes, ["#123456", "#f0b428", "#ffffff"]);
        assert!((found[0].share - 0.6).abs() < 1e-6);
    }

    #[test]
    fn one_colour_is_a_palette_of_one() {
        assert_eq!(palette(&RgbImage::from_pixel(8, 8, Rgb([1, 2, 3]))).len(), 1);
        assert_eq!(palette(&RgbImage::new(0, 0)).len(), 0);
    }
}
