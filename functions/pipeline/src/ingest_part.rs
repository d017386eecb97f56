//! Decodes, measures and registers one of several files.
//!
//! One message is one invocation, so a worker's memory holds one decoded picture, however many a render has: more pictures take
//! more workers and never a larger one.

use std::sync::Arc;

use contract::port::Clock;
use contract::{Consumer, QueueName, env};
use fault::{Disposition, Fault};
use jobs::latch::PartOf;
use jobs::{FanOut, JobView, Jobs, Launcher, Opened};
use media::Media;
use model::StageName;
use store::Store;

use crate::picture::{examine, register};
use crate::submit::Landed;

/// The consumer.
pub struct IngestPart;

env! {
    /// What it holds.
    pub struct Env { jobs: Jobs, launcher: Launcher, media: Media, store: Store, clock: Arc<dyn Clock> }
}

impl Consumer for IngestPart {
    const NAME: &'static str = "pipeline-ingest-part";
    const SUMMARY: &'static str = "Decode, measure and register one of several files.";
    const QUEUE: QueueName = QueueName::Parts;

    type Env = Env;
    type Message = PartOf;

    async fn consume(env: Env, message: PartOf, _: u32) -> Result<(), Fault> {
        let step = message.step();
        let Opened::Ours(view) = env.jobs.open(&step).await? else { return Ok(()) };
        if view.checkpoint(step.r#try, StageName::Ingest).is_some() {
            // What the parts found was joined: another picture would belong to nothing.
            return Ok(());
        }
        let fan_out = FanOut::of(&step, StageName::Ingest);
        let latch = env.jobs.latch(fan_out).await?;
        let latch = latch.ok_or_else(|| Fault::defect(format!("{} has no latch for its parts", step.job)))?;
        if latch.is_done(message.part) {
            // Whoever did it may have died before it could end the wait.
            env.jobs.look_at_latch(&env.launcher, fan_out).await?;
            return Ok(());
        }
        work(&env, &view, fan_out, message.part).await
    }
}

/// A file that is no picture is given up at once: no worker will ever find one in it. What may work the next time comes again.
async fn work(env: &Env, view: &JobView, fan_out: FanOut, part: u32) -> Result<(), Fault> {
    let landed = Landed::of(view, fan_out.r#try)?;
    match examine(&env.media, &env.clock, fan_out.job, landed.key(part)?).await {
        Ok(asset) => {
            let picture = register(&env.store, asset).await?;
            let result = serde_json::to_value(picture)
                .map_err(|error| Fault::defect("a picture is no JSON").because(error))?;
            env.jobs.finish_part(&env.launcher, fan_out, part, result).await?;
        }
        Err(fault) if fault.disposition() == Disposition::Rejected => {
            let problem = fault.problem(&format!("{}-{}", fan_out.job, fan_out.run));
            env.jobs.give_up_part(&env.launcher, fan_out, part, &problem).await?;
        }
        Err(fault) => return Err(fault),
    }
    Ok(())
}

#[cfg(test)]
mod tests;
