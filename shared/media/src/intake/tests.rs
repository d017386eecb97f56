use std::io::Cursor;

use fault::Disposition;
use image::{ImageFormat, Rgb, RgbImage};
use model::{ProjectId, Time, UploadId, UserId};
use store::Digest;
use testkit::{Delivery, World, workspace};

use super::*;

/// A noisy picture: about as long as its pixels are.
fn picture(format: ImageFormat) -> Vec<u8> {
    let noise = RgbImage::from_fn(256, 256, |x, y| {
        let hash = (x * 7_919 + y * 104_729).wrapping_mul(2_654_435_761).to_be_bytes();
        Rgb([hash[0], hash[1], hash[2]])
    });
    let mut bytes = Cursor::new(Vec::new());
    noise.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A file that begins like a picture and then goes on for long.
fn long(start: &[u8]) -> Vec<u8> {
    [start, &vec![b'x'; 20 << 20]].concat()
}

/// A PNG of this size, as far as its header.
fn promise(width: u32, height: u32, interlaced: bool) -> Vec<u8> {
    let mut start = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    start.extend([width.to_be_bytes(), height.to_be_bytes()].concat());
    start.extend([16, 6, 0, 0, u8::from(interlaced)]);
    let sum = crc32fast::hash(&start[12..]);
    start.extend(sum.to_be_bytes());
    start
}

fn announced(bytes: &[u8]) -> Upload {
    Upload {
        id: UploadId::from_body(7),
        name: "a".to_owned(),
        bytes: bytes.len() as u64,
        mime: "image/png".to_owned(),
        sha256: Digest::of(bytes).as_str().to_owned(),
        project: ProjectId::derived("a"),
        user: UserId::derived("a"),
        created_at: Time::from_millis(0),
        done_at: None,
        gdp: None,
        gds: None,
    }
}

/// What is taken in of `put` for `upload`, and how many pieces of it were asked for.
async fn taken(upload: &Upload, put: &[u8], delivery: Delivery) -> (Result<Bytes, Fault>, u64) {
    let world = World::new();
    world.bucket.corrupt(&UploadKey::new(workspace("a"), upload.id).to_string(), put.to_vec());
    world.bucket.deliver(delivery);
    let media: Media = world.open("a");
    let taken = media.take_in(upload).await.map(|found| found.expect("it was put"));
    assert_eq!(world.bucket.calls(), 1, "one request");
    (taken, world.bucket.pulled())
}

#[tokio::test]
async fn a_file_is_taken_in_whatever_the_pieces_are_that_it_comes_in() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        let bytes = picture(format);
        for piece in [1, 7, 1_000, 16 * 1024, bytes.len()] {
            let (found, pulled) =
                taken(&announced(&bytes), &bytes, Delivery { piece, ..Delivery::default() }).await;
            assert_eq!(found.unwrap(), bytes);
            assert_eq!(pulled, bytes.len().div_ceil(piece) as u64);
        }
    }
    let media: Media = World::new().open("a");
    assert_eq!(media.take_in(&announced(b"x")).await.unwrap(), None);
}

#[tokio::test]
async fn what_no_picture_begins_with_is_refused_after_one_piece() {
    let movie = long(b"\0\0\0\x18ftypisom\0\0\0\0");
    let moving = long(b"RIFF\xf6\xff\x3f\x01WEBPVP8X\x0a\0\0\0\x02\0\0\0\x09\0\0\x09\0\0");
    let oversized = long(b"RIFF\xf6\xff\x3f\x01WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\x7f\0\xff\x7f\0");
    let beyond = long(b"RIFF\xff\xff\xff\x7fWEBPVP8 \xff\xff\xff\x7f");
    let mut frame = long(b"\xff\xd8\xff\xc0\0\x11\x08\xea\x60\xea\x60\x03\x01\x22\0\x02\x11\x01\x03\x11\x01");
    frame.truncate(20 << 20);
    for (bytes, code) in [
        (long(b"This is a text, whatever its name says. "), "bad-image"),
        (long(b"<!doctype html><html>"), "bad-image"),
        (long(b"GIF89a"), "image-animated"),
        (movie, "bad-image"),
        (moving, "image-animated"),
        (oversized, "image-too-large"),
        (beyond, "bad-image"),
        (frame, "image-too-large"),
        (long(&promise(60_000, 60_000, false)), "image-too-large"),
        (long(&promise(8_000, 8_000, true)), "image-too-large"),
    ] {
        let (refused, pulled) = taken(&announced(&bytes), &bytes, Delivery::default()).await;
        let refused = refused.unwrap_err();
        assert_eq!((refused.code(), refused.disposition()), (code, Disposition::Rejected), "{refused}");
        assert_eq!(pulled, 1, "{refused}");
    }
}

