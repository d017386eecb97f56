//! The message that asks for a part.

use std::sync::Arc;

use contract::port::Queue;
use contract::{Grant, Need, Part, QueueName, Step, Workspace};
use fault::Fault;
use model::{JobId, WorkspaceId};
use serde::{Deserialize, Serialize};

use super::FanOut;

/// The message, as it travels on the queue `parts`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartCall {
    /// Which workspace. Only our roles may send this, which is why a scope is minted from it.
    pub ws: WorkspaceId,
    /// The rest.
    #[serde(flatten)]
    pub part: PartOf,
}

/// One part of the fan-out of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartOf {
    /// The job.
    pub job: JobId,
    /// The run of its flow.
    pub run: u32,
    /// The try.
    pub r#try: u32,
    /// Which part, from 1.
    pub part: u32,
}

impl PartOf {
    /// The step that it is a part of.
    pub fn step(&self) -> Step {
        Step { r#try: self.r#try, ..Step::first(self.job, self.run) }
    }
}

/// Asks for parts in one workspace.
#[derive(Clone)]
pub struct Parts {
    scope: Workspace,
    queue: Arc<dyn Queue>,
}

impl Part for Parts {
    const NEEDS: &'static [Need] = &[Need::Queue(QueueName::Parts)];

    fn open(grant: &Grant) -> Result<Self, Fault> {
        Ok(Self { scope: grant.workspace()?, queue: grant.queue(QueueName::Parts)? })
    }
}

impl Parts {
    /// Asks for `parts` of a fan-out, a message each. After an error some may have been asked for; asking again is harmless.
    pub async fn ask(&self, fan_out: FanOut, parts: impl Iterator<Item = u32>) -> Result<(), Fault> {
        let FanOut { job, run, r#try, .. } = fan_out;
        let call = |part| PartCall { ws: self.scope.id(), part: PartOf { job, run, r#try, part } };
        let bodies = parts.map(|part| serde_json::to_string(&call(part)));
        let bodies = bodies
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| Fault::defect("a message is no JSON").because(error))?;
        self.queue.send_all(&bodies).await
    }
}
