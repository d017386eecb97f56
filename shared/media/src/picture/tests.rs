#![expect(clippy::cast_possible_truncation, reason = "small pictures of these tests")]

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

use super::*;

fn encoded(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// Four fields of plain colours, so that every way to turn it shows.
fn fields(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| match (x < width / 2, y < height / 2) {
        (true, true) => Rgb([200, 20, 20]),
        (false, true) => Rgb([20, 200, 20]),
        (true, false) => Rgb([20, 20, 200]),
        (false, false) => Rgb([200, 200, 20]),
    })
}

#[track_caller]
fn assert_close(picture: &RgbImage, x: u32, y: u32, wanted: [u8; 3]) {
    let found = picture.get_pixel(x, y).0;
    let off = found.iter().zip(wanted).map(|(one, other)| one.abs_diff(other)).max().unwrap();
    assert!(off <= 6, "at {x}, {y}: {found:?}, not {wanted:?}");
}

#[test]
fn all_three_formats_show_the_same_picture() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        let picture = open(&encoded(fields(640, 320), format)).unwrap();
        assert_eq!((picture.width(), picture.height()), (640, 320));
        let sample = picture.sample(64);
        assert_eq!(sample.dimensions(), (64, 32));
        assert_close(&sample, 5, 5, [200, 20, 20]);
        assert_close(&sample, 60, 28, [200, 200, 20]);
    }
}

#[test]
fn thumbnails_come_in_three_sizes_and_are_never_enlarged() {
    let sizes = |width, height| -> Vec<_> {
        let picture = open(&encoded(fields(width, height), ImageFormat::Png)).unwrap();
        let made = picture.thumbnails().unwrap();
        made.iter().map(|thumbnail| (thumbnail.size.as_str(), thumbnail.width, thumbnail.height)).collect()
    };
    assert_eq!(sizes(2048, 1024), [("medium", 1024, 512), ("small", 512, 256), ("thumb", 256, 128)]);
    assert_eq!(sizes(300, 600), [("medium", 300, 600), ("small", 256, 512), ("thumb", 128, 256)]);
    assert_eq!(sizes(9, 1), [("medium", 9, 1), ("small", 9, 1), ("thumb", 9, 1)]);
    assert_eq!(sizes(5000, 2), [("medium", 1024, 1), ("small", 512, 1), ("thumb", 256, 1)]);
}

#[test]
fn a_thumbnail_has_codes_of_its_own() {
    let picture = RgbImage::from_fn(512, 512, |x, y| {
        Rgb([(x * x / 900 + y) as u8, (x * 7 % 61 + y / 3) as u8, (x * y / 800) as u8])
    });
    let opened = open(&encoded(picture.clone(), ImageFormat::Png)).unwrap();
    let thumbnail = opened.thumbnail(Size::Small).unwrap();
    let mut plain = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut plain, 80);
    encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::F_2_2);
    encoder.encode(&picture, 512, 512, jpeg_encoder::ColorType::Rgb).unwrap();
    let share = thumbnail.bytes.len() * 100 / plain.len();
    assert!(share < 97, "{share} % of what the standard's codes take");
}

#[test]
fn transparency_is_kept_and_an_alpha_that_says_nothing_is_not() {
    let clear =
        RgbaImage::from_fn(
            300,
            300,
            |x, _| if x < 150 { Rgba([255, 0, 0, 255]) } else { Rgba([0, 0, 0, 0]) },
        );
    let picture = open(&encoded(clear, ImageFormat::Png)).unwrap();
    let thumbnail = picture.thumbnail(Size::Thumb).unwrap();
    assert_eq!(thumbnail.format, Format::Webp);
    let decoded = image::load_from_memory(&thumbnail.bytes).unwrap().into_rgba8();
    assert_eq!((decoded.get_pixel(20, 20).0, decoded.get_pixel(240, 20).0[3]), ([255, 0, 0, 255], 0));
    // No dark fringe: what is transparent lends its colour to nobody.
    assert!(decoded.pixels().all(|pixel| pixel.0[3] < 8 || pixel.0[0] > 240), "the fringe is dark");
    assert_close(&picture.sample(100), 90, 50, [255, 255, 255]);
    let solid = RgbaImage::from_pixel(40, 40, Rgba([1, 2, 3, 255]));
    let picture = open(&encoded(solid, ImageFormat::Png)).unwrap();
    assert!(!picture.has_alpha());
    assert_eq!(picture.thumbnail(Size::Thumb).unwrap().format, Format::Jpeg);
}

