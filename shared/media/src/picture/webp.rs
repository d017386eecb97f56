//! Decoding WebP. The decoder makes the whole picture at once; it is shrunk afterwards.
//!
//! `image-webp` bounds neither the tables of a lossless picture nor what it copies of a lossy one, so both are counted before it
//! begins, and it gets no byte that was not counted.

mod lossless;
mod prefix;

use std::io::Cursor;

use image_webp::{DecodingError, WebPDecoder};

use super::MAX_MEMORY;
use super::canvas::{Canvas, Ink};
use super::header::{Chunks, Header};
use super::shrink::Shrink;
use crate::decode::Undecodable;
use crate::key::Format;

/// Bytes of a lossless picture's signature, size, alpha and version.
const SIZE: usize = 5;
/// The method of an alpha plane that is a lossless picture (RFC 9649, section 2.7.1.2).
const COMPRESSED: u8 = 1;

/// Decodes to at least `side` pixels on the longer side, if there are as many.
pub(super) fn decode(bytes: &[u8], header: &Header, side: u32) -> Result<Canvas, Undecodable> {
    let chunks = Chunks::new(bytes)?;
    let hungry = header.hunger() + hunger(&chunks, header)?;
    if hungry > MAX_MEMORY as u64 {
        return Err(Undecodable::TooHungry { bytes: hungry });
    }
    let mut decoder = WebPDecoder::new(Cursor::new(chunks.covered())).map_err(told)?;
    decoder.set_memory_limit(MAX_MEMORY);
    let ink = if decoder.has_alpha() { Ink::Rgba } else { Ink::Rgb };
    let (width, height) = (header.stored_width, header.stored_height);
    if decoder.dimensions() != (width, height) {
        return Err(Undecodable::damaged(Format::Webp, "its picture has not the size of its canvas"));
    }
    let row = width as usize * ink.bytes();
    let mut pixels = vec![0; row * height as usize];
    decoder.read_image(&mut pixels).map_err(told)?;
    let factor = super::factor(header, side);
    if factor == 1 {
        return Ok(Canvas::new(width, height, ink, pixels));
    }
    let mut shrink = Shrink::new(width, height, ink, factor);
    for row in pixels.chunks_exact(row) {
        shrink.push(row);
    }
    Ok(shrink.finish())
}

/// The memory that decoding takes beside pixels. The decoder takes the first chunk of each name, whatever comes after it.
fn hunger(chunks: &Chunks, header: &Header) -> Result<u64, Undecodable> {
    let size = (header.stored_width, header.stored_height);
    let most = MAX_MEMORY as u64;
    // The partitions are copied, the last of them twice.
    let lossy = chunks.first(*b"VP8 ")?.map_or(0, |data| 2 * data.len() as u64);
    let picture = match chunks.first(*b"VP8L")? {
        Some(data) => lossless::hunger(data.get(SIZE..).unwrap_or_default(), size, most)?,
        None => 0,
    };
    let alpha = match chunks.first(*b"ALPH")? {
        Some([kind, data @ ..]) if kind & 3 == COMPRESSED => lossless::hunger(data, size, most)?,
        _ => 0,
    };
    Ok(lossy + picture + alpha)
}

fn damaged(why: &str) -> Undecodable {
    Undecodable::damaged(Format::Webp, why)
}

fn told(error: DecodingError) -> Undecodable {
    match error {
        DecodingError::IoError(_) => Undecodable::Truncated { format: Format::Webp },
        other => Undecodable::told(Format::Webp, other),
    }
}

#[cfg(test)]
mod tests;
