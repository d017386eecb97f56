//! Reading pictures that may be hostile: the type by magic bytes, the size before the pixels, a lid on memory.

mod undecodable;

use crate::analysis::{Analysis, analyze};
use crate::key::Format;
use crate::palette::{Swatch, palette};
use crate::picture::{self, Picture};
pub use undecodable::Undecodable;

/// The longest side of a picture that is decoded.
pub const MAX_SIDE: u32 = 16_384;
/// The most pixels of a picture that is decoded: 64 megapixels.
pub const MAX_PIXELS: u64 = 64 * 1024 * 1024;
/// The largest file that is read.
pub const MAX_BYTES: u64 = 25 * 1024 * 1024;
/// The most bytes of a file that may be beside its pixels, a JPEG's tables among them. What cameras write stays below one
/// megabyte.
pub const MAX_METADATA: u64 = 4 * 1024 * 1024;
/// The largest colour profile that is read. Those of printers have half a megabyte and more.
pub const MAX_PROFILE: usize = 2 * 1024 * 1024;
/// The most scans of a JPEG. Encoders make about ten; each costs a pass over the whole picture, and may take a few bytes of the
/// file. libjpeg-turbo's fuzzers stop at 500 of a picture of one megapixel (`fuzz/decompress.cc`).
pub const MAX_SCANS: u32 = 64;
/// The longest side of what is measured, in pixels.
const SAMPLE_SIDE: u32 = 128;

/// What is in a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// The format, found in the bytes.
    pub format: Format,
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// Whether all of it is one colour, or nearly.
    pub blank: bool,
    /// Its main colours, the largest share first.
    pub palette: Vec<Swatch>,
    /// What it shows.
    pub analysis: Analysis,
}

/// Decodes and measures a picture.
pub fn measure(bytes: &[u8]) -> Result<Measured, Undecodable> {
    Ok(Measured::of(&picture::open(bytes)?))
}

impl Measured {
    /// Measures a picture that is decoded.
    pub fn of(picture: &Picture) -> Self {
        let sample = picture.sample(SAMPLE_SIDE);
        Self {
            format: picture.format(),
            width: picture.width(),
            height: picture.height(),
            blank: is_blank(&sample),
            palette: palette(&sample),
            analysis: analyze(&picture.sample(Analysis::SAMPLE_SIDE)),
        }
    }
}

/// Whether no channel of any pixel is more than four levels from the first pixel's.
fn is_blank(sample: &image::RgbImage) -> bool {
    let Some(first) = sample.pixels().next() else { return true };
    sample.pixels().all(|pixel| pixel.0.iter().zip(first.0).all(|(one, other)| one.abs_diff(other) <= 4))
}

#[cfg(test)]
mod tests;
