//! Thumbnails, and the hash that stands in for one until it is there.

use image_webp::{ColorType, WebPEncoder};
use jpeg_encoder::{Encoder, SamplingFactor};

use crate::decode::Undecodable;
use crate::key::Format;

/// The quality of JPEG thumbnails, of 100: where browsers' and servers' tools start.
const QUALITY: u8 = 80;
/// The longest side of what is hashed, in pixels; the algorithm takes no larger one.
pub(crate) const HASHED_SIDE: u32 = 100;

/// The sizes in which thumbnails are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Size {
    /// 256 pixels: lists and grids.
    Thumb,
    /// 512 pixels: cards.
    Small,
    /// 1,024 pixels: a page.
    Medium,
}

impl Size {
    /// Every size, the smallest first.
    pub const ALL: [Self; 3] = [Self::Thumb, Self::Small, Self::Medium];

    /// The most pixels on the longer side. A smaller picture is not enlarged.
    pub const fn side(self) -> u32 {
        match self {
            Self::Thumb => 256,
            Self::Small => 512,
            Self::Medium => 1024,
        }
    }

    /// Its name in keys and bodies.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Thumb => "thumb",
            Self::Small => "small",
            Self::Medium => "medium",
        }
    }
}

/// An encoded thumbnail, without metadata, in sRGB.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thumbnail {
    /// Which size was asked for.
    pub size: Size,
    /// JPEG, or lossless WebP where a pixel is transparent.
    pub format: Format,
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Encodes pixels of RGB, or RGBA where `alpha` says so.
pub(crate) fn encode(
    size: Size,
    width: u32,
    height: u32,
    alpha: bool,
    pixels: &[u8],
) -> Result<Thumbnail, Undecodable> {
    let (format, bytes) = if alpha {
        (Format::Webp, webp(width, height, pixels)?)
    } else {
        (Format::Jpeg, jpeg(width, height, pixels)?)
    };
    Ok(Thumbnail { size, format, width, height, bytes })
}

fn jpeg(width: u32, height: u32, pixels: &[u8]) -> Result<Vec<u8>, Undecodable> {
    let side = |length: u32| u16::try_from(length).map_err(|error| Undecodable::Encoder(error.into()));
    let (width, height) = (side(width)?, side(height)?);
    let mut bytes = Vec::with_capacity(pixels.len() / 8);
    let mut encoder = Encoder::new(&mut bytes, QUALITY);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    // Codes that fit the picture instead of the standard's examples: the same pixels in a tenth less.
    encoder.set_optimized_huffman_tables(true);
    let written = encoder.encode(pixels, width, height, jpeg_encoder::ColorType::Rgb);
    written.map_err(|error| Undecodable::Encoder(error.into()))?;
    Ok(bytes)
}

fn webp(width: u32, height: u32, pixels: &[u8]) -> Result<Vec<u8>, Undecodable> {
    let mut bytes = Vec::with_capacity(pixels.len() / 2);
    let written = WebPEncoder::new(&mut bytes).encode(pixels, width, height, ColorType::Rgba8);
    written.map_err(|error| Undecodable::Encoder(error.into()))?;
    Ok(bytes)
}

/// The hash of pixels of which no side is longer than [`HASHED_SIDE`].
pub(crate) fn hash(width: u32, height: u32, alpha: bool, pixels: &[u8]) -> Vec<u8> {
    let (width, height) = (width as usize, height as usize);
    if alpha {
        return thumbhash::rgba_to_thumb_hash(width, height, pixels);
    }
    let pixels: Vec<u8> = pixels
        .as_chunks::<3>()
        .0
        .iter()
        .flat_map(|[red, green, blue]| [*red, *green, *blue, u8::MAX])
        .collect();
    thumbhash::rgba_to_thumb_hash(width, height, &pixels)
}
