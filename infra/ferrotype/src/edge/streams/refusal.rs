//! Why a stream could not begin, told as the API tells it.

use std::path::PathBuf;

use http::StatusCode;
use http::header::{HeaderValue, RETRY_AFTER};

use super::desk::Complaint;
use crate::edge::page::{Reply, problem};

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum Refusal {
    /// All processes are busy.
    Full(usize),
    /// The program is not there.
    Unbuilt(PathBuf),
    /// The process does not start, or ended before it answered.
    Broken(String),
    /// The function says that it failed.
    Failed(Complaint),
    /// It took too long, in seconds.
    TimedOut(u64),
    /// The edge is being stopped.
    Closing,
}

impl Refusal {
    /// What the log says. The caller is not told: an error's text must not reach one here when it cannot on AWS.
    pub(super) fn line(&self) -> String {
        match self {
            Self::Full(processes) => format!("all {processes} processes for streams are busy"),
            Self::Unbuilt(program) => format!("{} is not there; `ferrotype up` builds it", program.display()),
            Self::Broken(why) => why.clone(),
            Self::Failed(Complaint { kind, message }) => format!("{kind}: {message}"),
            Self::TimedOut(seconds) => format!("Task timed out after {seconds}.00 seconds"),
            Self::Closing => "the edge is being stopped".to_owned(),
        }
    }

    /// The answer.
    pub(super) fn reply(&self) -> Reply {
        let (status, code, detail) = match self {
            Self::Full(_) => (
                StatusCode::TOO_MANY_REQUESTS,
                "too-many-streams",
                "This machine runs no more streams at one time. One becomes free when a listener leaves.",
            ),
            Self::TimedOut(_) => (
                StatusCode::GATEWAY_TIMEOUT,
                "function-timed-out",
                "The function did not answer in its time. `ferrotype logs` may tell why.",
            ),
            Self::Closing => (
                StatusCode::SERVICE_UNAVAILABLE,
                "edge-closing",
                "The edge is being stopped. `ferrotype up` starts it again.",
            ),
            Self::Unbuilt(_) | Self::Broken(_) | Self::Failed(_) => (
                StatusCode::BAD_GATEWAY,
                "function-failed",
                "The function ended before it answered. `ferrotype logs` tells why.",
            ),
        };
        let mut reply = problem(status, code, detail);
        if matches!(self, Self::Full(_) | Self::Closing) {
            reply.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
        }
        reply
    }
}
