//! A mask in the making, without a byte for each of its pixels in between.

use super::{Ink, Mask};

/// So many neighbours are looked at together for whether they are alike.
const BLOCK: usize = 16;

/// Takes coverage row by row, each from left to right.
pub(crate) trait Levels {
    /// The next `count` pixels have the same.
    fn even(&mut self, value: u8, count: usize);
    /// The next pixels have one byte each.
    fn bytes(&mut self, bytes: &[u8]);
    /// The row ends.
    fn end_row(&mut self);
}

/// Packs what it is told of a shape.
#[derive(Debug)]
pub(crate) struct Packer {
    mask: Mask,
    /// The column that comes next.
    at: usize,
    /// Where the span at hand begins, and what it has.
    start: usize,
    ink: Ink,
}

impl Packer {
    /// Of a mask of this size. Its `seam` is the column and the row that repeat, or beyond its last where none does.
    pub(crate) fn new(width: usize, height: usize, seam: (usize, usize)) -> Self {
        let mask = Mask {
            width: width as u32,
            height: height as u32,
            seam: (seam.0 as u32, seam.1 as u32),
            ends: Vec::with_capacity(height),
            spans: Vec::new(),
            bytes: Vec::new(),
        };
        Self { mask, at: 0, start: 0, ink: Ink::Even(0) }
    }

    /// The next pixels have one byte each, of which neighbours may be alike.
    pub(super) fn line(&mut self, bytes: &[u8]) {
        for block in bytes.chunks(BLOCK) {
            let value = block[0];
            // All are looked at, so that it is done on vectors.
            if block.iter().fold(0, |apart, byte| apart | (byte ^ value)) == 0 {
                self.even(value, block.len());
            } else {
                self.bytes(block);
            }
        }
    }

    /// The next pixel is the seam's: it has a span of its own.
    pub(super) fn seam(&mut self, value: u8) {
        self.end_span();
        self.even(value, 1);
        self.end_span();
    }

    /// The mask.
    pub(crate) fn finish(mut self) -> Mask {
        self.mask.spans.shrink_to_fit();
        self.mask.bytes.shrink_to_fit();
        self.mask
    }

    /// Ends the span at hand.
    fn end_span(&mut self) {
        self.close(0);
        self.start = self.at;
    }

    /// Ends the span at hand and begins one of `value`, which also has the last bytes that are alike.
    fn close(&mut self, value: u8) {
        let mut end = self.at;
        if let Ink::Bytes(first) = self.ink {
            let own = &self.mask.bytes[first as usize..];
            let alike = own.iter().rev().take_while(|byte| **byte == value).count();
            end -= alike;
            self.mask.bytes.truncate(self.mask.bytes.len() - alike);
        }
        self.mask.push(self.start, end - self.start, self.ink);
        (self.start, self.ink) = (end, Ink::Even(value));
    }
}

impl Levels for Packer {
    fn even(&mut self, value: u8, count: usize) {
        if self.ink != Ink::Even(value) {
            self.close(value);
        }
        self.at += count;
    }

    fn bytes(&mut self, mut bytes: &[u8]) {
        if let Ink::Even(value) = self.ink {
            let alike = bytes.iter().take_while(|byte| **byte == value).count();
            self.at += alike;
            bytes = &bytes[alike..];
            if bytes.is_empty() {
                return;
            }
            self.mask.push(self.start, self.at - self.start, self.ink);
            (self.start, self.ink) = (self.at, Ink::Bytes(self.mask.bytes.len() as u32));
        }
        self.mask.bytes.extend_from_slice(bytes);
        self.at += bytes.len();
    }

    fn end_row(&mut self) {
        self.end_span();
        self.mask.ends.push(self.mask.spans.len() as u32);
        (self.at, self.start) = (0, 0);
    }
}

#[cfg(test)]
mod tests;
