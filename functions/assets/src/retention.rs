//! Removing what a project does not keep any longer.
//!
//! A project that keeps its media for some days only is found by the sweep once a day (`jobs::Project`). Then the workspace's assets
//! are read in the order of time, from where the last look came to, and those that are old enough and belong to the project
//! expire: their bytes go, their records stay and say so.
//!
//! Whatever its project says, an asset ends with the stack's own lifetime. It is found by its age, and ends a day before the bucket's
//! rule would take an output, so that whatever has a record has its bytes. An original is under no such rule: its bytes go when the
//! last asset that shares them has ended (`docs/adr/0016`).

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use contract::{Grant, Need, Part, Setting, System};
use fault::{Fault, Kind};
use jobs::{Jobs, Projects};
use media::assets::Removal;
use media::{Asset, Assets};
use model::project::Days;
use model::{AssetId, JobId, ProjectId, Time, WorkspaceId};

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

/// For how long a stack keeps media at most, whatever their projects say: the parameter `MediaRetentionDays`.
const RETENTION: Setting = Setting {
    name: "MEDIA_RETENTION_DAYS",
    about: "after how many days the bucket removes what renders made; assets end a day before",
    check: |value| days(value).map(|_| ()),
};

/// How long an asset lives at most.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lifetime(Duration);

impl Part for Lifetime {
    const NEEDS: &'static [Need] = &[Need::Setting(&RETENTION)];

    fn open(grant: &Grant) -> Result<Self, Fault> {
        let value = grant.settings().get(&RETENTION).unwrap_or_default();
        let days = days(value).map_err(|why| Fault::defect(format!("{}: {why}", RETENTION.name)))?;
        Ok(Self(DAY * days))
    }
}

impl Lifetime {
    /// Whatever came before this is over at `now`. A day before the bucket's rule takes its object, so that no record names what
    /// has gone.
    pub(crate) fn over(self, now: Time) -> Time {
        now.minus(self.0.saturating_sub(DAY))
    }

    /// Whether the bucket's rule may take an output of this age at any moment.
    fn is_past(self, asset: &Asset, now: Time) -> bool {
        asset.created_at <= now.minus(self.0)
    }
}

const DAY: Duration = Duration::from_hours(24);

fn days(value: &str) -> Result<u32, String> {
    match value.parse() {
        Ok(days) if days >= 2 => Ok(days),
        _ => Err(format!("`{value}` is no whole number of days from 2 on")),
    }
}

/// How many assets are looked at in one go, and how many such looks a project gets in one sweep: the next sweep goes on.
const PAGE: usize = 100;
const PAGES: usize = 10;

/// What open renders refer to, by name.
pub(crate) struct Needed(BTreeSet<String>);

impl Needed {
    fn has(&self, asset: &Asset) -> bool {
        let names = [Some(asset.id.to_string()), asset.job.map(|job| job.to_string())];
        names.iter().flatten().any(|name| self.0.contains(name))
    }
}

impl Keeper {
    /// What open renders refer to. A render that is admitted in this moment may be missed: it then fails in its first stage and costs
    /// nothing.
    pub(crate) async fn needed(&self) -> Result<Needed, Fault> {
        Ok(Needed(self.jobs.references().await?.into_iter().map(|(name, _)| name).collect()))
    }

    /// Ends an asset that the stack does not keep any longer. What an open render follows stays until that has ended, but an
    /// output no longer than the bucket keeps it. Answers whether it expired.
    pub(crate) async fn end(
        &self,
        asset: AssetId,
        lifetime: Lifetime,
        needed: &Needed,
    ) -> Result<bool, Fault> {
        let store = self.assets.store();
        let Some(asset) = store.find::<Asset>(&Asset::address(asset)).await? else { return Ok(false) };
        let may_stay =
            self.assets.object(&asset)?.is_kept() || !lifetime.is_past(&asset, store.clock().now());
        if !asset.is_live() || (may_stay && needed.has(&asset)) {
            return Ok(false);
        }
        self.assets.remove(asset.id, Removal::Expired).await?;
        Ok(true)
    }

    /// Removes what `project` does not keep any longer, or a good part of it: nothing more is begun after `until`. Answers how
    /// many assets expired.
    pub(crate) async fn keep(&self, project: ProjectId, now: Time, until: Time) -> Result<u32, Fault> {
        let found = match self.projects.get(project).await {
            Err(fault) if fault.kind() == Kind::NotFound => return Ok(0),
            view => view?.project,
        };
        let Some(days) = found.settings.retention_days else {
            self.projects.look_again(&found, None).await?;
            return Ok(0);
        };
        let needed = self.needed().await?;
        let mut progress = self.assets.retained(project).await?;
        let mut expired = 0;
        // The moment itself included: ids are compared by what they begin with.
        let before = now.minus(days.duration()).plus(Duration::from_millis(1));
        for _ in 0..PAGES {
            let page = self.assets.older_than(&progress, before, PAGE).await?;
            for asset in self.over(&page.assets, project, days, now).await? {
                if self.assets.store().clock().now() > until {
                    return Ok(expired);
                }
                // What an open render follows stays until that has ended: the next walk begins before it.
                if !needed.has(asset) {
                    self.assets.remove(asset.id, Removal::Expired).await?;
                    expired += 1;
                }
            }
            progress = page.progress;
            self.assets.retain_to(project, &progress).await?;
            if page.is_last {
                self.projects.look_again(&found, Some(now.plus(DAY))).await?;
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
        let of = projects_of(&self.jobs, old.iter().copied()).await?;
        Ok(old.into_iter().filter(|asset| of.get(&asset.id) == Some(&project)).collect())
    }
}

/// The projects of assets: what was uploaded says it, what a render made belongs to the render's.
pub(crate) async fn projects_of<'a>(
    jobs: &Jobs,
    assets: impl IntoIterator<Item = &'a Asset> + Clone,
) -> Result<BTreeMap<AssetId, ProjectId>, Fault> {
    let made: Vec<JobId> = assets.clone().into_iter().filter_map(|asset| asset.job).collect();
    let projects = jobs.projects_of(&made).await?;
    let of = |asset: &Asset| asset.project.or_else(|| projects.get(&asset.job?).copied());
    Ok(assets.into_iter().filter_map(|asset| Some((asset.id, of(asset)?))).collect())
}

#[cfg(test)]
mod tests;
