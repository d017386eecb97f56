//! Frames on their way down the pipe, while the next ones are painted.

use std::fs::File;
use std::io::Write as _;
use std::os::fd::AsFd as _;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Result, anyhow};

use super::sheets::Sheet;
use crate::export::RUN;

/// Frames that may wait: the whole run that another painter's turn holds up, so that this one need not stand still.
const WAITING: usize = RUN as usize;

/// Writes frames from a thread of its own.
pub(super) struct Writer {
    frames: SyncSender<Arc<Sheet>>,
    free: Pile,
}

impl Writer {
    /// A writer into the standard output.
    pub(super) fn start() -> Result<Self> {
        let mut pipe = File::from(std::io::stdout().as_fd().try_clone_to_owned()?);
        let (frames, waiting) = sync_channel::<Arc<Sheet>>(WAITING);
        let free = Pile::default();
        let pile = free.clone();
        std::thread::Builder::new().name("writer".into()).spawn(move || {
            for frame in waiting {
                if pipe.write_all(&frame.bytes).is_err() {
                    // The reader is gone, and the next frame will find it out.
                    return;
                }
                pile.put(frame);
            }
        })?;
        Ok(Self { frames, free })
    }

    /// A buffer to write into, as it was left: of those that are free the one that was shown last, which lacks least of the next frame.
    pub(super) fn buffer(&self) -> Sheet {
        self.free.take().unwrap_or_default()
    }

    /// Takes a frame that nobody will ask for again.
    pub(super) fn give_back(&self, frame: Arc<Sheet>) {
        self.free.put(frame);
    }

    /// Puts a frame in line; waits while the line is full.
    pub(super) fn write(&self, frame: Arc<Sheet>) -> Result<()> {
        self.frames.send(frame).map_err(|_| anyhow!("nobody takes the pictures any more"))
    }
}

/// Buffers that are free. A new one costs as much as the picture in it: the kernel clears each of its pages first.
#[derive(Clone, Default)]
struct Pile(Arc<Mutex<Vec<Sheet>>>);

impl Pile {
    /// Lays a frame's buffer on top, where this is its last holder.
    fn put(&self, frame: Arc<Sheet>) {
        if let Some(buffer) = Arc::into_inner(frame) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(buffer);
        }
    }

    fn take(&self) -> Option<Sheet> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }
}

#[cfg(test)]
mod tests;
