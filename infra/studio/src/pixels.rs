//! Pictures as encoders take them.

use std::ops::Range;

use anyhow::Result;
use scene::{Picture, Rect};
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
    pub(crate) fn write(self, picture: &Picture<'_>, old: Option<Old<'_>>, into: &mut Vec<u8>) -> Result<()> {
        let bytes = self.bytes(picture.width, picture.height);
        match (self, old.filter(|old| old.before.len() == bytes)) {
            (Self::Yuv420, Some(old)) => old.renew(picture, into),
            (Self::Yuv420, None) => {
                into.resize(bytes, 0);
                Part::whole(picture).convert(picture, into)
            }
            (Self::Rgba, _) => {
                into.resize(bytes, 0);
                to_straight(picture.rgba, into);
                Ok(())
            }
        }
    }
}

/// What is known before a picture is written.
pub(crate) struct Old<'o> {
    /// The picture before it, as it was written.
    pub(crate) before: &'o [u8],
    /// The areas outside of which the buffer shows that, where it does.
    pub(crate) stale: Option<Vec<Rect>>,
}

impl Old<'_> {
    /// Converts what changed. What is the same is copied from the picture before, or is there already.
    fn renew(&self, picture: &Picture<'_>, into: &mut Vec<u8>) -> Result<()> {
        let changed: Vec<Part> = picture.changed.iter().map(|area| Part::of(picture, area)).collect();
        match &self.stale {
            Some(stale) if into.len() == self.before.len() => {
                let stale = stale.iter().map(|area| Part::of(picture, area));
                for part in stale.filter(|part| !changed.iter().any(|whole| whole.contains(part))) {
                    part.copy(picture, self.before, into);
                }
            }
            _ => {
                into.clear();
                into.extend_from_slice(self.before);
            }
        }
        changed.iter().try_for_each(|part| part.convert(picture, into))
    }
}

/// A part of a picture in whole blocks of columns and whole pairs of rows, of which two share their colour.
struct Part {
    columns: Range<usize>,
    rows: Range<usize>,
}

impl Part {
    /// So many columns are converted at once: a part that begins between two blocks could be rounded otherwise than the whole.
    const BLOCK: u32 = 64;

    fn whole(picture: &Picture<'_>) -> Self {
        Self { columns: 0..picture.width as usize, rows: 0..picture.height as usize }
    }

    /// The smallest that holds an area.
    fn of(picture: &Picture<'_>, area: &Rect) -> Self {
        let (right, bottom) = (area.left + area.width, area.top + area.height);
        let rows = area.top / 2 * 2..bottom.next_multiple_of(2).min(picture.height);
        // The converter takes whole lines of memory, the last of which ends with the picture.
        let left = if rows.end == picture.height { 0 } else { area.left / Self::BLOCK * Self::BLOCK };
        let columns = left..right.next_multiple_of(Self::BLOCK).min(picture.width);
        Self {
            columns: columns.start as usize..columns.end as usize,
            rows: rows.start as usize..rows.end as usize,
        }
    }

    fn contains(&self, other: &Self) -> bool {
        let holds =
            |own: &Range<usize>, other: &Range<usize>| own.start <= other.start && other.end <= own.end;
        holds(&self.columns, &other.columns) && holds(&self.rows, &other.rows)
    }

    /// Copies it from one written picture to another.
    fn copy(&self, picture: &Picture<'_>, from: &[u8], into: &mut [u8]) {
        let (width, height) = (picture.width as usize, picture.height as usize);
        let half = |range: &Range<usize>| range.start / 2..range.end / 2;
        let planes = [
            (0, width, self.columns.clone(), self.rows.clone()),
            (width * height, width / 2, half(&self.columns), half(&self.rows)),
            (width * height / 4 * 5, width / 2, half(&self.columns), half(&self.rows)),
        ];
        for (plane, stride, columns, rows) in planes {
            for row in rows {
                let line = plane + row * stride + columns.start..plane + row * stride + columns.end;
                into[line.clone()].copy_from_slice(&from[line]);
            }
        }
    }

    /// Converts it.
    fn convert(&self, picture: &Picture<'_>, into: &mut [u8]) -> Result<()> {
        let (width, height) = (picture.width as usize, picture.height as usize);
        let (luma, chroma) = into.split_at_mut(width * height);
        let (cb, cr) = chroma.split_at_mut(width * height / 4);
        let lines = |stride: usize, step: usize| {
            let first = self.rows.start / step * stride + self.columns.start / step;
            first..first + self.rows.len() / step * stride
        };
        let mut planes = YuvPlanarImageMut {
            y_plane: BufferStoreMut::Borrowed(&mut luma[lines(width, 1)]),
            y_stride: picture.width,
            u_plane: BufferStoreMut::Borrowed(&mut cb[lines(width / 2, 2)]),
            u_stride: picture.width / 2,
            v_plane: BufferStoreMut::Borrowed(&mut cr[lines(width / 2, 2)]),
            v_stride: picture.width / 2,
            width: u32::try_from(self.columns.len())?,
            height: u32::try_from(self.rows.len())?,
        };
        let pixels = lines(width, 1);
        rgba_to_yuv420(
            &mut planes,
            &picture.rgba[4 * pixels.start..4 * pixels.end],
            picture.width * 4,
            YuvRange::Limited,
            YuvStandardMatrix::Bt709,
            YuvConversionMode::Professional,
        )?;
        Ok(())
    }
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
