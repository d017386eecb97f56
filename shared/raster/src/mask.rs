//! Coverage: how much of each pixel a shape has.
//!
//! A [`Mask`] keeps runs of equal coverage as one number, so the inside of a card costs a few bytes a row. One of its
//! rows and one of its columns may be a seam, which is repeated when the mask is placed: the four corners of a
//! rounded box and of its shadow serve every size of it.

mod packer;

use std::sync::Arc;

use crate::area::Area;
pub(crate) use packer::{Levels, Packer};

/// What a run of pixels has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ink {
    /// All the same coverage.
    Even(u8),
    /// One byte a pixel, from this place of the bytes on.
    Bytes(u32),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    start: u32,
    len: u32,
    ink: Ink,
}

/// The coverage of one shape on its own grid of pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mask {
    width: u32,
    height: u32,
    /// The column and the row that repeat.
    seam: (u32, u32),
    /// Where the spans of each row end.
    ends: Vec<u32>,
    spans: Vec<Span>,
    bytes: Vec<u8>,
}

impl Mask {
    /// Packs one byte a pixel, row by row. `seam` is the column and the row that repeat when it is placed larger.
    pub(crate) fn pack(coverage: &[u8], width: usize, height: usize, seam: (usize, usize)) -> Self {
        let mut packer = Packer::new(width, height, seam);
        for row in coverage.chunks_exact(width.max(1)).take(height) {
            let (before, rest) = row.split_at(seam.0.min(width));
            packer.line(before);
            if let Some((&value, after)) = rest.split_first() {
                packer.seam(value);
                packer.line(after);
            }
            packer.end_row();
        }
        packer.finish()
    }

    /// What it keeps in memory.
    pub(crate) fn weight(&self) -> usize {
        size_of::<Self>() + self.ends.len() * 4 + self.spans.len() * size_of::<Span>() + self.bytes.len()
    }

    fn push(&mut self, start: usize, len: usize, ink: Ink) {
        if ink != Ink::Even(0) && len > 0 {
            self.spans.push(Span { start: start as u32, len: len as u32, ink });
        }
    }

    /// The same with each pixel either in or out: in from half coverage on.
    pub(crate) fn aliased(&self) -> Self {
        let whole = |value: u8| if value >= 128 { 255 } else { 0 };
        let mut mask = self.clone();
        mask.bytes.iter_mut().for_each(|byte| *byte = whole(*byte));
        for span in &mut mask.spans {
            if let Ink::Even(value) = &mut span.ink {
                *value = whole(*value);
            }
        }
        mask
    }

    fn row(&self, y: u32) -> &[Span] {
        let end = |row: u32| self.ends.get(row as usize).copied().unwrap_or(0) as usize;
        let start = if y == 0 { 0 } else { end(y - 1) };
        self.spans.get(start..end(y)).unwrap_or_default()
    }
}

/// A mask on the canvas.
#[derive(Debug, Clone)]
pub(crate) struct Placed {
    pub(crate) mask: Arc<Mask>,
    pub(crate) left: i32,
    pub(crate) top: i32,
    /// How often the seam's column and row repeat beyond once.
    pub(crate) more: (u32, u32),
}

impl PartialEq for Placed {
    fn eq(&self, other: &Self) -> bool {
        (self.left, self.top, self.more) == (other.left, other.top, other.more)
            && (Arc::ptr_eq(&self.mask, &other.mask) || self.mask == other.mask)
    }
}

impl Placed {
    pub(crate) fn new(mask: Arc<Mask>, left: i32, top: i32) -> Self {
        Self { mask, left, top, more: (0, 0) }
    }

    /// [`Mask::aliased`], at the same place.
    pub(crate) fn aliased(&self) -> Self {
        Self { mask: Arc::new(self.mask.aliased()), ..*self }
    }

    pub(crate) fn bounds(&self) -> Area {
        // Masks come from bounds within 1e7 of the origin.
        Area::new(
            self.left,
            self.top,
            self.left + (self.mask.width + self.more.0) as i32,
            self.top + (self.mask.height + self.more.1) as i32,
        )
    }

    /// Appends what row `y` has from `left` to `right` to `row`.
    pub(crate) fn read(&self, y: i32, left: i32, right: i32, row: &mut Row) {
        let Ok(line) = u32::try_from(y - self.top) else { return };
        let line = if line <= self.mask.seam.1 {
            line
        } else {
            self.mask.seam.1.max(line.saturating_sub(self.more.1))
        };
        if line >= self.mask.height {
            return;
        }
        for span in self.mask.row(line) {
            let shift = if span.start > self.mask.seam.0 { self.more.0 } else { 0 };
            let longer = if span.start == self.mask.seam.0 { self.more.0 } else { 0 };
            let start = self.left + (span.start + shift) as i32;
            let end = start + (span.len + longer) as i32;
            let (from, to) = (start.max(left), end.min(right));
            if from >= to {
                continue;
            }
            match span.ink {
                Ink::Even(value) => row.push_even(from, to, value),
                Ink::Bytes(offset) => {
                    let first = offset as usize + (from - start) as usize;
                    row.push_bytes(from, &self.mask.bytes[first..first + (to - from) as usize]);
                }
            }
        }
    }
}

