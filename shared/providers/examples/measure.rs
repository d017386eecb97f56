//! Measures the painter by its own pictures, with the analysis that judges every render.
//!
//! `measure` paints twelve prompts and prints a table; `--json` prints the same as JSON; `--into FOLDER` keeps the pictures;
//! `--size 768x512` and `--seed 7` change what they say; `--plain` leaves the palettes out of the prompts.
//!
//! - palette: how many of the five named colours lie within 0.08 (Oklab) of one of the picture's main colours; three are due;
//! - horizon: how far it is found from the intent's, as a share of the height; 0.03 is the most. A horizon that trees or
//!   houses hide is not found: `-`;
//! - subject: the same prompt with another subject: the share of pixels that differ by more than ten levels in a channel
//!   (0.15 is due), and the share of outlines in either picture that have none near them in the other. The last line is the
//!   control: a subject of another colour changes pixels and no outline.

use std::error::Error;
use std::path::PathBuf;

use image::RgbImage;
use media::analysis::{Analysis, Horizon, analyze};
use media::judge::{COLOUR, HEIGHT};
use media::palette::distance;
use providers::builtin::intent::parse;
use providers::builtin::{Brief, paint};
use serde::Serialize;

/// Two subjects, a place and a palette. No prompt is on the sheet of the painter.
const PROMPTS: [[&str; 4]; 12] = [
    ["a lighthouse", "a castle", "{} on a cliff at noon", "in navy, ivory, crimson, sand and teal"],
    [
        "a cottage",
        "a horse",
        "{} in a meadow in the morning",
        "palette sage, cream, terracotta, azure and brown",
    ],
    ["a fishing boat", "a whale", "{} on the sea at dawn", "in coral, lavender, indigo, gold and white"],
    ["a camel", "a pyramid", "{} in the desert at sunset", "in ochre, rust, saffron, plum and cream"],
    [
        "a windmill",
        "a church",
        "{} by a river, travel poster",
        "in mustard, petrol, ivory, brick and charcoal grey",
    ],
    ["a deer", "a cabin", "{} in a snowy field at dusk", "in slate, periwinkle, white, burgundy and silver"],
    [
        "a car",
        "a woman",
        "{} on a desert road, oil painting",
        "in turquoise, sienna, peach, cobalt and beige",
    ],
    [
        "a tree",
        "a balloon",
        "{} over the lake in autumn, watercolour",
        "in amber, moss, rust, cerulean and pearl",
    ],
    ["a train", "a tower", "{} in the hills in fog", "in grey, olive, umber, apricot and ivory"],
    ["a bicycle", "a dog", "{} on the beach at noon", "in lemon, azure, sand, scarlet and white"],
    ["a rocket", "an elephant", "{} on a plain at night, neon", "in magenta, cyan, navy, violet and lime"],
    ["a sailing ship", "an island", "{} on the ocean, ink drawing", "in sepia, cream, black, rust and denim"],
];

/// The same subject in two colours: the control of outlines.
const CONTROL: [&str; 2] = ["a red boat on the sea at noon", "a blue boat on the sea at noon"];

/// What one prompt gave.
#[derive(Serialize)]
struct Row {
    prompt: String,
    /// How many colours the prompt names, and how many were found.
    named: usize,
    found: usize,
    /// The farthest of the three nearest colours: what must come under 0.08.
    third: Option<f32>,
    /// The horizon of the intent, the picture's, and how sure it is.
    intended: f32,
    horizon: Option<Horizon>,
    /// The same with another subject: changed pixels and changed outlines.
    other: String,
    pixels: f32,
    outlines: f32,
}

/// How pictures are painted.
struct Studio {
    width: u32,
    height: u32,
    seed: u64,
    into: Option<PathBuf>,
    /// Without the palettes: where the horizon is found when only light and place colour the picture.
    plain: bool,
}

