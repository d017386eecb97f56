//! The jobs of one workspace.

use std::sync::Arc;

use contract::port::table::{Edit, Guard, Value};
use contract::port::{Meter, Usage};
use contract::{Grant, Need, Part};
use fault::Fault;
use model::{JobId, Time};
use store::{Address, Change, Record, Refused, Store};

use crate::head::{self, Head};
use crate::key;

/// How often a change of a project or its rules is tried that others were faster with: each try reads anew, and one of those who
/// meet always wins. What is refused as often is refused by what is there, and would be for ever.
pub(crate) const TRIES: u32 = 8;

/// The jobs of one workspace, and their money.
#[derive(Clone)]
pub struct Jobs {
    pub(crate) store: Store,
    meter: Option<Arc<dyn Meter>>,
}

impl Part for Jobs {
    const NEEDS: &'static [Need] = Store::NEEDS;

    fn open(grant: &Grant) -> Result<Self, Fault> {
        Ok(Self::new(Store::open(grant)?).metered(grant.meter()))
    }
}

impl Jobs {
    /// The jobs in `store`'s workspace, without a meter: what is done to them is done for nothing.
    pub fn new(store: Store) -> Self {
        Self { store, meter: None }
    }

    /// Keeps what `meter` shows with what is written, in the same transaction.
    #[must_use]
    pub fn metered(self, meter: Arc<dyn Meter>) -> Self {
        Self { meter: Some(meter), ..self }
    }

    /// What the invocation has used until now.
    pub(crate) fn usage(&self) -> Option<Usage> {
        self.meter.as_ref().map(|meter| meter.usage())
    }

    /// The head of `job`; 404 when there is none.
    pub async fn head(&self, job: JobId) -> Result<Head, Fault> {
        self.store.get(&key::head(job)).await
    }

    /// Where the head of `job` is, for those who only ask whether it is there.
    #[expect(clippy::unused_self, reason = "the receiver is the right to know it")]
    pub fn address(&self, job: JobId) -> Address {
        key::head(job)
    }

    pub(crate) fn now(&self) -> Time {
        self.store.clock().now()
    }

    /// Moves the moment at which the sweeper looks at `job`. No event: nothing happened to the job.
    pub async fn look_again(&self, head: &Head, at: Time) -> Result<(), Fault> {
        let open = Guard::All(vec![Guard::Version(head.version), Guard::StatusIn(model::Status::OPEN)]);
        let edits = due_edits(head, self.now(), at);
        self.store.write(Change::update(key::head(head.job), edits, open)).await?;
        Ok(())
    }
}

/// The edits that make a job due at `at`, or at its deadline when that comes first. A deadline that has passed is no reason to
/// look more often: by then the job's flow knows.
pub(crate) fn due_edits(head: &Head, now: Time, at: Time) -> Vec<Edit> {
    let at = head.deadline.filter(|deadline| *deadline > now).map_or(at, |deadline| deadline.min(at));
    vec![
        Edit::Set(head::DUE, Value::Int(at.millis())),
        Edit::Set(head::DUE_SHARD, Value::Text(store::due_shard(&head.job))),
        Edit::Set(head::DUE_SORT, Value::Text(store::due_sort(at))),
    ]
}

/// The edit that counts the head's version up.
pub(crate) fn next_version() -> Edit {
    Edit::Add { attr: store::VERSION, by: 1, start: 0 }
}

/// An attribute as text.
pub(crate) fn text(word: impl Into<String>) -> Value {
    Value::Text(word.into())
}

/// A record from an item of a batch read.
pub(crate) fn read<R: Record>(item: Option<&contract::port::table::Item>) -> Result<Option<R>, Fault> {
    item.map(R::from_item).transpose()
}

/// A change of a head under the usual guard: this version, this run, and a status from which it may go on.
pub(crate) fn change_head(head: &Head, mut edits: Vec<Edit>, also: Vec<Guard>) -> Change {
    edits.push(next_version());
    let mut guards = vec![Guard::Version(head.version), Guard::Is(head::RUN, Value::Int(head.run.into()))];
    guards.extend(also);
    Change::update(address(head), edits, Guard::All(guards))
}

/// Whether a refused change of a head is worth another try: it is when the head, or an item that is written before it, was
/// in the way, because then somebody else moved the job. Items after the head are named by its version, so one that is in
/// the way although the head is not means that head and log disagree, and no try will ever succeed.
pub(crate) fn moved(head: &Head, at: usize, refused: &Refused) -> Result<(), Fault> {
    if refused.index <= at {
        return Ok(());
    }
    Err(Fault::defect(format!("{} has version {} and a later item in its log", head.job, head.version)))
}

fn address(head: &Head) -> Address {
    key::head(head.job)
}
