//! The head of a job: the facts that change, at most 2 KB.

use contract::port::table::Attr;
use fault::Problem;
use model::time::millis;
use model::{AssetId, JobId, JobKind, ProjectId, StageName, Status, Time, UserId, WorkspaceId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::record::nested;

pub(crate) const STATUS: Attr = Attr("status");
pub(crate) const RUN: Attr = Attr("run");
pub(crate) const STAGE: Attr = Attr("stage");
pub(crate) const PROGRESS: Attr = Attr("progress");
pub(crate) const ATTEMPT: Attr = Attr("att");
pub(crate) const CANCEL: Attr = Attr("cancel_at");
pub(crate) const SLOT: Attr = Attr("slot");
pub(crate) const STARTED: Attr = Attr("started_at");
pub(crate) const ENDED: Attr = Attr("ended_at");
pub(crate) const PROBLEM: Attr = Attr("problem");
pub(crate) const OUTPUTS: Attr = Attr("outputs");
pub(crate) const DUE: Attr = Attr("due");
pub(crate) const DUE_SHARD: Attr = Attr("gdp");
pub(crate) const DUE_SORT: Attr = Attr("gds");

/// A line in which jobs of one sort wait for a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// Generations.
    Render,
}

impl Lane {
    /// The lane of a kind of job.
    pub const fn of(kind: JobKind) -> Self {
        match kind {
            JobKind::Render => Self::Render,
        }
    }

    /// The word in keys and refusals.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Render => "render",
        }
    }

    /// Slots of one user, unless the plan says otherwise.
    pub const fn default_slots(self) -> usize {
        match self {
            Self::Render => 5,
        }
    }
}

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
    /// Who asked.
    pub user: UserId,
    /// Which line.
    pub lane: Lane,
    /// Whether it holds a slot there.
    pub slot: bool,
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

impl Head {
    /// A job as it is admitted, with a slot, before anything has begun.
    pub fn admitted(workspace: WorkspaceId, job: JobId, project: ProjectId, user: UserId, now: Time) -> Self {
        let due = now.plus(crate::START_WITHIN);
        Self {
            job,
            status: Status::Queued,
            version: 1,
            run: 1,
            stage: None,
            progress: 0,
            project,
            user,
            lane: Lane::of(job.kind()),
            slot: true,
            att: None,
            cancel_at: None,
            created_at: now,
            started_at: None,
            ended_at: None,
            problem: None,
            outputs: Vec::new(),
            due: Some(due),
            gdp: Some(due_shard(job)),
            gds: Some(store::due_sort(due)),
            g1p: format!("PJB#{workspace}#{project}"),
            g1s: job.to_string(),
        }
    }
}

/// The shard of the due index that a job is in: spread by the last character of its id, which is random.
pub(crate) fn due_shard(job: JobId) -> String {
    let last = job.to_string().bytes().last().unwrap_or(0);
    store::due_shard(last % store::Directory::DUE_SHARDS)
}
