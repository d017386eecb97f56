//! The type of a file by its first bytes, and a name for what is none of ours.

use crate::key::Format;

/// What the first bytes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sniffed {
    /// One of our formats.
    Ours(Format),
    /// A picture of another format.
    Picture(&'static str),
    /// A format that moves.
    Animation(&'static str),
    /// No picture.
    Nothing(&'static str),
}

use Sniffed::{Animation, Nothing, Ours, Picture};

/// Signatures at the very beginning, from the formats' specifications.
const BEGINNINGS: &[(&[u8], Sniffed)] = &[
    (b"\x89PNG\r\n\x1a\n", Ours(Format::Png)),
    (b"\xff\xd8\xff", Ours(Format::Jpeg)),
    (b"GIF87a", Animation("GIF")),
    (b"GIF89a", Animation("GIF")),
    (b"BM", Picture("a BMP picture")),
    (b"II*\0", Picture("a TIFF picture or a camera's raw file")),
    (b"MM\0*", Picture("a TIFF picture or a camera's raw file")),
    (b"\0\0\x01\0", Picture("an icon (ICO)")),
    (b"8BPS", Picture("a Photoshop document")),
    (b"\xff\x0a", Picture("a JPEG XL picture")),
    (b"\0\0\0\x0cJXL ", Picture("a JPEG XL picture")),
    (b"\0\0\0\x0cjP  ", Picture("a JPEG 2000 picture")),
    (b"\xff\x4f\xff\x51", Picture("a JPEG 2000 picture")),
    (b"qoif", Picture("a QOI picture")),
    (b"%PDF", Nothing("it is a PDF document")),
    (b"PK\x03\x04", Nothing("it is a ZIP archive")),
    (b"\x1f\x8b", Nothing("it is a gzip file")),
    (b"\x1a\x45\xdf\xa3", Nothing("it is a film (Matroska or WebM)")),
    (b"\x7fELF", Nothing("it is a program")),
    (b"MZ", Nothing("it is a program")),
];

/// Brands of ISO base media files (ISO/IEC 14496-12): what follows `ftyp`.
const BRANDS: &[(&[u8], Sniffed)] = &[
    (b"avif", Picture("an AVIF picture")),
    (b"avis", Animation("AVIF")),
    (b"heic", Picture("an HEIC picture")),
    (b"heix", Picture("an HEIC picture")),
    (b"heim", Picture("an HEIC picture")),
    (b"heis", Picture("an HEIC picture")),
    (b"hevc", Animation("HEIC")),
    (b"hevx", Animation("HEIC")),
    (b"mif1", Picture("an HEIF picture")),
    (b"msf1", Animation("HEIF")),
    (b"crx ", Picture("a camera's raw file")),
];

/// Tells what the first bytes say.
pub(super) fn sniff(bytes: &[u8]) -> Sniffed {
    if bytes.is_empty() {
        return Nothing("it is empty");
    }
    if bytes.starts_with(b"RIFF") {
        return riff(bytes);
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        let brand = bytes.get(8..12).unwrap_or_default();
        let known = BRANDS.iter().find(|(name, _)| *name == brand);
        return known.map_or(Nothing("it is a film or a sound (MP4 or QuickTime)"), |(_, sniffed)| *sniffed);
    }
    let known = BEGINNINGS.iter().find(|(beginning, _)| bytes.starts_with(beginning));
    known.map_or_else(|| text(bytes), |(_, sniffed)| *sniffed)
}

fn riff(bytes: &[u8]) -> Sniffed {
    match bytes.get(8..12) {
        Some(b"WEBP") => Ours(Format::Webp),
        Some(b"WAVE") => Nothing("it is a sound (WAV)"),
        Some(b"AVI ") => Nothing("it is a film (AVI)"),
        _ => Nothing("it is a RIFF file"),
    }
}

/// What is text, by its first kilobyte.
fn text(bytes: &[u8]) -> Sniffed {
    let head = bytes.get(..1024).unwrap_or(bytes);
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    // A letter of several bytes may be cut in two at the end.
    let readable = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(head.get(..error.valid_up_to()).unwrap_or_default()).unwrap_or_default()
        }
        Err(_) => return Nothing("its first bytes are those of no picture"),
    };
    if readable.contains('\0') {
        return Nothing("its first bytes are those of no picture");
    }
    let lower = readable.to_ascii_lowercase();
    if lower.contains("<svg") {
        return Picture("an SVG drawing");
    }
    if lower.contains("<html") || lower.contains("<!doctype html") {
        return Nothing("it is a web page");
    }
    if lower.trim_start().starts_with(['{', '[']) {
        return Nothing("it is text, perhaps JSON");
    }
    Nothing("it is text")
}
