use image::{ImageFormat, RgbaImage};

use super::*;
use crate::assets::tests::Shelf;

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    RgbaImage::from_pixel(width, height, image::Rgba([255, 0, 0, 255]))
        .write_to(&mut bytes, ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

fn pictures(name: &str, bytes: Vec<u8>) -> Pictures {
    Pictures::new(Box::new(Shelf([(name.to_owned(), bytes)].into())))
}

#[track_caller]
fn refused(bytes: Vec<u8>) -> String {
    let problem = pictures("it", bytes).still("it").unwrap_err();
    assert_eq!(problem.code(), "asset");
    problem.to_string()
}

#[test]
fn a_picture_is_read_once() {
    let mut pictures = pictures("red.png", png(3, 2));
    assert!(matches!(pictures.still("red.png"), Ok(ImageSource::Bitmap(_))));
    pictures.assets = Box::new(Shelf::default());
    assert!(pictures.still("red.png").is_ok());
}

#[test]
fn a_header_that_lies_is_refused_before_anything_is_decoded() {
    let mut huge = png(3, 2);
    // The width in the header of a PNG, and the checksum that would fit it is not looked at before.
    huge[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
    huge[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
    let crc = crc32fast::hash(&huge[12..29]);
    huge[29..33].copy_from_slice(&crc.to_be_bytes());
    let told = refused(huge);
    assert!(told.contains("60000 x 60000"), "{told}");
    let mut gif = b"GIF89a\xff\xff\xff\xff\0\0\0".to_vec();
    gif.resize(64, 0);
    assert!(refused(gif).contains("65535 x 65535"));
}

#[test]
fn what_is_no_picture_is_told_what_to_be() {
    for bytes in [b"hello".to_vec(), Vec::new(), b"%PDF-1.7".to_vec()] {
        assert!(refused(bytes).contains("save it as one of them"));
    }
    let mut cut = png(40, 40);
    cut.truncate(60);
    assert!(refused(cut).contains("save it again"));
}

#[test]
fn a_drawing_may_not_name_other_files() {
    let drawing = b"<svg xmlns='http://www.w3.org/2000/svg' width='4' height='4'></svg>".to_vec();
    assert!(pictures("a.svg", drawing).still("a.svg").is_ok());
    let entity =
        b"<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg></svg>".to_vec();
    assert!(refused(entity).contains("DOCTYPE"));
    let mut long = b"<svg xmlns='http://www.w3.org/2000/svg'>".to_vec();
    long.resize(LARGEST_DRAWING + 1, b' ');
    assert!(refused(long).contains("1 MB"));
}

#[test]
fn the_network_is_out_of_reach() {
    let mut pictures = pictures("it", Vec::new());
    for name in ["http://example.com/a.png", "https://example.com/a.png", "//example.com/a.png"] {
        let told = pictures.still(name).unwrap_err().to_string();
        assert!(told.contains("put the file into `public/`"), "{told}");
    }
}

#[test]
fn a_picture_may_be_in_its_name() {
    let mut pictures = pictures("it", Vec::new());
    let data = format!("data:image/png;base64,{}", STANDARD.encode(png(2, 2)));
    assert!(pictures.still(&data).is_ok());
    assert!(
        pictures
            .still("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/%3E")
            .is_ok()
    );
    assert!(pictures.still("data:image/png;base64,!").is_err());
}

/// The red of what is seen of a picture that moves.
#[track_caller]
fn red(pictures: &mut Pictures, seconds: f64) -> u8 {
    let Ok(ImageSource::Bitmap(buffer)) = pictures.moving("it", seconds) else { panic!("a bitmap") };
    buffer.pixel(0, 0)[0]
}

#[test]
fn a_picture_that_moves_keeps_its_delays_and_begins_again() {
    use crate::media::tests::make;
    let root = tempfile::tempdir().unwrap();
    // Ten pictures, each 70 milliseconds long, in greys that are 20 apart.
    let filter = "color=black:s=16x16:r=100/7:d=0.7,format=gray,geq=lum='20*N'";
    for (name, how) in [
        ("a.gif", "-pix_fmt gray -loop 0"),
        ("a.webp", "-c:v libwebp_anim -lossless 1 -loop 0"),
        ("a.png", "-f apng -plays 0"),
    ] {
        let file = root.path().join(name);
        make(&file, how, filter);
        let mut pictures = pictures("it", std::fs::read(file).unwrap());
        for number in 0..25_u8 {
            let begins = f64::from(number) * 0.07;
            let expected = number % 10 * 20;
            for (seconds, what) in [(begins, "as it begins"), (begins + 0.068, "before the next")] {
                let seen = red(&mut pictures, seconds);
                assert!(seen.abs_diff(expected) < 8, "{name} {what} of {number}: {seen} is not {expected}");
            }
        }
    }
}

#[test]
fn what_was_not_seen_for_a_while_makes_room() {
    let png = |side| {
        let mut bytes = Cursor::new(Vec::new());
        image::RgbImage::new(side, side).write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    };
    // Three of 36 MB.
    let shelf = ["a", "b", "c"].map(|name| (name.to_owned(), png(3_000)));
    let mut pictures = Pictures::new(Box::new(Shelf(shelf.into())));
    let names = |pictures: &Pictures| {
        let mut names: Vec<_> = pictures.decoded.keys().cloned().collect();
        names.sort();
        names
    };
    pictures.still("a").unwrap();
    pictures.still("b").unwrap();
    assert_eq!(names(&pictures), ["a", "b"], "both were just seen");
    for _ in 0..=UNSEEN {
        pictures.begin();
        pictures.still("b").unwrap();
    }
    pictures.still("c").unwrap();
    assert_eq!(names(&pictures), ["b", "c"]);
}
