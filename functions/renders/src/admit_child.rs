//! Taking in one render of a batch, or ending it.

use contract::{Consumer, QueueName, env};
use fault::{Disposition, Fault};
use jobs::batch::{ChildOrder, Deed, Kept, batch_canceled};
use jobs::{Line, Place};
use model::BatchId;
use model::project::Settings;
use serde::{Deserialize, Serialize};
use store::IdempotencyKey;

use crate::batch::Order;
use crate::intake::{self, Intake, Intent};

/// Sees to one render of a batch. A message that comes twice admits once: the render's idempotency key is made of its batch and
/// its number.
pub struct AdmitChild;

env! {
    /// What it holds.
    pub struct Env { intake: Intake, line: Line }
}

/// Which render of which batch, and what is to be done with it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Message {
    bat: BatchId,
    index: u32,
    #[serde(rename = "do")]
    deed: Deed,
}

/// Behind the renders that their owner asks for one by one.
const PRIORITY: u32 = 2;

impl Consumer for AdmitChild {
    const NAME: &'static str = "renders-admit-child";
    const SUMMARY: &'static str = "Take in one render of a batch, or end it.";
    const QUEUE: QueueName = QueueName::Children;

    type Env = Env;
    type Message = Message;

    async fn consume(env: Env, Message { bat, index, deed }: Message, _: u32) -> Result<(), Fault> {
        match deed {
            Deed::Admit => admit(&env, bat, index).await,
            Deed::Cancel => cancel(&env, bat, index).await,
        }
    }
}

async fn admit(env: &Env, bat: BatchId, index: u32) -> Result<(), Fault> {
    let jobs = &env.intake.jobs;
    if jobs.child(bat, index).await?.is_some_and(|child| child.job.is_some()) {
        return Ok(());
    }
    let order = jobs.child_order(bat, index).await?;
    if order.batch.cancel_at.is_some() {
        return jobs.drop_child(bat, index, batch_canceled(bat)).await;
    }
    match take(env, &order, index).await {
        Ok(job) => match jobs.keep_child(bat, index, job).await? {
            Kept::Yes => Ok(()),
            Kept::Unwanted => jobs.cancel(&env.line, job).await.map(drop),
        },
        // What is refused stays refused: the others go on, and this one says why.
        Err(fault) if fault.disposition() == Disposition::Rejected => {
            jobs.drop_child(bat, index, fault.problem(&bat.to_string())).await
        }
        Err(fault) => Err(fault),
    }
}

async fn take(env: &Env, child: &ChildOrder, index: u32) -> Result<model::JobId, Fault> {
    let name = format!("{}#{index}", child.batch.id);
    let order: Order = intake::from_json(&child.batch.order)?;
    let wanted = order.wanted(&child.prompt, child.variant as usize, &name)?;
    let intent = Intent {
        user: child.batch.user,
        project: child.batch.project,
        place: Place::Line { priority: PRIORITY },
        route: AdmitChild::NAME,
        key: &IdempotencyKey::parse(&name)?,
        // Whatever the project says by the time at which the message comes again, it is the same child.
        hash: &intake::digest(&wanted.resolve(&Settings::default())?)?,
        wanted,
    };
    Ok(env.intake.take(&intent).await?.render.id)
}

async fn cancel(env: &Env, bat: BatchId, index: u32) -> Result<(), Fault> {
    let jobs = &env.intake.jobs;
    match jobs.child(bat, index).await?.and_then(|child| child.job) {
        Some(job) => jobs.cancel(&env.line, job).await.map(drop),
        None => jobs.drop_child(bat, index, batch_canceled(bat)).await,
    }
}

#[cfg(test)]
mod tests;
