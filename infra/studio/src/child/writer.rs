//! Frames on their way down the pipe, while the next ones are painted.

use std::fs::File;
use std::io::Write as _;
use std::os::fd::AsFd as _;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};

use anyhow::{Result, anyhow};

use crate::export::RUN;

/// Frames that may wait: the whole run that another painter's turn holds up, so that this one need not stand still.
const WAITING: usize = RUN as usize;

/// Writes frames from a thread of its own.
pub(super) struct Writer {
    frames: SyncSender<Arc<Vec<u8>>>,
    done: Receiver<Vec<u8>>,
}

impl Writer {
    /// A writer into the standard output.
    pub(super) fn start() -> Result<Self> {
        let mut pipe = File::from(std::io::stdout().as_fd().try_clone_to_owned()?);
        let (frames, waiting) = sync_channel::<Arc<Vec<u8>>>(WAITING);
        let (back, done): (Sender<Vec<u8>>, _) = channel();
        std::thread::Builder::new().name("writer".into()).stack_size(64 << 10).spawn(move || {
            for frame in waiting {
                if pipe.write_all(&frame).is_err() {
                    // The reader is gone, and the next frame will find it out.
                    return;
                }
                // The last holder gives the buffer back.
                if let Ok(buffer) = Arc::try_unwrap(frame) {
                    _ = back.send(buffer);
                }
            }
        })?;
        Ok(Self { frames, done })
    }

    /// A buffer to write into, as it was left.
    pub(super) fn buffer(&self) -> Vec<u8> {
        self.done.try_recv().unwrap_or_default()
    }

    /// Puts a frame in line; waits while the line is full.
    pub(super) fn write(&self, frame: Arc<Vec<u8>>) -> Result<()> {
        self.frames.send(frame).map_err(|_| anyhow!("nobody takes the pictures any more"))
    }
}
