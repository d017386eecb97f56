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
