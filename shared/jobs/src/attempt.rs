//! Attempts at a provider. The commit that writes one is the licence to ask: only the invocation in which it succeeded may
//! send the request, and nobody sends it a second time unless the provider promises that this is harmless.

use std::collections::BTreeSet;
use std::time::Duration;

use contract::port::Usage;
use contract::port::table::{Attr, Edit, Guard, Value};
use fault::Fault;
use model::time::millis;
use model::{EventType, JobId, Status, Time, UsdMicros, WorkspaceId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::record::nested;
use store::{Change, Commit};

use crate::event::JobEvent;
use crate::head::{self, Head};
use crate::key;
use crate::spine::{Jobs, change_head, due_edits, moved};
use crate::view::JobView;

mod conclude;
mod polls;
mod wait;

pub use conclude::Verdict;
pub(crate) use conclude::lose;
pub use polls::{PollCall, PollOf, Polls};

const STATE: Attr = Attr("state");
const RESULT: Attr = Attr("result");
const COST: Attr = Attr("cost");
const USAGE: Attr = Attr("usage");
const EXTERNAL: Attr = Attr("external");
const TOKENS: Attr = Attr("tokens");
const POLLS: Attr = Attr("polls");
const POLLED: Attr = Attr("polled");
const POLL_AT: Attr = Attr("poll_at");
const GONE: Attr = Attr("gone");
const GOES_ON: Attr = Attr("goes_on");

/// Where an attempt is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AttemptState {
    /// Written; the request may be on its way.
    Submitting,
    /// The provider has it and will answer later.
    Accepted,
    /// The result is stored.
    Landed,
    /// The provider said no, and charged nothing.
    Refused,
    /// The request never reached the provider.
    Void,
    /// Nobody knows whether the provider has it.
    InDoubt,
    /// Nothing was heard before the job ended.
    Lost,
}

impl AttemptState {
    const fn word(self) -> &'static str {
        match self {
            Self::Submitting => "submitting",
            Self::Accepted => "accepted",
            Self::Landed => "landed",
            Self::Refused => "refused",
            Self::Void => "void",
            Self::InDoubt => "in_doubt",
            Self::Lost => "lost",
        }
    }
}

/// One attempt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// 1, 2, …
    pub number: u32,
    /// Where it is.
    pub state: AttemptState,
    /// Who is asked.
    pub provider: String,
    /// For which model.
    pub model: String,
    /// SHA-256 of the request's body, to recognise it by.
    pub body_sha256: String,
    /// The try of the flow in which it is asked.
    #[serde(default = "first_try")]
    pub r#try: u32,
    /// When it was written.
    #[serde(with = "millis")]
    pub at: Time,
    /// When an answer is no longer waited for.
    #[serde(with = "millis")]
    pub deadline: Time,
    /// When a doubt is given up.
    #[serde(with = "millis")]
    pub doubt_until: Time,
    /// What landed, or why nothing did.
    #[serde(default, with = "nested", skip_serializing_if = "serde_json::Value::is_null")]
    pub result: serde_json::Value,
    /// What it cost.
    #[serde(default)]
    pub cost: UsdMicros,
    /// What the invocation that wrote the verdict had used of AWS before. Where an answer landed at once its checkpoint has it too.
    #[serde(default, with = "nested", skip_serializing_if = "Option::is_none")]
    pub usage: Option<Box<Usage>>,
    /// The provider's name for the request; absent when it has answered at once, or nothing was heard of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external: Option<String>,
    /// How to end the wait of the flow. A stage that is invoked again has a new token, and all are kept, as those of a latch.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub tokens: BTreeSet<String>,
    /// How often the provider was asked for its answer.
    #[serde(default)]
    pub polls: u32,
    /// What the questions that found no answer had used of AWS, all together.
    #[serde(default, with = "nested", skip_serializing_if = "Option::is_none")]
    pub polled: Option<Box<Usage>>,
    /// When it is asked the next time.
    #[serde(default, with = "millis::option", skip_serializing_if = "Option::is_none")]
    pub poll_at: Option<Time>,
    /// Whether the provider knows nothing of the request: there is nobody to ask any more.
    #[serde(default)]
    pub gone: bool,
    /// Whether the provider was asked to make nothing of it, and goes on: it is not asked that again.
    #[serde(default)]
    pub goes_on: bool,
}

const fn first_try() -> u32 {
    1
}

