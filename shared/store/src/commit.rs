//! One transaction, tried until it has an answer or its time is over.

use std::sync::Arc;
use std::time::Duration;

use contract::Workspace;
use contract::port::table::{Edit, Guard, Item, Outcome, Reason, TableError, Write};
use contract::port::{Clock, Ids, Table};
use fault::{Fault, Kind};

use crate::{Address, Record};

/// A guarded change of one item of a workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    address: Address,
    edits: Vec<Edit>,
    guard: Guard,
}

impl Change {
    /// Creates an item; refused when there is one.
    pub fn create(address: Address, record: &impl Record) -> Result<Self, Fault> {
        Self::put(address, record, Guard::Absent)
    }

    /// Puts an item under a guard.
    pub fn put(address: Address, record: &impl Record, guard: Guard) -> Result<Self, Fault> {
        Ok(Self { address, edits: vec![Edit::Put(record.to_item()?)], guard })
    }

    /// Changes attributes under a guard.
    pub fn update(address: Address, edits: Vec<Edit>, guard: Guard) -> Self {
        Self { address, edits, guard }
    }

    /// Only checks.
    pub fn check(address: Address, guard: Guard) -> Self {
        Self { address, edits: Vec::new(), guard }
    }

    /// Removes an item under a guard.
    pub fn delete(address: Address, guard: Guard) -> Self {
        Self { address, edits: vec![Edit::Delete], guard }
    }

    pub(crate) fn into_write(self, scope: Workspace) -> Write {
        Write { key: self.address.key(scope), edits: self.edits, guard: self.guard }
    }
}

/// What became of a commit.
#[derive(Debug, PartialEq, Eq)]
pub enum Commit {
    /// All of it happened.
    Done,
    /// None of it happened, because this guard did not hold.
    Refused(Refused),
}

/// The first write, in order, whose guard did not hold.
#[derive(Debug, PartialEq, Eq)]
pub struct Refused {
    /// Its place in the list.
    pub index: usize,
    /// The item that was there.
    pub old: Option<Item>,
}

impl Refused {
    /// The item that was there, as a record.
    pub fn record<R: Record>(&self) -> Result<Option<R>, Fault> {
        self.old.as_ref().map(R::from_item).transpose()
    }
}

/// Waits between tries: full jitter (Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015), so
/// that writers who met once do not meet again.
const FIRST_WAIT: Duration = Duration::from_millis(25);
const LONGEST_WAIT: Duration = Duration::from_millis(400);

/// Does all of `writes` or none.
///
/// Conflicts, throttling and lost answers are tried again until `budget` is used up: a budget of time, not of tries,
/// because under load a count gives up on writers that only need another moment. A lost answer is asked for again with the
/// same token, so what had been committed is not committed twice.
pub(crate) async fn commit(
    table: &dyn Table,
    clock: &dyn Clock,
    ids: &Arc<dyn Ids>,
    writes: &[Write],
    budget: Duration,
) -> Result<Commit, Fault> {
    let token = ids.fresh(clock.now());
    let end = clock.now().plus(budget);
    let mut wait = FIRST_WAIT;
    let mut lost = None;
    loop {
        match table.transact(token, writes).await {
            Ok(Outcome::Done) => return Ok(Commit::Done),
            Ok(Outcome::Canceled(reasons)) => {
                // A token whose first answer was lost may still be at work; only a cancelation settles that it is not.
                lost = None;
                if let Some(refused) = first_refusal(reasons) {
                    return Ok(Commit::Refused(refused));
                }
            }
            Err(TableError::Throttled) => {}
            Err(TableError::Unknown(why)) => lost = Some(why),
            Err(error @ TableError::Invalid(_)) => {
                return Err(Fault::defect("a commit is invalid").because(error));
            }
        }
        let pause = jitter(ids.as_ref(), wait);
        if clock.now().plus(pause) > end {
            return Err(out_of_time(lost));
        }
        clock.sleep(pause).await;
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}

/// The refusal that decides the answer: the first one, unless a write before it was in conflict, because that one might
/// have been refused too and would then come first.
fn first_refusal(reasons: Vec<Reason>) -> Option<Refused> {
    for (index, reason) in reasons.into_iter().enumerate() {
        match reason {
            Reason::Fine => {}
            Reason::Refused(old) => return Some(Refused { index, old }),
            Reason::Conflict | Reason::Throttled => return None,
        }
    }
    None
}

fn jitter(ids: &dyn Ids, wait: Duration) -> Duration {
    let mut bytes = [0; 4];
    ids.random(&mut bytes);
    wait.mul_f64(f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX))
}

fn out_of_time(lost: Option<String>) -> Fault {
    match lost {
        None => Fault::new(
            Kind::Unavailable,
            "contended",
            "Others change the same thing at this moment. Nothing was written; send the same request again.",
        )
        .retry_after(1),
        Some(why) => Fault::unavailable(format!("nobody knows whether a commit happened: {why}")),
    }
}

#[cfg(test)]
mod tests;
