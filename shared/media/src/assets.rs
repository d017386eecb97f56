//! The assets of one workspace: their records, and what lies in the bucket for them.

mod read;
mod register;
mod remove;
mod retain;
mod variants;

use contract::{Grant, Need, Part};
use fault::Fault;
use store::Store;

use crate::Media;

pub use read::Standing;
pub use register::Completed;
pub use remove::Removal;
pub use retain::{Older, Progress};

/// The assets of one workspace.
#[derive(Clone)]
pub struct Assets {
    /// Their records.
    store: Store,
    /// Their objects.
    media: Media,
}

impl Part for Assets {
    const NEEDS: &'static [Need] = &[Need::Table, Need::Bucket];

    fn open(grant: &Grant) -> Result<Self, Fault> {
        Ok(Self { store: Store::open(grant)?, media: Media::open(grant)? })
    }
}

impl Assets {
    /// Their objects.
    pub fn media(&self) -> &Media {
        &self.media
    }

    /// Their records.
    pub fn store(&self) -> &Store {
        &self.store
    }
}

/// How often a change is tried that others were faster with: each try reads anew, and one of those who meet always wins.
const TRIES: u32 = 8;

#[cfg(test)]
mod tests;
