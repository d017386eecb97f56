//! Pictures that may be hostile: judged by their headers, decoded small, and never passed on.
//!
//! [`open`] decodes once, no larger than is needed, in sRGB and the right way up. What is derived from a [`Picture`] is encoded
//! anew: nothing of the file but its colours gets through, neither metadata nor what somebody hung behind the end.

mod canvas;
mod colour;
mod header;
mod jpeg;
mod png;
mod profile;
mod shrink;
mod webp;

use std::cell::RefCell;

use fast_image_resize::Resizer;
use image::RgbImage;

use crate::decode::Undecodable;
use crate::key::Format;
use crate::thumbnail::{self, Size, Thumbnail};
use canvas::{Canvas, Filter, Ink};
pub use header::Header;

/// The longer side of what [`open`] keeps, in pixels: the largest thumbnail's.
pub const SIDE: u32 = Size::Medium.side();
/// The most memory that decoding one picture may take, in bytes; what would take more is refused before. A file of 25 MB and
/// what is kept of the picture (4 MB) come to it.
pub const MAX_MEMORY: usize = 256 * 1024 * 1024;
/// How much larger than wanted a picture is left when it is shrunk by a whole factor. Half as much again is enough for the
/// filter after it to hide the squares.
const SPARE: (u32, u32) = (3, 2);

/// A decoded picture, no larger than was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    format: Format,
    width: u32,
    height: u32,
    canvas: Canvas,
}

/// Decodes a picture for thumbnails and analysis: at most [`SIDE`] pixels of it on its longer side.
pub fn open(bytes: &[u8]) -> Result<Picture, Undecodable> {
    open_within(bytes, SIDE)
}

/// Decodes a picture to at most `side` pixels on its longer side; never more than it has.
pub fn open_within(bytes: &[u8], side: u32) -> Result<Picture, Undecodable> {
    let header = Header::read(bytes)?;
    let decoded = match header.format {
        Format::Png => png::decode(bytes, &header, side),
        Format::Jpeg => jpeg::decode(bytes, &header, side),
        Format::Webp => webp::decode(bytes, &header, side),
    }?;
    // Scaled before it is converted and turned: that is work for each pixel.
    let canvas = hands(|hands| decoded.within(side, Filter::Sharp, hands).into_owned());
    let canvas = colour::to_srgb(canvas, header.profile.as_deref()).trimmed().turned(header.orientation);
    Ok(Picture { format: header.format, width: header.width(), height: header.height(), canvas })
}

impl Picture {
    /// The format of the file.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Pixels of the file from left to right, the right way up.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Pixels of the file from top to bottom, the right way up.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Whether a pixel of it is not opaque.
    pub fn has_alpha(&self) -> bool {
        self.canvas.ink == Ink::Rgba
    }

    /// What was decoded, scaled to at most `side` pixels on the longer side without halos, over white where it is transparent.
    pub fn sample(&self, side: u32) -> RgbImage {
        let small = hands(|hands| self.canvas.within(side, Filter::Plain, hands));
        RgbImage::from_raw(small.width, small.height, small.opaque()).unwrap_or_default()
    }

    /// One thumbnail.
    pub fn thumbnail(&self, size: Size) -> Result<Thumbnail, Undecodable> {
        let small = hands(|hands| self.canvas.within(size.side(), Filter::Sharp, hands));
        thumbnail::encode(size, small.width, small.height, self.has_alpha(), &small.data)
    }

    /// Thumbnails of all sizes, the largest first, each made from the one before.
    pub fn thumbnails(&self) -> Result<Vec<Thumbnail>, Undecodable> {
        let mut made = Vec::with_capacity(Size::ALL.len());
        let mut larger = std::borrow::Cow::Borrowed(&self.canvas);
        for size in Size::ALL.into_iter().rev() {
            let small = hands(|hands| larger.within(size.side(), Filter::Sharp, hands).into_owned());
            made.push(thumbnail::encode(size, small.width, small.height, self.has_alpha(), &small.data)?);
            larger = std::borrow::Cow::Owned(small);
        }
        Ok(made)
    }

    /// A placeholder of about 25 bytes (<https://evanw.github.io/thumbhash/>).
    pub fn thumbhash(&self) -> Vec<u8> {
        let small = hands(|hands| self.canvas.within(thumbnail::HASHED_SIDE, Filter::Plain, hands));
        thumbnail::hash(small.width, small.height, self.has_alpha(), &small.data)
    }
}

/// By how much the sides of a picture may be divided while it is decoded.
fn factor(header: &Header, side: u32) -> u32 {
    (header.longer() * SPARE.1 / (side * SPARE.0).max(1)).max(1)
}

/// Works with the thread's resizer, whose buffers are used again from picture to picture.
fn hands<T>(work: impl FnOnce(&mut Resizer) -> T) -> T {
    thread_local! {
        static HANDS: RefCell<Resizer> = RefCell::default();
    }
    HANDS.with_borrow_mut(work)
}

#[cfg(test)]
mod tests;
