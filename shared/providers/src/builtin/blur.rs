//! Blurring with boxes; three in a row come close to a Gaussian.

use std::ops::{Add, Mul};

/// A field blurred with boxes of this radius in pixels; the border's value continues beyond it.
pub(super) fn blurred<T>(source: &[T], width: usize, height: usize, radius: usize) -> Vec<T>
where
    T: Copy + Add<Output = T> + Mul<f32, Output = T>,
{
    boxed(source, width, height, radius, 3)
}

/// A field blurred `times` with boxes of this radius; once gives plain means.
pub(super) fn boxed<T>(source: &[T], width: usize, height: usize, radius: usize, times: u8) -> Vec<T>
where
    T: Copy + Add<Output = T> + Mul<f32, Output = T>,
{
    let mut here = source.to_vec();
    let mut there = source.to_vec();
    for _ in 0..times {
        for y in 0..height {
            box_line(&here, &mut there, Line { start: y * width, stride: 1, count: width }, radius);
        }
        for x in 0..width {
            box_line(&there, &mut here, Line { start: x, stride: width, count: height }, radius);
        }
    }
    here
}

/// A row or a column.
#[derive(Clone, Copy)]
struct Line {
    start: usize,
    stride: usize,
    count: usize,
}

/// A running mean along one line.
fn box_line<T>(from: &[T], to: &mut [T], line: Line, radius: usize)
where
    T: Copy + Add<Output = T> + Mul<f32, Output = T>,
{
    let Line { start, stride, count } = line;
    let pick = |at: isize| from[start + at.clamp(0, count as isize - 1) as usize * stride];
    let reach = radius as isize;
    let mut sum = (1 - reach..=reach).map(pick).fold(pick(-reach), |a, b| a + b);
    let share = 1.0 / (2 * radius + 1) as f32;
    for at in 0..count as isize {
        to[start + at as usize * stride] = sum * share;
        sum = sum + pick(at + reach + 1) + pick(at - reach) * -1.0;
    }
}
