//! Frames on their way down the pipe, while the next ones are painted.

use std::collections::VecDeque;
use std::fs::File;
use std::io::IoSlice;
use std::mem::ManuallyDrop;
use std::os::fd::AsFd as _;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};

use anyhow::{Result, anyhow};
use nix::errno::Errno;
use nix::fcntl::{SpliceFFlags, vmsplice};

use crate::export::RUN;
use crate::wire::PIPE;

/// Frames that may wait: the whole run that another painter's turn holds up, so that this one need not stand still.
const WAITING: usize = RUN as usize;
/// So many bytes may lie between a painter and an encoder: two pipes are full, and the studio moves pages from one to the other.
const BETWEEN: u64 = 2 * PIPE as u64;

/// Writes frames from a thread of its own.
pub(super) struct Writer {
    frames: SyncSender<Arc<Vec<u8>>>,
    back: Sender<Vec<u8>>,
    done: Receiver<Vec<u8>>,
}

impl Writer {
    /// A writer into the standard output.
    pub(super) fn start() -> Result<Self> {
        let pipe = File::from(std::io::stdout().as_fd().try_clone_to_owned()?);
        let (frames, waiting) = sync_channel::<Arc<Vec<u8>>>(WAITING);
        let (back, done): (Sender<Vec<u8>>, _) = channel();
        let own = back.clone();
        std::thread::Builder::new().name("writer".into()).stack_size(64 << 10).spawn(move || {
            // Never freed: the allocator would write where the encoder still reads. The process ends with this thread.
            let mut lent = ManuallyDrop::new(Lent::default());
            for frame in waiting {
                if lend(&pipe, &frame).is_err() {
                    // The reader is gone, and the next frame will find it out.
                    return;
                }
                lent.add(frame);
                while let Some(frame) = lent.returned() {
                    recycle(frame, &own);
                }
            }
        })?;
        Ok(Self { frames, back, done })
    }

    /// A buffer to write into, as it was left.
    pub(super) fn buffer(&self) -> Vec<u8> {
        self.done.try_recv().unwrap_or_default()
    }

    /// Takes a frame that nobody will ask for again.
    pub(super) fn give_back(&self, frame: Arc<Vec<u8>>) {
        recycle(frame, &self.back);
    }

    /// Puts a frame in line; waits while the line is full.
    pub(super) fn write(&self, frame: Arc<Vec<u8>>) -> Result<()> {
        self.frames.send(frame).map_err(|_| anyhow!("nobody takes the pictures any more"))
    }
}

/// Puts a frame's pages into the pipe as they lie: nothing is copied.
fn lend(pipe: &File, mut frame: &[u8]) -> nix::Result<()> {
    while !frame.is_empty() {
        match vmsplice(pipe, &[IoSlice::new(frame)], SpliceFFlags::empty()) {
            Err(Errno::EINTR) => {}
            outcome => frame = &frame[outcome?..],
        }
    }
    Ok(())
}

/// Frames whose pages are in the pipes, or may be: whoever wrote into one now would change what the encoder is going to read.
#[derive(Default)]
struct Lent {
    /// Each with the count of all bytes up to its end.
    frames: VecDeque<(Arc<Vec<u8>>, u64)>,
    bytes: u64,
}

impl Lent {
    /// A frame that is in the pipe to its last byte.
    fn add(&mut self, frame: Arc<Vec<u8>>) {
        self.bytes += frame.len() as u64;
        self.frames.push_back((frame, self.bytes));
    }

    /// The next frame that is read: so much has come after it that the pipes have no room for any of it.
    fn returned(&mut self) -> Option<Arc<Vec<u8>>> {
        let (frame, _) = self.frames.pop_front_if(|(_, end)| self.bytes - *end >= BETWEEN)?;
        Some(frame)
    }
}

/// Keeps the buffer of a frame for the next one, where this is its last holder. A new buffer costs as much as the picture in it: the
/// kernel clears each of its pages first.
fn recycle(frame: Arc<Vec<u8>>, back: &Sender<Vec<u8>>) {
    if let Some(buffer) = Arc::into_inner(frame) {
        _ = back.send(buffer);
    }
}

#[cfg(test)]
mod tests;
