//! Pictures as encoders take them.

use std::ops::Range;

use anyhow::Result;
use scene::{Picture, Rows};
use serde::{Deserialize, Serialize};
use yuv::{
    BufferStoreMut, YuvConversionMode, YuvPlanarImageMut, YuvRange, YuvStandardMatrix, rgba_to_yuv420,
};

/// How the pictures of a film go down the pipe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Pixels {
    /// Planes of Y, Cb and Cr, the latter two of half the width and height; BT.709, limited range. What is transparent is
    /// black. Width and height are even.
    Yuv420,
    /// Red, green, blue and alpha of each pixel, not premultiplied.
    Rgba,
}

impl Pixels {
    /// Bytes of one picture.
    pub(crate) fn bytes(self, width: u32, height: u32) -> usize {
        let pixels = width as usize * height as usize;
        match self {
            Self::Yuv420 => pixels + pixels / 2,
            Self::Rgba => pixels * 4,
        }
    }

    /// Its name, as ffmpeg knows it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Yuv420 => "yuv420p",
            Self::Rgba => "rgba",
        }
    }

    /// Writes a picture into a buffer, which becomes as long as it must. `before` is the picture before it, as it was written.
    pub(crate) fn write(
        self,
        picture: &Picture<'_>,
        before: Option<&[u8]>,
        into: &mut Vec<u8>,
    ) -> Result<()> {
        let bytes = self.bytes(picture.width, picture.height);
        match (self, before.filter(|before| before.len() == bytes)) {
            (Self::Yuv420, Some(before)) => {
                // What is the same need not be converted again.
                into.clear();
                into.extend_from_slice(before);
                to_planes(picture, pairs(picture), into)
            }
            (Self::Yuv420, None) => {
                into.resize(bytes, 0);
                to_planes(picture, 0..picture.height, into)
            }
            (Self::Rgba, _) => {
                into.resize(bytes, 0);
                to_straight(picture.rgba, into);
                Ok(())
            }
        }
    }
}

/// The rows that changed, in whole pairs: two share their colour.
fn pairs(picture: &Picture<'_>) -> Range<u32> {
    let Rows { first, count } = picture.changed;
    first / 2 * 2..(first + count).next_multiple_of(2).min(picture.height)
}

/// Converts `rows`, whole pairs of them.
fn to_planes(picture: &Picture<'_>, rows: Range<u32>, into: &mut [u8]) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let (width, height) = (picture.width as usize, picture.height as usize);
    let (first, end) = (rows.start as usize, rows.end as usize);
    let (y, chroma) = into.split_at_mut(width * height);
    let (u, v) = chroma.split_at_mut(width * height / 4);
    let of_colour = first / 2 * (width / 2)..end / 2 * (width / 2);
    let mut planes = YuvPlanarImageMut {
        y_plane: BufferStoreMut::Borrowed(&mut y[first * width..end * width]),
        y_stride: picture.width,
        u_plane: BufferStoreMut::Borrowed(&mut u[of_colour.clone()]),
        u_stride: picture.width / 2,
        v_plane: BufferStoreMut::Borrowed(&mut v[of_colour]),
        v_stride: picture.width / 2,
        width: picture.width,
        height: rows.end - rows.start,
    };
    rgba_to_yuv420(
        &mut planes,
        &picture.rgba[4 * first * width..4 * end * width],
        picture.width * 4,
        YuvRange::Limited,
        YuvStandardMatrix::Bt709,
        YuvConversionMode::Balanced,
    )?;
    Ok(())
}

/// Takes the alpha out of the colours again, rounding to the nearest.
fn to_straight(rgba: &[u8], into: &mut [u8]) {
    into.copy_from_slice(rgba);
    for pixel in into.as_chunks_mut::<4>().0 {
        let alpha = u32::from(pixel[3]);
        if alpha == 255 || alpha == 0 {
            continue;
        }
        for channel in &mut pixel[..3] {
            let straight = (u32::from(*channel) * 255 + alpha / 2) / alpha;
            *channel = u8::try_from(straight).unwrap_or(u8::MAX);
        }
    }
}

#[cfg(test)]
mod tests;
