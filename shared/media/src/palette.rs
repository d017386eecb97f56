//! The main colours of a picture: k-means in Oklab, where distance means what it means to an eye.

use std::fmt;

use image::RgbImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

mod oklab;

use oklab::Oklab;

/// How many colours a palette has at most.
const COLOURS: usize = 5;
/// Rounds of k-means; a 128-pixel sample is settled long before.
const ROUNDS: usize = 12;

/// One colour and how much of the picture it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Swatch {
    /// `#rrggbb`.
    pub hex: String,
    /// Its share of the pixels, 0 to 1.
    pub share: f32,
}

impl fmt::Display for Swatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hex)
    }
}

/// The main colours of `picture`, the largest share first. The same picture gives the same palette.
#[expect(clippy::cast_precision_loss, reason = "a share of at most 2^24 sampled pixels is exact enough")]
pub fn palette(picture: &RgbImage) -> Vec<Swatch> {
    let pixels: Vec<Oklab> = picture.pixels().map(|pixel| Oklab::from_srgb(pixel.0)).collect();
    let mut centres = seeds(&pixels);
    let mut counts = vec![0_usize; centres.len()];
    for _ in 0..ROUNDS {
        let mut sums = vec![Oklab::ZERO; centres.len()];
        counts.fill(0);
        for pixel in &pixels {
            let nearest = pixel.nearest(&centres);
            sums[nearest] = sums[nearest].plus(*pixel);
            counts[nearest] += 1;
        }
        for ((centre, sum), count) in centres.iter_mut().zip(sums).zip(&counts) {
            if *count > 0 {
                *centre = sum.divided(*count as f32);
            }
        }
    }
    let mut swatches: Vec<_> = centres
        .iter()
        .zip(&counts)
        .filter(|(_, count)| **count > 0)
        .map(|(centre, count)| Swatch { hex: centre.to_hex(), share: *count as f32 / pixels.len() as f32 })
        .collect();
    swatches.sort_by(|one, other| other.share.total_cmp(&one.share).then_with(|| one.hex.cmp(&other.hex)));
    swatches
}

/// First the pixel in the middle, then each time the one farthest from all chosen: no chance, and no colour missed
/// because it is rare.
fn seeds(pixels: &[Oklab]) -> Vec<Oklab> {
    let Some(first) = pixels.get(pixels.len() / 2) else { return Vec::new() };
    let mut seeds = vec![*first];
    let mut distances: Vec<f32> = pixels.iter().map(|pixel| pixel.distance(*first)).collect();
    while seeds.len() < COLOURS {
        let Some((index, distance)) =
            distances.iter().copied().enumerate().max_by(|one, other| one.1.total_cmp(&other.1))
        else {
            break;
        };
        // Closer than this nobody tells two colours apart.
        if distance < 0.02 {
            break;
        }
        let seed = pixels[index];
        seeds.push(seed);
        for (distance, pixel) in distances.iter_mut().zip(pixels) {
            *distance = distance.min(pixel.distance(seed));
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
