//! Looking after jobs that nobody has heard of in time.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use contract::port::Clock;
use contract::{Duty, DutyTrigger, env};
use fault::{Disposition, Fault};
use jobs::batch::HandoutEverywhere;
use jobs::{Everywhere, Office, UserLane};
use model::{JobId, Time};
use serde::{Deserialize, Serialize};
use store::{Directory, DuePointer};

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

/// What was done, by kind of recovery, and what could not be.
#[derive(Serialize, Default)]
pub struct Report {
    swept: BTreeMap<&'static str, u32>,
    failed: Vec<String>,
}

/// How much of one shard is read at one time.
const PAGE: usize = 25;
/// How long a sweep goes on to another page: the next one begins a minute after it, and Lambda ends it before that.
const PATIENCE: Duration = Duration::from_secs(40);

impl Duty for Sweep {
    const NAME: &'static str = "ops-sweep";
    const SUMMARY: &'static str =
        "Look after jobs that have been quiet for too long, and after lanes in use.";
    const TRIGGER: DutyTrigger = DutyTrigger::Schedule;
    const REASON: &'static str = "jobs of every workspace may be forgotten";

    type Env = Env;
    type Input = Tick;
    type Output = Report;

    async fn perform(env: Env, _: Tick) -> Result<Report, Fault> {
        let mut report = Report::default();
        let now = env.clock.now();
        for shard in 0..Directory::DUE_SHARDS {
            // A shard that cannot be read now is read by the next sweep; the others need not wait for that.
            if let Err(fault) = sweep_shard(&env, shard, now, &mut report).await {
                tracing::error!(
                    shard,
                    code = fault.code(),
                    chain = fault.chain(),
                    "a shard of what is due could not be read"
                );
                report.failed.push(format!("shard {shard}: {fault}"));
            }
        }
        Ok(report)
    }
}

async fn sweep_shard(env: &Env, shard: u8, now: Time, report: &mut Report) -> Result<(), Fault> {
    let mut after = None;
    loop {
        let page = env.directory.due(shard, now, after, PAGE).await?;
        for due in page.items {
            let office = env.everywhere.enter(due.workspace())?;
            // One thing that cannot be helped must not keep the others waiting.
            match look(env, &office, &due).await {
                Ok(what) => *report.swept.entry(what).or_default() += 1,
                Err(fault) => {
                    tracing::error!(%due, code = fault.code(), chain = fault.chain(), "what is due could not be helped");
                    report.failed.push(format!("{due}: {fault}"));
                    if let DuePointer::Job { job, .. } = due {
                        put_off(&office, job, &fault, now).await;
                    }
                }
            }
        }
        after = page.next;
        if after.is_none() || env.clock.now() > now.plus(PATIENCE) {
            return Ok(());
        }
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
