//! What media need to know of a picture: its tones, its edges and its even patches.

use crate::builtin::blur::boxed;
use crate::builtin::canvas::Canvas;
use crate::builtin::colour::{Lab, Rgb};
use crate::builtin::math::unit;

/// A length in pixels: `share` of the height, at least one.
pub(super) fn pixels(canvas: &Canvas, share: f32) -> usize {
    ((share * canvas.height() as f32 + 0.5) as usize).max(1)
}

/// The picture in Oklab.
pub(super) fn labs(pixels: &[Rgb]) -> Vec<Lab> {
    pixels.iter().map(|pixel| pixel.lab()).collect()
}

/// Direction and strength of change in lightness and colour, for each pixel: (across, down, strength).
pub(super) fn slopes(labs: &[Lab], width: usize, height: usize) -> Vec<(f32, f32, f32)> {
    let at = |x: usize, y: usize| labs[y * width + x];
    let mut slopes = Vec::with_capacity(labs.len());
    for y in 0..height {
        let (above, below) = (y.saturating_sub(1), (y + 1).min(height - 1));
        for x in 0..width {
            let (left, right) = (x.saturating_sub(1), (x + 1).min(width - 1));
            let (w, e, n, s) = (at(left, y), at(right, y), at(x, above), at(x, below));
            let (dx, dy) = (e.l - w.l, s.l - n.l);
            let (cx, cy) = ((e.a - w.a).abs() + (e.b - w.b).abs(), (s.a - n.a).abs() + (s.b - n.b).abs());
            slopes.push((dx, dy, (dx * dx + dy * dy + cx * cx + cy * cy).sqrt()));
        }
    }
    slopes
}

/// Lines where the picture changes, 0..=1, about `thin` of the height wide.
pub(super) fn contours(canvas: &Canvas, thin: f32, gain: f32) -> Vec<f32> {
    let (width, height) = (canvas.width(), canvas.height());
    let radius = pixels(canvas, thin);
    let soft = boxed(canvas.pixels(), width, height, radius, 2);
    let scale = gain * radius as f32;
    slopes(&labs(&soft), width, height).iter().map(|(.., strength)| unit(strength * scale - 0.12)).collect()
}

/// Flat patches with kept edges: of four overlapping boxes around a pixel, the evenest one's mean
/// (Kuwahara and others, 1976).
pub(super) fn patches(canvas: &Canvas, share: f32) -> Vec<Rgb> {
    let (width, height) = (canvas.width(), canvas.height());
    let radius = pixels(canvas, share);
    let mean = boxed(canvas.pixels(), width, height, radius.div_ceil(2), 1);
    let squares: Vec<f32> = canvas.pixels().iter().map(|pixel| pixel.luma() * pixel.luma()).collect();
    let square = boxed(&squares, width, height, radius.div_ceil(2), 1);
    let mut result = Vec::with_capacity(mean.len());
    for y in 0..height {
        let rows = [y.saturating_sub(radius), (y + radius).min(height - 1)];
        for x in 0..width {
            let columns = [x.saturating_sub(radius), (x + radius).min(width - 1)];
            let (mut best, mut least) = (mean[y * width + x], f32::MAX);
            for row in rows {
                for column in columns {
                    let at = row * width + column;
                    let spread = square[at] - mean[at].luma() * mean[at].luma();
                    if spread < least {
                        (best, least) = (mean[at], spread);
                    }
                }
            }
            result.push(best);
        }
    }
    result
}
