//! WebP (RFC 9649): chunks of a RIFF file.

use image::metadata::Orientation;

use super::{Coding, Header, Metadata, orientation, sized};
use crate::decode::{MAX_PROFILE, Undecodable};
use crate::key::Format;

/// In the flags of `VP8X`.
const ALPHA: u8 = 0x10;
/// In the flags of `VP8X`.
const ANIMATION: u8 = 0x02;

/// Bytes that the decoder takes for a pixel: planes of luma and chroma (1.5), or lossless pixels (4), and then the pixels that
/// are handed out (3).
const OPAQUE: u64 = 7;
/// With alpha, lossless pixels are handed out as they are.
const LOSSLESS_ALPHA: u64 = 6;
/// Beside lossy pixels, planes (1.5) and what is handed out (4), alpha is a lossless picture (4), and then a plane (1).
const LOSSY_ALPHA: u64 = 11;

/// Reads the header and walks the chunks. The first is judged by its beginning: it may be nearly all of the file.
pub(super) fn read(mut walk: Chunks) -> Result<Header, Undecodable> {
    let (name, data) = walk.begun().ok_or(CUT)?;
    let (size, alpha) = match name {
        b"VP8 " => (lossy(data), false),
        b"VP8L" => (lossless(data), lossless_alpha(data)),
        b"VP8X" => {
            let flags = data.first().copied().unwrap_or(0);
            if flags & ANIMATION != 0 {
                return Err(Undecodable::Animated { format: "WebP" });
            }
            (extended(data), flags & ALPHA != 0)
        }
        _ => (None, false),
    };
    let (width, height) =
        size.ok_or_else(|| Undecodable::damaged(Format::Webp, "its header has another form"))?;
    sized(Format::Webp, width, height)?;
    let mut header = Header {
        format: Format::Webp,
        stored_width: width,
        stored_height: height,
        orientation: Orientation::NoTransforms,
        profile: None,
        coding: Coding::Webp { pixel: if alpha { LOSSLESS_ALPHA } else { OPAQUE } },
    };
    header.affordable()?;
    walk.next()?;
    chunks(&mut walk, *name, &mut header)?;
    header.affordable()?;
    Ok(header)
}

/// What follows the first chunk. A size that differs from the canvas's is refused here: a decoder would allocate for the other.
fn chunks(walk: &mut Chunks, first: [u8; 4], header: &mut Header) -> Result<(), Undecodable> {
    let mut metadata = Metadata::default();
    let mut pixels = first != *b"VP8X";
    while let Some((name, data)) = walk.next()? {
        let size = match name {
            b"VP8 " => {
                // Not by `ALPH`: the decoder goes by the flag, and finds that chunk a little behind the end as well.
                if header.coding == (Coding::Webp { pixel: LOSSLESS_ALPHA }) {
                    header.coding = Coding::Webp { pixel: LOSSY_ALPHA };
                }
                lossy(data)
            }
            b"VP8L" => lossless(data),
            b"ANIM" | b"ANMF" => return Err(Undecodable::Animated { format: "WebP" }),
            b"ALPH" => continue,
            _ => {
                metadata.add(data.len())?;
                match name {
                    b"EXIF" => {
                        header.orientation = orientation(data.strip_prefix(b"Exif\0\0").unwrap_or(data));
                    }
                    b"ICCP" if data.len() > MAX_PROFILE => {
                        return Err(Undecodable::Metadata { bytes: data.len() as u64 });
                    }
                    b"ICCP" => header.profile = Some(data.to_vec()),
                    _ => {}
                }
                continue;
            }
        };
        if size != Some((header.stored_width, header.stored_height)) {
            return Err(Undecodable::damaged(Format::Webp, "its picture has not the size of its canvas"));
        }
        pixels = true;
    }
    if pixels { Ok(()) } else { Err(Undecodable::damaged(Format::Webp, "it has no pixels")) }
}

/// RFC 9649, section 2.7.1.2: 24 bits for each side, less one.
fn extended(data: &[u8]) -> Option<(u32, u32)> {
    let &[_, _, _, _, w0, w1, w2, h0, h1, h2, ..] = data else { return None };
    Some((u32::from_le_bytes([w0, w1, w2, 0]) + 1, u32::from_le_bytes([h0, h1, h2, 0]) + 1))
}