/// An EXIF block that says nothing but how to turn the picture.
fn exif(orientation: u8) -> Vec<u8> {
    let entry = [&[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation][..], &[0, 0]].concat();
    [&b"MM\0*\0\0\0\x08\0\x01"[..], &entry, &[0; 4]].concat()
}

fn jpeg(picture: &RgbImage, build: impl FnOnce(&mut jpeg_encoder::Encoder<&mut Vec<u8>>)) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 95);
    build(&mut encoder);
    let (width, height) = (picture.width() as u16, picture.height() as u16);
    encoder.encode(picture, width, height, jpeg_encoder::ColorType::Rgb).unwrap();
    bytes
}

#[test]
fn every_orientation_is_put_upright() {
    // What a camera would have stored so that the four fields are seen upright, by TIFF 6.0, tag 274.
    let upright = DynamicImage::from(fields(600, 300));
    let stored = |number: u8| match number {
        2 => upright.fliph(),
        3 => upright.rotate180(),
        4 => upright.flipv(),
        5 => upright.rotate270().flipv(),
        6 => upright.rotate270(),
        7 => upright.rotate270().flipv().rotate180(),
        8 => upright.rotate90(),
        _ => upright.clone(),
    };
    for number in 1..=8 {
        let stored = stored(number).into_rgb8();
        for bytes in [
            jpeg(&stored, |encoder| encoder.add_exif_metadata(&exif(number)).unwrap()),
            png_turned(&stored, number),
            webp_turned(&stored, number),
        ] {
            let picture = open(&bytes).unwrap();
            assert_eq!((picture.width(), picture.height()), (600, 300), "{number}");
            for (thumbnail, width) in picture.thumbnails().unwrap().iter().zip([600, 512, 256]) {
                // Not `image`: its decoder paints such plain fields green.
                let seen = jpeg_decoder::Decoder::new(&thumbnail.bytes[..]).decode().unwrap();
                let seen = RgbImage::from_raw(thumbnail.width, thumbnail.height, seen).unwrap();
                assert_eq!(seen.dimensions(), (width, width / 2), "{number}");
                let (right, bottom) = (width - 9, width / 2 - 9);
                assert_close(&seen, 8, 8, [200, 20, 20]);
                assert_close(&seen, right, 8, [20, 200, 20]);
                assert_close(&seen, 8, bottom, [20, 20, 200]);
                assert_close(&seen, right, bottom, [200, 200, 20]);
            }
        }
    }
}

fn png_turned(picture: &RgbImage, orientation: u8) -> Vec<u8> {
    let bytes = encoded(picture.clone(), ImageFormat::Png);
    let body = [&b"eXIf"[..], &exif(orientation)].concat();
    let length = u32::try_from(body.len() - 4).unwrap().to_be_bytes();
    let sum = crc32fast::hash(&body).to_be_bytes();
    // Behind the signature and the header.
    [&bytes[..33], &length, &body, &sum, &bytes[33..]].concat()
}

