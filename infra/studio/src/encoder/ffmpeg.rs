//! ffmpeg: it encodes what has no encoder of ours, and puts films and sounds together.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Result;

use super::process::Process;
use super::{Encoder, Film, Takes, h264};
use crate::preset::Format;

/// Lets glibc keep the buffers of pictures for the next ones, instead of new pages for each, which the kernel clears first
/// (`mallopt(3)`; the first is the most that it takes). Other C libraries do not read them.
const KEEPS_PAGES: [(&str, &str); 2] =
    [("MALLOC_MMAP_THRESHOLD_", "33554432"), ("MALLOC_TRIM_THRESHOLD_", "1073741824")];

/// The ffmpeg of this machine.
#[derive(Debug, Clone)]
pub(crate) struct Ffmpeg {
    program: PathBuf,
    /// The libx264 that lies with it, if one does.
    x264: Option<PathBuf>,
}

impl Ffmpeg {
    /// A program that is ffmpeg.
    pub(crate) fn new(program: PathBuf) -> Self {
        let x264 = h264::library(&program);
        Self { program, x264 }
    }

    /// Where it is.
    pub(crate) fn program(&self) -> &Path {
        &self.program
    }

    /// An encoder of a whole film, or of a part that begins with its frame `first` and is joined later.
    pub(crate) fn encoder(&self, film: &Film, out: &Path, first: u32, is_part: bool) -> Result<Encoder> {
        match (&self.x264, film.x264()) {
            (Some(library), Some(codec)) if !is_part => h264::encoder(library, &codec, film, out),
            _ => self.own_encoder(film, out, first, is_part),
        }
    }

    fn own_encoder(&self, film: &Film, out: &Path, first: u32, is_part: bool) -> Result<Encoder> {
        let mut arguments = film.input();
        if film.format == Format::Gif {
            arguments.extend(gif_first(out));
        } else {
            arguments.extend(film.codec(first).iter().map(OsString::from));
            arguments.extend(words(film.format.colours()));
            arguments.extend(words(&["-threads", &film.threads().to_string(), "-an"]));
            // NUT keeps times as exact as the film's own, however short a part is; MP4 and transport streams do not.
            let muxer = if is_part { &["-f", "nut"] } else { film.preset().muxer };
            arguments.extend(words(muxer));
            arguments.push(target(film.format, out));
        }
        Encoder::of(self.start(&arguments, Stdio::piped())?, Takes::Pictures)
    }

    /// Makes the GIF of what [`Ffmpeg::encoder`] kept, with the palette of all of its frames.
    pub(crate) fn gif(&self, kept: &Path, film: &Film, out: &Path) -> Result<()> {
        let dither = film.preset().codec[0];
        let mut arguments = words(&["-i"]);
        arguments.push(lossless(kept).into());
        arguments.push("-i".into());
        arguments.push(palette(kept).into());
        arguments.extend(words(&["-lavfi", dither, "-f", "gif"]));
        arguments.push(out.into());
        self.run(&arguments)
    }

    /// Puts parts together without encoding them again, and sound to it.
    pub(crate) fn join(&self, list: &Path, sound: Option<&Path>, film: &Film, out: &Path) -> Result<()> {
        let mut arguments = words(&["-f", "concat", "-i"]);
        arguments.push(list.into());
        self.mux(arguments, sound, film, out)
    }

    /// Puts sound to a film.
    pub(crate) fn with_sound(&self, silent: &Path, sound: &Path, film: &Film, out: &Path) -> Result<()> {
        let mut arguments = words(&["-i"]);
        arguments.push(silent.into());
        self.mux(arguments, Some(sound), film, out)
    }

    fn mux(&self, mut arguments: Vec<OsString>, sound: Option<&Path>, film: &Film, out: &Path) -> Result<()> {
        let preset = film.preset();
        if let Some(sound) = sound {
            // As the mixer writes it.
            arguments.extend(words(&["-f", "f32le", "-ar", "48000", "-ac", "2", "-i"]));
            arguments.push(sound.into());
            arguments.extend(words(&["-map", "0:v:0", "-map", "1:a:0"]));
            arguments.extend(words(preset.sound.unwrap_or(&["-an"])));
        }
        arguments.extend(words(&["-c:v", "copy"]));
        arguments.extend(words(preset.muxer));
        arguments.push(out.into());
        self.run(&arguments)
    }

    fn run(&self, arguments: &[OsString]) -> Result<()> {
        self.start(arguments, Stdio::null())?.end()
    }

    fn start(&self, arguments: &[OsString], stdin: Stdio) -> Result<Process> {
        let mut command = Command::new(&self.program);
        command
            .args(["-hide_banner", "-nostdin", "-v", "error", "-y", "-protocol_whitelist", "file,pipe"])
            .args(arguments)
            .stdin(stdin);
        Process::start(command, KEEPS_PAGES)
    }
}

/// The first pass of a GIF: all frames as they are, and the palette of them all.
fn gif_first(out: &Path) -> Vec<OsString> {
    let mut words =
        words(&["-filter_complex", "[0:v]split[kept][seen];[seen]palettegen=stats_mode=full[palette]"]);
    words
        .extend(["-map", "[kept]", "-c:v", "ffv1", "-pix_fmt", "bgra", "-f", "matroska"].map(OsString::from));
    words.push(lossless(out).into());
    words.extend(["-map", "[palette]", "-f", "image2", "-update", "1"].map(OsString::from));
    words.push(palette(out).into());
    words
}

fn lossless(kept: &Path) -> PathBuf {
    kept.with_extension("mkv")
}

fn palette(kept: &Path) -> PathBuf {
    kept.with_extension("palette.png")
}

/// Where a format's bytes go: a file, or pictures in a folder, numbered as frames are.
fn target(format: Format, out: &Path) -> OsString {
    if format.is_folder() { out.join(format!("%05d.{}", format.extension())).into() } else { out.into() }
}

fn words(words: &[&str]) -> Vec<OsString> {
    words.iter().map(OsString::from).collect()
}
