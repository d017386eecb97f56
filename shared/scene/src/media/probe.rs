//! What a file is: its size, its rate and its length, from its packets and from its first picture.
//!
//! A container may say anything of its length and its rate, so neither is believed: the times of all pictures are read.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read};
use std::path::{Path, PathBuf};

use super::child::{Output, short};
use super::header::Header;
use super::sniff::SEEN;
use super::{Container, Ffmpeg, LONGEST_SIDE, MOST_PICTURES, MOST_PIXELS, input};
use crate::film::{Film, Rate};

mod times;

pub(crate) use times::Times;

/// A film and how it is to be read.
#[derive(Debug, Clone)]
pub(crate) struct Details {
    pub(crate) film: Film,
    pub(crate) times: Times,
    pub(crate) place: PathBuf,
    pub(crate) container: Container,
    /// The decoder, where ffmpeg's first choice does not see alpha.
    pub(crate) decoder: Option<&'static str>,
    /// Seconds before a picture at which the file is entered for it.
    pub(crate) back: f64,
    /// How its colours are coded, where it does not say so.
    pub(crate) matrix: Option<&'static str>,
}

/// The container of a file. What is wrong goes on after the name of the file.
pub(crate) fn container(place: &Path) -> Result<Container, String> {
    let mut bytes = Vec::new();
    File::open(place)
        .and_then(|file| file.take(SEEN as u64).read_to_end(&mut bytes))
        .map_err(|error| format!("cannot be read: {error}"))?;
    Container::of(&bytes).ok_or_else(|| {
        "is no film or sound that can be read: save it as MP4, WebM, MOV, MP3, WAV, OGG or FLAC".to_owned()
    })
}

impl Ffmpeg {
    /// Looks at a film.
    pub(crate) fn film(&self, place: &Path) -> Result<Details, String> {
        let container = container(place)?;
        let (said, printed) = self.look(place, container, &["-frames:v", "1"])?;
        let header = Header::read(&said);
        let video = header.video.ok_or_else(|| "has no pictures: show it with <Audio>".to_owned())?;
        let (width, height) = shown_size(&printed).ok_or_else(|| damaged(&said))?;
        if u64::from(width) * u64::from(height) > u64::from(MOST_PIXELS) || width.max(height) > LONGEST_SIDE {
            return Err(format!("has pictures of {width} x {height} pixels: make it smaller, at most 8K"));
        }
        let times = self.times(place, container, video.rate)?;
        let decoder = match (video.alpha, video.codec.as_str()) {
            (true, "vp8") => Some("libvpx"),
            (true, "vp9") => Some("libvpx-vp9"),
            _ => None,
        };
        let matrix = (!video.tagged).then(|| guess(width.min(height)));
        let film = Film {
            width,
            height,
            fps: times.fps,
            frames: times.frames,
            alpha: video.alpha,
            sound: header.sound,
        };
        let back = back(&times, &video.codec);
        Ok(Details { film, times, place: place.to_owned(), container, decoder, back, matrix })
    }

    /// What a file has to see and to hear.
    pub(crate) fn header(&self, place: &Path, container: Container) -> Result<Header, String> {
        let mut command = self.command(true);
        input(&mut command, place, container, &[]);
        let failed = |error| format!("cannot be looked at ({error}): is ffmpeg there?");
        let mut output = Output::of(&mut command).map_err(failed)?;
        let said = output.end().map_err(failed)?.said.as_str();
        // Without an output it ends badly in any case.
        if said.contains("Input #0") { Ok(Header::read(said)) } else { Err(damaged(said)) }
    }

    /// What ffmpeg says of a file, and what it prints of its packets or pictures.
    fn look(&self, place: &Path, container: Container, how: &[&str]) -> Result<(String, String), String> {
        let mut command = self.command(true);
        input(&mut command, place, container, &[]);
        command.args(["-map", "0:V:0"]).args(how).args(["-f", "framecrc", "pipe:1"]);
        let failed = |error| format!("cannot be looked at ({error}): is ffmpeg there?");
        let mut output = Output::of(&mut command).map_err(failed)?;
        let mut printed = String::new();
        // An error here is told better by what it said.
        _ = (&mut output).take(1 << 16).read_to_string(&mut printed);
        let ended = output.end().map_err(failed)?;
        let is_silent = Header::read(&ended.said).video.is_none() && ended.said.contains("Input #0");
        if ended.well || is_silent { Ok((ended.said.clone(), printed)) } else { Err(damaged(&ended.said)) }
    }

