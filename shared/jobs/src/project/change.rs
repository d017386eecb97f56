//! Changing a project: what people say about it, its budget, the archive.

use contract::port::table::{Attr, Edit, Guard};
use fault::Fault;
use model::project::{Description, ProjectName, Settings};
use model::{ProjectId, UsdMicros, UserId};
use store::{Change, Commit, Record as _, Refused};

use super::{ARCHIVED_AT, Project, ProjectView, Projects, create_wallet};
use crate::Wallet;
use crate::head::{DUE_SHARD, DUE_SORT};
use crate::spine::{TRIES, next_version};
use crate::wallet::Purse;

/// What a project may spend in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget(pub Option<UsdMicros>);

impl Budget {
    /// The amount, checked; `None` when nothing limits it.
    pub(crate) fn amount(self) -> Result<Option<UsdMicros>, Fault> {
        match self.0 {
            Some(amount) if amount < UsdMicros::ZERO || amount >= Wallet::NO_BUDGET => {
                let most = Wallet::NO_BUDGET.get() - 1;
                let detail = format!(
                    "A budget is 0 to {most} micro-USD, where 0 lets nothing be spent; `null` means that there is none."
                );
                Err(Fault::invalid("/budget_usd_micros", detail))
            }
            amount => Ok(amount),
        }
    }
}

/// What is to be another; what is `None` stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edited {
    /// What people call it.
    pub name: Option<ProjectName>,
    /// What it is about; `Some(None)` takes that away.
    pub description: Option<Option<Description>>,
    /// What it may spend.
    pub budget: Option<Budget>,
    /// What its renders are like.
    pub settings: Option<Settings>,
}

impl Projects {
    /// Changes what people say about a project, if it has still the version `seen`; 412 with what is there when it has another.
    ///
    /// A budget below what is spent and held is taken: nothing more is held then, until enough comes back. What is spent does not
    /// come back.
    pub async fn change(
        &self,
        project: ProjectId,
        seen: u64,
        by: UserId,
        edited: &(dyn Fn(&Project) -> Result<Edited, Fault> + Sync),
    ) -> Result<ProjectView, Fault> {
        for _ in 0..TRIES {
            let view = self.get(project).await?;
            view.check(Some(seen))?;
            let edited = edited(&view.project)?;
            let budget = edited.budget.map(Budget::amount).transpose()?;
            let mut next = self.touched(&view.project, by);
            next.name = edited.name.map_or(next.name, |name| name.as_str().to_owned());
            next.description = edited.description.unwrap_or(next.description);
            next.settings = edited.settings.unwrap_or(next.settings);
            let next = next.watched(self.now());
            let mut changes = vec![update(&view.project, &next)?];
            let mut wallet = view.wallet;
            if let Some(budget) = budget {
                let (change, after) = set_budget(project, view.wallet, budget)?;
                changes.extend(change);
                wallet = after;
            }
            match self.store.commit(changes).await? {
                Commit::Done => return Ok(ProjectView { project: next, wallet }),
                Commit::Refused(refused) => self.refused(&refused)?,
            }
        }
        Self::restless(project)
    }

    /// Puts a project into the archive, or takes it out: its wallet is closed or opened in the same transaction. Renders that were
    /// admitted before go on; no more are. A project that is there already is answered as it is.
    pub async fn archive(
        &self,
        project: ProjectId,
        seen: Option<u64>,
        by: UserId,
        archived: bool,
    ) -> Result<ProjectView, Fault> {
        for _ in 0..TRIES {
            let view = self.get(project).await?;
            view.check(seen)?;
            if view.project.archived_at.is_some() == archived {
                return Ok(view);
            }
            let mut next = self.touched(&view.project, by);
            next.archived_at = archived.then(|| self.now());
            let (change, wallet) = close(project, view.wallet, archived, Vec::new())?;
            match self.store.commit(vec![update(&view.project, &next)?, change]).await? {
                Commit::Done => return Ok(ProjectView { project: next, wallet: Some(wallet) }),
                // Without a version of the client's it is tried again: who asks for the archive means whatever is there.
                Commit::Refused(_) if seen.is_none() => {}
                Commit::Refused(refused) => self.refused(&refused)?,
            }
        }
        Self::restless(project)
    }

    fn touched(&self, project: &Project, by: UserId) -> Project {
        let now = self.now();
        Project {
            version: project.version + 1,
            updated_at: Some(now),
            updated_by: Some(by),
            ..project.clone()
        }
    }

    /// What a refused change says: 412 or 404 when the project was in the way. When it was the wallet, that came or went since it
    /// was read, and the change is worth another try.
    #[expect(clippy::unused_self, reason = "the receiver is the right to know it")]
    pub(super) fn refused(&self, refused: &Refused) -> Result<(), Fault> {
        if refused.index > 0 {
            return Ok(());
        }
        let there: Option<Project> = refused.record()?;
        Err(there.map_or_else(Fault::not_found, |project| Fault::stale(project.current())))
    }
}

/// The attributes that a change of a project may touch, each set or taken away.
const CHANGING: [&str; 8] =
    ["name", "description", "settings", "updated_at", "updated_by", ARCHIVED_AT.0, DUE_SHARD.0, DUE_SORT.0];

/// The change from `old` to `next`. Attributes that this version does not know stay.
fn update(old: &Project, next: &Project) -> Result<Change, Fault> {
    let item = next.to_item()?;
    let mut edits: Vec<_> = CHANGING
        .map(|name| {
            let attr = Attr(name);
            item.get(name).map_or(Edit::Unset(attr), |value| Edit::Set(attr, value.clone()))
        })
        .into();
    edits.push(next_version());
    Ok(Change::update(Project::address(old.id), edits, Guard::Version(old.version)))
}

/// Makes `budget` the cap of a project's wallet, and the wallet as it was read with it. Holds of others between the read and this
/// commute with it: both add. The cap itself has no other writer than who has the project's version.
fn set_budget(
    project: ProjectId,
    wallet: Option<Wallet>,
    budget: Option<UsdMicros>,
) -> Result<(Option<Change>, Option<Wallet>), Fault> {
    let Some(wallet) = wallet else {
        let wallet = budget.map(|budget| Wallet::of_budget(Some(budget)));
        return Ok((wallet.map(|wallet| create_wallet(project, &wallet)).transpose()?, wallet));
    };
    let by = budget.unwrap_or(Wallet::NO_BUDGET) - wallet.cap;
    let after = Wallet { cap: wallet.cap + by, avail: wallet.avail + by, ..wallet };
    let change = (by != UsdMicros::ZERO).then(|| Purse::Project(project).raise(by));
    Ok((change, Some(after)))
}

/// Closes or opens a project's wallet; makes it where there is none.
pub(super) fn close(
    project: ProjectId,
    wallet: Option<Wallet>,
    closed: bool,
    also: Vec<Guard>,
) -> Result<(Change, Wallet), Fault> {
    let after = Wallet { closed, ..wallet.unwrap_or_else(|| Wallet::of_budget(None)) };
    let change = match wallet {
        Some(_) => Purse::Project(project).shut(closed, also),
        None => create_wallet(project, &after)?,
    };
    Ok((change, after))
}
