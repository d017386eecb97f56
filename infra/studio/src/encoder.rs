//! ffmpeg as a process of its own: its licence is not ours, and what it does cannot harm this process.

use std::ffi::OsString;
use std::io::Read as _;
use std::ops::Range;
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::thread::JoinHandle;

use anyhow::{Context as _, Result, bail, ensure};
use rustix::pipe::{SpliceFlags, splice};
use scene::Canvas;

use self::pace::Pace;
use crate::finer::zones;
use crate::preset::{Format, Quality, SMALL};
use crate::wire::PIPE;

mod pace;

/// Lets glibc keep the buffers of pictures for the next ones, instead of new pages for each, which the kernel clears first
/// (`mallopt(3)`; the first is the most that it takes). Other C libraries do not read them.
const KEEPS_PAGES: [(&str, &str); 2] =
    [("MALLOC_MMAP_THRESHOLD_", "33554432"), ("MALLOC_TRIM_THRESHOLD_", "1073741824")];

/// The ffmpeg of this machine.
#[derive(Debug, Clone)]
pub(crate) struct Ffmpeg {
    program: PathBuf,
}

/// What one encoder makes.
#[derive(Debug, Clone)]
pub(crate) struct Film {
    pub(crate) canvas: Canvas,
    pub(crate) format: Format,
    pub(crate) quality: Quality,
    /// The frames that are encoded finer.
    pub(crate) finer: Vec<Range<u32>>,
    /// Processor cores to use.
    pub(crate) cores: u32,
}

/// An encoder that takes raw pictures.
pub(crate) struct Encoder {
    process: Process,
    pictures: Option<ChildStdin>,
    pace: Option<Pace>,
}

/// A running ffmpeg and what it complains of.
struct Process {
    child: Child,
    complaints: Option<JoinHandle<String>>,
}

impl Ffmpeg {
    /// A program that is ffmpeg.
    pub(crate) fn new(program: PathBuf) -> Self {
        Self { program }
    }

    /// Where it is.
    pub(crate) fn program(&self) -> &Path {
        &self.program
    }

    /// An encoder of a whole film, or of a part that begins with its frame `first` and is joined later.
    pub(crate) fn encoder(&self, film: &Film, out: &Path, first: u32, is_part: bool) -> Result<Encoder> {
        let mut arguments = film.input();
        if film.format == Format::Gif {
            arguments.extend(gif_first(out));
        } else {
            let preset = film.format.preset(film.quality);
            arguments.extend(words(preset.codec));
            if film.is_small() {
                arguments.extend(words(preset.small));
            }
            if let Some(params) = film.params(first) {
                arguments.extend(words(&["-x264-params", &params]));
            }
            arguments.extend(words(film.format.colours()));
            arguments.extend(words(&["-threads", &film.threads().to_string(), "-an"]));
            // NUT keeps times as exact as the film's own, however short a part is; MP4 and transport streams do not.
            let muxer = if is_part { &["-f", "nut"] } else { preset.muxer };
            arguments.extend(words(muxer));
            arguments.push(target(film.format, out));
        }
        let most = film.format.preset(film.quality).ahead.map(|ahead| ahead + film.threads());
        if most.is_some() {
            arguments.splice(0..0, words(&pace::SAYS));
        }
        let mut process = self.start(&arguments, Stdio::piped(), Stdio::piped())?;
        let pictures = process.child.stdin.take().context("stdin was piped")?;
        _ = rustix::pipe::fcntl_setpipe_size(&pictures, PIPE);
        let pace = most.zip(process.child.stdout.take()).map(|(most, progress)| Pace::of(progress, most));
        Ok(Encoder { process, pictures: Some(pictures), pace })
    }

    /// Makes the GIF of what [`Ffmpeg::encoder`] kept, with the palette of all of its frames.
    pub(crate) fn gif(&self, kept: &Path, film: &Film, out: &Path) -> Result<()> {
        let dither = film.format.preset(film.quality).codec[0];
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
        let preset = film.format.preset(film.quality);
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
        self.start(arguments, Stdio::null(), Stdio::null())?.end()
    }

