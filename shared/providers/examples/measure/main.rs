//! Measures the painter by its own pictures, with the analysis that judges every render.
//!
//! `measure` paints the prompts that the painter was tuned on and prints a table; `measure FILE.tsv` paints those of a file
//! (see `prompts/README.md`). `--json` prints the same as JSON; `--into FOLDER` keeps the pictures; `--side 768` is their
//! longest side, `--seed 7` the first seed and `--seeds 1` how many; `--plain` leaves the palettes out of the prompts.
//!
//! - palette: how many of the named colours lie within 0.08 (Oklab) of one of the picture's main colours; three of five are due;
//! - horizon: how far it is found from the intent's, as a share of the height; 0.03 is the most. Of a picture whose place hides
//!   the horizon, a room or a wood, none is due; whether it does is written beside the prompt, before anything is painted;
//! - subject: the same prompt with another subject: the share of pixels that differ by more than ten levels in a channel
//!   (0.15 is due), and the share of outlines in either picture that have none near them in the other. The last line is the
//!   control: a subject of another colour changes pixels and no outline.

mod difference;
mod prompts;
mod table;

use std::error::Error;
use std::path::PathBuf;

use image::RgbImage;
use media::analysis::{Analysis, Horizon, analyze};
use media::judge::{COLOUR, HEIGHT};
use media::palette::distance;
use prompts::Line;
use providers::builtin::intent::parse;
use providers::builtin::{Brief, paint};
use serde::Serialize;

/// The same subject in two colours: the control of outlines.
const CONTROL: [&str; 2] = ["a red boat on the sea at noon", "a blue boat on the sea at noon"];

/// What one prompt gave.
#[derive(Serialize)]
struct Row {
    prompt: String,
    seed: u64,
    /// How many colours the prompt names, and how many were found.
    named: usize,
    found: usize,
    /// The farthest of the nearest that are due, three of five: what must come under 0.08.
    third: Option<f32>,
    /// Whether the place shows its horizon.
    shown: bool,
    /// The horizon of the intent, the picture's, and how sure it is.
    intended: f32,
    horizon: Option<Horizon>,
    /// The same with another subject: changed pixels and changed outlines.
    other: String,
    pixels: f32,
    outlines: f32,
}

impl Row {
    /// How far from the intent's height the horizon was found.
    fn off(&self) -> Option<f32> {
        Some((self.horizon?.at - self.intended).abs())
    }

    fn is_level(&self) -> bool {
        self.off().is_some_and(|off| off <= HEIGHT)
    }

    fn has_palette(&self) -> bool {
        self.third.is_some_and(|third| third <= COLOUR)
    }
}

/// How pictures are painted.
struct Studio {
    side: u32,
    seed: u64,
    seeds: u64,
    into: Option<PathBuf>,
    /// Without the palettes: where the horizon is found when only light and place colour the picture.
    plain: bool,
}

#[expect(clippy::print_stdout, reason = "an example for the terminal says what it measured")]
fn main() -> Result<(), Box<dyn Error>> {
    let mut studio = Studio { side: 768, seed: 7, seeds: 1, into: None, plain: false };
    let (mut json, mut file) = (false, None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        match argument.as_str() {
            "--json" => json = true,
            "--plain" => studio.plain = true,
            "--side" => studio.side = value()?.parse()?,
            "--seed" => studio.seed = value()?.parse()?,
            "--seeds" => studio.seeds = value()?.parse()?,
            "--into" => studio.into = Some(PathBuf::from(value()?)),
            path if !path.starts_with('-') => file = Some(std::fs::read_to_string(path)?),
            _ => {
                return Err(
                    "usage: measure [FILE.tsv] [--json] [--plain] [--side 768] [--seed 7] [--seeds 1] [--into FOLDER]"
                        .into(),
                );
            }
        }
    }
    if let Some(folder) = &studio.into {
        std::fs::create_dir_all(folder)?;
    }
    let lines = prompts::read(file.as_deref().unwrap_or(prompts::TUNED))?;
    let seeds = studio.seed..studio.seed + studio.seeds;
    let rows: Vec<Row> = seeds
        .flat_map(|seed| lines.iter().map(move |line| (seed, line)))
        .map(|at| row(&studio, at))
        .collect();
    if json {
        println!("{}", serde_json::to_string_pretty(&rows)?);
        return Ok(());
    }
    let [red, blue] = CONTROL.map(|prompt| picture_of(prompt, (768, 512), studio.seed));
    table::print(&rows);
    println!(
        "control, the same boat in red and blue: pixels {:.2}, outlines {:.2}",
        difference::pixels(&red, &blue),
        difference::outlines(&red, &blue)
    );
    Ok(())
}

fn row(studio: &Studio, (seed, line): (u64, &Line)) -> Row {
    let [prompt, other] = line.prompts(!studio.plain);
    let size = line.size(studio.side);
    let (picture, second) = (picture_of(&prompt, size, seed), picture_of(&other, size, seed));
    studio.keep(&picture, &format!("{}-{seed}", line.name()));
    let found = analyze(&picture);
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
        third: (far.len() * 3).div_ceil(5).checked_sub(1).and_then(|due| far.get(due)).copied(),
        shown: line.shown,
        intended: intent.horizon,
        horizon: found.horizon,
        pixels: difference::pixels(&picture, &second),
        outlines: difference::outlines(&picture, &second),
        prompt,
        seed,
        other,
    }
}

impl Studio {
    fn keep(&self, picture: &RgbImage, name: &str) {
        if let Some(folder) = &self.into {
            // A picture that cannot be kept is seen to be missing.
            let _kept = picture.save(folder.join(name).with_extension("png"));
        }
    }
}

fn picture_of(prompt: &str, (width, height): (u32, u32), seed: u64) -> RgbImage {
    let painting = paint(&Brief { prompt, style: None, width, height, seed });
    RgbImage::from_raw(painting.width, painting.height, painting.rgb).unwrap_or_default()
}

fn nearest(hex: &str, found: &Analysis) -> f32 {
    let far = found.palette.iter().filter_map(|swatch| distance(hex, &swatch.hex));
    far.fold(f32::MAX, f32::min)
}
