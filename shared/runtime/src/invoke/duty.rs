//! Duties: a document in, a document out.
//!
//! A fault is a function error for each way in: schedules and events are retried by Lambda and end in a dead-letter
//! queue, and a person sees the problem document.

use bytes::Bytes;
use contract::{BoxFuture, Grant};
use fault::Fault;
use serde_json::value::RawValue;

use super::Host;
use crate::guard::{Deadline, guarded};

/// How a duty is entered.
pub(super) type Enter = fn(Grant, Bytes) -> BoxFuture<Result<Bytes, Fault>>;

/// Answers with the duty's report.
pub(super) async fn answer(
    host: &Host,
    enter: Enter,
    payload: Bytes,
    deadline: Deadline,
) -> Result<Box<RawValue>, Fault> {
    let grant = Grant::outside(host.surroundings.ports.clone());
    let report = guarded(deadline, async { enter(grant, payload).await }).await?;
    let report = String::from_utf8(report.into())
        .map_err(|error| Fault::defect("a report is no text").because(error))?;
    RawValue::from_string(report).map_err(|error| Fault::defect("a report is no JSON").because(error))
}
