//! The inner loops.
//!
//! They are plain loops over packed pixels, compiled once for each instruction set that `fearless_simd` knows and
//! chosen at run time. All arithmetic on colours is on integers, and the one on positions is rounded once an
//! operation: every instruction set gives the same bytes.

#![expect(
    clippy::inline_always,
    reason = "a loop is compiled for an instruction set only when it is inlined into the call that is"
)]

mod ramp;
mod sample;

use fearless_simd::{Level, dispatch};

pub(crate) use sample::{Columns, mix_pixels, neighbour};

use crate::list::{Conic, Linear, Pixel, Radial};

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

    /// Writes the colours of a linear gradient in row `y` from column `first` on.
    pub(crate) fn linear(self, out: &mut [Pixel], gradient: &Linear, first: i32, y: i32) {
        dispatch!(self.0, _simd => ramp::linear(out, gradient, first, y));
    }

    /// The same for a radial gradient.
    pub(crate) fn radial(self, out: &mut [Pixel], gradient: &Radial, first: i32, y: i32) {
        dispatch!(self.0, _simd => ramp::radial(out, gradient, first, y));
    }

    /// The same for a conic gradient.
    pub(crate) fn conic(self, out: &mut [Pixel], gradient: &Conic, first: i32, y: i32) {
        dispatch!(self.0, _simd => ramp::conic(out, gradient, first, y));
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

#[cfg(test)]
mod tests;
