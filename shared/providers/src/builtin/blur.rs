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
        for (from, to) in here.chunks_exact(width).zip(there.chunks_exact_mut(width)) {
            box_row(from, to, radius);
        }
        box_columns(&there, &mut here, (width, height), radius);
    }
    here
}

/// A running mean along one row.
fn box_row<T>(from: &[T], to: &mut [T], radius: usize)
where
    T: Copy + Add<Output = T> + Mul<f32, Output = T>,
{
    let last = from.len() as isize - 1;
    let pick = |at: isize| from[at.clamp(0, last) as usize];
    let reach = radius as isize;
    let mut sum = (1 - reach..=reach).map(pick).fold(pick(-reach), |a, b| a + b);
    let share = 1.0 / (2 * radius + 1) as f32;
    for (at, to) in (0_isize..).zip(to) {
        *to = sum * share;
        sum = sum + pick(at + reach + 1) + pick(at - reach) * -1.0;
    }
}

/// The same down all columns at once: memory is read row by row, as it lies.
fn box_columns<T>(from: &[T], to: &mut [T], (width, height): (usize, usize), radius: usize)
where
    T: Copy + Add<Output = T> + Mul<f32, Output = T>,
{
    let last = height as isize - 1;
    let row = |at: isize| &from[at.clamp(0, last) as usize * width..][..width];
    let reach = radius as isize;
    let mut sums = row(-reach).to_vec();
    for at in 1 - reach..=reach {
        for (sum, value) in sums.iter_mut().zip(row(at)) {
            *sum = *sum + *value;
        }
    }
    let share = 1.0 / (2 * radius + 1) as f32;
    for (at, to) in (0_isize..).zip(to.chunks_exact_mut(width)) {
        let passing = row(at + reach + 1).iter().zip(row(at - reach));
        for ((to, sum), (enters, leaves)) in to.iter_mut().zip(&mut sums).zip(passing) {
            *to = *sum * share;
            *sum = *sum + *enters + *leaves * -1.0;
        }
    }
}
