//! Scaling images: two neighbours mixed in 256 steps, first down, then across.

use super::{HALF, PAIR, pack};
use crate::list::Pixel;

/// Where a column of the canvas takes its colour from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Column {
    /// The left neighbour.
    pub(crate) first: u32,
    /// How many of 256 parts the right neighbour gives.
    pub(crate) weight: u32,
}

/// The two neighbours of each position `from + step * (pixel + 0.5)` among `size` pixels, the first and the last
/// going on to the outside.
pub(crate) fn columns(first: i32, count: usize, from: f32, step: f32, size: u32, out: &mut Vec<Column>) {
    out.clear();
    out.extend((0..count as i32).map(|index| column(from + step * ((first + index) as f32 + 0.5), size)));
}

/// The two neighbours of a position; with one pixel both are it.
pub(crate) fn column(position: f32, size: u32) -> Column {
    let last = size.saturating_sub(1) as f32;
    let place = (position - 0.5).max(0.0).min(last);
    // Within 0 and `last`.
    let whole = place.floor().min((last - 1.0).max(0.0));
    Column { first: whole as u32, weight: ((place - whole) * 256.0 + 0.5) as u32 }
}

/// `weight` of 256 parts of `second`, the rest of `first`.
#[inline(always)]
pub(crate) fn mix(first: u32, second: u32, weight: u32) -> u32 {
    let rest = 256 - weight;
    let low = (first & PAIR) * rest + (second & PAIR) * weight + HALF;
    let high = ((first >> 8) & PAIR) * rest + ((second >> 8) & PAIR) * weight + HALF;
    ((low >> 8) & PAIR) | (high & !PAIR)
}

#[inline(always)]
pub(super) fn mix_rows(out: &mut [Pixel], first: &[Pixel], second: &[Pixel], weight: u32) {
    for ((pixel, &first), &second) in out.iter_mut().zip(first).zip(second) {
        *pixel = mix(pack(first), pack(second), weight).to_le_bytes();
    }
}

#[inline(always)]
pub(super) fn mix_columns(out: &mut [Pixel], row: &[Pixel], columns: &[Column]) {
    const STEP: usize = 8;
    let last = row.len().saturating_sub(1);
    for (pixels, columns) in out.chunks_mut(STEP).zip(columns.chunks(STEP)) {
        let (mut left, mut right, mut weights) = ([0; STEP], [0; STEP], [0; STEP]);
        for (index, column) in columns.iter().enumerate() {
            let first = (column.first as usize).min(last);
            left[index] = pack(row[first]);
            right[index] = pack(row[(first + 1).min(last)]);
            weights[index] = column.weight;
        }
        let mut mixed = [[0; 4]; STEP];
        for (index, pixel) in mixed.iter_mut().enumerate() {
            *pixel = mix(left[index], right[index], weights[index]).to_le_bytes();
        }
        let count = pixels.len();
        pixels.copy_from_slice(&mixed[..count]);
    }
}
