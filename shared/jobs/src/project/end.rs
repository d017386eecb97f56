//! Deleting a project.
//!
//! Its renders stay, and so does all that its money did: they are the workspace's history, and each goes on naming the project. So
//! nothing is orphaned, the project's name, settings and last figures are kept at `GONE#<prj>` and its wallet stays, closed. What
//! only the project could reach goes with it in the same transaction: its rules, their order, and the draft.
//!
//! Its chains stay with its renders: they are the order of these, each render goes on naming its place, and the audit compares the
//! two. Nobody reaches them any more, since every way to a chain leads through its project.

use contract::port::table::Guard;
use fault::{Fault, Kind as FaultKind};
use model::time::millis;
use model::{ProjectId, Time, UserId};
use serde::{Deserialize, Serialize};
use store::{Address, Change, Commit, Kind, SortKey};

use super::change::close;
use super::{Draft, Project, ProjectView, Projects};
use crate::rule;
use crate::spine::{TRIES, read};
use crate::wallet::Purse;

/// What is kept of a project that was deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone {
    /// As it was.
    #[serde(flatten)]
    pub project: Project,
    /// When it was deleted.
    #[serde(with = "millis")]
    pub deleted_at: Time,
    /// Who did it.
    pub deleted_by: UserId,
}

impl Gone {
    /// Where what is kept of `project` lies: beside the projects, so that nothing that looks for one finds it.
    pub(crate) fn address(project: ProjectId) -> Address {
        Address::new(Kind::PRJ, SortKey::word("GONE").then_id(&project))
    }
}

impl Projects {
    /// Deletes a project that has the version `seen`; asked again it answers the same. 409 for the default project, and while a
    /// render of it has not ended.
    pub async fn delete(&self, project: ProjectId, seen: u64, by: UserId) -> Result<Gone, Fault> {
        if project == Project::default_of(self.store.scope()) {
            let detail = "This is the workspace's default project: renders that name none belong to it. Archive it instead.";
            return Err(Fault::new(FaultKind::Conflict, "default-project", detail));
        }
        for _ in 0..TRIES {
            let found = self
                .store
                .find_all(&[
                    Project::address(project),
                    Purse::Project(project).address(),
                    Gone::address(project),
                    rule::order(project),
                ])
                .await?;
            let [there, wallet, gone, order] = found.as_slice() else {
                return Err(Fault::defect(
                    "a batch read answered another number of items than it was asked for",
                ));
            };
            let Some(there) = read::<Project>(there.as_ref())? else {
                return read(gone.as_ref())?.ok_or_else(Fault::not_found);
            };
            let view = ProjectView { project: there, wallet: read(wallet.as_ref())? };
            view.check(Some(seen))?;
            idle(&view)?;
            let gone = Gone { project: view.project.clone(), deleted_at: self.now(), deleted_by: by };
            let (wallet, _) = close(project, view.wallet, true, vec![Purse::idle()])?;
            let mut changes = vec![
                Change::delete(Project::address(project), Guard::Version(view.project.version)),
                Change::create(Gone::address(project), &gone)?,
                wallet,
                Change::delete(Draft::address(project), Guard::Always),
            ];
            changes.extend(rule::forget_all(project, read::<rule::Order>(order.as_ref())?.as_ref()));
            match self.store.commit(changes).await? {
                Commit::Done => return Ok(gone),
                // Somebody was here: a render was admitted, a rule came, or the project is another. Looking again tells which.
                Commit::Refused(_) => {}
            }
        }
        Self::restless(project)
    }
}

/// 409 while a render of the project has not ended.
fn idle(view: &ProjectView) -> Result<(), Fault> {
    let Some(wallet) = view.wallet.filter(|wallet| wallet.jobs > 0) else { return Ok(()) };
    let detail = format!(
        "{} renders of this project have not ended and hold {} credits. Wait for their end, or cancel them; archive the project \
         so that no more come.",
        wallet.jobs,
        wallet.held.credits()
    );
    Err(Fault::new(FaultKind::Conflict, "project-busy", detail))
}
