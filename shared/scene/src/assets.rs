//! The files that a scene names.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use crate::media::{self, Details, Ffmpeg, Piece};
use crate::sound::{self, Source};
use crate::{Film, Problem};

/// Bytes of the largest file that is read: what a film's picture is, many times over.
pub const LARGEST_FILE: u64 = 64 << 20;

/// Where a scene's files come from. `staticFile('x')` is the name `x`.
pub trait Assets {
    /// A whole file.
    fn read(&mut self, name: &str) -> Result<Vec<u8>, Problem>;

    /// What a film is. A problem where films cannot be read.
    fn film(&mut self, name: &str) -> Result<Film, Problem> {
        Err(no_ffmpeg(name))
    }

    /// The film's pictures from number `from` on, raw ([`Film`] says how), one after the other, until it ends or the reader
    /// is dropped. A film that turns out to be damaged is an error of the reader, which says how.
    fn play(&mut self, name: &str, from: u32) -> Result<Box<dyn Read + Send>, Problem> {
        _ = from;
        Err(no_ffmpeg(name))
    }
}

/// A folder of files, and nothing outside of it.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    ffmpeg: Option<Ffmpeg>,
    films: HashMap<String, Details>,
}

impl Folder {
    /// The files below a folder, which need not exist.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), ffmpeg: None, films: HashMap::new() }
    }

    /// Films and sounds are read by this ffmpeg: the path of its binary.
    #[must_use]
    pub fn with_films(mut self, ffmpeg: PathBuf) -> Self {
        self.ffmpeg = Some(Ffmpeg::new(ffmpeg));
        self
    }

    /// What is known of a film, which is looked at once.
    fn details(&mut self, name: &str) -> Result<(&Ffmpeg, &Details), Problem> {
        if !self.films.contains_key(name) {
            let place = self.place(name)?;
            let ffmpeg = self.ffmpeg.as_ref().ok_or_else(|| no_ffmpeg(name))?;
            let details = ffmpeg.film(&place).map_err(|about| problem(name, &about))?;
            self.films.insert(name.to_owned(), details);
        }
        match (&self.ffmpeg, self.films.get(name)) {
            (Some(ffmpeg), Some(details)) => Ok((ffmpeg, details)),
            _ => Err(no_ffmpeg(name)),
        }
    }

    /// The file of a name: below the folder, whatever the name and the links on its way say.
    fn place(&self, name: &str) -> Result<PathBuf, Problem> {
        let relative = Path::new(name.trim_start_matches('/'));
        if !relative.components().all(|part| matches!(part, Component::Normal(_))) || name.contains('\0') {
            return Err(problem(
                name,
                "is no name of a file in `public/`: write a relative path without `..`",
            ));
        }
        let missing = |_| {
            let root = self.root.display();
            problem(name, &format!("is not there: put it into {root}, or mend the name"))
        };
        let place = fs::canonicalize(self.root.join(relative)).map_err(missing)?;
        let root = fs::canonicalize(&self.root).map_err(missing)?;
        if place.starts_with(&root) && place.is_file() {
            return Ok(place);
        }
        Err(problem(name, "is no file inside of `public/`: copy it there, a link is not followed outside"))
    }
}

impl Folder {
    /// What is known of a file that is heard. A film ends with its pictures.
    pub(crate) fn sound(&mut self, name: &str) -> Result<Source, Problem> {
        let place = self.place(name)?;
        let ffmpeg = self.ffmpeg.as_ref().ok_or_else(|| no_ffmpeg(name))?;
        let told = |about: String| problem(name, &about);
        let container = media::container(&place).map_err(told)?;
        let header = ffmpeg.header(&place, container).map_err(told)?;
        let length = match header.video {
            Some(_) => Some(sound::samples(self.details(name)?.1.film.seconds())),
            None => None,
        };
        Ok(Source { sound: header.sound, mono: header.mono, length })
    }

    /// A piece of what is heard of a file, as [`Ffmpeg::listen`] says.
    pub(crate) fn listen(&mut self, name: &str, piece: Piece) -> Result<Box<dyn Read + Send>, Problem> {
        let place = self.place(name)?;
        let ffmpeg = self.ffmpeg.as_ref().ok_or_else(|| no_ffmpeg(name))?;
        let told = |about: String| problem(name, &about);
        let container = media::container(&place).map_err(told)?;
        // A film's sound is in step with its pictures.
        let lead = self.films.get(name).map_or(0.0, |details| details.times.lead.max(0.0));
        Ok(Box::new(ffmpeg.listen(&place, container, lead, piece).map_err(told)?))
    }
}

impl Assets for Folder {
    fn read(&mut self, name: &str) -> Result<Vec<u8>, Problem> {
        let place = self.place(name)?;
        let unreadable = |error: std::io::Error| problem(name, &format!("cannot be read: {error}"));
        let mut bytes = Vec::new();
        // One byte more than allowed tells a file that grows from one that fits.
        File::open(place)
            .map_err(unreadable)?
            .take(LARGEST_FILE + 1)
            .read_to_end(&mut bytes)
            .map_err(unreadable)?;
        if bytes.len() as u64 > LARGEST_FILE {
            return Err(problem(name, &format!("has more than {} MB: make it smaller", LARGEST_FILE >> 20)));
        }
        Ok(bytes)
    }

    fn film(&mut self, name: &str) -> Result<Film, Problem> {
        Ok(self.details(name)?.1.film)
    }

    fn play(&mut self, name: &str, from: u32) -> Result<Box<dyn Read + Send>, Problem> {
        let (ffmpeg, details) = self.details(name)?;
        let output = ffmpeg.play(details, from).map_err(|about| problem(name, &about))?;
        Ok(Box::new(output))
    }
}

/// Where nothing can read films.
fn no_ffmpeg(name: &str) -> Problem {
    problem(
        name,
        "is a film or a sound, and no ffmpeg is at hand to read it: give the path of one, or show a picture",
    )
}

/// A file that cannot be used: `about` goes on after its name.
pub(crate) fn problem(name: &str, about: &str) -> Problem {
    let short: String = name.chars().take(120).collect();
    Problem::Asset { message: format!("`{short}` {about}."), name: short }
}

#[cfg(test)]
pub(crate) mod tests;
