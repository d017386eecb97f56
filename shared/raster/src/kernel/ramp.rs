//! Gradients: a position for each pixel, then the colour there.
//!
//! The two take turns in blocks: the one is arithmetic on vectors, the other looks up.

use super::BLOCK;
use crate::list::{Conic, Linear, Matrix, Pixel, Radial, Ramp};

/// An odd polynomial that is `atan(x) / (2 pi)` within 2e-6 for x from 0 to 1.
const TURN: [f32; 5] = [0.159_133_67, -0.052_569_626, 0.028_673_192, -0.013_552_985, 0.003_317_571_6];

#[inline(always)]
pub(super) fn linear(out: &mut [Pixel], gradient: &Linear, first: i32, y: i32) {
    let start = gradient.start + (y as f32 + 0.5) * gradient.down;
    let step = gradient.across;
    row(out, &gradient.ramp, first, |x| start + x * step);
}

#[inline(always)]
pub(super) fn radial(out: &mut [Pixel], gradient: &Radial, first: i32, y: i32) {
    let place = plane(&gradient.matrix, y);
    let inner = gradient.start;
    row(out, &gradient.ramp, first, |x| {
        let (u, v) = place(x);
        (u * u + v * v).sqrt() - inner
    });
}

#[inline(always)]
pub(super) fn conic(out: &mut [Pixel], gradient: &Conic, first: i32, y: i32) {
    let place = plane(&gradient.matrix, y);
    let (begin, scale, offset) = (gradient.start, gradient.scale, gradient.offset);
    row(out, &gradient.ramp, first, |x| {
        let (u, v) = place(x);
        let turn = turn(-v, u) - begin;
        (if turn < 0.0 { turn + 1.0 } else { turn }) * scale + offset
    });
}

/// Where a pixel of row `y` is on the gradient's plane, by the column of its centre.
#[inline(always)]
fn plane(matrix: &Matrix, y: i32) -> impl Fn(f32) -> (f32, f32) {
    let Matrix { a, b, c, d, e, f } = *matrix;
    let row = y as f32 + 0.5;
    let start = (e + row * c, f + row * d);
    move |x| (start.0 + x * a, start.1 + x * b)
}

/// The angle of (x, y) as a part of a full turn, from 0 to 1.
///
/// On an eighth of a turn it is a polynomial in the slope: a library's arc tangent is another on each platform.
#[inline(always)]
fn turn(x: f32, y: f32) -> f32 {
    let (across, down) = (x.abs(), y.abs());
    let (less, more) = if across < down { (across, down) } else { (down, across) };
    let slope = less / if more > 0.0 { more } else { 1.0 };
    let square = slope * slope;
    let [c0, c1, c2, c3, c4] = TURN;
    let eighth = slope * (c0 + square * (c1 + square * (c2 + square * (c3 + square * c4))));
    let quarter = if across < down { 0.25 - eighth } else { eighth };
    let half = if x < 0.0 { 0.5 - quarter } else { quarter };
    if y < 0.0 { 1.0 - half } else { half }
}

/// Writes the colours at positions `at(centre of the pixel)` of a ramp.
#[inline(always)]
fn row(out: &mut [Pixel], ramp: &Ramp, first: i32, at: impl Fn(f32) -> f32) {
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
