//! States of a flow.

use contract::{BoxFuture, Grant, Next, StageCall};
use fault::Fault;
use serde_json::value::{RawValue, to_raw_value};

use super::Host;
use crate::guard::{Deadline, guarded};
use crate::mint;

/// How a stage is entered.
pub(super) type Enter = fn(Grant, StageCall) -> BoxFuture<Result<Next, Fault>>;

/// Answers one step with its word and its try.
pub(super) async fn answer(
    host: &Host,
    enter: Enter,
    call: StageCall,
    deadline: Deadline,
) -> Result<Box<RawValue>, Fault> {
    let grant = mint::for_envelope(host.surroundings.ports.clone(), call.ws);
    let next = guarded(deadline, async { enter(grant, call).await }).await?;
    to_raw_value(&next).map_err(|error| Fault::defect("a word is no JSON").because(error))
}