/// The coverage of one row, as runs from left to right that do not overlap.
#[derive(Debug, Default)]
pub(crate) struct Row {
    pub(crate) runs: Vec<Run>,
    pub(crate) bytes: Vec<u8>,
}

/// A run of a [`Row`], from column `start` to column `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) start: i32,
    pub(crate) end: i32,
    pub(crate) ink: Ink,
}

impl Row {
    pub(crate) fn clear(&mut self) {
        self.runs.clear();
        self.bytes.clear();
    }

    pub(crate) fn push_even(&mut self, start: i32, end: i32, value: u8) {
        if value > 0 && start < end {
            self.runs.push(Run { start, end, ink: Ink::Even(value) });
        }
    }

    pub(crate) fn push_bytes(&mut self, start: i32, bytes: &[u8]) {
        let ink = Ink::Bytes(self.bytes.len() as u32);
        self.bytes.extend_from_slice(bytes);
        self.runs.push(Run { start, end: start + bytes.len() as i32, ink });
    }

    /// The bytes of a run that has some.
    pub(crate) fn bytes_of(&self, run: Run, offset: u32) -> &[u8] {
        &self.bytes[offset as usize..offset as usize + (run.end - run.start) as usize]
    }

    /// Writes into `out` what is left of this row under `clip`, or outside of it.
    pub(crate) fn cut(&self, clip: &Self, outside: bool, out: &mut Self) {
        out.clear();
        let mut clips = clip.runs.iter().copied().peekable();
        for run in &self.runs {
            let mut at = run.start;
            while at < run.end {
                while clips.next_if(|clip| clip.end <= at).is_some() {}
                let next = clips.peek().copied().filter(|clip| clip.start < run.end);
                let (end, over) = match next {
                    Some(clip) if clip.start > at => (clip.start, None),
                    Some(clip) => (clip.end.min(run.end), Some(clip)),
                    None => (run.end, None),
                };
                self.cut_part(Run { start: at, end, ..*run }, run.start, clip, over, outside, out);
                at = end;
            }
        }
    }

    /// The part of a run that began at `first`, under one run of the clip or under none.
    fn cut_part(&self, part: Run, first: i32, clip: &Self, over: Option<Run>, outside: bool, out: &mut Self) {
        let len = (part.end - part.start) as usize;
        let skipped = (part.start - first) as u32;
        let own = |offset: u32| &self.bytes[(offset + skipped) as usize..][..len];
        let kept = |value: u8| if outside { 255 - value } else { value };
        let Some(over) = over else {
            if outside {
                match part.ink {
                    Ink::Even(value) => out.push_even(part.start, part.end, value),
                    Ink::Bytes(offset) => out.push_bytes(part.start, own(offset)),
                }
            }
            return;
        };
        match (part.ink, over.ink) {
            (Ink::Even(value), Ink::Even(other)) => {
                out.push_even(part.start, part.end, product(value, kept(other)));
            }
            (Ink::Bytes(offset), Ink::Even(other)) => match kept(other) {
                0 => {}
                255 => out.push_bytes(part.start, own(offset)),
                other => out.push_with(part, own(offset).iter().map(|&value| product(value, other))),
            },
            (Ink::Even(value), Ink::Bytes(offset)) => {
                let others = &clip.bytes[offset as usize + (part.start - over.start) as usize..][..len];
                out.push_with(part, others.iter().map(|&other| product(value, kept(other))));
            }
            (Ink::Bytes(offset), Ink::Bytes(other)) => {
                let others = &clip.bytes[other as usize + (part.start - over.start) as usize..][..len];
                let pairs = own(offset).iter().zip(others);
                out.push_with(part, pairs.map(|(&value, &other)| product(value, kept(other))));
            }
        }
    }

    fn push_with(&mut self, run: Run, values: impl Iterator<Item = u8>) {
        let ink = Ink::Bytes(self.bytes.len() as u32);
        self.bytes.extend(values);
        self.runs.push(Run { ink, ..run });
    }
}

/// `a * b / 255`, rounded to nearest.
pub(crate) fn product(a: u8, b: u8) -> u8 {
    // At most 65,153, and 65,407 below: a vector has eight of them.
    let sum = u16::from(a) * u16::from(b) + 128;
    ((sum + (sum >> 8)) >> 8) as u8
}

#[cfg(test)]
mod tests;
