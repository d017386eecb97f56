//! A raw picture of a film becomes a picture that can be painted.

use takumi_core::resources::image::ImageSource;
use takumi_core::resources::image_buffer::ImageBuffer;
use yuv::{YuvPlanarImage, YuvRange, YuvStandardMatrix, yuv420_to_rgba_bilinear};

use crate::Film;

/// The picture of raw bytes in the form that [`Film`] says; none if they have not its size.
pub(super) fn picture(film: &Film, raw: &[u8]) -> Option<ImageSource> {
    if raw.len() != film.picture_bytes() {
        return None;
    }
    let buffer = if film.alpha {
        ImageBuffer::from_rgba_bytes(raw.to_vec(), film.width, film.height)?
    } else {
        ImageBuffer::from_premultiplied_rgba(rgba(film, raw)?, film.width, film.height)?
    };
    Some(ImageSource::from(buffer))
}

fn rgba(film: &Film, raw: &[u8]) -> Option<Vec<u8>> {
    let half = film.width.div_ceil(2);
    let (luma, chroma) = raw.split_at_checked(film.width as usize * film.height as usize)?;
    let (blue, red) = chroma.split_at_checked(chroma.len() / 2)?;
    let planes = YuvPlanarImage {
        y_plane: luma,
        y_stride: film.width,
        u_plane: blue,
        u_stride: half,
        v_plane: red,
        v_stride: half,
        width: film.width,
        height: film.height,
    };
    let mut rgba = vec![255; film.width as usize * film.height as usize * 4];
    yuv420_to_rgba_bilinear(&planes, &mut rgba, film.width * 4, YuvRange::Limited, YuvStandardMatrix::Bt709)
        .ok()?;
    Some(rgba)
}
