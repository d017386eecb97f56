//! What became of an attempt.

use contract::port::Usage;
use contract::port::table::{Edit, Guard, Value};
use fault::Fault;
use model::{EventType, JobId, Status, UsdMicros};
use serde_json::json;
use store::{Change, Commit};

use super::{Attempt, AttemptState, COST, RESULT, STATE, USAGE};
use crate::event::JobEvent;
use crate::head::{self, Head};
use crate::key;
use crate::lane::give_back;
use crate::line::Line;
use crate::spine::{Jobs, change_head, due_edits, moved, text};

/// What became of an attempt.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// The result is stored.
    Landed {
        /// What landed.
        result: serde_json::Value,
        /// What it cost.
        cost: UsdMicros,
    },
    /// The provider said no.
    Refused(String),
    /// It was never sent.
    Void(String),
    /// Nobody knows.
    InDoubt,
}

impl Jobs {
    /// Writes what became of the open attempt `number` of `head`'s job. Answers what is stored, which is another's verdict when
    /// another invocation was faster.
    ///
    /// A definite verdict also ends a doubt, whoever had it: the invocation that asked may have been taken for dead while it
    /// waited, and what it got is paid for. The job goes on where it was, without a slot.
    pub async fn conclude(
        &self,
        line: &Line,
        head: &Head,
        number: u32,
        verdict: &Verdict,
    ) -> Result<Attempt, Fault> {
        let mut head = head.clone();
        loop {
            let done = match self.store.commit(self.concluding(&head, number, verdict)?).await? {
                Commit::Done => true,
                Commit::Refused(refused) => moved(&head, 1, &refused).map(|()| false)?,
            };
            let stored: Attempt = self.store.get(&key::attempt(head.job, number)).await?;
            if done && stored.state == AttemptState::InDoubt {
                line.freed(&head).await;
            }
            if done || !verdict.may_follow().contains(&stored.state) {
                return Ok(stored);
            }
            head = self.head(head.job).await?;
            if head.status.is_terminal() || head.att != Some(number) {
                return Ok(stored);
            }
        }
    }

    fn concluding(&self, head: &Head, number: u32, verdict: &Verdict) -> Result<Vec<Change>, Fault> {
        let now = self.now();
        let (state, event, result, cost) = match verdict {
            Verdict::Landed { result, cost } => {
                (AttemptState::Landed, EventType::Landed, result.clone(), *cost)
            }
            Verdict::Refused(why) => (AttemptState::Refused, EventType::Voided, json!(why), UsdMicros::ZERO),
            Verdict::Void(why) => (AttemptState::Void, EventType::Voided, json!(why), UsdMicros::ZERO),
            Verdict::InDoubt => (AttemptState::InDoubt, EventType::InDoubt, json!(null), UsdMicros::ZERO),
        };
        if cost < UsdMicros::ZERO {
            return Err(Fault::defect(format!("attempt {number} of {} cost less than nothing", head.job)));
        }
        let before = verdict.may_follow().iter().map(|state| Guard::Is(STATE, text(state.word())));
        let mut written = vec![
            Edit::Set(STATE, text(state.word())),
            Edit::Set(RESULT, text(result.to_string())),
            Edit::Set(COST, Value::Int(cost.get())),
        ];
        if state != AttemptState::Landed {
            written.extend(self.usage().as_ref().map(used).transpose()?);
        }
        let attempt = Change::update(key::attempt(head.job, number), written, Guard::Any(before.collect()));
        let (status, from): (_, &'static [Status]) = match verdict {
            Verdict::InDoubt => (Status::InDoubt, &[Status::Running]),
            _ => (Status::Running, &[Status::Running, Status::InDoubt]),
        };
        let mut edits = due_edits(head, now, now.plus(crate::QUIET));
        edits.push(Edit::Set(head::STATUS, text(status.word())));
        match state {
            AttemptState::Refused | AttemptState::Void => edits.push(Edit::Unset(head::ATTEMPT)),
            AttemptState::InDoubt => edits.push(Edit::Set(head::SLOT, Value::Bool(false))),
            _ => {}
        }
        let open = Guard::Is(head::ATTEMPT, Value::Int(number.into()));
        let event = JobEvent {
            version: head.version + 1,
            r#type: event,
            at: now,
            data: json!({ "attempt": number, "state": state, "cost_usd_micros": cost }),
        };
        let mut changes = vec![
            attempt,
            change_head(head, edits, vec![open, Guard::StatusIn(from)]),
            event.append(head.job)?,
        ];
        if state == AttemptState::InDoubt {
            changes.push(give_back(head));
        }
        Ok(changes)
    }
}

impl Verdict {
    /// The states that this may follow. A doubt is had only while an answer is waited for.
    const fn may_follow(&self) -> &'static [AttemptState] {
        match self {
            Self::InDoubt => &[AttemptState::Submitting],
            Self::Landed { .. } | Self::Refused(_) | Self::Void(_) => {
                &[AttemptState::Submitting, AttemptState::Accepted, AttemptState::InDoubt]
            }
        }
    }
}

fn used(usage: &Usage) -> Result<Edit, Fault> {
    let stored =
        serde_json::to_string(usage).map_err(|error| Fault::defect("a usage is no JSON").because(error))?;
    Ok(Edit::Set(USAGE, text(stored)))
}

/// The change that gives up an attempt of which nothing was heard before its job ended.
pub(crate) fn lose(job: JobId, attempt: &Attempt) -> Change {
    let lost = Edit::Set(STATE, text(AttemptState::Lost.word()));
    Change::update(
        key::attempt(job, attempt.number),
        vec![lost],
        Guard::Is(STATE, text(attempt.state.word())),
    )
}
