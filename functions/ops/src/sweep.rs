//! Looking after jobs that nobody has heard of in time.

use std::collections::BTreeMap;
use std::sync::Arc;

use contract::port::Clock;
use contract::{Duty, DutyTrigger, env};
use fault::{Disposition, Fault};
use jobs::{Everywhere, Jobs};
use model::{JobId, Time};
use serde::{Deserialize, Serialize};
use store::Directory;

use crate::reap::word;

/// Looks after every job that is due.
pub struct Sweep;

env! {
    /// What it holds.
    pub struct Env { everywhere: Everywhere, directory: Directory, clock: Arc<dyn Clock> }
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

/// How many jobs of one shard are looked at in one sweep.
const BATCH: usize = 25;

impl Duty for Sweep {
    const NAME: &'static str = "ops-sweep";
    const SUMMARY: &'static str = "Look after jobs that have been quiet for too long.";
    const TRIGGER: DutyTrigger = DutyTrigger::Schedule;
    const REASON: &'static str = "jobs of every workspace may be forgotten";

    type Env = Env;
    type Input = Tick;
    type Output = Report;

    async fn perform(env: Env, _: Tick) -> Result<Report, Fault> {
        let mut report = Report::default();
        let now = env.clock.now();
        for shard in 0..Directory::DUE_SHARDS {
            for due in env.directory.due(shard, now, BATCH).await? {
                let (jobs, launcher) = env.everywhere.enter(due.workspace)?;
                // One job that cannot be helped must not keep the others waiting.
                match jobs.sweep(&launcher, due.job).await {
                    Ok(recovery) => *report.swept.entry(word(recovery)).or_default() += 1,
                    Err(fault) => {
                        report.failed.push(format!("{}: {fault}", due.job));
                        put_off(&jobs, due.job, &fault, now).await;
                    }
                }
            }
        }
        Ok(report)
    }
}

/// Writes down why a job could not be helped, and looks at it again later: a shard's batch goes to those that have waited
/// longest, and a full batch of jobs that nobody can help would be all that any sweep ever sees. What may succeed the next
/// time keeps its place.
async fn put_off(jobs: &Jobs, job: JobId, fault: &Fault, now: Time) {
    tracing::error!(%job, code = fault.code(), chain = fault.chain(), "a due job could not be helped");
    if fault.disposition() == Disposition::Transient {
        return;
    }
    let later = async { jobs.look_again(&jobs.head(job).await?, now.plus(jobs::QUIET)).await };
    if let Err(fault) = later.await {
        tracing::error!(%job, chain = fault.chain(), "a job that could not be helped could not be put off");
    }
}

#[cfg(test)]
mod tests;
