//! The inner loops.
//!
//! They are plain loops over packed pixels, compiled once for each instruction set that `fearless_simd` knows and
//! chosen at run time. All arithmetic on colours is on integers, and the one on positions is rounded once an
//! operation: every instruction set gives the same bytes.

mod sample;

use fearless_simd::{Level, dispatch};

pub(crate) use sample::{Columns, mix_pixels, neighbour};

use crate::list::{Pixel, Ramp};

/// Two channels of a packed pixel, each with eight free bits above.
const PAIR: u32 = 0x00ff_00ff;
/// One half in both.
const HALF: u32 = 0x0080_0080;
/// How many pixels are looked up at once.
const BLOCK: usize = 64;

/// The loops for the machine we run on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kernels(Level);

impl Kernels {
    /// For the best instruction set there is.
    pub(crate) fn new() -> Self {
        Self(Level::new())
    }

    #[cfg(test)]
    pub(crate) fn at(level: Level) -> Self {
        Self(level)
    }

    /// Puts `colour` over `below`, all of it with one coverage.
    pub(crate) fn fill(self, below: &mut [Pixel], colour: Pixel, coverage: u8) {
        let colour = scale(pack(colour), u32::from(coverage));
        if colour >> 24 == 255 {
            below.fill(colour.to_le_bytes());
            return;
        }
        if colour != 0 {
            dispatch!(self.0, _simd => fill_even(below, colour));
        }
    }

    /// Puts `colour` over `below` with a coverage for each pixel.
    pub(crate) fn fill_masked(self, below: &mut [Pixel], colour: Pixel, coverage: &[u8]) {
        dispatch!(self.0, _simd => fill_masked(below, pack(colour), coverage));
    }

    /// Puts `above` over `below` with one coverage.
    pub(crate) fn over(self, below: &mut [Pixel], above: &[Pixel], coverage: u8) {
        if coverage == 255 {
            dispatch!(self.0, _simd => over_whole(below, above));
        } else {
            dispatch!(self.0, _simd => over_even(below, above, coverage));
        }
    }

    /// Puts `above` over `below` with a coverage for each pixel.
    pub(crate) fn over_masked(self, below: &mut [Pixel], above: &[Pixel], coverage: &[u8]) {
        dispatch!(self.0, _simd => over_masked(below, above, coverage));
    }

    /// Writes the colours of a linear gradient: the first pixel's position on the ramp is `start` and each further
    /// pixel's `step` more, counted from pixel `first`.
    pub(crate) fn linear(self, out: &mut [Pixel], ramp: &Ramp, first: i32, start: f32, step: f32) {
        dispatch!(self.0, _simd => linear(out, ramp, first, start, step));
    }

    /// Writes the colours of a radial gradient, for points that start at `start` for pixel 0 and move by `step`.
    pub(crate) fn radial(
        self,
        out: &mut [Pixel],
        ramp: &Ramp,
        first: i32,
        start: (f32, f32),
        step: (f32, f32),
        inner: f32,
    ) {
        dispatch!(self.0, _simd => radial(out, ramp, first, start, step, inner));
    }

    /// Mixes two rows of pixels: `weight` of 256 parts of `second`.
    pub(crate) fn mix_rows(self, out: &mut [Pixel], first: &[Pixel], second: &[Pixel], weight: u16) {
        dispatch!(self.0, _simd => sample::mix_rows(out, first, second, weight));
    }

    /// Writes for each column from `skipped` on the mix of two neighbours in `row`.
    pub(crate) fn mix_columns(self, out: &mut [Pixel], row: &[Pixel], columns: &Columns, skipped: usize) {
        let count = out.len();
        let (Some(firsts), Some(weights)) =
            (columns.firsts.get(skipped..skipped + count), columns.weights.get(skipped..skipped + count))
        else {
            return;
        };
        dispatch!(self.0, _simd => sample::mix_columns(out, row, firsts, weights));
    }
}

#[inline(always)]
pub(crate) fn pack(pixel: Pixel) -> u32 {
    u32::from_le_bytes(pixel)
}

