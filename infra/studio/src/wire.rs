//! What the studio and its jailed child say to each other, and how.
//!
//! A message is JSON behind its length, and may bring bytes along: `u32` length of the JSON, `u32` length of the bytes (both
//! little-endian), the JSON, the bytes. Pictures never travel here: they go down a pipe to the encoder.

use std::io::{IoSlice, IoSliceMut, Read as _, Write as _};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;

use anyhow::{Context as _, Result, ensure};
use rustix::net::{
    RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer, SendAncillaryMessage,
    SendFlags,
};
use scene::{Canvas, Limits, Problem, Sound, Wanted, Warning};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::pixels::Pixels;

/// The most bytes of one message's JSON.
const LONGEST: usize = 64 << 20;
/// The most bytes that come along with it: more than the largest asset.
const MOST_BYTES: usize = 128 << 20;

/// Bytes that a pipe of pictures holds, as many as Linux gives to everybody.
pub(crate) const PIPE: usize = 1 << 20;

/// What the child is to do.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Order {
    /// Compile a scene and run it up to its first frame.
    Open(Box<Job>),
    /// Take our own picture of a problem in the place of a scene.
    Excuse { message: String, wanted: Wanted },
    /// Say which of these frames of the open scene show pictures of soft tones.
    Look { frames: Vec<u32> },
    /// Paint frames of the open scene.
    Paint { turns: Turns, pixels: Pixels, hashed: bool, forgiving: bool },
}

/// A scene to open.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Job {
    /// Its name, for people.
    pub(crate) file: String,
    /// Its code.
    pub(crate) source: String,
    /// The properties that it is given.
    pub(crate) props: Value,
    /// The size, speed and length that are wanted of it.
    pub(crate) wanted: Wanted,
    /// How much it may use.
    pub(crate) limits: Limits,
}

/// The frames that one of several painters paints: runs of `run` frames, every `painters`-th run is its own.
///
/// Runs are short, so that painters never wait for each other, and longer than one frame, so that what a painter keeps
/// from one frame is of use in the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Turns {
    /// The first frame of all.
    pub(crate) first: u32,
    /// One after the last frame of all.
    pub(crate) end: u32,
    /// Which painter this is, from 0.
    pub(crate) painter: u32,
    /// How many there are.
    pub(crate) painters: u32,
    /// Frames in a row.
    pub(crate) run: u32,
}

impl Turns {
    /// Whose turn a frame is.
    pub(crate) fn painter_of(&self, n: u32) -> u32 {
        (n - self.first) / self.run % self.painters
    }

    /// The frames of this painter, in their order.
    pub(crate) fn frames(self) -> impl Iterator<Item = u32> {
        (self.first..self.end).filter(move |n| self.painter_of(*n) == self.painter)
    }
}

/// What the child says.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Report {
    /// It asks for a file: an [`Answer::File`] comes back, with its bytes.
    Read { name: String },
    /// It asks what a film is: an [`Answer::Film`] comes back.
    Film { name: String },
    /// It asks for a film's pictures: an [`Answer::Play`] comes back, and then the end of a pipe.
    Play { name: String, from: u32 },
    /// The scene is open.
    Opened { canvas: Canvas },
    /// The scene cannot be opened.
    Refused { problem: Problem },
    /// These frames show pictures of soft tones. Those that cannot be told are left out.
    Looked { soft: Vec<u32> },
    /// A frame is painted, and follows in the pipe.
    Painted(Box<Painted>),
    /// A frame could not be painted, and nothing follows.
    Stopped { problem: Problem },
    /// All that was ordered is done.
    Done { warnings: Vec<Warning> },
}

/// A painted frame.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Painted {
    /// Its number.
    pub(crate) n: u32,
    /// Bytes of it in the pipe.
    pub(crate) bytes: usize,
    /// SHA-256 of its RGBA in hex, when it was asked for.
    pub(crate) hash: Option<String>,
    /// What is heard in it.
    pub(crate) sounds: Vec<Sound>,
    /// Why it is our picture of a problem and none of the scene.
    pub(crate) excuse: Option<Problem>,
}