/// RFC 6386, section 9.1: a key frame's tag, its start code, 14 bits for each side.
fn lossy(data: &[u8]) -> Option<(u32, u32)> {
    let &[tag, _, _, 0x9d, 0x01, 0x2a, w0, w1, h0, h1, ..] = data else { return None };
    let side = |low, high| u32::from(u16::from_le_bytes([low, high]) & 0x3fff);
    (tag & 1 == 0).then(|| (side(w0, w1), side(h0, h1)))
}

/// RFC 9649, section 3.4: a signature, then 14 bits for each side, less one.
fn lossless(data: &[u8]) -> Option<(u32, u32)> {
    let &[0x2f, b0, b1, b2, b3, ..] = data else { return None };
    let bits = u32::from_le_bytes([b0, b1, b2, b3]);
    Some(((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1))
}

fn lossless_alpha(data: &[u8]) -> bool {
    data.get(4).is_some_and(|byte| byte & 0x10 != 0)
}

/// A chunk: its name and data.
type Chunk<'a> = (&'a [u8; 4], &'a [u8]);

/// The chunks that the RIFF header's length covers; what lies behind is nobody's.
#[derive(Clone, Copy)]
pub(in crate::picture) struct Chunks<'a> {
    /// The file as far as it is covered.
    covered: &'a [u8],
    rest: &'a [u8],
    /// Whether more of it is still to come.
    cut: bool,
}

/// Bytes before the first chunk: `RIFF`, a length and `WEBP`.
const RIFF: usize = 12;
const CUT: Undecodable = Undecodable::Truncated { format: Format::Webp };

impl<'a> Chunks<'a> {
    /// Begins at the first chunk of a whole file.
    pub(in crate::picture) fn new(bytes: &'a [u8]) -> Result<Self, Undecodable> {
        Self::arrived(bytes, bytes.len() as u64)
    }

    /// Begins at the first chunk of a file that is to have `whole` bytes, of which these have come.
    pub(super) fn arrived(bytes: &'a [u8], whole: u64) -> Result<Self, Undecodable> {
        let length = bytes.get(4..).and_then(<[u8]>::first_chunk).ok_or(CUT)?;
        // The length is of what comes behind it. A last padding byte is often left out.
        let end = u64::from(u32::from_le_bytes(*length)) + 8;
        if whole + 1 < end {
            return Err(CUT);
        }
        let covered = usize::try_from(end).ok().and_then(|end| bytes.get(..end)).unwrap_or(bytes);
        let cut = bytes.len() as u64 + 1 < end;
        Ok(Self { covered, rest: covered.get(RIFF..).unwrap_or_default(), cut })
    }

    /// The next chunk as far as it has come.
    fn begun(&self) -> Option<Chunk<'a>> {
        let (name, rest) = self.rest.split_first_chunk()?;
        let (length, rest) = rest.split_first_chunk()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
        Some((name, rest.get(..length).unwrap_or(rest)))
    }

    /// The file, without what lies behind it.
    pub(in crate::picture) fn covered(&self) -> &'a [u8] {
        self.covered
    }

    /// The first chunk of a name.
    pub(in crate::picture) fn first(&self, wanted: [u8; 4]) -> Result<Option<&'a [u8]>, Undecodable> {
        let mut walk = *self;
        while let Some((name, data)) = walk.next()? {
            if *name == wanted {
                return Ok(Some(data));
            }
        }
        Ok(None)
    }

    /// The next chunk. One that is cut off is no end: a decoder would still read what is there of it.
    fn next(&mut self) -> Result<Option<Chunk<'a>>, Undecodable> {
        let end = if self.cut { Err(CUT) } else { Ok(None) };
        let Some((name, rest)) = self.rest.split_first_chunk() else { return end };
        let Some((length, rest)) = rest.split_first_chunk() else { return end };
        let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
        let (data, rest) = rest.split_at_checked(length).ok_or(CUT)?;
        self.rest = rest.get(length % 2..).unwrap_or_default();
        Ok(Some((name, data)))
    }
}
