use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

use super::*;

fn png(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A PNG header that promises `width` x `height` pixels, with a correct checksum and nothing behind it.
fn promise(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = png(&RgbImage::new(1, 1));
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let checksum = crc32(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&checksum.to_be_bytes());
    bytes
}

/// CRC-32 of PNG (ISO 3309), bit by bit.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & 0_u32.wrapping_sub(crc & 1)))
    })
}

#[test]
fn a_picture_is_measured() {
    let halves =
        RgbImage::from_fn(64, 32, |x, _| if x < 32 { Rgb([200, 30, 30]) } else { Rgb([20, 40, 180]) });
    let measured = measure(&png(&halves)).unwrap();
    assert_eq!(
        (measured.format, measured.width, measured.height, measured.blank),
        (Format::Png, 64, 32, false)
    );
    assert!(measure(&png(&RgbImage::from_pixel(64, 64, Rgb([9, 9, 9])))).unwrap().blank);
}

#[test]
fn size_is_refused_before_a_pixel_is_decoded() {
    for (width, height) in [(60_000, 60_000), (16_385, 1), (10_000, 10_000)] {
        let refused = measure(&promise(width, height)).unwrap_err();
        assert!(matches!(refused, Undecodable::TooLarge { .. }), "{refused}");
    }
}
