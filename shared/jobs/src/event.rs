//! The log of a job: one event for each version of its head, written in the same transaction, so dense and ordered without
//! a counter.

use fault::{Fault, Kind as FaultKind};
use model::time::millis;
use model::{EventType, JobId, Time, WorkspaceId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::record::nested;
use store::{Change, Listing, Range, SortKey};

use crate::key;
use crate::spine::Jobs;

mod wire;

pub use wire::Event;

/// One event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JobEvent {
    /// The job's version after it: its place in the log.
    pub version: u64,
    /// What happened.
    pub r#type: EventType,
    /// When.
    #[serde(with = "millis")]
    pub at: Time,
    /// What else is known.
    #[serde(with = "nested")]
    pub data: Value,
}

impl JobEvent {
    /// Appends this event to the log of `job`.
    pub(crate) fn append(&self, job: JobId) -> Result<Change, Fault> {
        Change::create(key::event(job, self.version), self)
    }

    /// How clients see it in the log of `job`.
    pub fn in_log(self, workspace: WorkspaceId, job: JobId) -> Event {
        Event::new(place(job, self.version), workspace, job, self)
    }
}

impl Jobs {
    /// A page of the log of `job`, oldest first.
    pub async fn events(
        &self,
        job: JobId,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Listing<JobEvent>, Fault> {
        self.store.list(&log(job), cursor, limit).await
    }

    /// The events of `job` that follow version `after` without a hole, at most `limit`.
    pub async fn events_after(&self, job: JobId, after: u64, limit: usize) -> Result<Vec<JobEvent>, Fault> {
        let range = log(job).starting_at(&key::event_sort(after + 1));
        let page: Listing<JobEvent> = self.store.list(&range, None, limit).await?;
        Ok(dense(after, page.items, |event| event.version))
    }
}

/// The log of `job`.
pub(crate) fn log(job: JobId) -> Range {
    Range::under(store::Kind::RUN, job).below(&SortKey::word("E"))
}

/// What `items` have right after `after` without a hole. A range is not read at one moment: of what was written at one, the
/// second half may be seen before the first (DynamoDB Developer Guide, "Isolation level for TransactWriteItems").
pub(crate) fn dense<T>(after: u64, items: Vec<T>, number: impl Fn(&T) -> u64) -> Vec<T> {
    let follows = |(item, expected): &(T, u64)| number(item) == *expected;
    items.into_iter().zip(after + 1..).take_while(follows).map(|(item, _)| item).collect()
}

/// The id of an event in the log of `job`; that of version 0 is the place before the first.
pub fn place(job: JobId, version: u64) -> String {
    format!("{job}.{version}")
}

/// The version in an id of the log of `job`; 400 when it is none.
pub fn version_of(id: &str, job: JobId) -> Result<u64, Fault> {
    let version = id.rsplit_once('.').and_then(|(_, version)| canonical(version));
    version.filter(|version| place(job, *version) == id).ok_or_else(|| {
        not_an_id(&format!("Send the `id` of an event of this log, such as `{}`.", place(job, 1)))
    })
}

/// A number as we write it: digits, none too many.
pub(crate) fn canonical(text: &str) -> Option<u64> {
    text.parse().ok().filter(|number: &u64| number.to_string() == text)
}

pub(crate) fn not_an_id(advice: &str) -> Fault {
    Fault::new(
        FaultKind::Malformed,
        "last-event-id",
        format!("`Last-Event-ID` names no event of this stream. {advice} Without it you begin anew."),
    )
}

#[cfg(test)]
mod tests;
