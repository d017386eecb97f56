#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "small pictures of these tests"
)]

use image::RgbImage;
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use super::*;
use crate::picture::header::Header;

/// Soft shapes and some grain, so that all frequencies are there and halving it is still recognisable.
fn scene(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let (u, v) = (x as f32, y as f32);
        let wave = |a: f32, b: f32, phase: f32| 127.0 + 100.0 * (u * a + phase).sin() * (v * b).cos();
        let grain = ((x * 7919 + y * 104_729) % 17) as f32 - 8.0;
        image::Rgb(
            [wave(0.031, 0.017, 0.0), wave(0.011, 0.043, 1.0), wave(0.023, 0.029, 2.0)]
                .map(|c| (c + grain) as u8),
        )
    })
}

struct Setting {
    sampling: SamplingFactor,
    progressive: bool,
    restart: u16,
    optimized: bool,
}

fn encoded(picture: &RgbImage, setting: &Setting) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 90);
    encoder.set_sampling_factor(setting.sampling);
    encoder.set_progressive(setting.progressive);
    encoder.set_restart_interval(setting.restart);
    encoder.set_optimized_huffman_tables(setting.optimized);
    encoder.encode(picture, picture.width() as u16, picture.height() as u16, ColorType::Rgb).unwrap();
    bytes
}

fn settings() -> Vec<Setting> {
    let samplings = [
        SamplingFactor::F_1_1,
        SamplingFactor::F_2_1,
        SamplingFactor::F_1_2,
        SamplingFactor::F_2_2,
        SamplingFactor::F_4_1,
    ];
    let mut settings = Vec::new();
    for sampling in samplings {
        for (progressive, restart, optimized) in
            [(false, 0, true), (false, 3, false), (true, 0, true), (true, 5, false)]
        {
            settings.push(Setting { sampling, progressive, restart, optimized });
        }
    }
    settings
}

fn ours(bytes: &[u8], side: u32) -> Canvas {
    decode(bytes, &Header::read(bytes).unwrap(), side).unwrap()
}

fn mean_difference(one: &[u8], other: &[u8]) -> f64 {
    assert_eq!(one.len(), other.len());
    one.iter().zip(other).map(|(one, other)| f64::from(one.abs_diff(*other))).sum::<f64>() / one.len() as f64
}

#[test]
fn at_full_size_it_agrees_with_another_decoder() {
    for (width, height) in [(97, 61), (64, 48), (1, 1), (17, 130)] {
        let picture = scene(width, height);
        for setting in settings() {
            let bytes = encoded(&picture, &setting);
            let oracle = jpeg_decoder::Decoder::new(&bytes[..]).decode().unwrap();
            let found = ours(&bytes, 1 << 14);
            assert_eq!((found.width, found.height), (width, height));
            let off = mean_difference(&found.data, &oracle);
            // The oracle enlarges channels by another rule where they are quartered.
            let limit = if setting.sampling == SamplingFactor::F_4_1 { 4.0 } else { 1.0 };
            assert!(
                off < limit,
                "{width} x {height}, {:?}, {}: {off}",
                setting.sampling,
                setting.progressive
            );
        }
    }
}

#[test]
fn at_a_part_of_its_size_it_shows_the_same_picture() {
    let picture = scene(640, 400);
    for setting in settings() {
        let bytes = encoded(&picture, &setting);
        for (side, width) in [(320, 320), (160, 160), (80, 80)] {
            let found = ours(&bytes, side);
            assert_eq!((found.width, found.height), (width, width * 400 / 640));
            let oracle =
                image::imageops::resize(&picture, found.width, found.height, image::imageops::Triangle);
            let off = mean_difference(&found.data, &oracle);
            let limit = if setting.sampling == SamplingFactor::F_4_1 { 8.0 } else { 4.0 };
            assert!(off < limit, "{side}, {:?}, {}: {off}", setting.sampling, setting.progressive);
        }
    }
}

/// The first coefficients of all luma blocks, as a decoder at `scale` eighths gathers them.
fn gathered(bytes: &[u8], scale: usize, most: usize) -> Vec<i16> {
    let plan = Plan::read(bytes).unwrap();
    let channels = plan.channels.iter().enumerate();
    let mut planes: Vec<_> =
        channels.map(|(index, channel)| Plane::new(&plan, index, channel, scale).unwrap()).collect();
    planes.iter_mut().for_each(Plane::allocate);
    for scan in plan.scans.iter().filter(|scan| scan::is_used(scan, &planes)).collect::<Vec<_>>() {
        scan::decode(scan, &mut planes, plane::units(&plan)).unwrap();
    }
    let blocks = planes[0].coefficients.chunks_exact(planes[0].kept);
    blocks.flat_map(|block| block[..most].to_vec()).collect()
}

/// libjpeg sends a bit for all frequencies in one scan, after the higher ones had a scan of their own: passing over that one
/// would misread the other.
#[test]
fn bits_that_are_added_later_are_read_at_every_size() {
    let bytes = include_bytes!("../../../tests/samples/libjpeg-progressive.jpg");
    for (scale, n) in [(1, 1), (2, 2), (4, 4)] {
        let most = usize::from(idct::last_used(n)) + 1;
        assert_eq!(gathered(bytes, scale, most), gathered(bytes, 8, most), "{scale} eighths");
    }
}

#[test]
fn a_picture_that_is_not_whole_is_none() {
    let picture = scene(160, 120);
    for setting in settings() {
        let bytes = encoded(&picture, &setting);
        let bits = bytes.windows(2).position(|pair| pair == [0xff, 0xda]).unwrap();
        for keep in [bits + 20, usize::midpoint(bits, bytes.len()), bytes.len() - 40] {
            // Cut, and closed again as some tools do: libjpeg would paint the rest grey.
            let cut = [&bytes[..keep], &[0xff, 0xd9]].concat();
            let found = Header::read(&cut).and_then(|header| decode(&cut, &header, 1 << 14));
            // Of a progressive file the coarse scans may be whole: it is then a complete, coarse picture.
            assert!(found.is_err() || setting.progressive, "{keep} of {} bytes pass", bytes.len());
        }
    }
}

#[test]
fn no_change_of_bytes_makes_it_panic() {
    let picture = scene(72, 56);
    let mut dice = 0x9e37_79b9_u32;
    let mut roll = |below: usize| {
        dice ^= dice << 13;
        dice ^= dice >> 17;
        dice ^= dice << 5;
        dice as usize % below
    };
    for setting in settings() {
        let whole = encoded(&picture, &setting);
        for _ in 0..300 {
            let mut bytes = whole.clone();
            for _ in 0..=roll(4) {
                let at = roll(bytes.len());
                bytes[at] = roll(256) as u8;
            }
            if let Ok(header) = Header::read(&bytes)
                && header.longer() < 4096
            {
                let _ = decode(&bytes, &header, 16);
                let _ = decode(&bytes, &header, 4096);
            }
        }
    }
}
