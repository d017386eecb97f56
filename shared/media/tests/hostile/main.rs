//! Files that mean harm, made here: what each is told, and how much memory it takes to say so.

#![expect(
    clippy::cast_possible_truncation,
    clippy::large_stack_arrays,
    clippy::unwrap_used,
    reason = "these are tests, and what makes their files is outside of them"
)]

mod tables;

use std::fs;
use std::io::Cursor;

use image::{GrayImage, ImageFormat, Rgb, RgbImage};
use media::picture::Header;
use media::{Size, picture};
use miniz_oxide::deflate::compress_to_vec_zlib;

/// The most that a hostile file may take beside its own bytes, in kilobytes.
const CEILING: u64 = 64 * 1024;

/// What becomes of a file.
enum End {
    /// Its problem's code, and a word of its message.
    Refused(&'static str, &'static str),
    /// It is a picture, of this size.
    Taken(u32, u32),
}

use End::{Refused, Taken};

fn noise(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| Rgb([(x * 37 + y * 11) as u8, (y * 91 + x) as u8, (x * y) as u8]))
}

fn encoded(picture: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn jpeg(build: impl FnOnce(&mut jpeg_encoder::Encoder<&mut Vec<u8>>)) -> Vec<u8> {
    let picture = noise(160, 120);
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 90);
    build(&mut encoder);
    encoder.encode(&picture, 160, 120, jpeg_encoder::ColorType::Rgb).unwrap();
    bytes
}

/// A PNG chunk with its checksum.
fn chunk(name: [u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [&name[..], data].concat();
    let crc = !body.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & 0_u32.wrapping_sub(crc & 1)))
    });
    [&u32::try_from(data.len()).unwrap().to_be_bytes()[..], &body, &crc.to_be_bytes()].concat()
}

/// A PNG of these chunks.
fn png(width: u32, height: u32, [depth, colour, interlace]: [u8; 3], chunks: &[Vec<u8>]) -> Vec<u8> {
    let header =
        [&width.to_be_bytes()[..], &height.to_be_bytes(), &[depth, colour, 0, 0, interlace]].concat();
    let mut bytes = [&b"\x89PNG\r\n\x1a\n"[..], &chunk(*b"IHDR", &header)].concat();
    bytes.extend(chunks.iter().flatten());
    bytes.extend(chunk(*b"IEND", b""));
    bytes
}

fn dot(chunks: Vec<Vec<u8>>) -> Vec<u8> {
    let pixels = chunk(*b"IDAT", &compress_to_vec_zlib(&[0, 1, 2, 3], 6));
    png(1, 1, [8, 2, 0], &[chunks, vec![pixels]].concat())
}

fn riff(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut body = b"WEBP".to_vec();
    for (name, data) in chunks {
        body.extend([&name[..], &u32::try_from(data.len()).unwrap().to_le_bytes(), data].concat());
    }
    [&b"RIFF"[..], &u32::try_from(body.len()).unwrap().to_le_bytes(), &body].concat()
}

/// `VP8X` of one pixel.
const DOT: [u8; 10] = [0; 10];

/// The data of a `VP8 ` chunk of one pixel.
fn lossy_dot() -> Vec<u8> {
    vec![48, 1, 0, 157, 1, 42, 1, 0, 1, 0, 1, 64, 38, 37, 164, 0, 3, 112, 0, 254, 252, 202, 176, 0]
}

/// The frame header of a JPEG, changed.
fn frame(change: impl FnOnce(&mut [u8])) -> Vec<u8> {
    let mut bytes = jpeg(|_| {});
    let at = bytes.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    change(&mut bytes[at..at + 10]);
    bytes
}

/// A progressive JPEG whose last scan comes `count` times.
fn scans(count: usize) -> Vec<u8> {
    let bytes = jpeg(|encoder| encoder.set_progressive(true));
    let last = bytes.windows(2).rposition(|pair| pair == [0xff, 0xda]).unwrap();
    let end = bytes.len() - 2;
    [&bytes[..last], &bytes[last..end].repeat(count), &bytes[end..]].concat()
}

fn segments(count: usize) -> Vec<u8> {
    let bytes = jpeg(|_| {});
    let segment = [&[0xff, 0xe1, 0xff, 0xff][..], &[b'x'; 0xfffd]].concat();
    [&bytes[..2], &segment.repeat(count), &bytes[2..]].concat()
}

