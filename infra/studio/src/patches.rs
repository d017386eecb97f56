//! Pictures on their way from a painter to an encoder: each as what is different from the one that the same painter sent before it.
//!
//! A picture is a head and its patches, in numbers of four bytes, little-endian: which painter, how many patches, and of each of them
//! left, top, width and height; then the pixels of each, plane by plane. The first picture of a painter is one patch; one that repeats the
//! last has none.

use std::io::{BufRead, BufReader, Read};
use std::ops::Range;

use anyhow::{Context as _, Result, ensure};
use scene::{Picture, Rect};

use crate::pixels::{Part, Pixels};

/// Bytes to read at once: many lines of a narrow patch. A wide one is read to where it belongs.
pub(crate) const BUFFER: usize = 64 << 10;
/// Bytes of a number.
const NUMBER: usize = 4;
/// More painters than anybody has cores.
const MOST_PAINTERS: usize = 1024;
/// More patches than a picture has.
const MOST_PATCHES: usize = 1 << 16;

/// Writes a picture into a buffer, which becomes as long as it must. `is_first` says that nothing is known of the one before it.
pub(crate) fn write(
    picture: &Picture<'_>,
    is_first: bool,
    pixels: Pixels,
    painter: u32,
    into: &mut Vec<u8>,
) -> Result<()> {
    let whole = [Rect { left: 0, top: 0, width: picture.width, height: picture.height }];
    let areas = if is_first { &whole } else { picture.changed };
    let parts = apart(areas.iter().map(|area| pixels.part(picture, area)).collect());
    let bytes = |part: &Part| pixels.bytes(part.columns.len(), part.rows.len());
    // What a buffer has is written over: to clear it first would take as long again.
    into.resize(NUMBER * (2 + 4 * parts.len()) + parts.iter().map(bytes).sum::<usize>(), 0);
    let mut rest = put([painter as usize, parts.len()], into)?;
    for Part { columns, rows } in &parts {
        rest = put([columns.start, rows.start, columns.len(), rows.len()], rest)?;
    }
    for part in &parts {
        let (patch, behind) = rest.split_at_mut(bytes(part));
        pixels.write(picture, part, patch)?;
        rest = behind;
    }
    Ok(())
}

/// Writes numbers. Gives what is behind them.
fn put<const N: usize>(numbers: [usize; N], into: &mut [u8]) -> Result<&mut [u8]> {
    let (head, behind) = into.split_at_mut(NUMBER * N);
    for (place, number) in head.as_chunks_mut::<NUMBER>().0.iter_mut().zip(numbers) {
        *place = u32::try_from(number)?.to_le_bytes();
    }
    Ok(behind)
}

/// Reads numbers.
fn take<const N: usize>(from: &mut impl BufRead) -> Result<[usize; N]> {
    let mut numbers = [0; N];
    for number in &mut numbers {
        let mut bytes = [0; NUMBER];
        from.read_exact(&mut bytes)?;
        *number = u32::from_le_bytes(bytes) as usize;
    }
    Ok(numbers)
}

/// Parts without those that lie in others: an area grows to what can be converted, and may swallow its neighbours.
fn apart(parts: Vec<Part>) -> Vec<Part> {
    let mut kept: Vec<Part> = Vec::with_capacity(parts.len());
    for part in parts {
        if !kept.iter().any(|other| holds(other, &part)) {
            kept.retain(|other| !holds(&part, other));
            kept.push(part);
        }
    }
    kept
}

fn holds(part: &Part, other: &Part) -> bool {
    let holds = |own: &Range<usize>, other: &Range<usize>| own.start <= other.start && other.end <= own.end;
    holds(&part.columns, &other.columns) && holds(&part.rows, &other.rows)
}

/// The newest picture of each painter.
pub(crate) struct Sheets {
    pixels: Pixels,
    width: usize,
    height: usize,
    newest: Vec<Vec<u8>>,
}

impl Sheets {
    /// None yet, of films of that size.
    pub(crate) fn new(pixels: Pixels, width: u32, height: u32) -> Self {
        Self { pixels, width: width as usize, height: height as usize, newest: Vec::new() }
    }

    /// Reads the next picture, and puts it together; nothing where there is none any more.
    pub(crate) fn read(&mut self, from: &mut impl BufRead) -> Result<Option<&[u8]>> {
        if from.fill_buf()?.is_empty() {
            return Ok(None);
        }
        let [painter, count] = take(from)?;
        ensure!(painter < MOST_PAINTERS && count < MOST_PATCHES, "no picture has such a head");
        let parts = (0..count).map(|_| self.part(take(from)?)).collect::<Result<Vec<_>>>()?;
        if self.newest.len() <= painter {
            self.newest.resize(painter + 1, Vec::new());
        }
        let sheet = &mut self.newest[painter];
        if sheet.is_empty() {
            sheet.resize(self.pixels.bytes(self.width, self.height), 0);
        }
        for part in &parts {
            let mut rest = sheet.as_mut_slice();
            for plane in self.pixels.planes() {
                let (plane_bytes, behind) = rest.split_at_mut(plane.bytes(self.width, self.height));
                for line in plane.lines(self.width, part) {
                    from.read_exact(&mut plane_bytes[line])?;
                }
                rest = behind;
            }
        }
        Ok(Some(sheet))
    }

    /// Reads the next picture, of so many bytes, out of a painter's pipe.
    pub(crate) fn receive(&mut self, from: impl Read, bytes: usize) -> Result<&[u8]> {
        let mut patches = BufReader::with_capacity(BUFFER, from.take(bytes as u64));
        self.read(&mut patches)?.context("the painter's pictures ended early")
    }

    /// A patch, which must lie in the picture.
    fn part(&self, [left, top, width, height]: [usize; 4]) -> Result<Part> {
        let (right, bottom) = (left.checked_add(width), top.checked_add(height));
        let (right, bottom) = right.zip(bottom).context("a patch has no end")?;
        ensure!(right <= self.width && bottom <= self.height, "a patch is not in its picture");
        Ok(Part { columns: left..right, rows: top..bottom })
    }
}

#[cfg(test)]
mod tests;
