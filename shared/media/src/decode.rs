//! Reading pictures that may be hostile: the type by magic bytes, the size before the pixels, a lid on memory.

use std::io::Cursor;

use fault::{Fault, Kind};
use image::{DynamicImage, ImageFormat, ImageReader, Limits};

use crate::analysis::{Analysis, analyze};
use crate::key::Format;
use crate::palette::{Swatch, palette};

/// The longest side of a picture that is decoded.
pub const MAX_SIDE: u32 = 16_384;
/// The most pixels of a picture that is decoded: 64 megapixels.
pub const MAX_PIXELS: u64 = 64 * 1024 * 1024;
/// The most memory that a decoder may take.
const MAX_ALLOC: u64 = 256 * 1024 * 1024;
/// The largest file that is read.
pub const MAX_BYTES: u64 = 25 * 1024 * 1024;

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

/// Why bytes are no picture that we take.
#[derive(Debug, thiserror::Error)]
pub enum Undecodable {
    /// Not one of our formats.
    #[error("this is no PNG, JPEG or WebP picture")]
    Format,
    /// Larger than anything that a model makes.
    #[error(
        "the picture is {width} x {height} pixels; the most is {MAX_SIDE} on a side and 64 megapixels in all"
    )]
    TooLarge {
        /// Pixels from left to right.
        width: u32,
        /// Pixels from top to bottom.
        height: u32,
    },
    /// The bytes do not hold what their beginning promises.
    #[error("the picture is damaged: {0}")]
    Damaged(#[source] image::ImageError),
}

impl From<Undecodable> for Fault {
    fn from(error: Undecodable) -> Self {
        Self::new(Kind::Unprocessable, "bad-image", error.to_string()).because(error)
    }
}

/// Decodes and measures a picture.
pub fn measure(bytes: &[u8]) -> Result<Measured, Undecodable> {
    let (format, picture) = decode(bytes)?;
    let (width, height) = (picture.width(), picture.height());
    let sample = picture.thumbnail(128, 128).to_rgb8();
    let most = Analysis::SAMPLE_SIDE;
    let small = width <= most && height <= most;
    let analysis = analyze(&if small { picture.to_rgb8() } else { picture.thumbnail(most, most).to_rgb8() });
    Ok(Measured { format, width, height, blank: is_blank(&sample), palette: palette(&sample), analysis })
}

fn decode(bytes: &[u8]) -> Result<(Format, DynamicImage), Undecodable> {
    let format = match image::guess_format(bytes) {
        Ok(ImageFormat::Png) => Format::Png,
        Ok(ImageFormat::Jpeg) => Format::Jpeg,
        Ok(ImageFormat::WebP) => Format::Webp,
        _ => return Err(Undecodable::Format),
    };
    // Without limits: reading the header allocates nothing, and the refusal below names the size.
    let header = ImageReader::with_format(Cursor::new(bytes), image_format(format));
    let (width, height) = header.into_dimensions().map_err(Undecodable::Damaged)?;
    if width > MAX_SIDE || height > MAX_SIDE || u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(Undecodable::TooLarge { width, height });
    }
    let picture = reader(bytes, format).decode().map_err(Undecodable::Damaged)?;
    Ok((format, picture))
}

fn reader(bytes: &[u8], format: Format) -> ImageReader<Cursor<&[u8]>> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), image_format(format));
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_ALLOC);
    reader.limits(limits);
    reader
}

fn image_format(format: Format) -> ImageFormat {
    match format {
        Format::Png => ImageFormat::Png,
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Webp => ImageFormat::WebP,
    }
}

/// Whether no channel of any pixel is more than four levels from the first pixel's.
fn is_blank(sample: &image::RgbImage) -> bool {
    let Some(first) = sample.pixels().next() else { return true };
    sample.pixels().all(|pixel| pixel.0.iter().zip(first.0).all(|(one, other)| one.abs_diff(other) <= 4))
}

#[cfg(test)]
mod tests;