#[expect(clippy::print_stdout, reason = "an example for the terminal says what it measured")]
fn main() -> Result<(), Box<dyn Error>> {
    let mut studio = Studio { width: 768, height: 512, seed: 7, into: None, plain: false };
    let mut json = false;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        match argument.as_str() {
            "--json" => json = true,
            "--plain" => studio.plain = true,
            "--seed" => studio.seed = value()?.parse()?,
            "--into" => studio.into = Some(PathBuf::from(value()?)),
            "--size" => {
                let size = value()?;
                let (width, height) = size.split_once('x').ok_or("a size is written as 768x512")?;
                (studio.width, studio.height) = (width.parse()?, height.parse()?);
            }
            _ => {
                return Err(
                    "usage: measure [--json] [--plain] [--size 768x512] [--seed 7] [--into FOLDER]".into()
                );
            }
        }
    }
    let rows: Vec<Row> = PROMPTS.iter().map(|prompt| row(&studio, prompt)).collect();
    let [red, blue] = CONTROL.map(|prompt| studio.paint(prompt, None));
    let control = (difference(&red, &blue), outlines(&red, &blue));
    if json {
        println!("{}", serde_json::to_string_pretty(&rows)?);
    } else {
        print(&rows, control);
    }
    Ok(())
}

fn row(studio: &Studio, [one, other, place, colours]: &[&'static str; 4]) -> Row {
    let rest = if studio.plain { (*place).to_owned() } else { format!("{place} {colours}") };
    let [prompt, other] = [one, other].map(|subject| rest.replace("{}", subject));
    let name = one.rsplit(' ').next();
    let (picture, second) = (studio.paint(&prompt, name), studio.paint(&other, None));
    let found = analyze(&image::imageops::thumbnail(&picture, 512, 512 * studio.height / studio.width));
    let intent = parse(&prompt, None);
    let named = intent.palette.swatches.iter().map(|swatch| {
        let [r, g, b] = swatch.rgb;
        format!("#{r:02x}{g:02x}{b:02x}")
    });
    let mut far: Vec<f32> = named.map(|hex| nearest(&hex, &found)).collect();
    far.sort_by(f32::total_cmp);
    Row {
        named: far.len(),
        found: far.iter().filter(|far| **far <= COLOUR).count(),
        third: far.get(2).copied(),
        intended: intent.horizon,
        horizon: found.horizon,
        pixels: difference(&picture, &second),
        outlines: outlines(&picture, &second),
        prompt,
        other,
    }
}

impl Studio {
    fn paint(&self, prompt: &str, name: Option<&str>) -> RgbImage {
        let Self { width, height, seed, .. } = *self;
        let painting = paint(&Brief { prompt, style: None, width, height, seed });
        let picture = RgbImage::from_raw(painting.width, painting.height, painting.rgb).unwrap_or_default();
        if let (Some(folder), Some(name)) = (&self.into, name) {
            // A picture that cannot be kept is seen to be missing.
            let _kept = picture.save(folder.join(name).with_extension("png"));
        }
        picture
    }
}

fn nearest(hex: &str, found: &Analysis) -> f32 {
    let far = found.palette.iter().filter_map(|swatch| distance(hex, &swatch.hex));
    far.fold(f32::MAX, f32::min)
}

/// The share of pixels in which some channel differs by more than ten levels.
fn difference(one: &RgbImage, other: &RgbImage) -> f32 {
    let far = one
        .pixels()
        .zip(other.pixels())
        .filter(|(one, other)| one.0.iter().zip(other.0).any(|(one, other)| one.abs_diff(other) > 10));
    share(far.count(), one.pixels().len())
}

/// The mean of the shares of either picture's outlines that have none of the other's near.
fn outlines(one: &RgbImage, other: &RgbImage) -> f32 {
    let (one, other) = (Outlines::of(one), Outlines::of(other));
    f32::midpoint(one.missing_in(&other), other.missing_in(&one))
}

/// Where lightness changes, on a picture scaled to 256 pixels: large forms, and no grain.
struct Outlines {
    width: u32,
    height: u32,
    marks: Vec<bool>,
}

impl Outlines {
    const WIDTH: u32 = 256;
    /// The change in levels over two pixels that is an outline, and how near another's must be in pixels.
    const STEP: u8 = 28;
    const NEAR: u32 = 3;

    fn of(picture: &RgbImage) -> Self {
        let height = Self::WIDTH * picture.height() / picture.width();
        let small = image::imageops::grayscale(&image::imageops::thumbnail(picture, Self::WIDTH, height));
        let level = |x: u32, y: u32| small.get_pixel(x.min(Self::WIDTH - 1), y.min(height - 1)).0[0];
        let marks = (0..Self::WIDTH * height).map(|at| {
            let (x, y) = (at % Self::WIDTH, at / Self::WIDTH);
            let across = level(x.saturating_sub(1), y).abs_diff(level(x + 1, y));
            let down = level(x, y.saturating_sub(1)).abs_diff(level(x, y + 1));
            across.max(down) >= Self::STEP
        });
        Self { width: Self::WIDTH, height, marks: marks.collect() }
    }

    fn missing_in(&self, other: &Self) -> f32 {
        let near = |x: u32, y: u32| {
            let rows = y.saturating_sub(Self::NEAR)..=(y + Self::NEAR).min(other.height - 1);
            let columns = x.saturating_sub(Self::NEAR)..=(x + Self::NEAR).min(other.width - 1);
            rows.into_iter().any(|y| columns.clone().any(|x| other.marks[(y * other.width + x) as usize]))
        };
        let marked: Vec<u32> =
            (0_u32..).zip(&self.marks).filter(|(_, mark)| **mark).map(|(at, _)| at).collect();
        let missing = marked.iter().filter(|at| !near(**at % self.width, **at / self.width)).count();
        share(missing, marked.len())
    }
}

#[expect(clippy::cast_precision_loss, reason = "pixels of a picture")]
fn share(part: usize, all: usize) -> f32 {
    part as f32 / all.max(1) as f32
}

#[expect(clippy::print_stdout, reason = "an example for the terminal says what it measured")]
fn print(rows: &[Row], (pixels, outlines): (f32, f32)) {
    println!(
        "| prompt | colours | third dE | horizon meant | found | sure | other subject: pixels | outlines |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for row in rows {
        let Row { prompt, named, found, intended, .. } = row;
        let third = row.third.map_or("-".to_owned(), |third| format!("{third:.3}"));
        let (at, sure) = row.horizon.map_or(("-".to_owned(), "-".to_owned()), |horizon| {
            let off = if (horizon.at - intended).abs() <= HEIGHT { "" } else { " **off**" };
            (format!("{:.3}{off}", horizon.at), format!("{:.2}", horizon.confidence))
        });
        let (pixels, outlines) = (row.pixels, row.outlines);
        println!(
            "| {prompt} | {found}/{named} | {third} | {intended:.3} | {at} | {sure} | {pixels:.2} | {outlines:.2} |"
        );
    }
    let palettes = rows.iter().filter(|row| row.third.is_some_and(|third| third <= COLOUR)).count();
    let known: Vec<f32> =
        rows.iter().filter_map(|row| Some((row.horizon?.at - row.intended).abs())).collect();
    let near = known.iter().filter(|far| **far <= HEIGHT).count();
    let differ = rows.iter().filter(|row| row.pixels >= 0.15).count();
    println!();
    println!("palette: three of the named colours in {palettes} of {} pictures", rows.len());
    println!("horizon: within {HEIGHT} in {near} of {} pictures that show one", known.len());
    println!("subject: {differ} of {} pairs differ in at least 15 % of pixels", rows.len());
    println!("control, the same boat in red and blue: pixels {pixels:.2}, outlines {outlines:.2}");
}
