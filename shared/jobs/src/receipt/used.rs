//! What was used for a job: what its stages measured, and by formula what they cannot know from inside.
//!
//! A stage measures itself just before the transaction that keeps the measure. What comes after is added here:
//!
//! - that transaction: one call; for each item two write units for each KB, its length being that of its JSON; and the write
//!   units of the indexes that it changes. The few items that are not kept whole (wallets, lane, events, the copy of the answer
//!   under the idempotency key) count as one KB, which they have at most.
//! - [`AFTER_MS`] for that transaction and for handing the answer over.
//! - one start of an execution for each run.
//! - for each part of a fan-out three calls: the write that keeps what was found, and the count at the latch, which has one KB,
//!   and the look at it; for each ten of them a call that asked for them.
//! - for each question to a provider that answers later the write that counts it, and the message of the next.
//! - one message, which tells that its slot is free, for a job that had begun and does not run any more.
//! - the states of the flow: every stage is a Task and a Choice, and an execution ends in a state more. A run that took over
//!   walks past all that was done before it.
//!
//! It is a lower bound. Not in it are: invocations that died, were repeated or found their work done (of these only the request
//! and the states are counted), repeats of a call inside the SDK and of a transaction in conflict, the start of an execution
//! environment, reading a render over the API, sweeps that found nothing to do, dispatching and what else is done for many jobs at
//! once, logs, and storage.

use std::collections::{BTreeMap, BTreeSet};

use contract::port::{Capacity, Usage};
use model::Status;
use serde::Serialize;

use crate::attempt::{Attempt, AttemptState};
use crate::latch::Part;
use crate::ledger::LedgerEntry;
use crate::view::JobView;

/// What an invocation takes after it has measured itself, in milliseconds: the time that a warm write of one transaction is
/// expected to take, its answer included.
pub const AFTER_MS: u64 = 25;

/// What was used for a job.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Used {
    /// Executions of the flow.
    pub runs: u32,
    /// Requests to Lambda: the admission, every stage that was entered, and whatever else ended the job.
    pub invocations: u64,
    /// How many of what was left carry no measure, because it is older than the measuring.
    pub unmeasured: u64,
    /// SDK calls by `Service.Operation`.
    pub calls: BTreeMap<String, u64>,
    /// Capacity of the table for reading.
    pub read: Capacity,
    /// Capacity of the table for writing.
    pub written: Capacity,
    /// Memory times time, in MB-milliseconds.
    pub mb_ms: u64,
    /// States that were entered.
    pub transitions: u64,
}

/// Write units of a change of `due`: its index loses an item and gets another.
const DUE_MOVED: u64 = 2;

impl Used {
    /// What was used for `view`'s job until its items were read.
    pub(crate) fn by(view: &JobView, hold: &LedgerEntry, close: Option<&LedgerEntry>) -> Self {
        let mut used = Self::default();
        used.admitted(view, hold);
        for checkpoint in view.checkpoints() {
            // Checkpoint, head, event.
            used.measured(checkpoint.usage.as_ref(), Units::of(checkpoint).items(2).index(DUE_MOVED));
        }
        view.attempts().for_each(|attempt| used.asked(attempt, view.head.status));
        used.parted(&view.parts);
        let counted = |attempt: &&Attempt| attempt.state != AttemptState::Landed || attempt.was_waited_for();
        for attempt in view.attempts().filter(|attempt| attempt.usage.is_some()).filter(counted) {
            // Attempt, head, event; of a doubt also the lane.
            let lane = u64::from(attempt.state == AttemptState::InDoubt);
            used.measured(attempt.usage.as_deref(), Units::of(attempt).items(2 + lane).index(DUE_MOVED));
        }
        if let Some(close) = close {
            // Entry, head; wallets, lane, event. The job leaves the index of what is due.
            let units = Units::of(close).and(&view.head).items(hold.wallets.len() as u64 + 2).index(1);
            used.measured(close.usage.as_ref(), units);
        }
        used.walked(view);
        used
    }

