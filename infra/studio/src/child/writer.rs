//! Frames on their way down the pipe, while the next ones are painted.

use std::fs::File;
use std::io::Write as _;
use std::os::fd::AsFd as _;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};

use anyhow::{Result, anyhow};

use super::sheets::Sheet;
use crate::export::RUN;

/// Frames that may wait: the whole run that another painter's turn holds up, so that this one need not stand still.
const WAITING: usize = RUN as usize;

/// Writes frames from a thread of its own.
pub(super) struct Writer {
    frames: SyncSender<Arc<Sheet>>,
    back: Sender<Sheet>,
    done: Receiver<Sheet>,
}

impl Writer {
    /// A writer into the standard output.
    pub(super) fn start() -> Result<Self> {
        let mut pipe = File::from(std::io::stdout().as_fd().try_clone_to_owned()?);
        let (frames, waiting) = sync_channel::<Arc<Sheet>>(WAITING);
        let (back, done): (Sender<Sheet>, _) = channel();
        let own = back.clone();
        std::thread::Builder::new().name("writer".into()).spawn(move || {
            for frame in waiting {
                if pipe.write_all(&frame.bytes).is_err() {
                    // The reader is gone, and the next frame will find it out.
                    return;
                }
                recycle(frame, &own);
            }
        })?;
        Ok(Self { frames, back, done })
    }

    /// A buffer to write into, as it was left.
    pub(super) fn buffer(&self) -> Sheet {
        self.done.try_recv().unwrap_or_default()
    }

    /// Takes a frame that nobody will ask for again.
    pub(super) fn give_back(&self, frame: Arc<Sheet>) {
        recycle(frame, &self.back);
    }

    /// Puts a frame in line; waits while the line is full.
    pub(super) fn write(&self, frame: Arc<Sheet>) -> Result<()> {
        self.frames.send(frame).map_err(|_| anyhow!("nobody takes the pictures any more"))
    }
}

/// Keeps the buffer of a frame for the next one, where this is its last holder. A new buffer costs as much as the picture in it: the
/// kernel clears each of its pages first.
fn recycle(frame: Arc<Sheet>, back: &Sender<Sheet>) {
    if let Some(buffer) = Arc::into_inner(frame) {
        _ = back.send(buffer);
    }
}

#[cfg(test)]
mod tests;
