//! PNG (W3C Recommendation, third edition): chunks, from the signature to IEND.

use image::metadata::Orientation;
use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;

use super::{Coding, Header, Metadata, orientation, sized};
use crate::decode::{MAX_PROFILE, Undecodable};
use crate::key::Format;

/// Bytes of the signature.
const SIGNATURE: usize = 8;
/// The most bytes of a palette.
const PALETTE: usize = 3 * 256;

/// Reads the header and walks the chunks.
pub(super) fn read(bytes: &[u8]) -> Result<Header, Undecodable> {
    let mut chunks = Chunks { rest: bytes.get(SIGNATURE..).unwrap_or_default() };
    let (b"IHDR", ihdr) = chunks.next()? else {
        return Err(Undecodable::damaged(Format::Png, "it does not begin with its header"));
    };
    let mut header = ihdr_of(ihdr)?;
    let mut metadata = Metadata::default();
    let (mut pixels, mut profiled) = (false, false);
    loop {
        match chunks.next()? {
            (b"IEND", _) if pixels => return Ok(header),
            (b"IEND", _) => return Err(Undecodable::damaged(Format::Png, "it has no pixels")),
            (b"IDAT", _) => pixels = true,
            (b"acTL" | b"fcTL" | b"fdAT", _) => return Err(Undecodable::Animated { format: "PNG" }),
            (b"PLTE", data) if data.len() > PALETTE => {
                return Err(Undecodable::damaged(Format::Png, "its palette has more than 256 colours"));
            }
            (b"PLTE", _) => {}
            (name, data) => {
                // Compressed text is counted as it lies there, and never inflated by anybody.
                metadata.add(data.len())?;
                match name {
                    // One alone: inflating each of thousands would take minutes.
                    b"iCCP" if !pixels && !profiled => {
                        profiled = true;
                        header.profile = profile(data)?;
                    }
                    b"eXIf" => header.orientation = orientation(data),
                    _ => {}
                }
            }
        }
    }
}

fn ihdr_of(data: &[u8]) -> Result<Header, Undecodable> {
    let damaged = || Undecodable::damaged(Format::Png, "its header has another form");
    let &[w0, w1, w2, w3, h0, h1, h2, h3, depth, colour, _, _, interlace] = data else {
        return Err(damaged());
    };
    let (width, height) = (u32::from_be_bytes([w0, w1, w2, w3]), u32::from_be_bytes([h0, h1, h2, h3]));
    sized(Format::Png, width, height)?;
    // A palette may stand for colours with alpha, and grey is made colour: that is what is allocated.
    let channels = match colour {
        0 | 2 | 3 | 4 | 6 => 4,
        _ => return Err(damaged()),
    };
    let header = Header {
        format: Format::Png,
        stored_width: width,
        stored_height: height,
        orientation: Orientation::NoTransforms,
        profile: None,
        coding: Coding::Png { interlaced: interlace != 0, pixel: channels * u64::from(depth.div_ceil(8)) },
    };
    header.affordable()?;
    Ok(header)
}

/// The profile of an `iCCP` chunk: a name, a zero, the method, and a zlib stream. One that cannot be inflated is left out,
/// as browsers do; one that is larger than a profile is a bomb.
fn profile(data: &[u8]) -> Result<Option<Vec<u8>>, Undecodable> {
    let mut parts = data.splitn(2, |byte| *byte == 0);
    let Some([0, stream @ ..]) = parts.nth(1) else { return Ok(None) };
    match decompress_to_vec_zlib_with_limit(stream, MAX_PROFILE) {
        Ok(profile) => Ok(Some(profile)),
        Err(error) if error.status == miniz_oxide::inflate::TINFLStatus::HasMoreOutput => {
            Err(Undecodable::Metadata { bytes: MAX_PROFILE as u64 + 1 })
        }
        Err(_) => Ok(None),
    }
}

/// Walks chunks: length, name, data, checksum. The decoder stops at the last row and would not see what is wrong behind it, so
/// the checksums of what counts are verified here.
struct Chunks<'a> {
    rest: &'a [u8],
}

impl<'a> Chunks<'a> {
    fn next(&mut self) -> Result<(&'a [u8; 4], &'a [u8]), Undecodable> {
        let (name, data, checksum) = self.chunk().ok_or(Undecodable::Truncated { format: Format::Png })?;
        let is_critical = name.first().is_some_and(u8::is_ascii_uppercase);
        if is_critical && u32::from_be_bytes(*checksum) != sum(*name, data) {
            return Err(Undecodable::damaged(Format::Png, "a checksum is wrong"));
        }
        Ok((name, data))
    }

    fn chunk(&mut self) -> Option<(&'a [u8; 4], &'a [u8], &'a [u8; 4])> {
        let (length, rest) = self.rest.split_first_chunk()?;
        let (name, rest) = rest.split_first_chunk()?;
        let (data, rest) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
        let (checksum, rest) = rest.split_first_chunk()?;
        self.rest = rest;
        Some((name, data, checksum))
    }
}

/// CRC-32 of a chunk's name and data.
fn sum(name: [u8; 4], data: &[u8]) -> u32 {
    let mut sum = crc32fast::Hasher::new();
    sum.update(&name);
    sum.update(data);
    sum.finalize()
}
