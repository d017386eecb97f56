//! A painting as a PNG file.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};

use super::Painting;

/// A painting that does not encode: its size and its pixels disagree.
#[derive(Debug)]
pub struct EncodeError(image::ImageError);

impl std::fmt::Display for EncodeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the painting could not be encoded as PNG; check that it holds width x height x 3 bytes")
    }
}

impl std::error::Error for EncodeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

/// Encodes a painting; the same painting always gives the same bytes.
pub fn to_png(painting: &Painting) -> Result<Vec<u8>, EncodeError> {
    let expected = u64::from(painting.width) * u64::from(painting.height) * 3;
    if expected != painting.rgb.len() as u64 {
        let mismatch = image::error::ParameterErrorKind::DimensionMismatch;
        let error = image::error::ParameterError::from_kind(mismatch);
        return Err(EncodeError(image::ImageError::Parameter(error)));
    }
    let mut bytes = Vec::new();
    PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Adaptive)
        .write_image(&painting.rgb, painting.width, painting.height, ExtendedColorType::Rgb8)
        .map_err(EncodeError)?;
    Ok(bytes)
}