    /// How many calls there were of those that `wanted` names.
    pub(crate) fn count(&self, wanted: impl Fn(&str) -> bool) -> u64 {
        self.calls.iter().filter(|(name, _)| wanted(name)).map(|(_, count)| count).sum()
    }

    /// Memory times time, in GB-seconds.
    pub fn gb_seconds(&self) -> f64 {
        #[expect(
            clippy::cast_precision_loss,
            reason = "an f64 holds 2^53 MB-milliseconds exactly: 278 GB for a year"
        )]
        let mb_ms = self.mb_ms as f64;
        mb_ms / 1_024_000.0
    }

    fn admitted(&mut self, view: &JobView, hold: &LedgerEntry) {
        self.invocations += 1;
        // Hold, request; head, event, lane, wallets and the answer under its key. The job enters both indexes.
        let units = Units::of(hold).bytes(view.request_bytes()).items(hold.wallets.len() as u64 + 4).index(2);
        self.measured(view.admission.as_ref(), units);
    }

    /// Adds what an invocation had measured, and the transaction that kept the measure.
    fn measured(&mut self, usage: Option<&Usage>, transaction: Units) {
        let Some(usage) = usage else {
            self.unmeasured += 1;
            return;
        };
        self.called("DynamoDB.TransactWriteItems", 1);
        self.add(usage, transaction.0, 1);
    }

    /// Adds what `invocations` had measured together, and what they wrote after that.
    fn add(&mut self, usage: &Usage, written_after: u64, invocations: u64) {
        for (name, count) in &usage.calls {
            self.called(name, *count);
        }
        self.read = self.read + usage.read;
        self.written = self.written + usage.written + Capacity::units(written_after);
        let time = usage.ms.saturating_add(invocations * AFTER_MS);
        self.mb_ms = self.mb_ms.saturating_add(u64::from(usage.memory_mb).saturating_mul(time));
    }

    /// Adds the workers on the parts of fan-outs, and the messages that asked for them.
    fn parted(&mut self, parts: &[Part]) {
        let mut fan_outs = BTreeMap::<_, u64>::new();
        for part in parts {
            *fan_outs.entry((part.run, part.r#try, part.stage)).or_default() += 1;
            self.invocations += 1;
            let Some(usage) = part.usage.as_ref() else {
                self.unmeasured += 1;
                continue;
            };
            for name in ["DynamoDB.PutItem", "DynamoDB.UpdateItem", "DynamoDB.GetItem"] {
                self.called(name, 1);
            }
            self.read = self.read + Capacity::units(1);
            self.add(usage, Units::of(part).0 / Units::IN_TRANSACTION + 1, 1);
        }
        for parts in fan_outs.values() {
            self.called("SQS.SendMessageBatch", parts.div_ceil(10));
        }
    }

    /// Adds the questions to a provider that answers later. Each that found no answer is counted with the attempt, in a write by
    /// itself, and leads to the message of the next; the last one brings the answer, unless the provider said no because the
    /// stage `cancel` asked it for the end.
    fn asked(&mut self, attempt: &Attempt, status: Status) {
        let polls = u64::from(attempt.polls);
        let declined = attempt.was_declined() && status != Status::Canceled;
        let last = attempt.was_waited_for() || attempt.gone || declined;
        self.invocations += polls + u64::from(last);
        let Some(usage) = attempt.polled.as_deref() else {
            self.unmeasured += polls;
            return;
        };
        self.called("DynamoDB.UpdateItem", polls);
        self.called("SQS.SendMessage", polls);
        self.add(usage, polls * (Units::of(attempt).0 / Units::IN_TRANSACTION), polls);
    }

    fn called(&mut self, name: &str, count: u64) {
        *self.calls.entry(name.to_owned()).or_default() += count;
    }

    /// The flow's own steps.
    fn walked(&mut self, view: &JobView) {
        let head = &view.head;
        // A job that no stage has begun has at most an execution on its way.
        if head.started_at.is_none() {
            return;
        }
        self.runs = head.run;
        self.called("SFN.StartExecution", head.run.into());
        if head.status != Status::Running {
            self.called("SQS.SendMessage", 1);
        }
        for run in 1..=head.run {
            let passed: BTreeSet<_> = view
                .checkpoints()
                .filter(|checkpoint| checkpoint.run <= run)
                .map(|checkpoint| (checkpoint.r#try, checkpoint.stage))
                .collect();
            // A run before the last died in a stage.
            let (mut tasks, mut states) = if run == head.run { ending(head.status) } else { (1, 1) };
            // The waits for an answer and for parts leave no checkpoint of their own.
            let waits = view.attempts().filter(|attempt| run == head.run && attempt.was_waited_for()).count();
            let fan_outs = fanned_out(view, run);
            tasks += waits as u64 + fan_outs;
            states += 2 * (waits as u64 + fan_outs);
            // A wait that ended with a refusal came to its Choice, which a stage that failed does not.
            let declined = view.attempts().last().is_some_and(Attempt::was_declined);
            states += u64::from(run == head.run && head.status == Status::Failed && declined);
            self.invocations += passed.len() as u64 + tasks;
            self.transitions += 2 * passed.len() as u64 + states;
        }
    }
}

/// How many fan-outs `run` came past: those that a stage joined, and in which it failed to.
fn fanned_out(view: &JobView, run: u32) -> u64 {
    let failed = run == view.head.run && view.head.status == Status::Failed;
    let joined: BTreeSet<_> = view
        .checkpoints()
        .filter(|checkpoint| checkpoint.run <= run)
        .map(|checkpoint| (checkpoint.r#try, checkpoint.stage))
        .collect();
    let begun: BTreeSet<_> =
        view.parts.iter().filter(|part| part.run <= run).map(|part| (part.r#try, part.stage)).collect();
    begun.iter().filter(|fan_out| failed || joined.contains(fan_out)).count() as u64
}

/// The Tasks and all states after the last checkpoint, by how the job stands.
const fn ending(status: Status) -> (u64, u64) {
    match status {
        // The stage at work.
        Status::Queued | Status::Running => (1, 1),
        // Settle, its Choice and the end; or Submit, its Choice and the end, because a doubt leaves the flow.
        Status::Succeeded | Status::InDoubt | Status::Expired => (1, 3),
        // The stage that failed; Fail, its Choice and the end.
        Status::Failed => (2, 4),
        // The stage that saw the wish and its Choice; the stage that ends the job, its Choice and the end.
        Status::Canceled => (2, 5),
    }
}

/// Write units of a transaction.
#[derive(Debug, Clone, Copy)]
struct Units(u64);

impl Units {
    /// A transaction writes for two units what a single write does for one.
    const IN_TRANSACTION: u64 = 2;

    /// Of an item that is kept whole.
    fn of(item: &impl Serialize) -> Self {
        Self(0).and(item)
    }

    fn and(self, item: &impl Serialize) -> Self {
        self.bytes(serde_json::to_string(item).map_or(0, |json| json.len()))
    }

    /// Of an item of so many bytes.
    const fn bytes(self, bytes: usize) -> Self {
        let kilobytes = bytes.div_ceil(1_024) as u64;
        Self(self.0 + Self::IN_TRANSACTION * if kilobytes == 0 { 1 } else { kilobytes })
    }

    /// Of `count` items of at most one KB.
    const fn items(self, count: u64) -> Self {
        Self(self.0 + Self::IN_TRANSACTION * count)
    }

    /// Of the indexes, which are written outside of the transaction.
    const fn index(self, units: u64) -> Self {
        Self(self.0 + units)
    }
}
