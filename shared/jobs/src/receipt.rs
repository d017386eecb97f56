//! What a job holds, what it was charged, and what it cost us to run: read from what its stages left, in two calls.

use fault::Fault;
use futures::future::try_join;
use model::JobId;
use store::{Kind, Range};

use crate::attempt::Attempt;
use crate::head::Head;
use crate::key;
use crate::ledger::LedgerEntry;
use crate::spine::{Jobs, read};
use crate::view::JobView;
use crate::{AttemptCost, Price};

pub mod list_prices;

mod own_cost;
mod used;

pub use own_cost::OwnCost;
pub use used::Used;

/// The receipt of one job. While the job is open it has no close.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// The job.
    pub head: Head,
    /// What it was estimated to cost when it was admitted.
    pub price: Price,
    /// The entry that took the money aside.
    pub hold: LedgerEntry,
    /// The entry that charged it or gave it back.
    pub close: Option<LedgerEntry>,
    /// Every attempt at a provider, in order.
    pub attempts: Vec<Attempt>,
    /// What was used of AWS for it until now.
    pub used: Used,
}

impl Jobs {
    /// The receipt of `job`; 404 when there is none.
    pub async fn receipt(&self, job: JobId) -> Result<Receipt, Fault> {
        let addresses = [key::head(job), key::hold(job), key::close(job)];
        // All that lies under the job, its log too, because one range is one call. A log has some twenty short items.
        let under = Range::under(Kind::RUN, job);
        let (found, under) = try_join(self.store.find_all(&addresses), self.store.all(&under)).await?;
        let [head, hold, close] = found.as_slice() else {
            return Err(Fault::defect("a batch read answered another number of items than it was asked for"));
        };
        let head = read(head.as_ref())?.ok_or_else(Fault::not_found)?;
        let view = JobView::assemble(head, under)?;
        let hold = read(hold.as_ref())?.ok_or_else(|| Fault::defect(format!("{job} holds no money")))?;
        let close = read(close.as_ref())?;
        let used = Used::by(&view, &hold, close.as_ref());
        let attempts = view.attempts().cloned().collect();
        Ok(Receipt { head: view.head, price: view.price, hold, close, attempts, used })
    }
}

impl Receipt {
    /// What was booked for attempt `number`; `None` while the job is open, and for an attempt that brought nothing.
    pub fn booked(&self, number: u32) -> Option<&AttemptCost> {
        self.close.as_ref()?.attempts.iter().find(|cost| cost.number == number)
    }
}

#[cfg(test)]
mod tests;
