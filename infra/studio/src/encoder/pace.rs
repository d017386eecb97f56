//! Keeps frames from piling up in front of the encoder.
//!
//! ffmpeg has a queue of eight between any two of its steps, and fills them all where the encoder is the slowest. It says how far the
//! encoder is, and gets no more than that needs: given the pictures of the bench's `transitions` as fast as it took them, it had a peak
//! of 131 MB instead of 170.

use std::io::{BufRead as _, BufReader, Read};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// Makes ffmpeg say how far it is, every five milliseconds.
pub(super) const SAYS: [&str; 4] = ["-progress", "pipe:1", "-stats_period", "0.005"];

/// An encoder that has said so often that it is no further waits for more frames itself: it gets them.
const STANDING: u32 = 20;
/// [`Pace::silent`].
const SILENT: Duration = Duration::from_millis(100);

/// How far an encoder is behind what it was given.
pub(super) struct Pace {
    /// The frames that have come out of it.
    said: Receiver<u32>,
    given: u32,
    done: u32,
    /// So many frames may be in it at once.
    most: u32,
    /// An encoder that says nothing for so long gets one more.
    silent: Duration,
}

impl Pace {
    /// The pace of an encoder that tells its progress, and may hold so many frames.
    pub(super) fn of(progress: impl Read + Send + 'static, most: u32) -> Self {
        let (say, said) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(progress).lines().map_while(Result::ok) {
                let frames = line.strip_prefix("frame=").and_then(|frames| frames.trim().parse().ok());
                if frames.is_some_and(|frames| say.send(frames).is_err()) {
                    return;
                }
            }
        });
        Self { said, given: 0, done: 0, most, silent: SILENT }
    }

    /// Waits until there is room for one more frame, which is counted as given.
    pub(super) fn wait(&mut self) {
        self.done = self.said.try_iter().last().unwrap_or(self.done);
        let mut standing = 0;
        // What another program says may be any number.
        while self.given.saturating_sub(self.done) >= self.most {
            match self.said.recv_timeout(self.silent) {
                Ok(done) if done > self.done => self.done = done,
                Ok(_) if standing < STANDING => standing += 1,
                Ok(_) | Err(RecvTimeoutError::Timeout) => self.most += 1,
                // It has ended, which whoever writes to it finds out.
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        self.given += 1;
    }
}

#[cfg(test)]
mod tests;
