//! Removing what nobody completed, what was removed half-way, and what is not kept any longer: by its project, or at all.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;
use std::time::Duration;

use contract::port::Clock;
use contract::{Duty, DutyTrigger, env};
use fault::Fault;
use model::{Time, WorkspaceId};
use serde::Deserialize;
use store::{Attend, Directory, DuePart, DuePointer, Swept};

use crate::retention::{Keepers, Lifetime, Needed};

/// Removes what is due.
pub struct Sweep;

env! {
    /// What it holds.
    pub struct Env { keepers: Keepers, lifetime: Lifetime, directory: Directory, clock: Arc<dyn Clock> }
}

/// The schedule's event; nothing in it matters.
#[derive(Deserialize)]
pub struct Tick {}

/// How long a sweep goes on to another thing that is due, and then to another asset that is old; the next sweep goes on. One that
/// was begun is brought to its end.
const PATIENCE: Duration = Duration::from_mins(2);

impl Duty for Sweep {
    const NAME: &'static str = "assets-sweep";
    const SUMMARY: &'static str =
        "Remove abandoned uploads, assets that were removed half-way, and media whose time is over.";
    const TRIGGER: DutyTrigger = DutyTrigger::Schedule;
    const REASON: &'static str = "uploads of every workspace may be abandoned";

    type Env = Env;
    type Input = Tick;
    type Output = Swept;

    async fn perform(env: Env, _: Tick) -> Result<Swept, Fault> {
        let mut report = Swept::default();
        let now = env.clock.now();
        let (first, second) = (now.plus(PATIENCE), now.plus(PATIENCE * 2));
        let clock = env.clock.as_ref();
        let mut due = Due { env: &env, now, until: first };
        env.directory.sweep(DuePart::Media, now, (clock, first), &mut due, &mut report).await;
        let mut old = Old { env: &env, needed: BTreeMap::new() };
        env.directory
            .sweep(DuePart::Age, env.lifetime.over(now), (clock, second), &mut old, &mut report)
            .await;
        Ok(report)
    }
}

/// What somebody has to look at.
struct Due<'a> {
    env: &'a Env,
    now: Time,
    until: Time,
}

impl Attend for Due<'_> {
    async fn attend(&mut self, due: &DuePointer) -> Result<&'static str, Fault> {
        let keeper = self.env.keepers.enter(due.workspace())?;
        match due {
            DuePointer::Upload { upload, .. } => keeper.assets.abandon(*upload).await.map(|()| "upload"),
            DuePointer::Asset { asset, .. } => keeper.assets.finish_removal(*asset).await.map(|()| "asset"),
            DuePointer::Project { project, .. } => {
                let expired = keeper.keep(*project, self.now, self.until).await?;
                Ok(if expired > 0 { "project_shortened" } else { "project" })
            }
            _ => Err(Fault::defect(format!("{due} is nothing of media"))),
        }
    }
}

/// What no project may keep any longer.
struct Old<'a> {
    env: &'a Env,
    /// Read once for each workspace: many assets of one are old at one time.
    needed: BTreeMap<WorkspaceId, Needed>,
}

impl Attend for Old<'_> {
    async fn attend(&mut self, due: &DuePointer) -> Result<&'static str, Fault> {
        let DuePointer::Asset { asset, workspace } = due else {
            return Err(Fault::defect(format!("{due} is no asset")));
        };
        let keeper = self.env.keepers.enter(*workspace)?;
        let needed = match self.needed.entry(*workspace) {
            Entry::Occupied(read) => read.into_mut(),
            Entry::Vacant(place) => place.insert(keeper.needed().await?),
        };
        let expired = keeper.end(*asset, self.env.lifetime, needed).await?;
        Ok(if expired { "asset_expired" } else { "asset_needed" })
    }
}

#[cfg(test)]
mod tests;