/// A pixel, and behind it what cannot be inflated: whoever goes on would say so, or be at it for long.
fn rubbish() -> Vec<u8> {
    // Stored blocks (RFC 1951, section 3.2.4), far more than is read ahead, and one of a kind that is none.
    let pixel = b"\x78\x01\x00\x04\x00\xfb\xff\x00\x01\x02\x03";
    let block = [&b"\x00\x00\xf0\xff\x0f"[..], &[0; 0xf000]].concat();
    chunk(*b"IDAT", &[&pixel[..], &block.repeat(100), &[0xff; 16]].concat())
}

/// A profile whose table names `entries` (ICC.1:2022, section 7.3): a name, where its data are and how many.
fn profile_of(entries: &[([u8; 4], u32, u32)], data: &[u8]) -> Vec<u8> {
    let mut bytes = moxcms::ColorProfile::new_srgb().encode().unwrap()[..128].to_vec();
    bytes.extend((entries.len() as u32).to_be_bytes());
    for (name, at, length) in entries {
        bytes.extend([&name[..], &at.to_be_bytes(), &length.to_be_bytes()].concat());
    }
    bytes.extend(data);
    let length = (bytes.len() as u32).to_be_bytes();
    bytes[..4].copy_from_slice(&length);
    bytes
}

/// A profile with `count` texts, all the same one of 64 KB (section 10.15).
fn languages(count: u32) -> Vec<u8> {
    let table = 16 + 12 * count;
    let mut text = [&b"mluc\0\0\0\0"[..], &count.to_be_bytes(), &12_u32.to_be_bytes()].concat();
    for _ in 0..count {
        text.extend([&b"enUS"[..], &0x1_0000_u32.to_be_bytes(), &table.to_be_bytes()].concat());
    }
    text.extend([0, b'x'].repeat(0x8000));
    profile_of(&[(*b"desc", 144, text.len() as u32)], &text)
}

/// Chunks of nothing.
fn empty_chunks(count: usize) -> Vec<(&'static [u8; 4], &'static [u8])> {
    let mut chunks: Vec<(&[u8; 4], &[u8])> = vec![(b"VP8X", &DOT)];
    chunks.extend(std::iter::repeat_n((b"NONE", &[][..]), count));
    chunks
}

/// A JPEG that gives `count` tables of codes before it uses one.
fn tables_of_codes(count: usize) -> Vec<u8> {
    let bytes = jpeg(|_| {});
    let table = [&[0xff, 0xc4, 0, 20, 0, 1][..], &[0; 16]].concat();
    [&bytes[..2], &table.repeat(count), &bytes[2..]].concat()
}

fn vast_png() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    GrayImage::new(8_000, 8_000).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn half(bytes: &[u8]) -> Vec<u8> {
    bytes[..bytes.len() / 2].to_vec()
}

