//! What became of an attempt.

use contract::port::Usage;
use contract::port::table::{Attr, Edit, Guard, Value};
use fault::Fault;
use model::{EventType, JobId, Status, UsdMicros};
use serde_json::json;
use store::{Change, Commit};

use super::{Attempt, AttemptState, COST, EXTERNAL, External, GONE, RESULT, STATE, USAGE};
use crate::event::JobEvent;
use crate::head::{self, Head};
use crate::key;
use crate::lane::let_go;
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
    /// The provider has it and will answer later.
    Accepted {
        /// Which provider.
        provider: String,
        /// Its name for the request.
        id: String,
    },
    /// The provider said no.
    Refused(String),
    /// The provider had accepted it and makes nothing of it, of itself or at our wish.
    Declined {
        /// Why.
        why: String,
        /// What it charges all the same.
        cost: UsdMicros,
    },
    /// It was never sent.
    Void(String),
    /// Nobody knows.
    InDoubt,
    /// It was accepted, and its time is over. The answer may still come.
    Overdue,
    /// It was accepted, and the provider knows nothing of it: the answer will never come.
    Gone,
}

/// What a verdict makes of its attempt.
struct Made {
    state: AttemptState,
    event: EventType,
    result: serde_json::Value,
    cost: UsdMicros,
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
        let found_by = match verdict {
            Verdict::Accepted { provider, id } => Some(self.found_by(provider, id, head.job, number).await?),
            _ => None,
        };
        loop {
            let mut changes = self.concluding(&head, number, verdict)?;
            changes.extend(found_by.clone());
            let done = match self.store.commit(changes).await? {
                Commit::Done => true,
                Commit::Refused(refused) => moved(&head, 1, &refused).map(|()| false)?,
            };
            let stored: Attempt = self.store.get(&key::attempt(head.job, number)).await?;
            if done && stored.state == AttemptState::InDoubt {
                line.freed(&head).await;
            }
            if done || !verdict.fits(&stored) {
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
        let Made { state, event, result, cost } = verdict.made();
        if cost < UsdMicros::ZERO {
            return Err(Fault::defect(format!("attempt {number} of {} cost less than nothing", head.job)));
        }
        let before = verdict.may_follow().iter().map(|state| Guard::Is(STATE, text(state.word())));
        let mut before = Guard::Any(before.collect());
        let mut written = vec![
            Edit::Set(STATE, text(state.word())),
            Edit::Set(RESULT, text(result.to_string())),
            Edit::Set(COST, Value::Int(cost.get())),
        ];
        if state != AttemptState::Accepted {
            written.extend(self.usage().map(|usage| used(USAGE, &usage)).transpose()?);
        }
        if let Verdict::Accepted { id, .. } = verdict {
            written.push(Edit::Set(EXTERNAL, text(id)));
            before = Guard::All(vec![before, Guard::Unset(EXTERNAL)]);
        }
        if matches!(verdict, Verdict::Gone) {
            written.push(Edit::Set(GONE, Value::Bool(true)));
        }
        let attempt = Change::update(key::attempt(head.job, number), written, before);
        let (status, from): (_, &'static [Status]) = match state {
            AttemptState::InDoubt => (Status::InDoubt, &[Status::Running]),
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
            changes.push(let_go(head));
        }
        Ok(changes)
    }

    /// The change that lets an attempt be found by its provider's id, until some time after its doubt is given up. A provider
    /// that gives the same id to two requests answers only one of them: then nothing is written, and there is a defect to be
    /// looked into.
    async fn found_by(&self, provider: &str, id: &str, job: JobId, attempt: u32) -> Result<Change, Fault> {
        let Attempt { doubt_until, .. } = self.store.get(&key::attempt(job, attempt)).await?;
        let ws = self.store.scope().id();
        let ttl = doubt_until.plus(External::KEPT).seconds();
        Change::create(key::external(provider, id), &External { ws, job, attempt, ttl })
    }
}

impl Verdict {
    fn made(&self) -> Made {
        let made = |state, event| Made { state, event, result: json!(null), cost: UsdMicros::ZERO };
        match self {
            Self::Landed { result, cost } => {
                Made { result: result.clone(), cost: *cost, ..made(AttemptState::Landed, EventType::Landed) }
            }
            Self::Accepted { .. } => made(AttemptState::Accepted, EventType::Accepted),
            Self::Refused(why) => {
                Made { result: json!(why), ..made(AttemptState::Refused, EventType::Voided) }
            }
            Self::Declined { why, cost } => {
                Made { result: json!(why), cost: *cost, ..made(AttemptState::Refused, EventType::Voided) }
            }
            Self::Void(why) => Made { result: json!(why), ..made(AttemptState::Void, EventType::Voided) },
            Self::InDoubt | Self::Overdue | Self::Gone => made(AttemptState::InDoubt, EventType::InDoubt),
        }
    }

    /// The states that this may follow. A doubt is had only while an answer is waited for.
    const fn may_follow(&self) -> &'static [AttemptState] {
        match self {
            Self::InDoubt => &[AttemptState::Submitting],
            Self::Overdue | Self::Gone => &[AttemptState::Accepted],
            Self::Accepted { .. } => &[AttemptState::Submitting, AttemptState::InDoubt],
            Self::Declined { .. } => &[AttemptState::Accepted, AttemptState::InDoubt],
            Self::Landed { .. } | Self::Refused(_) | Self::Void(_) => {
                &[AttemptState::Submitting, AttemptState::Accepted, AttemptState::InDoubt]
            }
        }
    }

    /// Whether this may be said of `stored`. A provider that was asked twice, because that is harmless there, has two names for
    /// what it will make: the first stays.
    fn fits(&self, stored: &Attempt) -> bool {
        let another = matches!(self, Self::Accepted { .. }) && stored.external.is_some();
        self.may_follow().contains(&stored.state) && !another
    }
}

/// The edit that keeps what was used.
pub(super) fn used(attr: Attr, usage: &Usage) -> Result<Edit, Fault> {
    let stored =
        serde_json::to_string(usage).map_err(|error| Fault::defect("a usage is no JSON").because(error))?;
    Ok(Edit::Set(attr, text(stored)))
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
