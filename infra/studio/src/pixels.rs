//! Pictures as encoders take them.

use anyhow::Result;
use scene::Picture;
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

    /// Writes a picture into a buffer, which becomes as long as it must.
    pub(crate) fn write(self, picture: &Picture<'_>, into: &mut Vec<u8>) -> Result<()> {
        into.resize(self.bytes(picture.width, picture.height), 0);
        match self {
            Self::Yuv420 => to_planes(picture, into),
            Self::Rgba => {
                to_straight(picture.rgba, into);
                Ok(())
            }
        }
    }
}

fn to_planes(picture: &Picture<'_>, into: &mut [u8]) -> Result<()> {
    let pixels = picture.width as usize * picture.height as usize;
    let (y, chroma) = into.split_at_mut(pixels);
    let (u, v) = chroma.split_at_mut(pixels / 4);
    let mut planes = YuvPlanarImageMut {
        y_plane: BufferStoreMut::Borrowed(y),
        y_stride: picture.width,
        u_plane: BufferStoreMut::Borrowed(u),
        u_stride: picture.width / 2,
        v_plane: BufferStoreMut::Borrowed(v),
        v_stride: picture.width / 2,
        width: picture.width,
        height: picture.height,
    };
    rgba_to_yuv420(
        &mut planes,
        picture.rgba,
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
