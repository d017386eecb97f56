//! Encoders are processes of their own: their licences are not ours, and what they do cannot harm this one.

use std::io::Write as _;
use std::process::{ChildStdin, ChildStdout};

use anyhow::{Context as _, Result, ensure};
use rustix::pipe::{SpliceFlags, splice};

pub(crate) use self::ffmpeg::Ffmpeg;
pub(crate) use self::film::Film;
pub(crate) use self::h264::{WORD, run};
use self::process::Process;
use crate::patches::Sheets;
use crate::wire::PIPE;

mod ffmpeg;
mod film;
mod h264;
mod process;

/// An encoder that takes pictures.
pub(crate) struct Encoder {
    process: Process,
    pictures: Option<ChildStdin>,
    takes: Takes,
}

/// How an encoder takes pictures.
#[derive(Debug, Clone, Copy)]
enum Takes {
    /// As painters send them.
    Patches,
    /// Whole.
    Pictures,
}

impl Encoder {
    /// A program that takes pictures from its standard input.
    fn of(mut process: Process, takes: Takes) -> Result<Self> {
        let pictures = process.child.stdin.take().context("stdin was piped")?;
        _ = rustix::pipe::fcntl_setpipe_size(&pictures, PIPE);
        Ok(Self { process, pictures: Some(pictures), takes })
    }

    /// Takes a picture of so many bytes out of a painter's pipe. `sheets` has what the painters of its film have sent so far.
    pub(crate) fn feed(&mut self, from: &mut ChildStdout, bytes: usize, sheets: &mut Sheets) -> Result<()> {
        let into = self.pictures.as_mut().context("the encoder is finished")?;
        let broken = match self.takes {
            Takes::Patches => pass(from, into, bytes)?,
            Takes::Pictures => is_broken(into.write_all(sheets.receive(from, bytes)?))?,
        };
        if broken { Err(self.complaint()) } else { Ok(()) }
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

/// Moves bytes from pipe to pipe: the kernel hands pages over, and nothing is copied here. Whether nobody takes them any more.
fn pass(from: &ChildStdout, into: &ChildStdin, mut bytes: usize) -> Result<bool> {
    while bytes > 0 {
        let moved = match splice(from, None, into, None, bytes, SpliceFlags::MOVE) {
            Err(rustix::io::Errno::INTR) => continue,
            Err(rustix::io::Errno::PIPE) => return Ok(true),
            outcome => outcome.context("cannot pass a picture on")?,
        };
        ensure!(moved > 0, "the painter's pictures ended early");
        bytes -= moved;
    }
    Ok(false)
}

/// Whether what was written to is gone.
fn is_broken(outcome: std::io::Result<()>) -> Result<bool> {
    match outcome {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(true),
        outcome => outcome.map(|()| false).context("cannot pass a picture on"),
    }
}
