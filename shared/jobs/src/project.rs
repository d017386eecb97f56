//! Projects: what a workspace's renders belong to, what they may spend, and what they are like.
//!
//! A project is two items: what people say about it (`PRJ`), with a version that they compare and set, and its wallet (`WAL`), which
//! money moves without moving the version. Whatever concerns both is one transaction: a budget is the cap of the wallet, and the
//! archive is the wallet closed, so that admission learns of both from the wallet that it touches anyway.

use contract::port::table::{Attr, Guard};
use contract::{Grant, Need, Part, Workspace};
use fault::{Current, Fault, Kind as FaultKind};
use futures::future::try_join;
use model::project::{Description, ProjectName, Settings};
use model::time::millis;
use model::{ProjectId, Time, UsdMicros, UserId};
use serde::{Deserialize, Serialize};
use store::record::nested;
use store::{Address, Change, Commit, Kind, Listing, Range, SortKey, Store};

use crate::Wallet;
use crate::spine::read;
use crate::wallet::Purse;

pub mod draft;

mod change;
mod end;
mod retention;

pub use change::{Budget, Edited};
pub use draft::{Draft, Drafts};
pub use end::Gone;

const ARCHIVED_AT: Attr = Attr("archived_at");

/// A project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// Which one.
    pub id: ProjectId,
    /// What people call it.
    pub name: String,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Description>,
    /// What its renders are like where their requests say nothing.
    #[serde(default, with = "nested", skip_serializing_if = "Settings::is_empty")]
    pub settings: Settings,
    /// Counts its changes. Money moves without it.
    pub version: u64,
    /// When it was made.
    #[serde(with = "millis")]
    pub created_at: Time,
    /// When it was changed last.
    #[serde(default, with = "millis::option", skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Time>,
    /// Who made or changed it last. Not known of what was made before this was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_by: Option<UserId>,
    /// Since when it is in the archive.
    #[serde(default, with = "millis::option", skip_serializing_if = "Option::is_none")]
    pub archived_at: Option<Time>,
    /// Where the sweep of media finds it, if it keeps them for some days only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gdp: Option<String>,
    /// When the sweep looks at it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gds: Option<String>,
}

/// A project with its money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectView {
    /// What people say about it.
    pub project: Project,
    /// Its wallet. A project from before every project had one gets it with its next render, its first budget or in the archive.
    pub wallet: Option<Wallet>,
}

/// The projects of one workspace.
#[derive(Clone)]
pub struct Projects {
    store: Store,
}

impl Part for Projects {
    const NEEDS: &'static [Need] = Store::NEEDS;

    fn open(grant: &Grant) -> Result<Self, Fault> {
        Ok(Self::new(Store::open(grant)?))
    }
}

impl Project {
    /// The project that a render belongs to when it names none: one for each workspace, derived from it, so that nobody races
    /// to make it.
    pub fn default_of(workspace: Workspace) -> ProjectId {
        ProjectId::derived(&workspace.id().to_string())
    }

    /// A project that nobody has changed yet.
    pub fn new(id: ProjectId, name: &ProjectName, by: UserId, now: Time) -> Self {
        Self { updated_by: Some(by), ..Self::named(id, name.as_str(), now) }
    }

    fn named(id: ProjectId, name: &str, now: Time) -> Self {
        Self {
            id,
            name: name.to_owned(),
            description: None,
            settings: Settings::default(),
            version: 1,
            created_at: now,
            updated_at: None,
            updated_by: None,
            archived_at: None,
            gdp: None,
            gds: None,
        }
    }

    /// Creates the default project of a workspace.
    pub fn create_default(workspace: Workspace, now: Time) -> Result<Change, Fault> {
        let id = Self::default_of(workspace);
        Change::create(Self::address(id), &Self::named(id, "Default", now))
    }

    /// Creates the wallet of the default project, without a budget: what is spent is counted from the first render on.
    pub fn create_default_wallet(workspace: Workspace) -> Result<Change, Fault> {
        create_wallet(Self::default_of(workspace), &Wallet::of_budget(None))
    }

    pub(crate) fn address(project: ProjectId) -> Address {
        Address::new(Kind::PRJ, SortKey::id(&project))
    }

    /// Checks, for something that is to come into `project`, that it is there and not in the archive. [`Project::closed_to`] says what
    /// a refusal means.
    pub fn check_open(project: ProjectId) -> Change {
        let open = Guard::All(vec![Guard::Present, Guard::Unset(ARCHIVED_AT)]);
        Change::check(Self::address(project), open)
    }

    /// Why nothing comes into `project`, of which `there` is left: 404, or 409 in the archive.
    pub fn closed_to(project: ProjectId, there: Option<&Self>) -> Fault {
        let detail = format!(
            "{project} is in the archive, and nothing new comes into it. Take it out, or name another."
        );
        let archived = Fault::new(FaultKind::Conflict, "project-archived", detail);
        there.map_or_else(Fault::not_found, |_| archived).at("/project")
    }

