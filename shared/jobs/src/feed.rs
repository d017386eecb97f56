//! The feed of a workspace: the news of all of its jobs in one dense order.
//!
//! It is a transactional outbox. Jobs write their own logs and nothing else; [`Feed::sequence`] copies what is new in them into
//! the feed and numbers it. [`Feed::find`] and [`Feed::after`] read it.

use contract::{Grant, Need, Part, System};
use fault::Fault;
use model::time::millis;
use model::{EventType, JobId, Time, WorkspaceId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::record::nested;
use store::{Listing, Range, SortKey, Store};

use crate::event::{Event, JobEvent, canonical, dense, not_an_id};
use crate::key;

mod kept;
mod sequence;

pub use kept::{Found, KEPT, Wanted};
pub use sequence::Unfed;

/// The feed of one workspace.
#[derive(Clone)]
pub struct Feed {
    store: Store,
}

/// The feed's counter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Head {
    /// The last number that was given.
    seq: u64,
    /// The first number that was given together with it, in one transaction.
    first: u64,
    /// When that was. Never before the time of an earlier entry, whatever the clocks say.
    #[serde(with = "millis")]
    at: Time,
}

/// One event in the feed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Entry {
    /// Its number.
    seq: u64,
    /// Whose event it is.
    job: JobId,
    /// Its place in that job's log.
    version: u64,
    /// What happened.
    r#type: EventType,
    /// When it happened.
    #[serde(with = "millis")]
    at: Time,
    /// What else is known.
    #[serde(with = "nested")]
    data: Value,
    /// When it came into the feed: from then on it is kept for [`KEPT`].
    #[serde(with = "millis")]
    fed: Time,
    /// When the table may remove it, in seconds.
    ttl: i64,
}

impl Part for Feed {
    const NEEDS: &'static [Need] = Store::NEEDS;

    fn open(grant: &Grant) -> Result<Self, Fault> {
        Ok(Self::new(Store::open(grant)?))
    }
}

impl Feed {
    /// The feed of `store`'s workspace.
    pub fn new(store: Store) -> Self {
        Self { store }
    }

    /// The events that follow number `after` without a hole, at most `limit`. Nothing means that nothing has come yet: whether
    /// what comes next is still kept is the business of [`Feed::find`].
    pub async fn after(&self, after: u64, limit: usize) -> Result<Vec<Event>, Fault> {
        let range =
            Range::of(store::Kind::FDX).below(&SortKey::word("E")).starting_at(&key::feed_sort(after + 1));
        for _ in 0..2 {
            let page: Listing<Entry> = self.store.list(&range, None, limit).await?;
            let nothing = page.items.is_empty();
            let entries = dense(after, page.items, |entry| entry.seq);
            // A later number without the next one: their transaction is coming into sight. If it is not at the second look, the
            // caller comes again anyway.
            if nothing || !entries.is_empty() {
                return Ok(entries.into_iter().map(|entry| entry.on_the_wire(self.workspace())).collect());
            }
        }
        Ok(Vec::new())
    }

    fn workspace(&self) -> WorkspaceId {
        self.store.scope().id()
    }

    async fn head(&self) -> Result<Head, Fault> {
        Ok(self.store.find(&key::feed_head()).await?.unwrap_or(Head::EMPTY))
    }
}

impl Head {
    /// A feed to which nothing has come.
    const EMPTY: Self = Self { seq: 0, first: 1, at: Time::from_millis(0) };
}

impl Entry {
    fn on_the_wire(self, workspace: WorkspaceId) -> Event {
        let Self { seq, job, version, r#type, at, data, .. } = self;
        Event::new(seq.to_string(), workspace, job, JobEvent { version, r#type, at, data })
    }
}

/// The number in an id of a feed; 400 when it is none.
pub fn number_of(id: &str) -> Result<u64, Fault> {
    canonical(id).ok_or_else(|| not_an_id("Send the `id` of an event of this feed, which is a number."))
}

/// The feeds of every workspace, for the one that fills them.
#[derive(Clone)]
pub struct Feeds {
    grant: Grant,
    system: System,
}

impl Part for Feeds {
    const NEEDS: &'static [Need] = Store::NEEDS;

    fn open(grant: &Grant) -> Result<Self, Fault> {
        Ok(Self { system: System::open(grant)?, grant: grant.clone() })
    }
}

impl Feeds {
    /// The feed of one workspace.
    pub fn enter(&self, workspace: WorkspaceId) -> Result<Feed, Fault> {
        Feed::open(&self.grant.narrowed(self.system.enter(workspace)))
    }
}

#[cfg(test)]
mod tests;
