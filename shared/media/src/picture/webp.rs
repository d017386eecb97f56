//! Decoding WebP. The decoder makes the whole picture at once; it is shrunk afterwards.

use std::io::Cursor;

use image_webp::{DecodingError, WebPDecoder};

use super::MAX_MEMORY;
use super::canvas::{Canvas, Ink};
use super::header::Header;
use super::shrink::Shrink;
use crate::decode::Undecodable;
use crate::key::Format;

/// Decodes to at least `side` pixels on the longer side, if there are as many.
pub(super) fn decode(bytes: &[u8], header: &Header, side: u32) -> Result<Canvas, Undecodable> {
    let mut decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(told)?;
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

fn told(error: DecodingError) -> Undecodable {
    match error {
        DecodingError::IoError(_) => Undecodable::Truncated { format: Format::Webp },
        other => Undecodable::told(Format::Webp, other),
    }
}
