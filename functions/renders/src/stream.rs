//! The log of a render as it is written.

use std::sync::Arc;

use contract::port::Clock;
use contract::sse::{self, Batch, Message, Source, Then};
use contract::{Access, Listener, Sender, env};
use fault::Fault;
use jobs::{Head, Jobs, event};
use model::{JobId, Scope, WorkspaceId};
use serde_json::json;
use store::Store;

use crate::get::Path;

/// Streams a render's events from the first one on, and ends with the render.
pub struct Stream;

env! {
    /// What it holds.
    pub struct Env { jobs: Jobs, store: Store, clock: Arc<dyn Clock> }
}

/// How many events are read at one time.
const PAGE: usize = 100;

impl contract::Stream for Stream {
    const NAME: &'static str = "renders-stream";
    const SUMMARY: &'static str = "Stream what happens to a render, until it has ended.";
    const PATH: &'static str = "/v1/renders/{id}/stream";
    const ACCESS: Access = Access::Scope(Scope::RendersRead);
    const REPLIES: &'static [u16] = &[204, 404];

    type Env = Env;
    type Path = Path;
    type Query = contract::http::Nothing;

    async fn listen(env: Env, listener: Listener<Self>, sender: Sender) -> Result<(), Fault> {
        let head = env.jobs.head(listener.path.id).await?;
        let id = listener.last_event_id.as_deref();
        let wanted = id.map(|id| event::version_of(id, head.job)).transpose()?.unwrap_or(0);
        // Whoever has all of it would come back for ever if they were sent an empty stream.
        if wanted == head.version && head.status.is_terminal() {
            return Ok(());
        }
        let story = Story::after(wanted, &head, env.store.scope().id(), env.jobs);
        sse::serve(sender, env.clock.as_ref(), story).await
    }
}

/// The log of a render after a version that moves on.
struct Story {
    jobs: Jobs,
    workspace: WorkspaceId,
    job: JobId,
    version: u64,
    first: Option<Message>,
}

impl Story {
    /// The log after version `wanted`. One that the render never had, as after a restored backup, is answered with the whole
    /// log, and `reset` tells that it is.
    fn after(wanted: u64, head: &Head, workspace: WorkspaceId, jobs: Jobs) -> Self {
        let job = head.job;
        let known = wanted <= head.version;
        let first = (!known).then(|| {
            Message::event(
                event::place(job, 0),
                "reset",
                json!({ "after": event::place(job, 0) }).to_string(),
            )
        });
        Self { jobs, workspace, job, version: if known { wanted } else { 0 }, first }
    }
}

impl Source for Story {
    async fn next(&mut self) -> Result<Batch, Fault> {
        let events = self.jobs.events_after(self.job, self.version, PAGE).await?;
        let then = match events.last() {
            Some(last) if last.r#type.is_end() => Then::Never,
            _ if events.len() == PAGE => Then::AtOnce,
            _ => Then::Later,
        };
        self.version += events.len() as u64;
        let mut messages: Vec<_> = self.first.take().into_iter().collect();
        for event in events {
            messages.push(event.in_log(self.workspace, self.job).message()?);
        }
        Ok(Batch { messages, then })
    }
}

#[cfg(test)]
mod tests;
