//! Pictures on their way down the pipe, while the next ones are painted.

use std::fs::File;
use std::io::Write as _;
use std::os::fd::AsFd as _;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Result, anyhow};

use crate::export::RUN;

/// Pictures that may wait: the whole run that another painter's turn holds up, so that this one need not stand still.
const WAITING: usize = RUN as usize;

/// Writes pictures from a thread of its own.
pub(super) struct Writer {
    pictures: SyncSender<Vec<u8>>,
    free: Pile,
}

impl Writer {
    /// A writer into the standard output.
    pub(super) fn start() -> Result<Self> {
        let mut pipe = File::from(std::io::stdout().as_fd().try_clone_to_owned()?);
        let (pictures, waiting) = sync_channel::<Vec<u8>>(WAITING);
        let free = Pile::default();
        let pile = free.clone();
        std::thread::Builder::new().name("writer".into()).spawn(move || {
            for picture in waiting {
                if pipe.write_all(&picture).is_err() {
                    // The reader is gone, and the next picture will find it out.
                    return;
                }
                pile.put(picture);
            }
        })?;
        Ok(Self { pictures, free })
    }

    /// A buffer to write into, as it was left.
    pub(super) fn buffer(&self) -> Vec<u8> {
        self.free.take().unwrap_or_default()
    }

    /// Puts a picture in line; waits while the line is full.
    pub(super) fn write(&self, picture: Vec<u8>) -> Result<()> {
        self.pictures.send(picture).map_err(|_| anyhow!("nobody takes the pictures any more"))
    }
}

/// Buffers that are free. A new one costs as much as the picture in it: the kernel clears each of its pages first.
#[derive(Clone, Default)]
struct Pile(Arc<Mutex<Vec<Vec<u8>>>>);

impl Pile {
    /// Lays a buffer on top.
    fn put(&self, buffer: Vec<u8>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(buffer);
    }

    /// The newest, which the processor has at hand.
    fn take(&self) -> Option<Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }
}
