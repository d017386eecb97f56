//! Scaling images: two neighbours mixed in 256 steps, first down, then across.

use super::BLOCK;
use crate::list::Pixel;

/// Where the columns of the canvas take their colours from.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    /// The left neighbour of each.
    pub(super) firsts: Vec<u32>,
    /// How many of 256 parts the right neighbour gives, once for every channel.
    pub(super) weights: Vec<[u16; 4]>,
    /// What they were computed from.
    made: Option<(i32, usize, u32, u32, u32)>,
}

impl Columns {
    /// The neighbours of each position `from + step * (pixel + 0.5)` among `size` pixels, for `count` pixels from
    /// `first` on; the outermost go on to the outside.
    pub(crate) fn set(&mut self, first: i32, count: usize, from: f32, step: f32, size: u32) {
        let made = Some((first, count, from.to_bits(), step.to_bits(), size));
        if self.made == made {
            return;
        }
        self.clear();
        self.made = made;
        for index in 0..count as i32 {
            let (left, weight) = neighbour(from + step * ((first + index) as f32 + 0.5), size);
            self.firsts.push(left);
            self.weights.push([weight; 4]);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.made = None;
        self.firsts.clear();
        self.weights.clear();
    }

    /// The first and the last left neighbour of `count` columns from `skipped` on.
    pub(crate) fn ends(&self, skipped: usize, count: usize) -> Option<(u32, u32)> {
        let firsts = self.firsts.get(skipped..skipped + count)?;
        Some((*firsts.first()?, *firsts.last()?))
    }
}

/// The left one of the two pixels that a position is between, and how many of 256 parts the other gives.
pub(crate) fn neighbour(position: f32, size: u32) -> (u32, u16) {
    let last = size.saturating_sub(1) as f32;
    let place = (position - 0.5).max(0.0).min(last);
    let whole = place.floor().min((last - 1.0).max(0.0));
    // Within 0 and `last`, and within 0 and 256.
    (whole as u32, ((place - whole) * 256.0 + 0.5) as u16)
}

/// `weight` of 256 parts of `second`, the rest of `first`; it fits 16 bits, as 255 * 256 + 128 does.
#[inline(always)]
fn mix(first: u8, second: u8, weight: u16) -> u8 {
    ((u16::from(first) * (256 - weight) + u16::from(second) * weight + 128) >> 8) as u8
}

/// [`mix`] of pixels.
#[inline(always)]
pub(crate) fn mix_pixels(first: Pixel, second: Pixel, weight: u16) -> Pixel {
    std::array::from_fn(|channel| mix(first[channel], second[channel], weight))
}

#[inline(always)]
pub(super) fn mix_rows(out: &mut [Pixel], first: &[Pixel], second: &[Pixel], weight: u16) {
    let (out, first, second) = (out.as_flattened_mut(), first.as_flattened(), second.as_flattened());
    for ((byte, &first), &second) in out.iter_mut().zip(first).zip(second) {
        *byte = mix(first, second, weight);
    }
}

#[inline(always)]
pub(super) fn mix_columns(out: &mut [Pixel], row: &[Pixel], firsts: &[u32], weights: &[[u16; 4]]) {
    let Some(last) = row.len().checked_sub(1) else { return };
    let (mut left, mut right) = ([[0; 4]; BLOCK], [[0; 4]; BLOCK]);
    let blocks = out.chunks_mut(BLOCK).zip(firsts.chunks(BLOCK)).zip(weights.chunks(BLOCK));
    for ((pixels, firsts), weights) in blocks {
        for ((left, right), &first) in left.iter_mut().zip(&mut right).zip(firsts) {
            let first = (first as usize).min(last);
            *left = row[first];
            *right = row[(first + 1).min(last)];
        }
        let sources = left.as_flattened().iter().zip(right.as_flattened());
        let targets = pixels.as_flattened_mut().iter_mut().zip(weights.as_flattened());
        for ((byte, &weight), (&left, &right)) in targets.zip(sources) {
            *byte = mix(left, right, weight);
        }
    }
}
