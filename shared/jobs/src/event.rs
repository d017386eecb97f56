//! The log of a job: one event for each version of its head, written in the same transaction, so dense and ordered without
//! a counter.

use fault::Fault;
use model::time::millis;
use model::{EventType, JobId, Time};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::record::nested;
use store::{Change, Listing, Range, SortKey};

use crate::key;
use crate::spine::Jobs;

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
}

impl Jobs {
    /// A page of the log of `job`, oldest first.
    pub async fn events(
        &self,
        job: JobId,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Listing<JobEvent>, Fault> {
        let log = Range::under(store::Kind::RUN, job).below(&SortKey::word("E"));
        self.store.list(&log, cursor, limit).await
    }
}
