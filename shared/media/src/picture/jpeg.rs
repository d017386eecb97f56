//! Decoding JPEG.

use std::io::Cursor;

use image::{ImageDecoder, ImageFormat, ImageReader};

use super::canvas::{Canvas, Ink};
use super::header::Header;
use crate::decode::Undecodable;
use crate::key::Format;

/// Decodes.
pub(super) fn decode(bytes: &[u8], _header: &Header, _side: u32) -> Result<Canvas, Undecodable> {
    let told = |error| Undecodable::told(Format::Jpeg, error);
    let decoder =
        ImageReader::with_format(Cursor::new(bytes), ImageFormat::Jpeg).into_decoder().map_err(told)?;
    let _ = decoder.dimensions();
    let picture = image::DynamicImage::from_decoder(decoder).map_err(told)?.into_rgb8();
    Ok(Canvas::new(picture.width(), picture.height(), Ink::Rgb, picture.into_raw()))
}
