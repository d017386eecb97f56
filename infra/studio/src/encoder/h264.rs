//! H.264 in a process that does nothing else: libx264 in it, pictures in, an MP4 out.
//!
//! It is this program with another word, because only a process of its own may have libx264 in it (its licence is the GPL's). ffmpeg does
//! the same with the same library, behind a pipe of whole pictures, a demuxer, a decoder, a filter and queues between them; here what
//! changed goes into the picture before it, and that to libx264.

use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail, ensure};
use mp4::{Mp4, Track};
use scene::Canvas;
use serde::{Deserialize, Serialize};
use x264::{Library, Planes};

use super::film::{Film, X264};
use super::process::Process;
use super::{Encoder, Takes};
use crate::patches::{self, Sheets};
use crate::pixels::Pixels;

/// The word that makes this program the encoder.
pub(crate) const WORD: &str = "encode-h264";

/// BT.709 in limited range, which is what [`Pixels::Yuv420`] is, as x264 says it.
const COLOURS: [(&str, &str); 4] =
    [("colorprim", "bt709"), ("transfer", "bt709"), ("colormatrix", "bt709"), ("fullrange", "off")];

/// What is to be made, as the process is told in its second word. The third is the library, the fourth the film's place: paths need not be
/// text.
#[derive(Serialize, Deserialize)]
struct Job {
    track: Track,
    preset: String,
    options: Vec<(String, String)>,
}

/// The libx264 that lies with an ffmpeg: beside it, or where a system keeps the libraries of its programs.
pub(super) fn library(ffmpeg: &Path) -> Option<PathBuf> {
    let folder = ffmpeg.canonicalize().ok()?.parent()?.to_owned();
    let arch = std::env::consts::ARCH;
    let folders = [
        folder.clone(),
        folder.join(format!("../lib/{arch}-linux-gnu")),
        folder.join("../lib64"),
        folder.join("../lib"),
    ];
    let names = x264::VERSIONS.map(|version| format!("libx264.so.{version}"));
    let mut files = folders.iter().flat_map(|folder| names.iter().map(|name| folder.join(name)));
    files.find(|file| file.is_file())
}

/// Starts the encoder of a whole film.
pub(super) fn encoder(library: &Path, codec: &X264, film: &Film, out: &Path) -> Result<Encoder> {
    let X264 { preset, options } = codec;
    let Canvas { width, height, fps, frames } = film.canvas;
    let job =
        Job { track: Track { width, height, fps, frames }, preset: preset.clone(), options: options.clone() };
    let program = std::env::current_exe().context("cannot find this program")?;
    let mut command = Command::new(program);
    command.args([WORD, &serde_json::to_string(&job)?]).arg(library).arg(out).stdin(Stdio::piped());
    Encoder::of(Process::start(command, [])?, Takes::Patches)
}

/// Encodes what comes from the standard input.
pub(crate) fn run() -> Result<()> {
    let words: Vec<_> = std::env::args_os().skip(2).collect();
    let [job, library, out] = &words[..] else {
        bail!("a film is asked for with a job, a library and a place")
    };
    let Job { track, preset, options } = serde_json::from_slice(job.as_encoded_bytes())?;
    let library = Path::new(library);
    let options = options.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let loaded = Library::open(library)
        .with_context(|| format!("remove {}, and ffmpeg encodes without it", library.display()))?;
    let mut encoder = loaded.encoder(
        (track.width, track.height),
        &preset,
        [("fps", track.fps.to_string().as_str())].into_iter().chain(COLOURS).chain(options),
    )?;
    let mut film = Mp4::begin(Path::new(out), track, &encoder.headers()?)?;
    let mut sheets = Sheets::new(Pixels::Yuv420, track.width, track.height);
    let mut pictures = BufReader::with_capacity(patches::BUFFER, std::io::stdin());
    let mut number = 0;
    while let Some(picture) = sheets.read(&mut pictures)? {
        if let Some(packet) = encoder.encode(planes(picture), number)? {
            film.add(packet)?;
        }
        number += 1;
    }
    ensure!(number == i64::from(track.frames), "only {number} of {} pictures came", track.frames);
    while let Some(packet) = encoder.flush()? {
        film.add(packet)?;
    }
    Ok(film.finish()?)
}

/// The planes of a picture, whose sides are even.
fn planes(picture: &[u8]) -> Planes<'_> {
    let (luma, chroma) = picture.split_at(picture.len() / 3 * 2);
    let (cb, cr) = chroma.split_at(chroma.len() / 2);
    Planes { luma, cb, cr }
}
