//! Rows that come one after the other, averaged in squares as they come: a picture of any height in the memory of a small one.

use super::canvas::{Canvas, Ink};

/// Takes rows and keeps the averages of squares of `factor` x `factor` pixels.
pub(super) struct Shrink {
    ink: Ink,
    factor: usize,
    width: u32,
    height: u32,
    /// Sums over the rows of the squares that are being filled. Colours of a transparent pixel count by their alpha.
    sums: Vec<u32>,
    filled: usize,
    data: Vec<u8>,
}

impl Shrink {
    /// For a picture of this size. The rows of a `factor` of 1 are kept as they are.
    pub(super) fn new(width: u32, height: u32, ink: Ink, factor: u32) -> Self {
        let (across, down) = (width.div_ceil(factor) as usize, height.div_ceil(factor) as usize);
        let sums = if factor > 1 { width as usize * ink.bytes() } else { 0 };
        Self {
            ink,
            factor: factor as usize,
            width,
            height,
            sums: vec![0; sums],
            filled: 0,
            data: Vec::with_capacity(across * down * ink.bytes()),
        }
    }

    /// The next row.
    pub(super) fn push(&mut self, row: &[u8]) {
        if self.factor == 1 {
            self.data.extend_from_slice(row);
            return;
        }
        if self.ink == Ink::Rgba {
            let (sums, pixels) = (self.sums.as_chunks_mut::<4>().0, row.as_chunks::<4>().0);
            for ([r, g, b, a], pixel) in sums.iter_mut().zip(pixels) {
                let [red, green, blue, alpha] = pixel.map(u32::from);
                *r += red * alpha;
                *g += green * alpha;
                *b += blue * alpha;
                *a += alpha;
            }
        } else {
            for (sum, level) in self.sums.iter_mut().zip(row) {
                *sum += u32::from(*level);
            }
        }
        self.filled += 1;
        if self.filled == self.factor {
            self.settle();
        }
    }

    /// The picture, when all rows have come.
    pub(super) fn finish(mut self) -> Canvas {
        if self.filled > 0 {
            self.settle();
        }
        let factor = f64::from(u32::try_from(self.factor).unwrap_or(1));
        let (across, down) = (f64::from(self.width) / factor, f64::from(self.height) / factor);
        let row = self.ink.bytes() * self.width.div_ceil(u32::try_from(self.factor).unwrap_or(1)) as usize;
        let rows = self.data.len() / row.max(1);
        Canvas {
            width: u32::try_from(row / self.ink.bytes()).unwrap_or(0),
            height: u32::try_from(rows).unwrap_or(0),
            extent: (across, down),
            ink: self.ink,
            data: self.data,
        }
    }

    /// Turns the sums of rows into a row of averages.
    fn settle(&mut self) {
        match self.ink {
            Ink::Rgb => self.settle_plain::<3>(),
            Ink::Cmyk => self.settle_plain::<4>(),
            Ink::Rgba => self.settle_alpha(),
        }
        self.sums.fill(0);
        self.filled = 0;
    }

    fn settle_plain<const N: usize>(&mut self) {
        for square in self.sums.as_chunks::<N>().0.chunks(self.factor) {
            let mut total = [0_u32; N];
            for pixel in square {
                for (sum, level) in total.iter_mut().zip(pixel) {
                    *sum += level;
                }
            }
            let count = u32::try_from(square.len() * self.filled).unwrap_or(1);
            self.data.extend(total.map(|sum| mean(sum, count)));
        }
    }

    fn settle_alpha(&mut self) {
        for square in self.sums.as_chunks::<4>().0.chunks(self.factor) {
            let mut total = [0_u32; 4];
            for pixel in square {
                for (sum, level) in total.iter_mut().zip(pixel) {
                    *sum += level;
                }
            }
            let [red, green, blue, alpha] = total;
            let count = u32::try_from(square.len() * self.filled).unwrap_or(1);
            let weight = alpha.max(1);
            self.data.extend([
                mean(red, weight),
                mean(green, weight),
                mean(blue, weight),
                mean(alpha, count),
            ]);
        }
    }
}

/// A sum divided and rounded.
fn mean(sum: u32, count: u32) -> u8 {
    u8::try_from((sum + count / 2) / count).unwrap_or(u8::MAX)
}
