//! Memory of a process that takes in pictures: what ended two services before this one.
//!
//! ```sh
//! soak make <folder>      # writes 14 files of about 10 MB (large-*) and 24 smaller ones (small-*)
//! soak burst <folder>     # all 14 at once, through the workshop
//! soak ingest <folder>    # 3,000 of the smaller ones, one after the other
//! ```
//!
//! An ingest is what a worker does: measure, three thumbnails, a hash. Resident memory is `VmRSS`, the peak `VmHWM`.

#![expect(clippy::print_stdout, reason = "an example prints what it found")]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use fault::Fault;
use futures::future::join_all;
use image::RgbImage;
use media::{Measured, Undecodable, Workshop, picture};

const INGESTS: usize = 3_000;
const STEP: usize = 100;

type Done<T = ()> = Result<T, Box<dyn Error>>;

fn main() -> Done {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["make", folder] => make(Path::new(folder)),
        ["burst", folder] => runtime.block_on(burst(&files(folder, "large")?)),
        ["ingest", folder] => runtime.block_on(ingest(&files(folder, "small")?)),
        _ => Err("usage: soak make|burst|ingest <folder>".into()),
    }
}

/// What a worker does with the bytes of a picture; says how many bytes came out.
fn derive(bytes: &[u8]) -> Result<usize, Undecodable> {
    let picture = picture::open(bytes)?;
    let measured = Measured::of(&picture);
    let thumbnails = picture.thumbnails()?;
    let hash = picture.thumbhash();
    Ok(measured.palette.len() + hash.len() + thumbnails.iter().map(|one| one.bytes.len()).sum::<usize>())
}

async fn fetch(file: &Path) -> Result<Bytes, Fault> {
    let read = tokio::fs::read(file).await;
    read.map(Bytes::from).map_err(|error| Fault::defect("a file is not there").because(error))
}

async fn burst(files: &[PathBuf]) -> Done {
    let before = resident("VmRSS")?;
    let bytes: u64 = files.iter().filter_map(|file| fs::metadata(file).ok()).map(|data| data.len()).sum();
    let work = files.iter().map(|file| Workshop::of_process().work(fetch(file), derive));
    for done in join_all(work).await {
        done?;
    }
    println!(
        "{} files at once, {} KB in all: {before} KB before, {} KB at the peak, {} KB after",
        files.len(),
        bytes / 1024,
        resident("VmHWM")?,
        resident("VmRSS")?
    );
    Ok(())
}

async fn ingest(files: &[PathBuf]) -> Done {
    println!("ingests resident-KB threads");
    println!("{:7} {} {}", 0, resident("VmRSS")?, resident("Threads")?);
    let mut curve = Vec::new();
    for (done, file) in (1..=INGESTS).zip(files.iter().cycle()) {
        Workshop::of_process().work(fetch(file), derive).await?;
        if done % STEP == 0 {
            let kilobytes = resident("VmRSS")?;
            println!("{done:7} {kilobytes} {}", resident("Threads")?);
            curve.push((f64::from(u32::try_from(done)?), f64::from(u32::try_from(kilobytes)?) * 1024.0));
        }
    }
    println!("peak {} KB", resident("VmHWM")?);
    println!("slope of all {:.0} bytes an ingest", slope(&curve));
    println!(
        "slope of the second half {:.0} bytes an ingest",
        slope(curve.get(curve.len() / 2..).unwrap_or_default())
    );
    Ok(())
}

/// By least squares.
fn slope(curve: &[(f64, f64)]) -> f64 {
    let count = curve.iter().map(|_| 1.0).sum::<f64>();
    let (x, y) =
        (curve.iter().map(|p| p.0).sum::<f64>() / count, curve.iter().map(|p| p.1).sum::<f64>() / count);
    let along: f64 = curve.iter().map(|p| (p.0 - x) * (p.1 - y)).sum();
    along / curve.iter().map(|p| (p.0 - x).powi(2)).sum::<f64>()
}

/// A field of `/proc/self/status`: memory in kilobytes, or a number.
fn resident(field: &str) -> Done<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with(field)).ok_or("this needs Linux")?;
    Ok(line.split_whitespace().nth(1).ok_or("the field is empty")?.parse()?)
}

fn files(folder: &str, kind: &str) -> Done<Vec<PathBuf>> {
    let mut found: Vec<_> = fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    found.retain(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(kind)));
    found.sort();
    if found.is_empty() { Err("make the files first".into()) } else { Ok(found) }
}

fn make(folder: &Path) -> Done {
    fs::create_dir_all(folder)?;
    for number in 0..14 {
        let (extension, (width, height)) = match number {
            0..8 => ("jpg", (5_200 - 100 * number, 3_900)),
            8..12 => ("png", (2_200, 2_000 - 50 * (number - 8))),
            _ => ("webp", (2_400, 2_000)),
        };
        write(folder, &format!("large-{number:02}.{extension}"), &scene(width, height, number, 60), 92)?;
    }
    for number in 0..24 {
        let extension = ["jpg", "png", "webp"][number as usize % 3];
        let picture = scene(700 + 83 * number, 500 + 61 * (23 - number), number, 20);
        write(folder, &format!("small-{number:02}.{extension}"), &picture, 88)?;
    }
    Ok(())
}

fn write(folder: &Path, name: &str, picture: &RgbImage, quality: u8) -> Done {
    let file = folder.join(name);
    if file.extension().is_some_and(|extension| extension == "jpg") {
        let encoder = jpeg_encoder::Encoder::new_file(&file, quality)?;
        let (width, height) = (u16::try_from(picture.width())?, u16::try_from(picture.height())?);
        encoder.encode(picture, width, height, jpeg_encoder::ColorType::Rgb)?;
    } else {
        picture.save(&file)?;
    }
    println!("{name}: {} x {}, {} bytes", picture.width(), picture.height(), fs::metadata(&file)?.len());
    Ok(())
}

/// Soft shapes under grain of `grain` levels.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "levels are cut to a byte"
)]
fn scene(width: u32, height: u32, number: u32, grain: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let (u, v) = (x as f32 / width as f32 * 9.0, y as f32 / height as f32 * 7.0);
        let mut dice = x.wrapping_mul(0x9e37_79b1) ^ y.wrapping_mul(0x85eb_ca77) ^ number;
        dice = (dice ^ (dice >> 15)).wrapping_mul(0x2c1b_3c6d);
        let noise = ((dice ^ (dice >> 12)) % (grain + 1)) as f32 - grain as f32 / 2.0;
        let wave = |phase: f32| 128.0 + 80.0 * ((u + phase).sin() * (v - phase).cos()) + noise;
        image::Rgb([wave(0.0), wave(1.0), wave(2.5)].map(|level| level as u8))
    })
}
