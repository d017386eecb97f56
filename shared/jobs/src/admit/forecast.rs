//! What an admission would come to, without one.

use fault::{Fault, Limit};
use model::project::Settings;
use model::{ProjectId, UsdMicros};

use super::{Place, Plan, Project, Purse, read};
use crate::lane::{self, UserLane};
use crate::spine::Jobs;
use crate::{Wallet, key};

/// What would become of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outlook {
    /// It would start at once.
    Start,
    /// It would wait in line.
    Wait,
    /// It would be refused: one of the limits does not allow it.
    Refuse,
}

/// One limit and whether the job fits into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitCheck {
    /// The limit with its figures.
    pub limit: Limit,
    /// Whether there is room.
    pub fits: bool,
}

/// What every limit says, and what follows from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forecast {
    /// What would become of the job.
    pub outlook: Outlook,
    /// Every limit that is looked at, in the order in which one would refuse.
    pub limits: Vec<LimitCheck>,
}

/// What jobs would hold under a project's settings, and what else the caller wants to know of them.
pub type Priced<'a, T> = &'a (dyn Fn(&Settings) -> Result<(UsdMicros, T), Fault> + Sync);

impl Jobs {
    /// What the limits say to jobs that hold together what `priced` says. Reads one moment and writes nothing, so it is no promise. 404
    /// for the project and 409 when that is archived, as an admission would answer.
    pub async fn forecast<T>(
        &self,
        lane: UserLane,
        project: ProjectId,
        priced: Priced<'_, T>,
        place: Place,
    ) -> Result<(Forecast, T), Fault> {
        let budget = Purse::Project(project);
        let items = self
            .store
            .find_all(&[
                Project::address(project),
                key::plan(),
                Purse::Credits.address(),
                budget.address(),
                key::lane(lane),
            ])
            .await?;
        let [found, plan, credits, budgeted, holders] = items.as_slice() else {
            return Err(Fault::defect("a batch read answered another number of items than it was asked for"));
        };
        let found = read::<Project>(found.as_ref())?.ok_or_else(|| Fault::not_found().at("/project"))?;
        let (hold, told) = priced(&found.settings)?;
        let mut limits = Vec::new();
        for (purse, item) in [(Purse::Credits, credits), (budget, budgeted)] {
            let wallet = read::<Wallet>(item.as_ref())?;
            if wallet.is_some_and(|wallet| wallet.closed) {
                return Err(purse.refusal(item.as_ref(), hold)?);
            }
            // A project's wallet without a budget limits nothing.
            if purse == Purse::Credits || wallet.is_some_and(|wallet| wallet.budget().is_some()) {
                let wallet = wallet.unwrap_or_default();
                limits.push(LimitCheck { limit: purse.limit(&wallet, hold), fits: wallet.avail >= hold });
            }
        }
        let solvent = limits.iter().all(|check| check.fits);
        let slots = read::<Plan>(plan.as_ref())?.unwrap_or_default().slots(lane.lane);
        let held = lane::holders(holders.as_ref()).len();
        let room = held < slots;
        limits.push(LimitCheck { limit: lane::limit(lane.lane, slots, held), fits: room });
        let outlook = match (solvent, room, place) {
            (true, true, _) => Outlook::Start,
            (true, false, Place::Line { .. }) => Outlook::Wait,
            _ => Outlook::Refuse,
        };
        Ok((Forecast { outlook, limits }, told))
    }
}

#[cfg(test)]
mod tests;
