//! Looking after jobs that nobody has heard of in time.

use std::sync::Arc;
use std::time::Duration;

use contract::port::Clock;
use contract::{Duty, DutyTrigger, env};
use fault::{Disposition, Fault};
use jobs::batch::HandoutEverywhere;
use jobs::{Everywhere, Office, UserLane};
use model::{JobId, Time};
use serde::Deserialize;
use store::{Attend, Directory, DuePart, DuePointer, Swept};

use crate::reap::word;

/// Looks after every job that is due.
pub struct Sweep;

env! {
    /// What it holds.
    pub struct Env {
        everywhere: Everywhere,
        batches: HandoutEverywhere,
        directory: Directory,
        clock: Arc<dyn Clock>,
    }
}

/// The schedule's event; nothing in it matters.
#[derive(Deserialize)]
pub struct Tick {}

/// How long a sweep goes on to another thing: the next one begins a minute after it, and Lambda ends it before that.
const PATIENCE: Duration = Duration::from_secs(40);

impl Duty for Sweep {
    const NAME: &'static str = "ops-sweep";
    const SUMMARY: &'static str =
        "Look after jobs that have been quiet for too long, and after lanes in use.";
    const TRIGGER: DutyTrigger = DutyTrigger::Schedule;
    const REASON: &'static str = "jobs of every workspace may be forgotten";

    type Env = Env;
    type Input = Tick;
    type Output = Swept;

    async fn perform(env: Env, _: Tick) -> Result<Swept, Fault> {
        let mut report = Swept::default();
        let now = env.clock.now();
        let until = (env.clock.as_ref(), now.plus(PATIENCE));
        for shard in 0..Directory::DUE_SHARDS {
            env.directory.sweep(DuePart::Shard(shard), now, until, &mut &env, &mut report).await;
        }
        Ok(report)
    }
}

impl Attend for &Env {
    async fn attend(&mut self, due: &DuePointer) -> Result<&'static str, Fault> {
        let office = self.everywhere.enter(due.workspace())?;
        let done = look(self, &office, due).await;
        if let (Err(fault), DuePointer::Job { job, .. }) = (&done, due) {
            put_off(&office, *job, fault, self.clock.now()).await;
        }
        done
    }
}

/// Does what one due thing needs, and says it in a word.
async fn look(env: &Env, office: &Office, due: &DuePointer) -> Result<&'static str, Fault> {
    match due {
        DuePointer::Job { job, .. } => office.sweep(*job).await.map(word),
        DuePointer::Lane { .. } => {
            let lane = UserLane::named(due).ok_or_else(|| Fault::defect(format!("{due} is no lane")))?;
            let found = office.jobs.sweep_lane(&office.launcher, lane).await?;
            Ok(if found { "lane_served" } else { "lane_seen" })
        }
        // They lie in a partition of their own, which `assets-sweep` reads.
        DuePointer::Asset { .. } | DuePointer::Upload { .. } | DuePointer::Project { .. } => {
            Err(Fault::defect(format!("{due} is none of ours")))
        }
        DuePointer::Batch { workspace, batch } => {
            let left = env.batches.enter(*workspace)?.sweep(*batch).await?;
            Ok(if left > 0 { "batch_handed_out" } else { "batch_seen" })
        }
    }
}

/// Looks again later at a job that could not be helped: those that have waited longest come first, and enough jobs that nobody
/// can help would be all that any sweep ever sees. What may succeed the next time keeps its place.
async fn put_off(office: &Office, job: JobId, fault: &Fault, now: Time) {
    if fault.disposition() == Disposition::Transient {
        return;
    }
    let later = async { office.jobs.look_again(&office.jobs.head(job).await?, now.plus(jobs::QUIET)).await };
    if let Err(fault) = later.await {
        tracing::error!(%job, chain = fault.chain(), "a job that could not be helped could not be put off");
    }
}

#[cfg(test)]
mod tests;
