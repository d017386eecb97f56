//! Where a film goes: into a folder beside its place first, so that nobody ever sees half of one.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use tempfile::TempDir;

use crate::encoder::{Encoder, Ffmpeg, Film};
use crate::failure::Failure;
use crate::preset::Format;

/// A film that is being written.
pub(crate) struct Out {
    ffmpeg: Ffmpeg,
    film: Film,
    place: PathBuf,
    /// Goes away with this, whatever happens.
    work: TempDir,
    parts: Vec<PathBuf>,
    is_joined: bool,
}

impl Out {
    /// Begins a film at its place.
    pub(crate) fn begin(ffmpeg: &Ffmpeg, film: &Film, place: &Path) -> Result<Self> {
        let folder = match place.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        if place.is_dir() != film.format.is_folder() && place.exists() {
            let (is, becomes) = if place.is_dir() { ("a folder", "a file") } else { ("a file", "a folder") };
            let message = format!(
                "{} is {is}, and {becomes} would be written there: give another --out",
                place.display()
            );
            return Err(Failure::usage(message).into());
        }
        let work = tempfile::Builder::new()
            .prefix(".ferrotype-")
            .tempdir_in(folder)
            .with_context(|| format!("cannot write into {}", folder.display()))?;
        Ok(Self {
            ffmpeg: ffmpeg.clone(),
            film: film.clone(),
            place: place.to_owned(),
            work,
            parts: Vec::new(),
            is_joined: false,
        })
    }

    /// An encoder of the next part, which begins with this frame of the film, or of the whole.
    pub(crate) fn encoder(&mut self, first: u32, is_part: bool) -> Result<Encoder> {
        self.is_joined |= is_part;
        let number = self.parts.len();
        let extension = if is_part { "nut" } else { self.film.format.extension() };
        let part = if self.film.format.is_folder() {
            let folder = self.work.path().join("frames");
            fs::create_dir(&folder)?;
            folder
        } else {
            self.work.path().join(format!("part{number}.{extension}"))
        };
        let encoder = self.ffmpeg.encoder(&self.film, &part, first, is_part)?;
        self.parts.push(part);
        Ok(encoder)
    }

    /// Puts together what was encoded, with a sound where there is one, and moves it to its place.
    pub(crate) fn finish(self, sound: Option<&Path>) -> Result<()> {
        let first = self.parts.first().context("nothing was encoded")?;
        let whole = self.work.path().join(format!("film.{}", self.film.format.extension()));
        let made = match (self.film.format, self.is_joined, sound) {
            (Format::Gif, ..) => {
                self.ffmpeg.gif(first, &self.film, &whole)?;
                &whole
            }
            (_, true, sound) => {
                self.ffmpeg.join(&self.list()?, sound, &self.film, &whole)?;
                &whole
            }
            (_, false, Some(sound)) => {
                self.ffmpeg.with_sound(first, sound, &self.film, &whole)?;
                &whole
            }
            (_, false, None) => first,
        };
        if made.is_dir() && self.place.is_dir() {
            return move_files(made, &self.place);
        }
        fs::rename(made, &self.place).with_context(|| format!("cannot write {}", self.place.display()))
    }

    /// A folder for what is only needed on the way.
    pub(crate) fn work(&self) -> &Path {
        self.work.path()
    }

    /// The list of parts, as ffmpeg's demuxer `concat` reads it. The names are ours. Each part ends where the next begins, to the
    /// microsecond, so that what is rounded does not add up.
    fn list(&self) -> Result<PathBuf> {
        let mut text = String::from("ffconcat version 1.0\n");
        let parts = u32::try_from(self.parts.len())?;
        let starts =
            |part| microseconds(frames_before(self.film.canvas.frames, parts, part), self.film.canvas.fps);
        for (part, number) in self.parts.iter().zip(0..) {
            let name = part.file_name().context("a part has a name")?.display();
            _ = writeln!(text, "file {name}\nduration {}us", starts(number + 1) - starts(number));
        }
        let list = self.work.path().join("parts.txt");
        fs::write(&list, text)?;
        Ok(list)
    }
}

/// Frames before a part, when frames are dealt out evenly.
pub(crate) fn frames_before(frames: u32, parts: u32, part: u32) -> u32 {
    let before = u64::from(frames) * u64::from(part) / u64::from(parts);
    u32::try_from(before).unwrap_or(u32::MAX)
}

/// When a frame begins, rounded.
fn microseconds(frame: u32, fps: u32) -> u64 {
    (u64::from(frame) * 2_000_000 + u64::from(fps)) / (2 * u64::from(fps))
}

/// Moves pictures into a folder that is there, which may hold those of the last time.
fn move_files(from: &Path, to: &Path) -> Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        fs::rename(entry.path(), to.join(entry.file_name()))?;
    }
    Ok(())
}