    fn start(&self, arguments: &[OsString], stdin: Stdio, stdout: Stdio) -> Result<Process> {
        let mut child = Command::new(&self.program)
            .args(["-hide_banner", "-nostdin", "-v", "error", "-y", "-protocol_whitelist", "file,pipe"])
            .args(arguments)
            .env_clear()
            .envs(KEEPS_PAGES)
            .stdin(stdin)
            .stdout(stdout)
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", self.program.display()))?;
        let mut stderr = child.stderr.take().context("stderr was piped")?;
        let complaints = std::thread::spawn(move || {
            let mut text = String::new();
            _ = stderr.read_to_string(&mut text);
            text
        });
        Ok(Process { child, complaints: Some(complaints) })
    }
}

impl Film {
    /// The raw pictures that come down the pipe.
    fn input(&self) -> Vec<OsString> {
        let Canvas { width, height, fps, .. } = self.canvas;
        let pixels = self.format.preset(self.quality).pixels;
        let size = format!("{width}x{height}");
        let mut words =
            words(&["-f", "rawvideo", "-pix_fmt", pixels.name(), "-s", &size, "-r", &fps.to_string()]);
        words.extend(self.format.colours().iter().map(OsString::from));
        words.extend(["-i", "pipe:0"].map(OsString::from));
        words
    }

    /// Threads of the codec: half of the cores where it takes no longer than painting, which x264 does unless it is told to be finer. A
    /// second one would take a tenth more of the processor, for waiting on the first.
    fn threads(&self) -> u32 {
        let is_light = self.format.preset(self.quality).ahead.is_some() && self.finer.is_empty();
        if is_light { (self.cores / 2).max(1) } else { self.cores }
    }

    /// Whether each of its pixels is seen large.
    fn is_small(&self) -> bool {
        self.canvas.width * self.canvas.height <= SMALL
    }

    /// What x264 is told instead for the part of it that begins with a frame, where any of its frames are finer: parts that are joined
    /// have all else in common.
    fn params(&self, first: u32) -> Option<String> {
        let finer = self.format.preset(self.quality).finer.filter(|_| !self.finer.is_empty())?;
        let params = if self.is_small() { finer.params_small } else { finer.params };
        Some(zones(params, &self.finer, first, finer.quantiser))
    }

    /// Bytes of one of its raw pictures.
    pub(crate) fn frame(&self) -> usize {
        self.format.preset(self.quality).pixels.bytes(self.canvas.width, self.canvas.height)
    }
}

impl Encoder {
    /// Moves the bytes of a picture from a pipe into the encoder, when it has room for one. The kernel hands pages over: nothing is
    /// copied here.
    pub(crate) fn feed(&mut self, from: impl AsFd, mut bytes: usize) -> Result<()> {
        if let Some(pace) = &mut self.pace {
            pace.wait();
        }
        let into = self.pictures.as_ref().context("the encoder is finished")?;
        while bytes > 0 {
            let moved = match splice(&from, None, into, None, bytes, SpliceFlags::MOVE) {
                Err(rustix::io::Errno::INTR) => continue,
                Err(rustix::io::Errno::PIPE) => return Err(self.complaint()),
                outcome => outcome.context("cannot pass a picture on")?,
            };
            ensure!(moved > 0, "the painter's pictures ended early");
            bytes -= moved;
        }
        Ok(())
    }

    /// Waits until all is written.
    pub(crate) fn finish(mut self) -> Result<()> {
        self.pictures = None;
        self.process.end()
    }

    fn complaint(&mut self) -> anyhow::Error {
        self.pictures = None;
        match self.process.end() {
            Ok(()) => anyhow::anyhow!("the encoder ended before the film"),
            Err(error) => error,
        }
    }
}

impl Process {
    fn end(&mut self) -> Result<()> {
        let status = self.child.wait()?;
        let complaints = self.complaints.take().and_then(|thread| thread.join().ok()).unwrap_or_default();
        if status.success() {
            return Ok(());
        }
        let last = complaints.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("it did not say why");
        bail!("ffmpeg failed ({status}): {last}")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
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
