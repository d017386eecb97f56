//! Analyses picture files and draws what was found onto them.
//!
//! `analyze PICTURE...` prints an analysis of each as JSON, with the milliseconds it took; `--into FOLDER` also writes the
//! sample of each there, with its horizon (red), lines (yellow), vanishing point (cyan) and palette drawn on it; `--alike`
//! also prints how alike each two are.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "places in a picture"
)]

use std::error::Error;
use std::path::{Path, PathBuf};

use image::{Rgb, RgbImage};
use media::analysis::{Analysis, analyze, similarity};

#[expect(clippy::print_stdout, reason = "an example for the terminal says what it found")]
#[expect(clippy::disallowed_methods, reason = "it measures how long the machine takes")]
fn main() -> Result<(), Box<dyn Error>> {
    let (mut into, mut alike) = (None, false);
    let mut files = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--into" => into = Some(PathBuf::from(arguments.next().ok_or("--into needs a folder")?)),
            "--alike" => alike = true,
            _ => files.push(PathBuf::from(argument)),
        }
    }
    if files.is_empty() {
        return Err("usage: analyze [--into FOLDER] [--alike] PICTURE...".into());
    }
    let mut known = Vec::new();
    for file in files {
        let picture = image::open(&file)?.thumbnail(Analysis::SAMPLE_SIDE, Analysis::SAMPLE_SIDE).to_rgb8();
        let started = std::time::Instant::now();
        let found = analyze(&picture);
        let took = started.elapsed().as_secs_f64() * 1e3;
        println!("{}\t{took:.1} ms\t{}", file.display(), serde_json::to_string(&found)?);
        if let Some(folder) = &into {
            draw(&picture, &found).save(name(folder, &file))?;
        }
        known.push((file, found));
    }
    if alike {
        for (index, (file, one)) in known.iter().enumerate() {
            for (other, second) in known.iter().skip(index + 1) {
                println!("{:.3}\t{}\t{}", similarity(one, second), file.display(), other.display());
            }
        }
    }
    Ok(())
}

fn name(folder: &Path, file: &Path) -> PathBuf {
    folder.join(file.file_stem().unwrap_or_default()).with_extension("png")
}

fn draw(picture: &RgbImage, found: &Analysis) -> RgbImage {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    let mut drawn = picture.clone();
    for line in &found.lines {
        let half = line.strength * width.hypot(height) / 2.0;
        stroke(&mut drawn, (line.x * width, line.y * height), line.angle, half, Rgb([255, 220, 0]));
    }
    if let Some(horizon) = found.horizon {
        stroke(&mut drawn, (width / 2.0, horizon.at * height), horizon.tilt, width, Rgb([255, 0, 0]));
    }
    if let Some(point) = found.vanishing_point {
        for angle in [0.0, 90.0] {
            stroke(&mut drawn, (point.x * width, point.y * height), angle, 12.0, Rgb([0, 255, 255]));
        }
    }
    let mut left = 0.0;
    for swatch in &found.palette {
        let colour = u32::from_str_radix(swatch.hex.trim_start_matches('#'), 16).unwrap_or(0).to_be_bytes();
        let right = left + swatch.share * width;
        for x in left as u32..(right as u32).min(drawn.width()) {
            for y in drawn.height().saturating_sub(16)..drawn.height() {
                drawn.put_pixel(x, y, Rgb([colour[1], colour[2], colour[3]]));
            }
        }
        left = right;
    }
    drawn
}

fn stroke(picture: &mut RgbImage, (x, y): (f32, f32), angle: f32, half: f32, colour: Rgb<u8>) {
    let (down, right) = angle.to_radians().sin_cos();
    let steps = (2.0 * half) as i32 * 2;
    for step in 0..=steps {
        let along = step as f32 / 2.0 - half;
        for wide in [0.0, 1.0] {
            let (x, y) = (x + along * right + wide * down.abs(), y + along * down + wide * right.abs());
            if x >= 0.0 && y >= 0.0 && x < picture.width() as f32 && y < picture.height() as f32 {
                picture.put_pixel(x as u32, y as u32, colour);
            }
        }
    }
}