fn webp_turned(picture: &RgbImage, orientation: u8) -> Vec<u8> {
    let pixels = encoded(picture.clone(), ImageFormat::WebP)[12..].to_vec();
    let side = |length: u32| (length - 1).to_le_bytes()[..3].to_vec();
    let size = [side(picture.width()), side(picture.height())].concat();
    let exif = exif(orientation);
    let length = u32::try_from(exif.len()).unwrap().to_le_bytes();
    let parts: [&[u8]; 7] = [b"WEBPVP8X\x0a\0\0\0\x08\0\0\0", &size, &pixels, b"EXIF", &length, &exif, b""];
    let body = parts.concat();
    [&b"RIFF"[..], &u32::try_from(body.len()).unwrap().to_le_bytes(), &body].concat()
}

#[test]
fn grey_palette_16_bit_and_printers_inks_are_read() {
    let ramp = image::ImageBuffer::from_fn(64, 64, |x, _| image::Luma([(x * 1024) as u16]));
    let deep = open(&encoded(DynamicImage::ImageLuma16(ramp), ImageFormat::Png)).unwrap();
    assert_close(&deep.sample(64), 32, 5, [128, 128, 128]);
    let grey =
        open(&encoded(image::GrayImage::from_pixel(20, 20, image::Luma([77])), ImageFormat::Jpeg)).unwrap();
    assert_close(&grey.sample(20), 3, 3, [77, 77, 77]);
    let inks = [0_u8, 255, 255, 0].repeat(32 * 32);
    for kind in [jpeg_encoder::ColorType::Cmyk, jpeg_encoder::ColorType::CmykAsYcck] {
        let mut bytes = Vec::new();
        jpeg_encoder::Encoder::new(&mut bytes, 95).encode(&inks, 32, 32, kind).unwrap();
        let picture = open(&bytes).unwrap();
        assert_close(&picture.sample(32), 9, 9, [255, 0, 0]);
    }
}

#[test]
fn colours_of_another_space_become_srgb() {
    let green = RgbImage::from_pixel(64, 64, Rgb([60, 200, 60]));
    let profile = moxcms::ColorProfile::new_display_p3().encode().unwrap();
    let bytes = jpeg(&green, |encoder| encoder.add_icc_profile(&profile).unwrap());
    let seen = open(&bytes).unwrap().sample(8).get_pixel(4, 4).0;
    // The same numbers are a stronger green in Display P3.
    assert!(seen[0] < 30 && seen[1] >= 199, "{seen:?}");
    let same = moxcms::ColorProfile::new_srgb().encode().unwrap();
    let bytes = jpeg(&green, |encoder| encoder.add_icc_profile(&same).unwrap());
    assert_close(&open(&bytes).unwrap().sample(8), 4, 4, [60, 200, 60]);
    let bytes = jpeg(&green, |encoder| encoder.add_icc_profile(b"no profile at all").unwrap());
    assert_close(&open(&bytes).unwrap().sample(8), 4, 4, [60, 200, 60]);
}

#[test]
fn large_pictures_keep_their_geometry() {
    // Lines at known places: a decoder or filter that shifts by a pixel would blur them over two fields.
    let picture = fields(4_099, 2_050);
    for format in [ImageFormat::Png, ImageFormat::Jpeg] {
        let opened = open(&encoded(picture.clone(), format)).unwrap();
        let medium = opened.sample(1024);
        assert_eq!(medium.dimensions(), (1024, 512));
        assert_close(&medium, 508, 252, [200, 20, 20]);
        assert_close(&medium, 515, 259, [200, 200, 20]);
    }
}

#[test]
fn a_hash_is_short_and_tells_pictures_apart() {
    let one = open(&encoded(fields(200, 100), ImageFormat::Png)).unwrap().thumbhash();
    let other =
        open(&encoded(RgbImage::from_pixel(200, 100, Rgb([9, 9, 9])), ImageFormat::Png)).unwrap().thumbhash();
    assert!(one != other && one.len() <= 25, "{} bytes", one.len());
    let (width, height, pixels) = thumbhash::thumb_hash_to_rgba(&one).unwrap();
    let left = &pixels[(height / 4 * width + width / 4) * 4..][..3];
    assert!(left[0] > left[1] && left[0] > left[2], "the first field is red: {left:?}");
}
