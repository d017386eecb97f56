//! The one lifecycle of every job, and the only table of what may follow what.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a job is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Admitted and paid for with a hold; no stage has begun.
    Queued,
    /// A stage has begun.
    Running,
    /// A provider's answer was lost: it may have charged us. The hold stays, the slot is given back.
    InDoubt,
    /// At least one output was stored, decoded and measured.
    Succeeded,
    /// It ended without an output; the problem says why.
    Failed,
    /// The caller asked for its end, and nothing had arrived by then.
    Canceled,
    /// Its deadline passed.
    Expired,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 7] = [
        Self::Queued,
        Self::Running,
        Self::InDoubt,
        Self::Succeeded,
        Self::Failed,
        Self::Canceled,
        Self::Expired,
    ];
    /// The statuses of a job that still holds money.
    pub const OPEN: &'static [Self] = &[Self::Queued, Self::Running, Self::InDoubt];

    /// The word that is stored and sent.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::InDoubt => "in_doubt",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Canceled => "canceled",
            Self::Expired => "expired",
        }
    }

    /// Whether the job has ended.
    pub const fn is_terminal(self) -> bool {
        matches!(self, Self::Succeeded | Self::Failed | Self::Canceled | Self::Expired)
    }

    /// Whether a job may go from here to `next`.
    pub const fn may_become(self, next: Self) -> bool {
        match self {
            Self::Queued => {
                matches!(
                    next,
                    Self::Running | Self::Succeeded | Self::Failed | Self::Canceled | Self::Expired
                )
            }
            Self::Running => !matches!(next, Self::Queued | Self::Running),
            Self::InDoubt => !matches!(next, Self::Queued | Self::InDoubt),
            // A late answer of a provider is the only thing that reopens an ended job.
            Self::Expired => matches!(next, Self::Succeeded),
            Self::Succeeded | Self::Failed | Self::Canceled => false,
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A word that is no status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected one of queued, running, in_doubt, succeeded, failed, canceled, expired")]
pub struct NotAStatus;

impl FromStr for Status {
    type Err = NotAStatus;

    fn from_str(word: &str) -> Result<Self, NotAStatus> {
        Self::ALL.into_iter().find(|status| status.word() == word).ok_or(NotAStatus)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_late_success_leaves_a_terminal_status() {
        for from in Status::ALL.into_iter().filter(|status| status.is_terminal()) {
            for to in Status::ALL {
                let late = from == Status::Expired && to == Status::Succeeded;
                assert_eq!(from.may_become(to), late, "{from} -> {to}");
            }
        }
    }

    #[test]
    fn every_open_status_can_end_in_every_way_and_none_goes_back_to_the_queue() {
        for from in Status::OPEN {
            assert!(!from.is_terminal());
            assert!(!from.may_become(Status::Queued));
            for end in Status::ALL.into_iter().filter(|status| status.is_terminal()) {
                assert!(from.may_become(end), "{from} -> {end}");
            }
        }
    }

    #[test]
    fn words_read_back() {
        for status in Status::ALL {
            assert_eq!(status.word().parse(), Ok(status));
            assert_eq!(serde_json::to_value(status).unwrap(), status.word());
        }
    }
}