/// What comes after the beginning is seen when the header is looked at again.
#[tokio::test]
async fn what_goes_wrong_later_is_refused_before_the_rest_is_read() {
    let jpeg = picture(ImageFormat::Jpeg);
    let scan = jpeg.windows(2).position(|pair| pair == [0xff, 0xda]).unwrap();
    let mut stuffed = jpeg[..scan].to_vec();
    stuffed.extend([&b"\xff\xe1\xff\xff"[..], &vec![b'x'; 0xfffd]].concat().repeat(300));
    let mut scans = jpeg[..jpeg.len() - 2].to_vec();
    scans.extend([&b"\xff\xda\0\x08\x01\x01\0\0\x3f\0"[..], &vec![0; 64 * 1024]].concat().repeat(300));
    for (bytes, code) in [(stuffed, "image-metadata"), (scans, "image-too-large")] {
        let (refused, pulled) = taken(&announced(&bytes), &bytes, Delivery::default()).await;
        assert_eq!(refused.unwrap_err().code(), code);
        let all = bytes.len().div_ceil(Delivery::default().piece) as u64;
        assert!(pulled * 2 < all, "{code}: {pulled} of {all} pieces");
    }
}

#[tokio::test]
async fn another_length_than_was_announced_is_refused_before_a_byte_is_read() {
    let bytes = picture(ImageFormat::Png);
    for put in [&bytes[1..], &[&bytes[..], b"x"].concat(), b""] {
        let (refused, pulled) = taken(&announced(&bytes), put, Delivery::default()).await;
        let refused = refused.unwrap_err();
        assert_eq!(
            (refused.code(), refused.disposition(), pulled),
            ("size-mismatch", Disposition::Rejected, 0)
        );
    }
}

/// Nothing is known of a file whose bucket does not keep its word: it stays, and the client comes again.
#[tokio::test]
async fn a_body_that_is_not_as_declared_or_breaks_off_is_for_another_try() {
    let bytes = picture(ImageFormat::Png);
    let (longer, shorter) = ([&bytes[..], b"more"].concat(), bytes[..bytes.len() - 4].to_vec());
    for (put, delivery) in [
        (longer, Delivery { lie: -4, ..Delivery::default() }),
        (shorter, Delivery { lie: 4, ..Delivery::default() }),
        (bytes.clone(), Delivery { lost_after: Some(2), ..Delivery::default() }),
        (bytes.clone(), Delivery { lost_after: Some(0), ..Delivery::default() }),
    ] {
        let (lost, _) = taken(&announced(&bytes), &put, delivery).await;
        assert_eq!(lost.unwrap_err().kind(), Kind::Unavailable, "{delivery:?}");
    }
}

#[tokio::test]
async fn a_file_of_the_right_length_with_another_digest_is_refused() {
    let (bytes, mut other) = (picture(ImageFormat::Png), picture(ImageFormat::Png));
    // In the picture's last bytes, where no look at the header comes by.
    let at = other.len() - 20;
    other[at] ^= 1;
    let (refused, _) = taken(&announced(&bytes), &other, Delivery::default()).await;
    assert_eq!(refused.unwrap_err().code(), "checksum-mismatch");
}
