//! What a file says of itself, read without decoding anything.
//!
//! The whole file is walked, chunk by chunk or segment by segment, so that a file that is cut off, animated, too large or
//! stuffed is refused before a pixel or a compressed byte is touched. Nothing is allocated but a colour profile. The same walk
//! judges what has come of a file that is still being read.

mod jpeg;
mod png;
mod sniff;
mod webp;

use image::metadata::Orientation;

use super::MAX_MEMORY;
use crate::decode::{MAX_BYTES, MAX_METADATA, MAX_PIXELS, MAX_SIDE, Undecodable};
use crate::key::Format;
pub(super) use jpeg::Walk;
use sniff::Sniffed;
pub(super) use webp::Chunks;

/// What a file says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Its format, by its bytes.
    pub format: Format,
    /// Pixels from left to right, as stored.
    pub stored_width: u32,
    /// Pixels from top to bottom, as stored.
    pub stored_height: u32,
    /// How it is to be turned before it is shown.
    pub(crate) orientation: Orientation,
    /// Its ICC profile.
    pub(crate) profile: Option<Vec<u8>>,
    /// How its pixels are written.
    pub(crate) coding: Coding,
}

/// How pixels are written, where it matters to who decodes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    /// A PNG, by rows or interlaced, with this many bytes a pixel once its levels are 8 or 16 bits.
    Png { interlaced: bool, pixel: u64 },
    /// A JPEG.
    Jpeg,
    /// A WebP, with the bytes that its decoder takes for a pixel.
    Webp { pixel: u64 },
}

impl Header {
    /// How many bytes tell what a file is.
    pub const SNIFFED: u64 = 512;

    /// Judges what has come of a file that is to have `whole` bytes: at least [`Header::SNIFFED`] of them, or all. A refusal is
    /// final, as [`Header::read`] would refuse the whole file for the same; nothing is said of what has not come.
    pub fn glance(start: &[u8], whole: u64) -> Result<(), Undecodable> {
        let format = sniff::sniff(start).format()?;
        if whole > MAX_BYTES {
            return Err(Undecodable::TooHeavy { bytes: whole });
        }
        let read = match format {
            Format::Png => png::read(start),
            Format::Jpeg => jpeg::read(start),
            Format::Webp => webp::read(Chunks::arrived(start, whole)?),
        };
        match read {
            Err(Undecodable::Truncated { .. }) if (start.len() as u64) < whole => Ok(()),
            judged => judged.map(drop),
        }
    }

    /// Reads and judges the header of a whole file.
    pub fn read(bytes: &[u8]) -> Result<Self, Undecodable> {
        let format = sniff::sniff(bytes).format()?;
        if bytes.len() as u64 > MAX_BYTES {
            return Err(Undecodable::TooHeavy { bytes: bytes.len() as u64 });
        }
        let header = match format {
            Format::Png => png::read(bytes),
            Format::Jpeg => jpeg::read(bytes),
            Format::Webp => webp::read(Chunks::new(bytes)?),
        }?;
        Ok(header)
    }

    /// Pixels from left to right, as shown.
    pub fn width(&self) -> u32 {
        if self.is_turned() { self.stored_height } else { self.stored_width }
    }

    /// Pixels from top to bottom, as shown.
    pub fn height(&self) -> u32 {
        if self.is_turned() { self.stored_width } else { self.stored_height }
    }

    /// The memory that decoding takes, in bytes, where it grows with the picture.
    pub(super) fn hunger(&self) -> u64 {
        let pixels = u64::from(self.stored_width) * u64::from(self.stored_height);
        match self.coding {
            // Row by row; and a JPEG's decoder counts for itself.
            Coding::Png { interlaced: false, .. } | Coding::Jpeg => 0,
            Coding::Png { interlaced: true, pixel } | Coding::Webp { pixel } => pixels * pixel,
        }
    }

    fn affordable(&self) -> Result<(), Undecodable> {
        let bytes = self.hunger();
        if bytes > MAX_MEMORY as u64 { Err(Undecodable::TooHungry { bytes }) } else { Ok(()) }
    }

    /// The longer of the two sides.
    pub(crate) fn longer(&self) -> u32 {
        self.stored_width.max(self.stored_height)
    }

    fn is_turned(&self) -> bool {
        use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
        matches!(self.orientation, Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH)
    }
}

impl Sniffed {
    fn format(self) -> Result<Format, Undecodable> {
        match self {
            Self::Ours(format) => Ok(format),
            Self::Picture(found) => Err(Undecodable::Unsupported { found }),
            Self::Animation(format) => Err(Undecodable::Animated { format }),
            Self::Nothing(found) => Err(Undecodable::NoPicture { found }),
        }
    }
}

/// Refuses a size that is too large, or nothing at all.
fn sized(format: Format, width: u32, height: u32) -> Result<(), Undecodable> {
    if width == 0 || height == 0 {
        return Err(Undecodable::damaged(format, "it has no pixels"));
    }
    if width > MAX_SIDE || height > MAX_SIDE || u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(Undecodable::TooLarge { width, height });
    }
    Ok(())
}

/// What a piece counts beside its bytes: its name, its length and what a decoder remembers of it. Empty ones are not free.
const PIECE: u64 = 16;

/// Counts what is beside the pixels.
#[derive(Debug, Default)]
struct Metadata(u64);

impl Metadata {
    fn add(&mut self, bytes: usize) -> Result<(), Undecodable> {
        self.0 += bytes as u64 + PIECE;
        if self.0 > MAX_METADATA { Err(Undecodable::Metadata { bytes: self.0 }) } else { Ok(()) }
    }
}

/// How EXIF says that the picture is to be turned; as it is when it says nothing that can be read.
fn orientation(exif: &[u8]) -> Orientation {
    Orientation::from_exif_chunk(exif).unwrap_or(Orientation::NoTransforms)
}
