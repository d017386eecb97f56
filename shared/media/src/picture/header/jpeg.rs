//! JPEG (ITU-T T.81): segments and scans, from SOI to EOI. What lies behind EOI is nobody's.

use image::metadata::Orientation;

use super::super::jpeg::has_ff;
use super::{Coding, Header, Metadata, orientation, sized};
use crate::decode::{MAX_PROFILE, MAX_SCANS, Undecodable};
use crate::key::Format;

/// The parts of an ICC profile: each APP2 segment says its number, from 1, and how many there are (ICC.1:2022, annex B.4).
type Parts<'a> = Vec<(u8, u8, &'a [u8])>;

/// Reads the header and walks the segments.
pub(super) fn read(bytes: &[u8]) -> Result<Header, Undecodable> {
    let mut found = Found::default();
    let mut walk = Walk::new(bytes);
    loop {
        let marker = walk.marker()?;
        match marker {
            0xd9 => break,
            // Markers that stand alone: RST, TEM and a second SOI.
            0x01 | 0xd0..=0xd8 => {}
            0xda => {
                walk.segment()?;
                found.scans += 1;
                if found.scans > MAX_SCANS {
                    return Err(Undecodable::Scans);
                }
                walk.entropy();
            }
            _ => found.take(marker, walk.segment()?)?,
        }
    }
    found.header()
}

/// What the segments said.
#[derive(Debug, Default)]
struct Found<'a> {
    frame: Option<Frame>,
    scans: u32,
    metadata: Metadata,
    orientation: Option<Orientation>,
    profile: Parts<'a>,
}

/// A frame header.
#[derive(Debug, Clone, Copy)]
struct Frame {
    width: u32,
    height: u32,
}

impl<'a> Found<'a> {
    fn take(&mut self, marker: u8, data: &'a [u8]) -> Result<(), Undecodable> {
        match marker {
            0xc0..=0xc3 | 0xc5..=0xcb | 0xcd..=0xcf => {
                if self.frame.is_some() {
                    return Err(Undecodable::damaged(Format::Jpeg, "it has two frames"));
                }
                self.frame = Some(frame(marker, data)?);
            }
            // Tables too: each may be followed by another that takes its place.
            _ => {
                self.metadata.add(data.len())?;
                self.application(marker, data);
            }
        }
        Ok(())
    }

    fn application(&mut self, marker: u8, data: &'a [u8]) {
        match marker {
            0xe1 => {
                if let Some(exif) = data.strip_prefix(b"Exif\0\0") {
                    self.orientation.get_or_insert_with(|| orientation(exif));
                }
            }
            0xe2 => {
                if let Some([number, count, part @ ..]) = data.strip_prefix(b"ICC_PROFILE\0") {
                    self.profile.push((*number, *count, part));
                }
            }
            _ => {}
        }
    }

    fn header(self) -> Result<Header, Undecodable> {
        let frame = self.frame.filter(|_| self.scans > 0);
        let frame = frame.ok_or_else(|| Undecodable::damaged(Format::Jpeg, "it has no pixels"))?;
        let length: usize = self.profile.iter().map(|(.., part)| part.len()).sum();
        if length > MAX_PROFILE {
            return Err(Undecodable::Metadata { bytes: length as u64 });
        }
        Ok(Header {
            format: Format::Jpeg,
            stored_width: frame.width,
            stored_height: frame.height,
            orientation: self.orientation.unwrap_or(Orientation::NoTransforms),
            profile: joined(self.profile),
            coding: Coding::Jpeg,
        })
    }
}

/// The profile, if each of its parts is there once; otherwise there is none, as with libjpeg's `jpeg_read_icc_profile`.
fn joined(mut parts: Parts) -> Option<Vec<u8>> {
    parts.sort_by_key(|(number, ..)| *number);
    let whole = |(expected, (number, count, _)): (usize, &(u8, u8, &[u8]))| {
        usize::from(*number) == expected && usize::from(*count) == parts.len()
    };
    let is_whole = !parts.is_empty() && (1..).zip(&parts).all(whole);
    is_whole.then(|| parts.iter().flat_map(|(.., part)| *part).copied().collect())
}

