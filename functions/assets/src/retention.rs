//! Removing what a project does not keep any longer.
//!
//! A project that keeps its media for some days only is found by the sweep once a day (`jobs::Project`). Then the workspace's assets
//! are read in the order of time, from where the last look came to, and those that are old enough and belong to the project
//! expire: their bytes go, their records stay and say so.

use std::collections::BTreeSet;
use std::time::Duration;

use contract::{Grant, Need, Part, System};
use fault::{Fault, Kind};
use jobs::{Jobs, Projects};
use media::assets::Removal;
use media::{Asset, Assets};
use model::project::Days;
use model::{JobId, ProjectId, Time, WorkspaceId};

/// What it takes to keep a workspace's media in bounds.
pub(crate) struct Keeper {
    pub(crate) assets: Assets,
    jobs: Jobs,
    projects: Projects,
}

impl Part for Keeper {
    const NEEDS: &'static [Need] = Assets::NEEDS;

    fn open(grant: &Grant) -> Result<Self, Fault> {
        Ok(Self {
            assets: Assets::open(grant)?,
            jobs: <Jobs as Part>::open(grant)?,
            projects: Projects::open(grant)?,
        })
    }
}

/// The same for every workspace.
pub(crate) struct Keepers {
    grant: Grant,
    system: System,
}

impl Part for Keepers {
    const NEEDS: &'static [Need] = Keeper::NEEDS;

    fn open(grant: &Grant) -> Result<Self, Fault> {
        Ok(Self { system: System::open(grant)?, grant: grant.clone() })
    }
}

impl Keepers {
    pub(crate) fn enter(&self, workspace: WorkspaceId) -> Result<Keeper, Fault> {
        Keeper::open(&self.grant.narrowed(self.system.enter(workspace)).lapped())
    }
}

/// How many assets are looked at in one go, and how many such looks a project gets in one sweep: the next sweep goes on.
const PAGE: usize = 100;
const PAGES: usize = 10;
/// When a project is looked at again after all that was over has gone.
const AGAIN: Duration = Duration::from_hours(24);

impl Keeper {
    /// Removes what `project` does not keep any longer, or a good part of it: no other page is begun after `until`. Answers how
    /// many assets expired.
    pub(crate) async fn keep(&self, project: ProjectId, now: Time, until: Time) -> Result<u32, Fault> {
        let days = match self.projects.get(project).await {
            Err(fault) if fault.kind() == Kind::NotFound => return Ok(0),
            view => view?.project.settings.retention_days,
        };
        let Some(days) = days else {
            self.projects.look_again(project, None).await?;
            return Ok(0);
        };
        let needed: BTreeSet<_> = self.jobs.references().await?.into_iter().map(|(name, _)| name).collect();
        let mut progress = self.assets.retained(project).await?;
        let mut expired = 0;
        // The moment itself included: ids are compared by what they begin with.
        let before = now.minus(days.duration()).plus(Duration::from_millis(1));
        for _ in 0..PAGES {
            if self.assets.store().clock().now() > until {
                break;
            }
            let page = self.assets.older_than(&progress, before, PAGE).await?;
            for asset in self.over(&page.assets, project, days, now).await? {
                let names = [Some(asset.id.to_string()), asset.job.map(|job| job.to_string())];
                // What an open render follows stays until that has ended: the next walk begins before it.
                if !names.iter().flatten().any(|name| needed.contains(name)) {
                    self.assets.remove(asset.id, Removal::Expired).await?;
                    expired += 1;
                }
            }
            progress = page.progress;
            self.assets.retain_to(project, &progress).await?;
            if page.is_last {
                self.projects.look_again(project, Some(now.plus(AGAIN))).await?;
                break;
            }
        }
        Ok(expired)
    }

    /// Those of `assets` that belong to `project` and are over: by when they came, whatever they sort by.
    async fn over<'a>(
        &self,
        assets: &'a [Asset],
        project: ProjectId,
        days: Days,
        now: Time,
    ) -> Result<Vec<&'a Asset>, Fault> {
        let old: Vec<_> =
            assets.iter().filter(|asset| asset.is_live() && days.after(asset.created_at) <= now).collect();
        let jobs: Vec<JobId> = old.iter().filter_map(|asset| asset.job).collect();
        let projects = self.jobs.projects_of(&jobs).await?;
        let of = |asset: &Asset| asset.project.or_else(|| projects.get(&asset.job?).copied());
        Ok(old.into_iter().filter(|asset| of(asset) == Some(project)).collect())
    }
}

#[cfg(test)]
mod tests;
