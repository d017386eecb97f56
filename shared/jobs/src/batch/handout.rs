//! Handing children out to whoever admits or cancels them.

use std::collections::BTreeSet;
use std::sync::Arc;

use contract::port::Queue;
use contract::{Grant, Need, Part, QueueName, System};
use fault::Fault;
use model::{BatchId, WorkspaceId};
use serde::{Deserialize, Serialize};

use super::Batch;
use crate::spine::Jobs;

/// What is to be done with a child.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// Take it in.
    Admit,
    /// End it, or see to it that it is not taken in.
    Cancel,
}

/// The message of one child, without its workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Message {
    ws: WorkspaceId,
    bat: BatchId,
    index: u32,
    #[serde(rename = "do")]
    deed: Deed,
}

/// Sends the children of a workspace's batches to be seen to.
#[derive(Clone)]
pub struct Handout {
    jobs: Jobs,
    workspace: WorkspaceId,
    queue: Arc<dyn Queue>,
}

impl Part for Handout {
    const NEEDS: &'static [Need] = &[Need::Table, Need::Queue(QueueName::Children)];

    fn open(grant: &Grant) -> Result<Self, Fault> {
        Ok(Self {
            jobs: <Jobs as Part>::open(grant)?,
            workspace: grant.workspace()?.id(),
            queue: grant.queue(QueueName::Children)?,
        })
    }
}

impl Handout {
    /// Sends every child of `batch`. After an error some may have been sent; the sweeper sends the rest.
    pub async fn all(&self, batch: &Batch, deed: Deed) -> Result<(), Fault> {
        self.send(batch.id, 0..batch.total, deed).await
    }

    async fn send(
        &self,
        bat: BatchId,
        indices: impl IntoIterator<Item = u32>,
        deed: Deed,
    ) -> Result<(), Fault> {
        let messages = indices
            .into_iter()
            .map(|index| serde_json::to_string(&Message { ws: self.workspace, bat, index, deed }))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| Fault::defect("a message is no JSON").because(error))?;
        self.queue.send_all(&messages).await
    }

    /// Looks at a batch that is due: sends again the children of which nothing has become, and those that are to end and have not.
    /// Answers how many. Once there are none, the batch is let be.
    pub async fn sweep(&self, batch: BatchId) -> Result<usize, Fault> {
        let batch = self.jobs.batch(batch).await?;
        let family = self.jobs.family(batch.id).await?;
        let known: BTreeSet<u32> = family.iter().map(|(child, _)| child.index).collect();
        let missing: Vec<_> = (0..batch.total).filter(|index| !known.contains(index)).collect();
        let unwanted: Vec<_> = family
            .iter()
            .filter(|_| batch.cancel_at.is_some())
            .filter(|(_, head)| {
                head.as_ref().is_some_and(|head| !head.status.is_terminal() && head.cancel_at.is_none())
            })
            .map(|(child, _)| child.index)
            .collect();
        let left = missing.len() + unwanted.len();
        self.send(batch.id, missing, Deed::Admit).await?;
        self.send(batch.id, unwanted, Deed::Cancel).await?;
        self.jobs.mind_batch(&batch, left > 0).await?;
        Ok(left)
    }
}

/// The batches of every workspace, for duties.
#[derive(Clone)]
pub struct HandoutEverywhere {
    grant: Grant,
    system: System,
}

impl Part for HandoutEverywhere {
    const NEEDS: &'static [Need] = Handout::NEEDS;

    fn open(grant: &Grant) -> Result<Self, Fault> {
        Ok(Self { system: System::open(grant)?, grant: grant.clone() })
    }
}

impl HandoutEverywhere {
    /// Enters one workspace.
    pub fn enter(&self, workspace: WorkspaceId) -> Result<Handout, Fault> {
        Handout::open(&self.grant.narrowed(self.system.enter(workspace)))
    }
}