fn corpus() -> Vec<(&'static str, Vec<u8>, End)> {
    let whole = noise(160, 120);
    let (png_file, webp_file) = (encoded(&whole, ImageFormat::Png), encoded(&whole, ImageFormat::WebP));
    let zeros = compress_to_vec_zlib(&vec![0; 64 << 20], 6);
    let profile = [&b"icc\0\0"[..], &zeros].concat();
    let text = [&b"Comment\0\0"[..], &zeros].concat();
    let mut closed = half(&jpeg(|_| {}));
    closed.extend([0xff, 0xd9]);
    vec![
        ("nothing", vec![], Refused("bad-image", "empty")),
        ("text called .png", b"hello, I am a picture".to_vec(), Refused("bad-image", "text")),
        ("an error page", b"<html>502 Bad Gateway</html>".to_vec(), Refused("bad-image", "web page")),
        ("a drawing", b"<?xml version='1.0'?><svg xmlns='x'/>".to_vec(), Refused("image-format", "SVG")),
        ("GIF", b"GIF89a\x01\x00\x01\x00".to_vec(), Refused("image-animated", "GIF")),
        ("BMP", b"BM\x00\x00\x00\x00".to_vec(), Refused("image-format", "BMP")),
        ("TIFF", b"II*\0\x08\0\0\0".to_vec(), Refused("image-format", "TIFF")),
        ("AVIF", b"\0\0\0\x20ftypavif\0\0\0\0".to_vec(), Refused("image-format", "AVIF")),
        ("HEIC", b"\0\0\0\x18ftypheic\0\0\0\0".to_vec(), Refused("image-format", "HEIC")),
        ("a film", b"\0\0\0\x18ftypisom\0\0\0\0".to_vec(), Refused("bad-image", "film")),
        ("an archive", b"PK\x03\x04....".to_vec(), Refused("bad-image", "ZIP")),
        ("26 MB", [&png_file[..], &vec![0; 26 << 20]].concat(), Refused("image-too-large", "bytes")),
        ("60,000 x 60,000", png(60_000, 60_000, [8, 2, 0], &[]), Refused("image-too-large", "60000 x 60000")),
        (
            "JPEG of 65,500",
            frame(|it| it[5..9].copy_from_slice(&[0xff, 0xdc, 0xff, 0xdc])),
            Refused("image-too-large", "65500"),
        ),
        (
            "WebP of 16,384",
            riff(&[(b"VP8X", &[0, 0, 0, 0, 0xff, 0x3f, 0, 0xff, 0x3f, 0])]),
            Refused("image-too-large", "16384"),
        ),
        (
            "WebP of 36 megapixels, lossy with alpha",
            riff(&[
                (b"VP8X", &[0x10, 0, 0, 0, 0x6f, 0x17, 0, 0x6f, 0x17, 0]),
                (b"VP8 ", &[0, 0, 0, 0x9d, 0x01, 0x2a, 0x70, 0x17, 0x70, 0x17]),
            ]),
            Refused("image-too-large", "memory"),
        ),
        ("no pixels", frame(|it| it[5..9].fill(0)), Refused("bad-image", "no pixels")),
        ("64 megapixels of black", vast_png(), Taken(8_000, 8_000)),
        ("a dot before 64 MB of zeros", png(1, 1, [8, 2, 0], &[chunk(*b"IDAT", &zeros)]), Taken(1, 1)),
        ("text that inflates", dot(vec![chunk(*b"zTXt", &text)]), Taken(1, 1)),
        (
            "a profile that inflates",
            dot(vec![chunk(*b"iCCP", &profile)]),
            Refused("image-metadata", "profile"),
        ),
        (
            "text of 5 MB",
            dot(vec![chunk(*b"tEXt", &vec![b'a'; 5 << 20])]),
            Refused("image-metadata", "metadata"),
        ),
        (
            "interlaced, 512 MB",
            png(8_000, 8_000, [16, 6, 1], &[chunk(*b"IDAT", b"")]),
            Refused("image-too-large", "memory"),
        ),
        (
            "APNG",
            dot(vec![chunk(*b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0])]),
            Refused("image-animated", "animated PNG"),
        ),
        (
            "animated WebP",
            riff(&[(b"VP8X", &[2, 0, 0, 0, 9, 0, 0, 9, 0, 0])]),
            Refused("image-animated", "animated WebP"),
        ),
        (
            "WebP of 65,536 groups of tables",
            riff(&[(b"VP8L", &tables::picture(tables::MOST, true))]),
            Refused("image-too-large", "memory"),
        ),
        (
            "the same, extended",
            riff(&[(b"VP8X", &DOT), (b"VP8L", &tables::picture(tables::MOST, true))]),
            Refused("image-too-large", "memory"),
        ),
        (
            "the same, as alpha",
            riff(&[
                (b"VP8X", &[&[0x10][..], &DOT[1..]].concat()),
                (b"ALPH", &[&[1][..], &tables::pixels(tables::MOST, true)].concat()),
                (b"VP8 ", &lossy_dot()),
            ]),
            Refused("image-too-large", "memory"),
        ),
        (
            "the same, cut off",
            {
                let mut it = riff(&[
                    (b"VP8X", &[&[0x10][..], &DOT[1..]].concat()),
                    (b"VP8 ", &lossy_dot()),
                    (b"ALPH", &[&[1][..], &tables::pixels(tables::MOST, true)].concat()),
                ]);
                let at = it.windows(4).position(|name| name == b"ALPH").unwrap() + 7;
                it[at] = 1;
                it
            },
            Refused("bad-image", "cut off"),
        ),
        ("65,536 groups of nothing", riff(&[(b"VP8L", &tables::picture(tables::MOST, false))]), Taken(1, 1)),
        ("a few deep tables", riff(&[(b"VP8L", &tables::picture(8, true))]), Taken(1, 1)),
        (
            "a palette of 20 MB",
            dot(vec![chunk(*b"PLTE", &vec![7; 20 << 20])]),
            Refused("bad-image", "palette"),
        ),
        (
            "EXIF that goes round",
            jpeg(|encoder| encoder.add_exif_metadata(b"MM\0*\0\0\0\x08\0\0\0\0\0\x08").unwrap()),
            Taken(160, 120),
        ),
        (
            "EXIF of four billion entries",
            jpeg(|encoder| {
                encoder
                    .add_exif_metadata(b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x04\xff\xff\xff\xff\0\0\0\x08")
                    .unwrap();
            }),
            Taken(160, 120),
        ),
        (
            "two profiles, of which the second inflates",
            dot(vec![chunk(*b"iCCP", b"icc\0\0none"), chunk(*b"iCCP", &profile)]),
            Taken(1, 1),
        ),
        (
            "a profile of one text in ten thousand languages",
            jpeg(|encoder| encoder.add_icc_profile(&languages(10_000)).unwrap()),
            Taken(160, 120),
        ),
        ("rubbish behind the last row", png(1, 1, [8, 2, 0], &[rubbish()]), Taken(1, 1)),
        ("rubbish behind the last row, interlaced", png(1, 1, [8, 2, 1], &[rubbish()]), Taken(1, 1)),
        ("a million empty chunks", riff(&empty_chunks(1_000_000)), Refused("image-metadata", "metadata")),
        ("two hundred thousand tables", tables_of_codes(200_000), Refused("image-metadata", "metadata")),
        ("EXIF of 6 MB", segments(100), Refused("image-metadata", "metadata")),
        ("a hundred scans", scans(100), Refused("image-too-large", "scans")),
        ("a scan that comes again", scans(2), Refused("bad-image", "scan")),
        ("half a PNG", half(&png_file), Refused("bad-image", "cut off")),
        ("half a JPEG", half(&jpeg(|_| {})), Refused("bad-image", "cut off")),
        ("half a JPEG, closed", closed, Refused("bad-image", "ends before")),
        ("half a WebP", half(&webp_file), Refused("bad-image", "cut off")),
        ("12 bits", frame(|it| it[4] = 12), Refused("image-format", "8 bits")),
        ("arithmetic coding", frame(|it| it[1] = 0xc9), Refused("image-format", "arithmetic")),
        ("no end", png_file[..png_file.len() - 12].to_vec(), Refused("bad-image", "cut off")),
        (
            "a wrong checksum",
            {
                let mut it = png_file.clone();
                let at = it.len() - 20;
                it[at] ^= 1;
                it
            },
            Refused("bad-image", "damaged"),
        ),
    ]
}