    /// The times of all pictures.
    fn times(&self, place: &Path, container: Container, guess: Option<f64>) -> Result<Times, String> {
        let mut command = self.command(false);
        input(&mut command, place, container, &[]);
        command.args(["-map", "0:V:0", "-c", "copy", "-f", "framecrc", "pipe:1"]);
        let failed = |error: std::io::Error| format!("is damaged ({error}): save it again as MP4 or WebM");
        let mut packets = times::Packets::default();
        for line in BufReader::new(Output::of(&mut command).map_err(failed)?).lines() {
            packets.line(&line.map_err(failed)?);
            if packets.len() > MOST_PICTURES {
                return Err(count_problem());
            }
        }
        packets.times(guess).ok_or_else(|| "has no pictures: save it again as MP4 or WebM".to_owned())
    }
}

/// A film of too many pictures.
fn count_problem() -> String {
    format!("has more than {MOST_PICTURES} pictures: cut it into pieces")
}

fn damaged(said: &str) -> String {
    if said.contains("exceeds specified max pixel count") {
        return "has pictures of more pixels than 8K: make it smaller".to_owned();
    }
    let about: String = said
        .lines()
        .filter(|line| line.trim_start().starts_with('['))
        .filter(|line| !line.contains("Error opening"))
        .take(1)
        .collect();
    format!("is damaged ({}): save it again as MP4 or WebM", short(&about))
}

/// How far before a picture a file is entered. The picture that is seen at a time may have begun before it. And where an
/// open group of pictures is entered, those that lead to its first one are lost: at most as many as can be reordered,
/// which is 16 (H.264, A.3.1; H.265, A.4.2).
fn back(times: &Times, codec: &str) -> f64 {
    let pictures = if matches!(codec, "h264" | "hevc" | "mpeg2video") { 20.0 } else { 2.0 };
    if times.steady { pictures / times.fps.per_second() } else { 5.0 }
}

/// What a film is coded in that does not say so: as browsers guess (Chromium, `media/base/video_color_space`): of less
/// than 720 lines like television before HD, else like HD.
fn guess(lines: u32) -> &'static str {
    if lines < 720 { "smpte170m" } else { "bt709" }
}

/// The size of the picture in `#dimensions 0: 720x576`, with pixels that `#sar 0: 16/15` made square.
fn shown_size(printed: &str) -> Option<(u32, u32)> {
    let after = |start: &str| printed.lines().find_map(|line| line.strip_prefix(start));
    let pair = |text: &str, between| {
        let (first, second) = text.trim().split_once(between)?;
        Some((first.parse::<u32>().ok()?, second.parse::<u32>().ok()?))
    };
    let (width, height) =
        pair(after("#dimensions 0:")?, 'x').filter(|(width, height)| *width > 0 && *height > 0)?;
    let (num, den) = after("#sar 0:").and_then(|text| pair(text, '/')).unwrap_or((1, 1));
    if num == 0 || den == 0 || num == den {
        return Some((width, height));
    }
    // As browsers do it: the side that is too short is made longer, so that nothing is lost.
    let (wide, tall) = (u64::from(num), u64::from(den));
    let longer = |side: u32, by: u64, of: u64| u32::try_from((u64::from(side) * by + of / 2) / of).ok();
    if num > den {
        Some((longer(width, wide, tall)?, height))
    } else {
        Some((width, longer(height, tall, wide)?))
    }
}

impl Times {
    /// A time of the film, in seconds of its file.
    pub(crate) fn in_file(&self, number: u32) -> f64 {
        self.lead + f64::from(number) * f64::from(self.fps.den) / f64::from(self.fps.num)
    }
}

/// The rate of a film that has none.
const UNSTEADY: Rate = Rate { num: 60, den: 1 };

#[cfg(test)]
mod tests;
