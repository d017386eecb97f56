//! What may be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};

use crate::preset::{Format, Quality};

const EXIT_CODES: &str = "\
Exit codes:
  0    it worked
  1    a scene is wrong, or the film could not be written
  2    the command line is wrong
  130  Ctrl-C";

/// Films of scene code, without a browser.
#[derive(Debug, Parser)]
#[command(name = "ferrotype", bin_name = "ferrotype", version, after_help = EXIT_CODES)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// Options of every verb.
#[derive(Args, Debug)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// Print one JSON document on stdout and nothing else there
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// No progress on stderr
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// The ffmpeg that reads films and writes them [default: the one on the PATH]
    #[arg(long, global = true, value_name = "FILE", env = "FERROTYPE_FFMPEG", value_hint = ValueHint::FilePath)]
    pub(crate) ffmpeg: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Make a film of a scene, or of a folder of scenes
    Export(Export),
    /// Make a picture of one frame
    Preview(Preview),
    /// Write scenes, check them, find icons
    #[command(subcommand)]
    Scene(SceneVerb),
}

#[derive(Debug, Subcommand)]
pub(crate) enum SceneVerb {
    /// Write a first scene
    New(New),
    /// Say what is wrong with scenes, without painting them all
    Check(Check),
    /// Find icons by words
    Icons(Icons),
}

/// What a scene is given.
#[derive(Args, Debug)]
pub(crate) struct Given {
    /// A scene (*.tsx), or a folder of scenes, shown in the order of their names; `staticFile` reads `public/` beside them
    #[arg(value_name = "FILE|DIR", value_hint = ValueHint::AnyPath)]
    pub(crate) scene: PathBuf,
    /// Properties of the scenes: a JSON file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) props: Option<PathBuf>,
    /// Width and height in pixels, such as 1280x720 [default: the first scene's]
    #[arg(long, value_name = "WxH", value_parser = size)]
    pub(crate) size: Option<(u32, u32)>,
    /// Frames a second: 24, 25, 30, 50 or 60 [default: the first scene's]
    #[arg(long, value_name = "N", value_parser = speed)]
    pub(crate) fps: Option<u32>,
    /// Frames of each scene [default: what it says itself]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(scene::MOST_FRAMES)))]
    pub(crate) length: Option<u32>,
}

#[derive(Args, Debug)]
pub(crate) struct Export {
    #[command(flatten)]
    pub(crate) given: Given,
    /// The film [default: the scene's name, here]
    #[arg(long, short, value_name = "FILE|DIR", value_hint = ValueHint::AnyPath)]
    pub(crate) out: Option<PathBuf>,
    /// What kind of file [default: by the name of --out, or mp4]
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,
    /// How good it looks, against size and time
    #[arg(long, value_enum, default_value_t = Quality::Medium)]
    pub(crate) quality: Quality,
    /// Only these frames of the film, such as 0-59 or 42
    #[arg(long, value_name = "A-B", value_parser = range)]
    pub(crate) frames: Option<(u32, u32)>,
    /// Processor cores to use: one painter for two of them [default: all]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=64))]
    pub(crate) threads: Option<u32>,
    /// Parts that are encoded apart and joined without loss (mp4, webm)
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=256))]
    pub(crate) chunks: u32,
    /// What becomes of a scene that fails
    #[arg(long, value_enum, default_value_t = Policy::Fail)]
    pub(crate) on_error: Policy,
    /// Say the SHA-256 of each painted frame (with --json)
    #[arg(long)]
    pub(crate) hashes: bool,
}

/// What becomes of a scene that fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Policy {
    /// Nothing is written, and the place in its source is told
    Fail,
    /// A picture of the problem takes the place of its frames, and the problem is told
    Placeholder,
}

#[derive(Args, Debug)]
pub(crate) struct Preview {
    #[command(flatten)]
    pub(crate) given: Given,
    /// The frame, from 0
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) frame: u32,
    /// The picture, a PNG
    #[arg(long, short, value_name = "FILE", default_value = "frame.png", value_hint = ValueHint::FilePath)]
    pub(crate) out: PathBuf,
}

#[derive(Args, Debug)]
pub(crate) struct New {
    /// The file to write
    #[arg(value_name = "FILE", default_value = "scene.tsx", value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,
    /// Write over a file that is there
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) given: Given,
}

#[derive(Args, Debug)]
pub(crate) struct Icons {
    /// Words of its name, such as "arrow right"
    #[arg(required = true)]
    pub(crate) words: Vec<String>,
    /// The most names
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) limit: usize,
}

fn size(text: &str) -> Result<(u32, u32), String> {
    let wrong = || "write a size as 1920x1080".to_owned();
    let (width, height) = text.split_once(['x', 'X']).ok_or_else(wrong)?;
    let side = |text: &str| match text.parse() {
        Ok(side) if (2..=scene::LONGEST_SIDE).contains(&side) => Ok(side),
        Ok(_) => Err(format!("a side is 2 to {} pixels", scene::LONGEST_SIDE)),
        Err(_) => Err(wrong()),
    };
    Ok((side(width)?, side(height)?))
}

fn speed(text: &str) -> Result<u32, String> {
    let speeds = scene::SPEEDS;
    text.parse()
        .ok()
        .filter(|fps| speeds.contains(fps))
        .ok_or_else(|| "a film has 24, 25, 30, 50 or 60".to_owned())
}

fn range(text: &str) -> Result<(u32, u32), String> {
    let number =
        |text: &str| text.trim().parse::<u32>().map_err(|_| "write frames as 0-59, or as 42".to_owned());
    let (first, last) = match text.split_once("..=").or_else(|| text.split_once('-')) {
        Some((first, last)) => (number(first)?, number(last)?),
        None => (number(text)?, number(text)?),
    };
    if first <= last {
        Ok((first, last))
    } else {
        Err(format!("{first} comes after {last}: turn them around"))
    }
}

#[cfg(test)]
mod tests;
