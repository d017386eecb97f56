//! The end of a job: success, failure, cancel and expiry have one shape.

use contract::port::table::{Edit, Guard, Value};
use fault::{Fault, Problem};
use futures::future::try_join;
use model::{EventType, JobId, Status, Time, UsdMicros};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{Change, Commit, Refused};

use crate::attempt::{Attempt, lose};
use crate::event::JobEvent;
use crate::head::{self, Head, Output};
use crate::lane::{UserLane, give_back};
use crate::ledger::{EntryKind, LedgerEntry};
use crate::line::Line;
use crate::spine::{Jobs, next_version, text};
use crate::wallet::{Part, Purse};
use crate::{AttemptState, JobView, key};

/// How a job ends.
#[derive(Debug, Clone, PartialEq)]
pub enum End {
    /// With outputs, and what they cost.
    Succeeded {
        /// What it made; at least one.
        outputs: Vec<Output>,
    },
    /// Badly.
    Failed(Problem),
    /// At somebody's wish, before it had made anything.
    Canceled(Problem),
    /// By its deadline, or because a doubt was never resolved.
    Expired(Problem),
}

/// What one attempt cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AttemptCost {
    /// Which attempt.
    pub number: u32,
    /// Who was asked.
    pub provider: String,
    /// For which model.
    pub model: String,
    /// What it cost us.
    pub cost_usd_micros: UsdMicros,
    /// What is charged for it: nothing when the job ended without an output.
    pub booked_usd_micros: UsdMicros,
}

/// What became of a settlement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// The job ended by it.
    Now,
    /// It had ended before; or it was to end badly, and another run or status has come since that was decided.
    Before,
}

impl End {
    const fn status(&self) -> Status {
        match self {
            Self::Succeeded { .. } => Status::Succeeded,
            Self::Failed(_) => Status::Failed,
            Self::Canceled(_) => Status::Canceled,
            Self::Expired(_) => Status::Expired,
        }
    }

    /// This end, or the success that it is when there is something that was kept.
    fn or_kept(&self, head: &Head) -> Self {
        if self.is_success() || head.kept.is_empty() {
            return self.clone();
        }
        Self::Succeeded { outputs: head.kept.clone() }
    }

    const fn is_success(&self) -> bool {
        matches!(self, Self::Succeeded { .. })
    }

    const fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Succeeded { .. } => None,
            Self::Failed(problem) | Self::Canceled(problem) | Self::Expired(problem) => Some(problem),
        }
    }
}

impl Jobs {
    /// Ends `view`'s job: closes the hold exactly once, gives the slot back, writes the end and its event.
    ///
    /// A success is charged at what its attempts cost, above the hold too (the truth beats the cap); the rest comes back. A job
    /// without an output is charged nothing: what it cost us stays in the entry, for us to see.
    ///
    /// A bad end of a job that was being done again is a success with what it had made before ([`Head::kept`]): that is paid for.
    ///
    /// A success wins over whatever happened since `view` was read. A bad end was decided about one run in one status, and is
    /// dropped when either is another by now: the run that took over, or the answer that was found, goes on.
    pub async fn settle(&self, line: &Line, view: &JobView, end: &End) -> Result<Settled, Fault> {
        if matches!(end, End::Succeeded { outputs } if outputs.is_empty()) {
            return Err(Fault::defect(format!("{} would succeed without an output", view.head.job)));
        }
        let mut head = view.head.clone();
        loop {
            let as_decided = head.run == view.head.run && head.status == view.head.status;
            if head.status.is_terminal() || !(end.is_success() || as_decided) {
                return Ok(Settled::Before);
            }
            match self.store.commit(self.closing(&head, end).await?).await? {
                Commit::Done => {
                    if head.slot {
                        line.freed(&head).await;
                    }
                    return Ok(Settled::Now);
                }
                Commit::Refused(refused) => head = self.after(&head, &refused).await?,
            }
        }
    }

    /// The head after a close that was refused: it must be another one, or there is no use in trying again.
    async fn after(&self, head: &Head, refused: &Refused) -> Result<Head, Fault> {
        let now = self.head(head.job).await?;
        if now.version == head.version {
            return Err(Fault::defect(format!(
                "item {} of the close of {} is wrong",
                refused.index, head.job
            )));
        }
        Ok(now)
    }

    async fn closing(&self, head: &Head, end: &End) -> Result<Vec<Change>, Fault> {
        // Read after the head: an attempt cannot change without its version, which the commit guards.
        let (hold, attempts) =
            try_join(self.store.find(&key::hold(head.job)), self.attempts_of(head.job)).await?;
        let hold = hold.ok_or_else(|| Fault::defect(format!("{} holds no money", head.job)))?;
        let end = &end.or_kept(head);
        let entry = LedgerEntry {
            usage: self.usage(),
            ..close_entry(head.job, &hold, costs(&attempts, end), self.now())
        };
        let mut changes = closing(head, &hold, &entry, end)?;
        let open = attempts.iter().find(|attempt| Some(attempt.number) == head.att);
        let undecided = open.filter(|attempt| attempt.state.is_open());
        changes.extend(undecided.map(|attempt| lose(head.job, attempt)));
        Ok(changes)
    }
}