/// A field of `/proc/self/status`, in kilobytes.
fn memory(field: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with(field)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

// One test: the peak is the process's.
#[test]
fn hostile_files_are_refused_for_what_they_are_and_in_little_memory() {
    for (name, bytes, end) in corpus() {
        nothing_is_refused_at_a_glance_that_is_taken(name, &bytes);
        fs::write("/proc/self/clear_refs", "5").unwrap();
        let before = memory("VmRSS");
        let found = picture::open(&bytes);
        let peak = memory("VmHWM").saturating_sub(before);
        match (found, end) {
            (Err(refused), Refused(code, word)) => {
                assert_eq!(refused.code(), code, "{name}: {refused}");
                assert!(refused.to_string().contains(word), "{name}: {refused}");
            }
            (Ok(picture), Taken(width, height)) => {
                assert_eq!((picture.width(), picture.height()), (width, height), "{name}");
            }
            (Ok(_), Refused(code, _)) => panic!("{name} is taken, and not {code}"),
            (Err(refused), Taken(..)) => panic!("{name}: {refused}"),
        }
        assert!(peak <= CEILING, "{name} took {peak} KB");
    }
    nothing_of_a_file_but_its_colours_gets_through();
}

/// What is said of a part of a file is what is said of the whole.
fn nothing_is_refused_at_a_glance_that_is_taken(name: &str, bytes: &[u8]) {
    let said = Header::read(bytes).map(drop).map_err(|refused| refused.to_string());
    let step = (bytes.len() / 61).max(1);
    let least = (Header::SNIFFED as usize).min(bytes.len());
    for end in (least..=bytes.len()).step_by(step) {
        if let Err(refused) = Header::glance(&bytes[..end], bytes.len() as u64) {
            assert_eq!(Err(refused.to_string()), said, "{name}: {end} of {} bytes", bytes.len());
        }
    }
    let whole = Header::glance(bytes, bytes.len() as u64).map_err(|refused| refused.to_string());
    assert_eq!(whole, said, "{name}");
}

fn nothing_of_a_file_but_its_colours_gets_through() {
    let secret = b"SECRET-52.5N-13.4E";
    let exif = [&b"MM\0*\0\0\0\x08\0\0"[..], secret].concat();
    let files = [
        [jpeg(|encoder| encoder.add_exif_metadata(&exif).unwrap()), b"<script>SECRET</script>".to_vec()]
            .concat(),
        [dot(vec![chunk(*b"tEXt", &[&b"Where\0"[..], secret].concat())]), b"PK\x03\x04SECRET".to_vec()]
            .concat(),
    ];
    for file in files {
        for size in Size::ALL {
            let made = picture::open(&file).unwrap().thumbnail(size).unwrap();
            assert!(!made.bytes.windows(6).any(|bytes| bytes == b"SECRET"));
            assert!(!made.bytes.windows(4).any(|bytes| bytes == b"Exif"));
        }
    }
}
