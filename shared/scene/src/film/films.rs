//! The films of a scene, as far as they play.

use std::collections::{HashMap, VecDeque};
use std::io::{ErrorKind, Read};

use takumi_core::resources::image::ImageSource;

use super::decode;
use crate::assets::{self, Assets};
use crate::{Film, Problem};

/// So many films play at a time. Each is a process and its buffers.
const MOST_OPEN: usize = 8;
/// So many bytes of pictures that were shown are kept, and the last one in any case.
const KEPT: usize = 96 << 20;
/// So many pictures are passed over before it is cheaper to begin anew at the right one.
const FAR: u32 = 48;
/// Pictures that may be missing at the end of a film: a count before decoding cannot know of all that is left out.
const MISSING: u32 = 15;

/// The films of a scene.
///
/// A picture depends on the film and its number alone. Which readers are open, and what is kept, decides how long it takes.
#[derive(Default)]
pub(crate) struct Films {
    known: HashMap<String, Film>,
    open: Vec<Playing>,
    /// What was shown, the last at the end.
    shown: VecDeque<Shown>,
    /// The number of the frame of the scene, as a count of those that were made.
    turn: u64,
}

struct Playing {
    name: String,
    /// The number of the picture that comes next.
    next: u32,
    reader: Box<dyn Read + Send>,
    /// The last picture that was read.
    raw: Vec<u8>,
    /// When it was used last.
    turn: u64,
}

struct Shown {
    name: String,
    number: u32,
    bytes: usize,
    picture: ImageSource,
}

impl Films {
    /// Begins a frame: a film that is shown in two places of one frame is read twice.
    pub(crate) fn begin(&mut self) {
        self.turn += 1;
    }

    /// What a film is.
    pub(crate) fn film(&mut self, assets: &mut dyn Assets, name: &str) -> Result<Film, Problem> {
        if let Some(film) = self.known.get(name) {
            return Ok(*film);
        }
        let film = assets.film(name)?;
        self.known.insert(name.to_owned(), film);
        Ok(film)
    }

    /// A picture of a film.
    pub(crate) fn picture(
        &mut self,
        assets: &mut dyn Assets,
        name: &str,
        number: u32,
    ) -> Result<ImageSource, Problem> {
        if let Some(at) = self.shown.iter().position(|one| one.number == number && one.name == name)
            && let Some(shown) = self.shown.remove(at)
        {
            let picture = shown.picture.clone();
            self.shown.push_back(shown);
            return Ok(picture);
        }
        let film = self.film(assets, name)?;
        let mut playing = self.reader(assets, name, number)?;
        if !playing.go_to(&film, number)? {
            // It was entered behind its last picture. The one that stays must be read for that.
            let from = number.saturating_sub(MISSING);
            playing = Playing { next: from, reader: assets.play(name, from)?, ..playing };
            if !playing.go_to(&film, number)? {
                return Err(ends_early(&film, name, number));
            }
        }
        let picture = decode::picture(&film, &playing.raw).ok_or_else(|| {
            assets::problem(name, "has pictures of another size than it says: save it again")
        })?;
        self.open.push(playing);
        self.keep(Shown { name: name.to_owned(), number, bytes: bytes(&film), picture: picture.clone() });
        Ok(picture)
    }

    /// Takes the reader that is nearest before a picture, else a new one that begins with it.
    fn reader(&mut self, assets: &mut dyn Assets, name: &str, number: u32) -> Result<Playing, Problem> {
        let turn = self.turn;
        let ahead = |one: &Playing| number.checked_sub(one.next).filter(|ahead| *ahead <= FAR);
        let near = |one: &Playing| if one.name == name && one.turn != turn { ahead(one) } else { None };
        let nearest = (0..self.open.len())
            .filter_map(|at| near(&self.open[at]).map(|ahead| (ahead, at)))
            .min()
            .map(|(_, at)| at);
        if let Some(at) = nearest {
            let mut playing = self.open.swap_remove(at);
            playing.turn = turn;
            return Ok(playing);
        }
        self.make_room(name);
        let reader = assets.play(name, number)?;
        Ok(Playing { name: name.to_owned(), next: number, reader, raw: Vec::new(), turn })
    }

    /// Closes what has not been used for the longest time: of the same film if that has stopped, since it has gone elsewhere.
    fn make_room(&mut self, name: &str) {
        let stopped = |one: &Playing| one.name == name && one.turn + 1 < self.turn;
        if let Some(at) = self.open.iter().position(stopped) {
            self.open.swap_remove(at);
        }
        while self.open.len() >= MOST_OPEN {
            let oldest = (0..self.open.len()).min_by_key(|at| self.open[*at].turn);
            self.open.swap_remove(oldest.unwrap_or(0));
        }
    }

    fn keep(&mut self, shown: Shown) {
        self.shown.push_back(shown);
        let mut bytes: usize = self.shown.iter().map(|one| one.bytes).sum();
        while bytes > KEPT && self.shown.len() > 1 {
            bytes -= self.shown.pop_front().map_or(0, |one| one.bytes);
        }
    }
}

impl Playing {
    /// Reads up to a picture and with it; whether there is one. A film may end a little early: then its last picture stays.
    fn go_to(&mut self, film: &Film, number: u32) -> Result<bool, Problem> {
        let mut raw = vec![0; film.picture_bytes()];
        while self.next <= number {
            if !self.read(&mut raw)? {
                if film.frames.saturating_sub(self.next) > MISSING {
                    return Err(ends_early(film, &self.name, number));
                }
                return Ok(!self.raw.is_empty());
            }
            std::mem::swap(&mut self.raw, &mut raw);
            raw.resize(film.picture_bytes(), 0);
            self.next += 1;
        }
        Ok(true)
    }

    /// Reads the next picture, if there is one.
    fn read(&mut self, raw: &mut [u8]) -> Result<bool, Problem> {
        match self.reader.read_exact(raw) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
            Err(error) => Err(assets::problem(
                &self.name,
                &format!("is damaged ({error}): save it again as MP4 or WebM"),
            )),
        }
    }
}

fn ends_early(film: &Film, name: &str, number: u32) -> Problem {
    let (at, length) = (f64::from(number) / film.fps.per_second(), film.seconds());
    assets::problem(
        name,
        &format!(
            "is damaged (it has no picture at {at:.2} of its {length:.2} seconds): save it again as MP4 or WebM"
        ),
    )
}

/// The bytes of a picture that can be painted.
fn bytes(film: &Film) -> usize {
    film.width as usize * film.height as usize * 4
}

#[cfg(test)]
mod tests;
