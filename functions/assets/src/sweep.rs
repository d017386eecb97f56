//! Removing what nobody completed, what was removed half-way, and what a project does not keep any longer.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use contract::port::Clock;
use contract::{Duty, DutyTrigger, env};
use fault::Fault;
use model::Time;
use serde::{Deserialize, Serialize};
use store::{Directory, DuePointer};

use crate::retention::Keepers;

/// Removes what is due.
pub struct Sweep;

env! {
    /// What it holds.
    pub struct Env { keepers: Keepers, directory: Directory, clock: Arc<dyn Clock> }
}

/// The schedule's event; nothing in it matters.
#[derive(Deserialize)]
pub struct Tick {}

/// What was done, by what it was done to, and what could not be.
#[derive(Serialize, Default)]
pub struct Report {
    swept: BTreeMap<&'static str, u32>,
    failed: Vec<String>,
}

/// How much is read at one time.
const PAGE: usize = 25;
/// How long a sweep goes on to another thing that is due, or to another hundred assets of a project. Removing these hundred may
/// take 20 s, and what is left is met by the next sweep.
const PATIENCE: Duration = Duration::from_secs(30);

impl Duty for Sweep {
    const NAME: &'static str = "assets-sweep";
    const SUMMARY: &'static str =
        "Remove abandoned uploads, assets that were removed half-way, and media whose time is over.";
    const TRIGGER: DutyTrigger = DutyTrigger::Schedule;
    const REASON: &'static str = "uploads of every workspace may be abandoned";

    type Env = Env;
    type Input = Tick;
    type Output = Report;

    async fn perform(env: Env, _: Tick) -> Result<Report, Fault> {
        let mut report = Report::default();
        let now = env.clock.now();
        let until = now.plus(PATIENCE);
        let mut after = None;
        loop {
            let page = env.directory.media_due(now, after, PAGE).await?;
            for due in page.items {
                if env.clock.now() > until {
                    return Ok(report);
                }
                // One that cannot be helped must not keep the others.
                match look(&env, &due, until).await {
                    Ok(what) => *report.swept.entry(what).or_default() += 1,
                    Err(fault) => {
                        tracing::error!(%due, code = fault.code(), chain = fault.chain(), "what is due could not be removed");
                        report.failed.push(format!("{due}: {fault}"));
                    }
                }
            }
            after = page.next;
            if after.is_none() {
                return Ok(report);
            }
        }
    }
}

async fn look(env: &Env, due: &DuePointer, until: Time) -> Result<&'static str, Fault> {
    let keeper = env.keepers.enter(due.workspace())?;
    match due {
        DuePointer::Upload { upload, .. } => keeper.assets.abandon(*upload).await.map(|()| "upload"),
        DuePointer::Asset { asset, .. } => keeper.assets.finish_removal(*asset).await.map(|()| "asset"),
        DuePointer::Project { project, .. } => {
            let expired = keeper.keep(*project, env.clock.now(), until).await?;
            Ok(if expired > 0 { "project_shortened" } else { "project" })
        }
        _ => Err(Fault::defect(format!("{due} is nothing of media"))),
    }
}

#[cfg(test)]
mod tests;