    /// What a client is told that has seen another version.
    pub(crate) fn current(&self) -> Current {
        Current {
            etag: format!("\"{}\"", self.version),
            changed_at: self.updated_at.unwrap_or(self.created_at),
            changed_by: self.updated_by,
        }
    }
}

pub(crate) fn create_wallet(project: ProjectId, wallet: &Wallet) -> Result<Change, Fault> {
    Change::create(Purse::Project(project).address(), wallet)
}

impl ProjectView {
    /// A project that nobody has spent anything in; 422 when there is no such budget.
    pub fn unspent(project: Project, budget: Budget) -> Result<Self, Fault> {
        Ok(Self { project, wallet: Some(Wallet::of_budget(budget.amount()?)) })
    }

    /// What it may spend in all; `None` when nothing but the workspace's money limits it.
    pub fn budget(&self) -> Option<UsdMicros> {
        self.wallet.and_then(|wallet| wallet.budget())
    }

    /// 412 unless it has the version that a client has seen, if that says which.
    pub(crate) fn check(&self, seen: Option<u64>) -> Result<(), Fault> {
        match seen {
            Some(version) if version != self.project.version => Err(Fault::stale(self.project.current())),
            _ => Ok(()),
        }
    }
}

/// The most reads of a list that is filtered: a page may be short of items then, and its cursor goes on.
const READS: usize = 4;

impl Projects {
    /// The projects in `store`'s workspace.
    pub fn new(store: Store) -> Self {
        Self { store }
    }

    /// Creates a project with its wallet, in one transaction with `before`. A refusal that is answered is one of `before`.
    pub async fn create(&self, view: &ProjectView, before: &[Change]) -> Result<Commit, Fault> {
        let ProjectView { project, wallet } = view;
        let mut changes = before.to_vec();
        changes.push(Change::create(Project::address(project.id), &project.clone().watched(self.now()))?);
        changes.push(create_wallet(project.id, &wallet.unwrap_or_else(|| Wallet::of_budget(None)))?);
        match self.store.commit(changes).await? {
            Commit::Refused(refused) if refused.index >= before.len() => {
                Err(Fault::unavailable(format!("{} exists already", project.id)))
            }
            answered => Ok(answered),
        }
    }

    /// A project with its money; 404 when there is none.
    pub async fn get(&self, project: ProjectId) -> Result<ProjectView, Fault> {
        let found =
            self.store.find_all(&[Project::address(project), Purse::Project(project).address()]).await?;
        let [project, wallet] = found.as_slice() else {
            return Err(Fault::defect("a batch read answered another number of items than it was asked for"));
        };
        let project = read(project.as_ref())?.ok_or_else(Fault::not_found)?;
        Ok(ProjectView { project, wallet: read(wallet.as_ref())? })
    }

    /// A page of projects, newest first, all or those in or outside of the archive.
    pub async fn list(
        &self,
        archived: Option<bool>,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Listing<ProjectView>, Fault> {
        let range = Range::of(Kind::PRJ).starting_at(&SortKey::word("prj")).newest_first();
        let mut items: Vec<Project> = Vec::new();
        let mut next = cursor.map(str::to_owned);
        for _ in 0..READS {
            let page = self.store.list::<Project>(&range, next.as_deref(), limit - items.len()).await?;
            let fits =
                |project: &Project| archived.is_none_or(|wanted| wanted == project.archived_at.is_some());
            items.extend(page.items.into_iter().filter(fits));
            next = page.next_cursor;
            if next.is_none() || items.len() == limit {
                break;
            }
        }
        let addresses: Vec<_> = items.iter().map(|project| Purse::Project(project.id).address()).collect();
        let wallets = if addresses.is_empty() { Vec::new() } else { self.store.find_all(&addresses).await? };
        let views = items
            .into_iter()
            .zip(wallets)
            .map(|(project, wallet)| Ok::<_, Fault>(ProjectView { project, wallet: read(wallet.as_ref())? }));
        Ok(Listing { items: views.collect::<Result<_, _>>()?, next_cursor: next })
    }

    /// What people say about `project`, and beside it what `other` finds under it; 404 when there is no such project.
    pub async fn beside<T>(
        &self,
        project: ProjectId,
        other: impl Future<Output = Result<T, Fault>>,
    ) -> Result<(Project, T), Fault> {
        let address = Project::address(project);
        try_join(self.store.get::<Project>(&address), other).await
    }

    /// The project that renders belong to which name none.
    pub fn default_id(&self) -> ProjectId {
        Project::default_of(self.store.scope())
    }

    pub(crate) fn now(&self) -> Time {
        self.store.clock().now()
    }

    fn restless<T>(project: ProjectId) -> Result<T, Fault> {
        Err(Fault::unavailable(format!("{project} never stood still")))
    }
}

#[cfg(test)]
mod tests;
