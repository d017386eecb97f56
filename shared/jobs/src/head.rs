//! The head of a job: the facts that change, at most 2 KB.

use contract::port::table::Attr;
use fault::Problem;
use model::time::millis;
use model::{AssetId, ChainId, JobId, ProjectId, StageName, Status, Time, UserId, WorkspaceId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::record::nested;

use crate::chain::Link;
use crate::lane::Lane;

pub(crate) const STATUS: Attr = Attr("status");
pub(crate) const RUN: Attr = Attr("run");
pub(crate) const STAGE: Attr = Attr("stage");
pub(crate) const PROGRESS: Attr = Attr("progress");
pub(crate) const ATTEMPT: Attr = Attr("att");
pub(crate) const CANCEL: Attr = Attr("cancel_at");
pub(crate) const SLOT: Attr = Attr("slot");
pub(crate) const WAITS: Attr = Attr("waits");
pub(crate) const STARTED: Attr = Attr("started_at");
pub(crate) const ENDED: Attr = Attr("ended_at");
pub(crate) const PROBLEM: Attr = Attr("problem");
pub(crate) const OUTPUTS: Attr = Attr("outputs");
pub(crate) const KEPT: Attr = Attr("kept");
pub(crate) const DUE: Attr = Attr("due");
pub(crate) const DUE_SHARD: Attr = Attr("gdp");
pub(crate) const DUE_SORT: Attr = Attr("gds");

/// The head of a job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// Which job.
    pub job: JobId,
    /// Where it is in its life.
    pub status: Status,
    /// Counts every transition; the event of the same number tells what happened.
    pub version: u64,
    /// Which run of the flow is the present one.
    pub run: u32,
    /// The stage that left the last checkpoint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<StageName>,
    /// How far it is, in thousandths.
    pub progress: u32,
    /// Whose project.
    pub project: ProjectId,
    /// The chain that it continues.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chain: Option<ChainId>,
    /// Its position there, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chain_position: Option<u64>,
    /// Who asked.
    pub user: UserId,
    /// Which line.
    pub lane: Lane,
    /// Whether it holds a slot there.
    pub slot: bool,
    /// The priority under which it waits for a slot; absent when it does not wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits: Option<u32>,
    /// When it is given up, whatever it is doing.
    #[serde(default, with = "millis::option", skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Time>,
    /// The open attempt at a provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub att: Option<u32>,
    /// When its end was asked for.
    #[serde(default, with = "millis::option", skip_serializing_if = "Option::is_none")]
    pub cancel_at: Option<Time>,
    /// When it was admitted.
    #[serde(with = "millis")]
    pub created_at: Time,
    /// When its first stage began.
    #[serde(default, with = "millis::option", skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Time>,
    /// When it ended.
    #[serde(default, with = "millis::option", skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Time>,
    /// Why it ended badly.
    #[serde(default, with = "nested", skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
    /// What it made.
    #[serde(default, with = "nested", skip_serializing_if = "Vec::is_empty")]
    pub outputs: Vec<Output>,
    /// While it is done again: what it made before. It is delivered when nothing better comes of that, however the job ends.
    #[serde(default, with = "nested", skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<Output>,
    /// When the sweeper looks at it; absent once it has ended.
    #[serde(default, with = "millis::option", skip_serializing_if = "Option::is_none")]
    pub due: Option<Time>,
    /// Shard of the due index.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gdp: Option<String>,
    /// Sort key of the due index.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gds: Option<String>,
    /// Partition of the index of a project's jobs.
    pub g1p: String,
    /// Sort key there.
    pub g1s: String,
}

/// One thing that a job made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Output {
    /// The asset.
    pub asset: AssetId,
    /// Where its bytes are.
    pub key: String,
    /// Its media type.
    pub mime: String,
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// Its length.
    pub bytes: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// Why a job is to end before it has made anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Somebody asked for its end.
    Cancel,
    /// Its deadline has passed.
    Expire,
}

/// What a head is made of, beside what follows from it.
pub(crate) struct Newcomer {
    pub(crate) workspace: WorkspaceId,
    pub(crate) job: JobId,
    pub(crate) project: ProjectId,
    pub(crate) link: Option<Link>,
    pub(crate) user: UserId,
    pub(crate) now: Time,
    pub(crate) deadline: Option<Time>,
    pub(crate) waits: Option<u32>,
}

impl Head {
    /// A job as it is admitted, before anything has begun.
    pub(crate) fn admitted(newcomer: &Newcomer) -> Self {
        let Newcomer { workspace, job, project, link, user, now, deadline, waits } = *newcomer;
        // The sweeper comes to a job that waits by its lane.
        let look = now.plus(if waits.is_some() { crate::WAITING } else { crate::START_WITHIN });
        let due = deadline.map_or(look, |deadline| deadline.min(look));
        Self {
            job,
            status: Status::Queued,
            version: 1,
            run: 1,
            stage: None,
            progress: 0,
            project,
            chain: link.map(|link| link.chain),
            chain_position: link.map(|link| link.position),
            user,
            lane: Lane::of(job.kind()),
            slot: waits.is_none(),
            waits,
            deadline,
            att: None,
            cancel_at: None,
            created_at: now,
            started_at: None,
            ended_at: None,
            problem: None,
            outputs: Vec::new(),
            kept: Vec::new(),
            due: Some(due),
            gdp: Some(store::due_shard(&job)),
            gds: Some(store::due_sort(due)),
            g1p: format!("PJB#{workspace}#{project}"),
            g1s: job.to_string(),
        }
    }

    /// Its place in a chain, when it is in one.
    pub fn link(&self) -> Option<Link> {
        Some(Link { chain: self.chain?, position: self.chain_position? })
    }

    /// Whether the job is to end at `now` before it has made anything. A provider that was asked is waited for: what it
    /// makes is paid for, so a success wins over every wish.
    pub fn wish(&self, now: Time) -> Option<Wish> {
        if self.att.is_some() || self.status.is_terminal() {
            return None;
        }
        if self.cancel_at.is_some() {
            return Some(Wish::Cancel);
        }
        self.is_past_deadline(now).then_some(Wish::Expire)
    }

    /// Whether its deadline has passed.
    pub fn is_past_deadline(&self, now: Time) -> bool {
        self.deadline.is_some_and(|deadline| deadline <= now)
    }
}
