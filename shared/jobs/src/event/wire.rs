//! An event as clients see it: one form for lists and streams, so that what a stream wrote and what a list shows are the same
//! bytes.

use contract::sse;
use fault::Fault;
use model::{JobId, Time, WorkspaceId};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::JobEvent;

/// One event.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Event {
    /// Its place: `<render>.<version>` in the log of a render, a number in the feed of the workspace.
    pub id: String,
    /// `render.queued`, `render.stage`, …
    pub r#type: String,
    /// When.
    pub at: Time,
    /// In which workspace.
    pub workspace: WorkspaceId,
    /// What it happened to.
    pub subject: JobId,
    /// The subject's version after it: dense from 1.
    pub version: u64,
    /// What else is known.
    pub data: Value,
}

impl Event {
    /// `event` of `job`, whose place is `id`.
    pub(crate) fn new(id: String, workspace: WorkspaceId, job: JobId, event: JobEvent) -> Self {
        let JobEvent { version, r#type, at, data } = event;
        Self { id, r#type: r#type.name(job.kind()), at, workspace, subject: job, version, data }
    }

    /// Its JSON: the bytes that a list has of it too, because a list is written by the same serializer.
    pub fn json(&self) -> Result<String, Fault> {
        serde_json::to_string(self).map_err(|error| Fault::defect("an event is no JSON").because(error))
    }

    /// The same as a message of a stream.
    pub fn message(&self) -> Result<sse::Message, Fault> {
        Ok(sse::Message::event(&self.id, &self.r#type, self.json()?))
    }
}
