//! Coverage of shadows.
//!
//! What is soft has no detail: a shadow of a large blur is made on a coarser grid, blurred there, and brought to size by linear
//! interpolation. A blur takes time for every pixel, and a shadow that grows or shrinks is made anew for each frame.

use takumi_core::{
    blur::blur_alpha,
    geometry::PathCommand,
    style::{Affine, BlurType},
};

use crate::{
    area::Area,
    blank::blank,
    outline::{Dense, Pen},
};

/// The least deviation on a coarser grid, in its pixels: with less, 20,000 boxes are not all within five levels of what they are without
/// a grid.
const LEAST_DEVIATION: f32 = 4.5;
/// The smallest boxes that a blur is made of.
const LEAST_BOX: f32 = 4.0;
/// The length of a blur's three boxes by its deviation: 3 sqrt(2 pi) / 4, rounded ("Scalable Vector Graphics 1.1", 15.17).
const BOX: f32 = 1.879_971_2;
/// What the grid adds to the variance, in its pixels: a twelfth by covering whole pixels, a sixth by interpolation.
const GRID_VARIANCE: f32 = 0.25;
/// The coarsest grid.
const COARSEST: u32 = 32;

/// How many pixels a pixel of the grid has along each side on which a shadow of `blur` pixels is made: a power of two.
pub(super) fn grain(blur: f32) -> u32 {
    let deviation = BlurType::Shadow.to_sigma(blur);
    let mut grain = 1;
    while grain < COARSEST && deviation >= LEAST_DEVIATION * (2 * grain) as f32 {
        grain *= 2;
    }
    grain
}

/// The coverage of a path under `transform`, with a shadow's blur of `blur` pixels.
pub(super) fn soft(
    commands: &[PathCommand],
    pen: &Pen,
    transform: Affine,
    canvas: Area,
    blur: f32,
) -> Option<Dense> {
    let grain = grain(blur);
    if grain == 1 {
        return Some(soften(Dense::of(commands, pen, transform, canvas)?, blur));
    }
    let scale = 1.0 / grain as f32;
    let coarse = Affine::scale(scale, scale) * transform;
    let dense = Dense::of(commands, pen, coarse, shrunk(canvas, grain as i32))?;
    let reach = (BlurType::Shadow.extent(blur) * scale).ceil() as i32;
    let mut dense = grown(&dense, reach);
    for deviation in on_grid(BlurType::Shadow.to_sigma(blur), grain) {
        blur_alpha(&mut dense.bytes, dense.area.width(), dense.area.height(), deviation);
    }
    Some(enlarge(&dense, grain as usize))
}

/// The deviations that spread on a grid of `grain`, one after the other, as one of `deviation` pixels does without: a blur is made
/// of boxes of whole pixels, and what is left by the largest that fit is made up for by smaller ones.
fn on_grid(deviation: f32, grain: u32) -> Vec<f32> {
    let mut due = box_variance((deviation * BOX).round()) / (grain * grain) as f32 - GRID_VARIANCE;
    let mut deviations = Vec::new();
    while due >= box_variance(LEAST_BOX) {
        let mut boxes = LEAST_BOX;
        while box_variance(boxes + 1.0) <= due {
            boxes += 1.0;
        }
        due -= box_variance(boxes);
        deviations.push(boxes / BOX);
    }
    // Below this deviation blurs are no boxes, but true to it.
    deviations.push(due.max(0.0).sqrt().min(1.99));
    deviations
}

/// The variance of three boxes of a whole number of pixels, the last of them one longer when the number is even.
fn box_variance(boxes: f32) -> f32 {
    let last = if boxes % 2.0 == 0.0 { boxes + 1.0 } else { boxes };
    (2.0 * (boxes * boxes - 1.0) + last * last - 1.0) / 12.0
}

/// `dense` with a shadow's blur, grown by how far that reaches.
pub(super) fn soften(dense: Dense, blur: f32) -> Dense {
    if blur <= 0.0 {
        return dense;
    }
    let mut dense = grown(&dense, BlurType::Shadow.extent(blur) as i32);
    let (width, height) = (dense.area.width(), dense.area.height());
    blur_alpha(&mut dense.bytes, width, height, BlurType::Shadow.to_sigma(blur));
    dense
}