impl Painted {
    /// A frame that is not in the pipe yet.
    pub(crate) fn unsent(n: u32, sounds: Vec<Sound>, excuse: Option<Problem>) -> Self {
        Self { n, bytes: 0, hash: None, sounds, excuse }
    }
}

/// What the studio answers to a question of the child.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Answer {
    /// The bytes come along.
    File(Result<(), Problem>),
    /// What the film is.
    Film(Result<scene::Film, Problem>),
    /// The end of a pipe follows.
    Play(Result<(), Problem>),
}

/// One end of the line between the studio and its child.
pub(crate) struct Line {
    stream: UnixStream,
}

impl Line {
    /// Both ends of a new line.
    pub(crate) fn pair() -> Result<(Self, OwnedFd)> {
        let (ours, theirs) = UnixStream::pair().context("cannot make a pair of sockets")?;
        Ok((Self { stream: ours }, theirs.into()))
    }

    /// The end that this process was started with as its standard input.
    pub(crate) fn inherited() -> Result<Self> {
        let end = std::io::stdin().as_fd().try_clone_to_owned()?;
        Ok(Self { stream: end.into() })
    }

    /// The same end once more: one speaks, another listens.
    pub(crate) fn again(&self) -> Result<Self> {
        Ok(Self { stream: self.stream.try_clone()? })
    }

    /// Says something, with bytes along.
    pub(crate) fn say(&mut self, message: &impl Serialize, bytes: &[u8]) -> Result<()> {
        let json = serde_json::to_vec(message)?;
        let mut whole = Vec::with_capacity(8 + json.len());
        whole.extend(u32::try_from(json.len())?.to_le_bytes());
        whole.extend(u32::try_from(bytes.len())?.to_le_bytes());
        whole.extend(json);
        self.stream.write_all(&whole)?;
        self.stream.write_all(bytes)?;
        Ok(())
    }

    /// The next message and its bytes; nothing when the other end is gone.
    pub(crate) fn hear<T: DeserializeOwned>(&mut self) -> Result<Option<(T, Vec<u8>)>> {
        let mut head = [0; 8];
        match self.stream.read_exact(&mut head) {
            Err(error) if is_end(&error) => return Ok(None),
            outcome => outcome?,
        }
        let length =
            |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]) as usize;
        let (json, bytes) = (length(0), length(4));
        ensure!(json <= LONGEST && bytes <= MOST_BYTES, "a message of {json} and {bytes} bytes is too long");
        let mut text = vec![0; json];
        self.stream.read_exact(&mut text)?;
        let mut along = vec![0; bytes];
        self.stream.read_exact(&mut along)?;
        Ok(Some((serde_json::from_slice(&text)?, along)))
    }

    /// Hands an open file over.
    pub(crate) fn give(&mut self, file: impl AsFd) -> Result<()> {
        let files = [file.as_fd()];
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
        let mut along = SendAncillaryBuffer::new(&mut space);
        ensure!(along.push(SendAncillaryMessage::ScmRights(&files)), "no room for a file");
        rustix::net::sendmsg(&self.stream, &[IoSlice::new(&[0])], &mut along, SendFlags::empty())?;
        Ok(())
    }

    /// Takes a file that the other end hands over.
    pub(crate) fn take(&mut self) -> Result<OwnedFd> {
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
        let mut along = RecvAncillaryBuffer::new(&mut space);
        let mut byte = [0];
        rustix::net::recvmsg(
            &self.stream,
            &mut [IoSliceMut::new(&mut byte)],
            &mut along,
            RecvFlags::CMSG_CLOEXEC,
        )?;
        for message in along.drain() {
            if let RecvAncillaryMessage::ScmRights(mut files) = message
                && let Some(file) = files.next()
            {
                return Ok(file);
            }
        }
        anyhow::bail!("no file came along")
    }
}

fn is_end(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::UnexpectedEof | std::io::ErrorKind::ConnectionReset)
}

#[cfg(test)]
mod tests;