/// Every channel times `by / 255`, rounded to nearest.
#[inline(always)]
pub(crate) fn scale(pixel: u32, by: u32) -> u32 {
    let low = (pixel & PAIR) * by + HALF;
    let high = ((pixel >> 8) & PAIR) * by + HALF;
    let low = ((low + ((low >> 8) & PAIR)) >> 8) & PAIR;
    let high = (high + ((high >> 8) & PAIR)) & !PAIR;
    low | high
}

/// `above` over `below`, both premultiplied: no channel exceeds its alpha, so no sum exceeds a byte.
#[inline(always)]
fn over(below: u32, above: u32) -> u32 {
    above + scale(below, 255 - (above >> 24))
}

#[inline(always)]
fn fill_even(below: &mut [Pixel], colour: u32) {
    let rest = 255 - (colour >> 24);
    for pixel in below {
        *pixel = (colour + scale(pack(*pixel), rest)).to_le_bytes();
    }
}

#[inline(always)]
fn fill_masked(below: &mut [Pixel], colour: u32, coverage: &[u8]) {
    for (pixel, &covered) in below.iter_mut().zip(coverage) {
        *pixel = over(pack(*pixel), scale(colour, u32::from(covered))).to_le_bytes();
    }
}

#[inline(always)]
fn over_whole(below: &mut [Pixel], above: &[Pixel]) {
    for (pixel, &above) in below.iter_mut().zip(above) {
        *pixel = over(pack(*pixel), pack(above)).to_le_bytes();
    }
}

#[inline(always)]
fn over_even(below: &mut [Pixel], above: &[Pixel], coverage: u8) {
    let coverage = u32::from(coverage);
    for (pixel, &above) in below.iter_mut().zip(above) {
        *pixel = over(pack(*pixel), scale(pack(above), coverage)).to_le_bytes();
    }
}

#[inline(always)]
fn over_masked(below: &mut [Pixel], above: &[Pixel], coverage: &[u8]) {
    for ((pixel, &above), &covered) in below.iter_mut().zip(above).zip(coverage) {
        *pixel = over(pack(*pixel), scale(pack(above), u32::from(covered))).to_le_bytes();
    }
}

#[inline(always)]
fn linear(out: &mut [Pixel], ramp: &Ramp, first: i32, start: f32, step: f32) {
    let at = |x: f32| start + x * step;
    ramp_row(out, ramp, first, at);
}

#[inline(always)]
fn radial(out: &mut [Pixel], ramp: &Ramp, first: i32, start: (f32, f32), step: (f32, f32), inner: f32) {
    let at = |x: f32| {
        let (u, v) = (start.0 + x * step.0, start.1 + x * step.1);
        (u * u + v * v).sqrt() - inner
    };
    ramp_row(out, ramp, first, at);
}

/// Writes the colours at positions `at(centre of the pixel)` of a ramp.
///
/// Positions and colours take turns in blocks: the one is arithmetic on vectors, the other looks up.
#[inline(always)]
fn ramp_row(out: &mut [Pixel], ramp: &Ramp, first: i32, at: impl Fn(f32) -> f32) {
    /// Added to a number from 0 to 2^22 it leaves the nearest whole number in the low bits.
    const WHOLE: f32 = 8_388_608.0;
    let colours = ramp.colours.as_slice();
    let Some(last) = colours.len().checked_sub(1) else { return };
    let length = last as f32;
    let cycle = 1.0 / length.max(1.0);
    let mut places = [0_u32; BLOCK];
    let mut from = first;
    for pixels in out.chunks_mut(BLOCK) {
        for (index, place) in places.iter_mut().enumerate() {
            let mut position = at((from + index as i32) as f32 + 0.5);
            if ramp.repeats {
                position -= (position * cycle).floor() * length;
            }
            // In this form each is one instruction, and what is not a number becomes 0.
            let position = if position > 0.0 { position } else { 0.0 };
            let position = if position < length { position } else { length };
            *place = (position + WHOLE).to_bits() & 0x007f_ffff;
        }
        for (pixel, &place) in pixels.iter_mut().zip(&places) {
            // From 0 to `last`: it was cut to that range above.
            *pixel = colours[(place as usize).min(last)];
        }
        from += BLOCK as i32;
    }
}

#[cfg(test)]
mod tests;