/// What a provider's id for a request stands for. What it names is read again through the workspace's scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct External {
    /// Whose it is.
    pub(crate) ws: WorkspaceId,
    /// The job.
    pub(crate) job: JobId,
    /// The number of the attempt.
    pub(crate) attempt: u32,
    /// When DynamoDB may remove the item, in seconds.
    #[serde(default)]
    pub(crate) ttl: i64,
}

impl External {
    /// How long a provider's id is known after nobody waits for its answer: as long as deliveries of webhooks may come late.
    pub(crate) const KEPT: Duration = Duration::from_hours(24 * 7);
}

/// What an invocation that wants to ask a provider gets.
#[derive(Debug)]
pub enum License {
    /// It may ask, once, under this number.
    Granted(u32),
    /// Another invocation was given the licence; this is its attempt.
    Held(Box<Attempt>),
    /// The job is to end before anybody is asked.
    Unwanted,
    /// The job has ended, belongs to another run, or is not running.
    Stop,
}

/// Whom to ask, and for how long.
#[derive(Debug, Clone)]
pub struct Sent {
    /// Who is asked.
    pub provider: String,
    /// For which model.
    pub model: String,
    /// SHA-256 of the request's body.
    pub body_sha256: String,
    /// The try of the flow.
    pub r#try: u32,
    /// How long an answer is waited for.
    pub patience: Duration,
    /// How long a lost answer is looked for.
    pub doubt: Duration,
}

impl Jobs {
    /// Asks for the licence to ask a provider.
    ///
    /// A run that is no longer the present one gets nothing, not even the attempt of the run that is: it could only take that
    /// one for dead.
    pub async fn license(&self, view: &JobView, sent: &Sent) -> Result<License, Fault> {
        let run = view.head.run;
        let mut license = without_asking(view, run, self.now());
        let mut head = view.head.clone();
        let mut number = view.next_attempt();
        loop {
            if let Some(license) = license {
                return Ok(license);
            }
            let attempt = sent.written(number, self.now());
            match self.store.commit(attempt.opening(&head)?).await? {
                Commit::Done => return Ok(License::Granted(number)),
                Commit::Refused(refused) => moved(&head, 1, &refused)?,
            }
            let view = self.view(head.job).await?;
            license = without_asking(&view, run, self.now());
            number = view.next_attempt();
            head = view.head;
        }
    }
}

/// What `run` gets without asking for a licence; `None` when it may ask.
fn without_asking(view: &JobView, run: u32, now: Time) -> Option<License> {
    let status = view.head.status;
    if view.head.run != run || status.is_terminal() {
        return Some(License::Stop);
    }
    if let Some(attempt) = view.open_attempt() {
        return Some(License::Held(Box::new(attempt.clone())));
    }
    if status != Status::Running {
        return Some(License::Stop);
    }
    view.head.wish(now).map(|_| License::Unwanted)
}

impl AttemptState {
    /// Whether nobody knows what becomes of the request.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Submitting | Self::Accepted | Self::InDoubt)
    }
}

impl Sent {
    fn written(&self, number: u32, now: Time) -> Attempt {
        let deadline = now.plus(self.patience);
        Attempt {
            number,
            state: AttemptState::Submitting,
            provider: self.provider.clone(),
            model: self.model.clone(),
            body_sha256: self.body_sha256.clone(),
            r#try: self.r#try,
            at: now,
            deadline,
            doubt_until: deadline.plus(self.doubt),
            result: serde_json::Value::Null,
            cost: UsdMicros::ZERO,
            usage: None,
            external: None,
            tokens: BTreeSet::new(),
            polls: 0,
            polled: None,
            poll_at: None,
            gone: false,
            goes_on: false,
        }
    }
}

impl Attempt {
    fn opening(&self, head: &Head) -> Result<Vec<Change>, Fault> {
        let mut edits = vec![Edit::Set(head::ATTEMPT, Value::Int(self.number.into()))];
        edits.extend(due_edits(head, self.at, self.at.plus(crate::QUIET)));
        let free = vec![
            Guard::StatusIn(&[Status::Running]),
            Guard::Unset(head::ATTEMPT),
            Guard::Unset(head::CANCEL),
        ];
        let event = JobEvent {
            version: head.version + 1,
            r#type: EventType::Submitting,
            at: self.at,
            data: json!({ "attempt": self.number, "provider": self.provider, "model": self.model }),
        };
        Ok(vec![
            Change::create(key::attempt(head.job, self.number), self)?,
            change_head(head, edits, free),
            event.append(head.job)?,
        ])
    }
}

#[cfg(test)]
mod tests;