/// What each attempt cost, and what is booked for it: nothing for one that brought nothing, although a provider charged for it.
fn costs(attempts: &[Attempt], end: &End) -> Vec<AttemptCost> {
    let landed = |attempt: &Attempt| attempt.state == AttemptState::Landed;
    let booked =
        |attempt: &Attempt| if end.is_success() && landed(attempt) { attempt.cost } else { UsdMicros::ZERO };
    attempts
        .iter()
        .filter(|attempt| landed(attempt) || attempt.cost > UsdMicros::ZERO)
        .map(|attempt| AttemptCost {
            number: attempt.number,
            provider: attempt.provider.clone(),
            model: attempt.model.clone(),
            cost_usd_micros: attempt.cost,
            booked_usd_micros: booked(attempt),
        })
        .collect()
}

fn closing(head: &Head, hold: &LedgerEntry, entry: &LedgerEntry, end: &End) -> Result<Vec<Change>, Fault> {
    let (charged, now) = (entry.charged, entry.at);
    let event = JobEvent {
        version: head.version + 1,
        r#type: EventType::of_end(end.status())
            .ok_or_else(|| Fault::defect("a job ends in a terminal status"))?,
        at: now,
        data: json!({
            "charged_usd_micros": charged, "released_usd_micros": entry.released,
            "problem": end.problem(),
            "outputs": match end { End::Succeeded { outputs } => outputs.iter().map(|o| o.asset).collect(), _ => Vec::new() },
        }),
    };
    let mut changes = vec![Change::create(key::close(head.job), entry)?];
    let picture = match end {
        End::Succeeded { outputs } => outputs.iter().find(|output| output.mime.starts_with("image/")),
        End::Failed(_) | End::Canceled(_) | End::Expired(_) => None,
    };
    let picture = picture.map(|output| output.asset);
    for part in &hold.wallets {
        changes.push(Purse::named(&part.wallet)?.close(part.amount, charged, picture));
    }
    changes.push(give_back(head));
    let place = head.waits.map(|priority| key::waiting(UserLane::of(head), priority, head.job));
    changes.extend(place.map(|place| Change::delete(place, Guard::Always)));
    changes.push(Change::update(
        key::head(head.job),
        end_edits(end, now)?,
        Guard::All(vec![Guard::Version(head.version), Guard::StatusIn(Status::OPEN)]),
    ));
    changes.push(event.append(head.job)?);
    Ok(changes)
}

fn close_entry(job: JobId, hold: &LedgerEntry, attempts: Vec<AttemptCost>, now: Time) -> LedgerEntry {
    let charged = attempts.iter().map(|cost| cost.booked_usd_micros).sum();
    let released = hold.amount - charged;
    let kind = match charged {
        UsdMicros::ZERO => EntryKind::Release,
        charged if charged >= hold.amount => EntryKind::Settle,
        _ => EntryKind::Split,
    };
    LedgerEntry {
        id: format!("{job}#close"),
        at: now,
        job: Some(job),
        kind,
        amount: hold.amount,
        charged,
        released,
        overrun: charged > hold.amount,
        wallets: hold
            .wallets
            .iter()
            .map(|part| Part { wallet: part.wallet.clone(), amount: charged })
            .collect(),
        attempts,
        usage: None,
    }
}

fn end_edits(end: &End, now: Time) -> Result<Vec<Edit>, Fault> {
    let mut edits = vec![
        Edit::Set(head::STATUS, text(end.status().word())),
        Edit::Set(head::ENDED, Value::Int(now.millis())),
        Edit::Set(head::SLOT, Value::Bool(false)),
        Edit::Unset(head::WAITS),
        Edit::Unset(head::KEPT),
        Edit::Unset(head::DUE),
        Edit::Unset(head::DUE_SHARD),
        Edit::Unset(head::DUE_SORT),
        next_version(),
    ];
    let json = |value: serde_json::Result<String>| {
        value.map(text).map_err(|error| Fault::defect("an end is no JSON").because(error))
    };
    if let End::Succeeded { outputs } = end {
        edits.push(Edit::Set(head::OUTPUTS, json(serde_json::to_string(outputs))?));
        edits.push(Edit::Set(head::PROGRESS, Value::Int(1_000)));
    }
    if let Some(problem) = end.problem() {
        edits.push(Edit::Set(head::PROBLEM, json(serde_json::to_string(problem))?));
    }
    Ok(edits)
}

#[cfg(test)]
mod tests;
