//! Pictures as encoders take them.

use std::ops::Range;

use anyhow::Result;
use scene::{Picture, Rect};
use serde::{Deserialize, Serialize};
use yuv::{
    BufferStoreMut, YuvConversionMode, YuvPlanarImageMut, YuvRange, YuvStandardMatrix, rgba_to_yuv420,
};

/// How the pictures of a film go to its encoder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Pixels {
    /// Planes of Y, Cb and Cr, the latter two of half the width and height; BT.709, limited range. What is transparent is
    /// black. Width and height are even.
    Yuv420,
    /// Red, green, blue and alpha of each pixel, not premultiplied.
    Rgba,
}

/// A part of a picture. Of [`Pixels::Yuv420`] all four numbers are even.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) columns: Range<usize>,
    pub(crate) rows: Range<usize>,
}

/// A plane of a picture: a sample for each square of so many pixels.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plane {
    /// Pixels along a side of the square.
    side: usize,
    /// Bytes of a sample.
    sample: usize,
}

impl Pixels {
    /// The planes of a picture, which follow each other.
    pub(crate) fn planes(self) -> &'static [Plane] {
        match self {
            Self::Yuv420 => {
                &[Plane { side: 1, sample: 1 }, Plane { side: 2, sample: 1 }, Plane { side: 2, sample: 1 }]
            }
            Self::Rgba => &[Plane { side: 1, sample: 4 }],
        }
    }

    /// Bytes of a picture, or of a part of one.
    pub(crate) fn bytes(self, width: usize, height: usize) -> usize {
        self.planes().iter().map(|plane| plane.bytes(width, height)).sum()
    }

    /// Its name, as ffmpeg knows it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Yuv420 => "yuv420p",
            Self::Rgba => "rgba",
        }
    }

    /// The smallest part that can be converted alone and holds an area.
    pub(crate) fn part(self, picture: &Picture<'_>, area: &Rect) -> Part {
        let (right, bottom) = (area.left + area.width, area.top + area.height);
        let (columns, rows) = match self {
            Self::Rgba => (area.left..right, area.top..bottom),
            Self::Yuv420 => {
                let rows = area.top / 2 * 2..bottom.next_multiple_of(2).min(picture.height);
                // The converter takes whole lines of memory, the last of which ends with the picture.
                let left = if rows.end == picture.height { 0 } else { area.left / BLOCK * BLOCK };
                (left..right.next_multiple_of(BLOCK).min(picture.width), rows)
            }
        };
        Part {
            columns: columns.start as usize..columns.end as usize,
            rows: rows.start as usize..rows.end as usize,
        }
    }

    /// Writes a part of a picture into as many bytes as it has: the part of each plane, one after another.
    pub(crate) fn write(self, picture: &Picture<'_>, part: &Part, into: &mut [u8]) -> Result<()> {
        match self {
            Self::Yuv420 => to_planes(picture, part, into),
            Self::Rgba => {
                to_straight(picture, part, into);
                Ok(())
            }
        }
    }
}

/// So many columns are converted at once: a part that begins between two blocks could be rounded otherwise than the whole.
const BLOCK: u32 = 64;

impl Plane {
    /// Bytes of it in a picture of that size.
    pub(crate) fn bytes(self, width: usize, height: usize) -> usize {
        self.row(width) * (height / self.side)
    }

    /// Bytes of one of its rows in a picture of that width.
    fn row(self, width: usize) -> usize {
        width / self.side * self.sample
    }

    /// Where the rows of a part are in it. What is as wide as the picture is in one piece.
    pub(crate) fn lines(self, width: usize, part: &Part) -> impl Iterator<Item = Range<usize>> {
        let stride = self.row(width);
        let first = part.rows.start / self.side * stride + self.row(part.columns.start);
        let (row, rows) = (self.row(part.columns.len()), part.rows.len() / self.side);
        let (length, count) = if row == stride { (row * rows, 1) } else { (row, rows) };
        (0..count).map(move |line| first + line * stride..first + line * stride + length)
    }
}

/// Converts a part.
fn to_planes(picture: &Picture<'_>, part: &Part, into: &mut [u8]) -> Result<()> {
    let (width, height) = (u32::try_from(part.columns.len())?, u32::try_from(part.rows.len())?);
    let (luma, chroma) = into.split_at_mut(part.columns.len() * part.rows.len());
    let (cb, cr) = chroma.split_at_mut(luma.len() / 4);
    let mut planes = YuvPlanarImageMut {
        y_plane: BufferStoreMut::Borrowed(luma),
        y_stride: width,
        u_plane: BufferStoreMut::Borrowed(cb),
        u_stride: width / 2,
        v_plane: BufferStoreMut::Borrowed(cr),
        v_stride: width / 2,
        width,
        height,
    };
    let stride = picture.width as usize;
    let first = part.rows.start * stride + part.columns.start;
    rgba_to_yuv420(
        &mut planes,
        &picture.rgba[4 * first..4 * (first + part.rows.len() * stride)],
        picture.width * 4,
        YuvRange::Limited,
        YuvStandardMatrix::Bt709,
        YuvConversionMode::Professional,
    )?;
    Ok(())
}

/// Takes the alpha out of the colours of a part again, rounding to the nearest.
fn to_straight(picture: &Picture<'_>, part: &Part, mut into: &mut [u8]) {
    for line in Pixels::Rgba.planes()[0].lines(picture.width as usize, part) {
        let (row, rest) = into.split_at_mut(line.len());
        row.copy_from_slice(&picture.rgba[line]);
        row.as_chunks_mut().0.iter_mut().for_each(straighten);
        into = rest;
    }
}

fn straighten(pixel: &mut [u8; 4]) {
    let alpha = u32::from(pixel[3]);
    if alpha == 255 || alpha == 0 {
        return;
    }
    for channel in &mut pixel[..3] {
        let straight = (u32::from(*channel) * 255 + alpha / 2) / alpha;
        *channel = u8::try_from(straight).unwrap_or(u8::MAX);
    }
}

#[cfg(test)]
mod tests;
