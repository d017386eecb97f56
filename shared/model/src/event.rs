//! What happened to a job, in one word each.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{JobKind, Status};

/// The type of an event without the kind of job: `render.stage` is [`EventType::Stage`] of a render.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EventType {
    /// Admitted; money is held.
    Queued,
    /// It waited in line, and has a slot now.
    Dispatched,
    /// The first stage has begun.
    Started,
    /// A stage left its checkpoint.
    Stage,
    /// An attempt was written; its provider is about to be asked.
    Submitting,
    /// The provider has the request and will answer later.
    Accepted,
    /// The provider's result is stored.
    Landed,
    /// The attempt came to nothing and cost nothing; another may follow.
    Voided,
    /// A dead run was taken up again.
    Resumed,
    /// Its end was asked for while it was at work.
    CancelRequested,
    /// The provider's answer was lost.
    InDoubt,
    /// Ended with an output.
    Succeeded,
    /// Ended without one.
    Failed,
    /// Ended at the caller's wish.
    Canceled,
    /// Ended by its deadline.
    Expired,
}

impl EventType {
    /// The event that says that a job has reached the end `status`, or that it is in doubt.
    pub const fn of_end(status: Status) -> Option<Self> {
        match status {
            Status::Succeeded => Some(Self::Succeeded),
            Status::Failed => Some(Self::Failed),
            Status::Canceled => Some(Self::Canceled),
            Status::Expired => Some(Self::Expired),
            Status::Queued | Status::Running | Status::InDoubt => None,
        }
    }

    /// Whether the job has ended with it.
    pub const fn is_end(self) -> bool {
        matches!(self, Self::Succeeded | Self::Failed | Self::Canceled | Self::Expired)
    }

    /// The name on the wire: `render.queued`.
    pub fn name(self, kind: JobKind) -> String {
        let word = match self {
            Self::Queued => "queued",
            Self::Dispatched => "dispatched",
            Self::Started => "started",
            Self::Stage => "stage",
            Self::Submitting => "submitting",
            Self::Accepted => "accepted",
            Self::Landed => "landed",
            Self::Voided => "voided",
            Self::Resumed => "resumed",
            Self::CancelRequested => "cancel_requested",
            Self::InDoubt => "in_doubt",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Canceled => "canceled",
            Self::Expired => "expired",
        };
        format!("{}.{word}", kind.word())
    }
}
