//! Telling that a slot is free.

use std::sync::Arc;
use std::time::Duration;

use contract::port::Queue;
use contract::{Grant, Need, Part, QueueName};
use fault::Fault;
use model::WorkspaceId;
use serde::{Deserialize, Serialize};

use crate::head::Head;
use crate::lane::UserLane;

/// The waiting line of a workspace, for whatever gives slots back: nothing can without one of these, so no slot is freed in
/// silence.
#[derive(Clone)]
pub struct Line {
    workspace: WorkspaceId,
    queue: Arc<dyn Queue>,
}

/// The message that a slot is free.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Freed {
    ws: WorkspaceId,
    #[serde(flatten)]
    lane: UserLane,
}

impl Part for Line {
    const NEEDS: &'static [Need] = &[Need::Queue(QueueName::Dispatch)];

    fn open(grant: &Grant) -> Result<Self, Fault> {
        Ok(Self { workspace: grant.workspace()?.id(), queue: grant.queue(QueueName::Dispatch)? })
    }
}

impl Line {
    /// Says that `head`'s job has given its slot back. The slot is free already, so a message that is lost is no reason to fail:
    /// the sweeper looks at the lane within a minute or two.
    pub(crate) async fn freed(&self, head: &Head) {
        let message = Freed { ws: self.workspace, lane: UserLane::of(head) };
        let sent = match serde_json::to_string(&message) {
            Ok(message) => self.queue.send(&message, Duration::ZERO).await,
            Err(error) => Err(Fault::defect("a message is no JSON").because(error)),
        };
        if let Err(fault) = sent {
            tracing::warn!(job = %head.job, chain = fault.chain(), "nobody was told that a slot is free");
        }
    }
}