/// `dense` with `reach` empty pixels around it.
fn grown(dense: &Dense, reach: i32) -> Dense {
    let old = dense.area;
    let area = old.grown(reach);
    let mut bytes = blank(area.pixels());
    let rows = bytes.chunks_exact_mut(area.width()).skip(reach as usize);
    for (row, from) in rows.zip(dense.bytes.chunks_exact(old.width())) {
        row[reach as usize..][..old.width()].copy_from_slice(from);
    }
    Dense { area, bytes, cut: dense.cut }
}

/// The pixels of a grid of `grain` that have a part of `area`.
fn shrunk(area: Area, grain: i32) -> Area {
    let up = |end: i32| -(-end).div_euclid(grain);
    Area::new(area.left.div_euclid(grain), area.top.div_euclid(grain), up(area.right), up(area.bottom))
}

/// `coarse` with `grain` pixels for each of its own, along each side; beyond its edges it is empty.
fn enlarge(coarse: &Dense, grain: usize) -> Dense {
    let (wide, tall) = (coarse.area.width(), coarse.area.height());
    let side = grain as i32;
    let Area { left, top, right, bottom } = coarse.area;
    let area = Area::new(left * side, top * side, right * side, bottom * side);
    let mut bytes = blank(area.pixels());
    // A pixel's centre lies an odd number of half pixels from those of the grid: weights are in `parts`.
    let parts = 2 * grain as u32;
    let row_of = |row: Option<usize>| row.and_then(|row| coarse.bytes.get(row * wide..(row + 1) * wide));
    let nothing = vec![0; wide];
    let mut mixed = vec![0_u32; wide + 2];
    for (y, out) in bytes.chunks_exact_mut(area.width()).enumerate() {
        let (below, weight) = place(y, grain);
        let first = row_of(below.checked_sub(1)).unwrap_or(&nothing);
        let second = row_of((below < tall).then_some(below)).unwrap_or(&nothing);
        for (mixed, (first, second)) in mixed[1..].iter_mut().zip(first.iter().zip(second)) {
            *mixed = u32::from(*first) * (parts - weight) + u32::from(*second) * weight;
        }
        spread(&mixed, out, grain);
    }
    Dense { area, bytes, cut: coarse.cut }
}

/// The pixel of the grid after the centre of pixel `at`, and its weight in parts of two grains; the rest is that before.
fn place(at: usize, grain: usize) -> (usize, u32) {
    let halves = 2 * at + 1 + grain;
    (halves / (2 * grain), (halves % (2 * grain)) as u32)
}

/// Fills a row from its mixed pixels of the grid, which begin with one that is empty and end with one.
fn spread(mixed: &[u32], out: &mut [u8], grain: usize) {
    // The first pixels lie in the second half between the empty one and the first of the grid.
    let (first, rest) = out.split_at_mut(grain / 2);
    let mut pairs = mixed.array_windows();
    pairs.next().into_iter().for_each(|pair| between(*pair, first, grain, grain / 2));
    for (pair, out) in pairs.zip(rest.chunks_mut(grain)) {
        between(*pair, out, grain, 0);
    }
}

/// The pixels between two of the grid, from pixel `from` on.
fn between([before, after]: [u32; 2], out: &mut [u8], grain: usize, from: usize) {
    let parts = 2 * grain as u32;
    let (shift, half) = (2 * parts.trailing_zeros(), parts * parts / 2);
    // Each pixel is two parts nearer to the second; in arithmetic modulo 2^32, where the second may be the smaller.
    let part = after.wrapping_sub(before);
    let first = (before * parts + half).wrapping_add(part.wrapping_mul(2 * from as u32 + 1));
    for (index, out) in out.iter_mut().enumerate() {
        *out = (first.wrapping_add(part.wrapping_mul(2 * index as u32)) >> shift) as u8;
    }
}

#[cfg(test)]
mod tests;
