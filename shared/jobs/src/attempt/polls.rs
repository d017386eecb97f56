//! The message that asks for the answer of a provider.

use std::sync::Arc;
use std::time::Duration;

use contract::port::Queue;
use contract::{Grant, Need, Part, QueueName, Workspace};
use fault::Fault;
use model::{JobId, WorkspaceId};
use serde::{Deserialize, Serialize};

/// The message, as it travels on the queue `polls`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PollCall {
    /// Which workspace. Only our roles may send this, which is why a scope is minted from it.
    pub ws: WorkspaceId,
    /// The rest.
    #[serde(flatten)]
    pub poll: PollOf,
}

/// One question to a provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PollOf {
    /// The job.
    pub job: JobId,
    /// The number of the attempt.
    pub attempt: u32,
    /// Which question, from 1. Each leads to the next, so of two that are the same one leads nowhere.
    pub n: u32,
}

/// Has questions asked in one workspace.
#[derive(Clone)]
pub struct Polls {
    scope: Workspace,
    queue: Arc<dyn Queue>,
}

impl Part for Polls {
    const NEEDS: &'static [Need] = &[Need::Queue(QueueName::Polls)];

    fn open(grant: &Grant) -> Result<Self, Fault> {
        Ok(Self { scope: grant.workspace()?, queue: grant.queue(QueueName::Polls)? })
    }
}

impl Polls {
    /// The longest time between two questions: no message waits longer (SQS's quota).
    pub const LONGEST: Duration = Duration::from_mins(15);
    /// The shortest time between two questions.
    pub const SHORTEST: Duration = Duration::from_secs(1);

    /// Has the question `poll` asked after `delay`, which is at most [`Polls::LONGEST`].
    pub async fn ask(&self, poll: PollOf, delay: Duration) -> Result<(), Fault> {
        let call = PollCall { ws: self.scope.id(), poll };
        let body = serde_json::to_string(&call)
            .map_err(|error| Fault::defect("a message is no JSON").because(error))?;
        self.queue.send(&body, delay).await
    }
}
