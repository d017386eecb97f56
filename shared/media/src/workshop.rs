//! Two pictures at a time, and no bytes of a third.
//!
//! Decoding everything that arrives at once is what ends a worker's memory. Here the place comes first: a file is fetched only by
//! who has one, and is gone before the place is free. Fourteen files that arrive together are in memory two by two.
//!
//! A file is whole in one buffer of its own length, [`MAX_BYTES`] at most, and not streamed into the decoder: its header says
//! only once its last segment was walked that it is neither cut off nor stuffed, and refusing it before a pixel is made is worth
//! more than its 25 MB. What is large is streamed: rows of a PNG are averaged as they are inflated, and blocks of a JPEG are made at
//! a part of their size. A WebP and an interlaced PNG are whole pictures in the decoder, which is what
//! [`MAX_MEMORY`] counts before.

use std::sync::{Arc, LazyLock};

use bytes::Bytes;
use fault::Fault;
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::decode::{MAX_BYTES, Undecodable};
use crate::picture::MAX_MEMORY;
use crate::scoped::Media;

/// Places for those who work on pictures.
#[derive(Debug)]
pub struct Workshop {
    places: Arc<Semaphore>,
}

/// A place in the workshop. It is free again when this has gone, and with it all work that was begun in it: a thread goes on when
/// nobody waits for it any more.
#[derive(Debug)]
pub struct Place(Option<Arc<OwnedSemaphorePermit>>);

static PROCESS: LazyLock<Workshop> = LazyLock::new(Workshop::new);

impl Workshop {
    /// How many pictures are worked on at once.
    pub const PLACES: usize = 2;
    /// The most memory of all files and pictures in the workshop, in bytes: the worst that the guards let in, at each place.
    pub const CEILING: u64 = Self::PLACES as u64 * (MAX_BYTES + MAX_MEMORY as u64);

    /// A workshop of one's own, for tests.
    pub fn new() -> Self {
        Self { places: Arc::new(Semaphore::new(Self::PLACES)) }
    }

    /// The one of this process: its memory is what the places stand for.
    pub fn of_process() -> &'static Self {
        &PROCESS
    }

    /// Waits for a place.
    pub async fn enter(&self) -> Result<Place, Fault> {
        if Handle::try_current().is_err() {
            // A world without threads, such as the simulated one: there a seed is an order of things, and a thread would have
            // its own.
            return Ok(Place(None));
        }
        let permit = self.places.clone().acquire_owned().await;
        Ok(Place(Some(Arc::new(permit.map_err(|_| Fault::defect("the workshop is closed"))?))))
    }

    /// Waits for a place, fetches a file and works on it.
    pub async fn work<T, F>(
        &self,
        fetch: impl Future<Output = Result<Bytes, Fault>>,
        work: F,
    ) -> Result<T, Fault>
    where
        T: Send + 'static,
        F: FnOnce(&[u8]) -> Result<T, Undecodable> + Send + 'static,
    {
        let place = self.enter().await?;
        place.work(fetch.await?, work).await
    }

    /// Works on an object of a workspace.
    pub async fn work_on<T, F>(&self, media: &Media, key: &str, work: F) -> Result<T, Fault>
    where
        T: Send + 'static,
        F: FnOnce(&[u8]) -> Result<T, Undecodable> + Send + 'static,
    {
        self.work(media.read(key), work).await
    }
}

impl Place {
    /// Works on a file, on a thread where it holds up nobody's answers or deadlines.
    pub async fn work<T, F>(&self, bytes: Bytes, work: F) -> Result<T, Fault>
    where
        T: Send + 'static,
        F: FnOnce(&[u8]) -> Result<T, Undecodable> + Send + 'static,
    {
        let Some(permit) = self.0.clone() else { return Ok(work(&bytes)?) };
        let done = tokio::task::spawn_blocking(move || {
            let _held = permit;
            work(&bytes)
        });
        Ok(done.await.map_err(|error| Fault::defect("work on a picture broke off").because(error))??)
    }
}

impl Default for Workshop {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests;
