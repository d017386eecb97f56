//! What a feed still keeps, and what a reader may rely on.
//!
//! The table removes entries by their `ttl`: late, silently, and in no order. So nobody decides by what is still there. An entry
//! counts as gone once it has been in the feed for [`KEPT`] by the reader's clock, whether it is there or not, and its `ttl`
//! is [`LINGER`] later, so that what counts as kept is there in spite of clocks that differ. Times of entries never
//! decrease with their numbers, so what is kept is everything from one number on.

use std::time::Duration;

use fault::Fault;
use model::Time;

use super::{Entry, Feed, Head};
use crate::key;

/// How long an event stays in the feed.
pub const KEPT: Duration = Duration::from_hours(7 * 24);
/// How much longer the table has it: more than clocks differ, and more than one answer takes.
pub(super) const LINGER: Duration = Duration::from_hours(24);

/// From where somebody wants to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// From the oldest event that is kept.
    Oldest,
    /// Only what comes from now on.
    New,
    /// After this number.
    After(u64),
}

/// From where they can.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// After this number nothing is missing.
    At(u64),
    /// Events between what was wanted and this number are gone, or the number was never given.
    Lost(u64),
}

impl Feed {
    /// Where to begin. Two calls in the usual case; some twenty when the oldest entry has to be looked for.
    pub async fn find(&self, wanted: Wanted) -> Result<Found, Fault> {
        let head = self.head().await?;
        let now = self.store.clock().now();
        match wanted {
            Wanted::New => Ok(Found::At(head.seq)),
            Wanted::Oldest => Ok(Found::At(self.before_oldest(&head, now).await?)),
            Wanted::After(number) => {
                let known =
                    number == head.seq || (number < head.seq && self.is_kept(number + 1, &head, now).await?);
                if known {
                    return Ok(Found::At(number));
                }
                Ok(Found::Lost(self.before_oldest(&head, now).await?))
            }
        }
    }

    /// The number before the oldest that is kept: a search in a row that is gone up to one place and kept after it.
    async fn before_oldest(&self, head: &Head, now: Time) -> Result<u64, Fault> {
        if head.seq == 0 || is_over(head.at, now) {
            return Ok(head.seq);
        }
        // A feed that is younger than a week has all of it.
        if self.is_kept(1, head, now).await? {
            return Ok(0);
        }
        let (mut gone, mut kept) = (1, head.first);
        while kept - gone > 1 {
            let middle = gone + (kept - gone) / 2;
            if self.is_kept(middle, head, now).await? { kept = middle } else { gone = middle }
        }
        Ok(gone)
    }

    /// Whether entry `number`, which was given, is kept. Those of the last transaction share its time and need not be looked
    /// at: they may not have come into sight. All others have, so one that is not there was removed.
    async fn is_kept(&self, number: u64, head: &Head, now: Time) -> Result<bool, Fault> {
        if number >= head.first {
            return Ok(!is_over(head.at, now));
        }
        let entry: Option<Entry> = self.store.find(&key::feed_entry(number)).await?;
        Ok(entry.is_some_and(|entry| !is_over(entry.fed, now)))
    }
}

/// Whether what came into the feed at `fed` counts as gone.
fn is_over(fed: Time, now: Time) -> bool {
    now.since(fed) >= KEPT
}
