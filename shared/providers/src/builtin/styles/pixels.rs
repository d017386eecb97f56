//! Pixel art: large square pixels in few colours, mixed by an ordered dither.

use super::swatches;
use crate::builtin::canvas::Canvas;
use crate::builtin::colour::{Lab, Rgb};
use crate::builtin::math::lerp;
use crate::builtin::scene::Scene;

/// Rows of large pixels in a picture.
const ROWS: usize = 144;
/// Colours in all.
const COLOURS: usize = 28;

/// Bayer's ordered dither of 4 by 4 (1973), in sixteenths.
const BAYER: [[u8; 4]; 4] = [[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]];

pub(super) fn apply(canvas: &mut Canvas, scene: &Scene<'_>) {
    let cell = (canvas.height() / ROWS).max(2);
    let (width, height) = (canvas.width(), canvas.height());
    let (across, down) = (width.div_ceil(cell), height.div_ceil(cell));
    let small: Vec<Rgb> =
        (0..across * down).map(|at| mean(canvas, at % across * cell, at / across * cell, cell)).collect();
    let small: Vec<Rgb> = small.iter().map(|pixel| vivid(*pixel)).collect();
    let fixed: Vec<Lab> =
        scene.intent.palette.swatches.iter().map(super::super::palette::Swatch::lab).collect();
    let set = swatches::of(&small, &fixed, COLOURS);
    let chosen: Vec<Rgb> = small
        .iter()
        .enumerate()
        .map(|(at, pixel)| {
            let threshold = f32::from(BAYER[at / across % 4][at % across % 4]) / 16.0 - 0.47;
            let lab = pixel.lab();
            let nudged = Lab { l: lab.l + 0.045 * threshold, ..lab };
            set[swatches::nearest(&set, nudged).0].rgb()
        })
        .collect();
    for (at, pixel) in canvas.pixels_mut().iter_mut().enumerate() {
        *pixel = chosen[at / width / cell * across + at % width / cell];
    }
}

/// The mean of a cell's middle, which keeps thin shapes thinner than the whole would.
fn mean(canvas: &Canvas, x: usize, y: usize, cell: usize) -> Rgb {
    let (mut sum, mut count) = (Rgb::BLACK, 0.0);
    for row in y..(y + cell).min(canvas.height()) {
        for column in x..(x + cell).min(canvas.width()) {
            sum += canvas.pixels()[row * canvas.width() + column];
            count += 1.0;
        }
    }
    sum * (1.0 / f32::max(count, 1.0))
}

/// Few colours need more contrast and chroma than a photograph.
fn vivid(pixel: Rgb) -> Rgb {
    let lab = pixel.lab();
    lab.at(lerp(0.55, lab.l, 1.10).clamp(0.0, 1.0)).saturated(1.22).rgb()
}