/// A frame header (T.81, B.2.2). Only Huffman-coded baseline, extended and progressive frames of 8 bits are read.
fn frame(marker: u8, data: &[u8]) -> Result<Frame, Undecodable> {
    let found = match marker {
        0xc0..=0xc2 => None,
        0xc3 | 0xc7 => Some("a lossless JPEG"),
        0xc9..=0xcb | 0xcd..=0xcf => Some("a JPEG with arithmetic coding"),
        _ => Some("a hierarchical JPEG"),
    };
    if let Some(found) = found {
        return Err(Undecodable::Unsupported { found });
    }
    let damaged = |why| Undecodable::damaged(Format::Jpeg, why);
    let &[precision, h0, h1, w0, w1, count, ref components @ ..] = data else {
        return Err(damaged("its header is cut off"));
    };
    if precision != 8 {
        return Err(Undecodable::Unsupported { found: "a JPEG of more than 8 bits" });
    }
    let (width, height) = (u32::from(u16::from_be_bytes([w0, w1])), u32::from(u16::from_be_bytes([h0, h1])));
    sized(Format::Jpeg, width, height)?;
    let factors: Vec<(u8, u8)> = components
        .chunks_exact(3)
        .filter_map(|component| component.get(1))
        .map(|factors| (factors >> 4, factors & 15))
        .collect();
    if factors.len() != usize::from(count) || !matches!(count, 1 | 3 | 4) {
        return Err(damaged("it has neither one nor three nor four channels"));
    }
    if factors.iter().any(|(across, down)| !(1..=4).contains(across) || !(1..=4).contains(down)) {
        return Err(damaged("its sampling factors are none"));
    }
    Ok(Frame { width, height })
}

/// Walks markers and segments.
pub(in crate::picture) struct Walk<'a> {
    rest: &'a [u8],
}

const CUT: Undecodable = Undecodable::Truncated { format: Format::Jpeg };

impl<'a> Walk<'a> {
    /// Begins behind SOI.
    pub(in crate::picture) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes.get(2..).unwrap_or_default() }
    }

    /// The next marker. Fill bytes may stand before it, and libjpeg skips other bytes too.
    pub(in crate::picture) fn marker(&mut self) -> Result<u8, Undecodable> {
        loop {
            let at = self.rest.iter().position(|byte| *byte == 0xff).ok_or(CUT)?;
            self.rest = self.rest.get(at..).unwrap_or_default();
            let at = self.rest.iter().position(|byte| *byte != 0xff).ok_or(CUT)?;
            let marker = self.rest.get(at).copied().unwrap_or(0);
            self.rest = self.rest.get(at + 1..).unwrap_or_default();
            if marker != 0 {
                return Ok(marker);
            }
        }
    }

    /// What a marker is followed by.
    pub(in crate::picture) fn segment(&mut self) -> Result<&'a [u8], Undecodable> {
        let (length, rest) = self.rest.split_first_chunk().ok_or(CUT)?;
        let length = usize::from(u16::from_be_bytes(*length));
        let body = length
            .checked_sub(2)
            .ok_or_else(|| Undecodable::damaged(Format::Jpeg, "a segment has no length"))?;
        let (data, rest) = rest.split_at_checked(body).ok_or(CUT)?;
        self.rest = rest;
        Ok(data)
    }

    /// The bits of a scan, up to the marker that ends it.
    pub(in crate::picture) fn entropy(&mut self) -> &'a [u8] {
        let mut at = 0;
        loop {
            // Eight at a time: most of a file is bits.
            while let Some(bytes) = self.rest.get(at..).and_then(<[u8]>::first_chunk::<8>) {
                if has_ff(u64::from_be_bytes(*bytes)) {
                    break;
                }
                at += 8;
            }
            let tail = self.rest.get(at..).unwrap_or_default();
            match tail.iter().position(|byte| *byte == 0xff) {
                Some(found) => at += found,
                None => at = self.rest.len(),
            }
            match self.rest.get(at + 1) {
                Some(0 | 0xd0..=0xd7) => at += 2,
                Some(0xff) => at += 1,
                _ => break,
            }
        }
        let (data, rest) = self.rest.split_at_checked(at).unwrap_or((self.rest, &[]));
        self.rest = rest;
        data
    }
}
