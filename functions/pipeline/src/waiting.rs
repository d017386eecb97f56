//! What those are told who wait for a provider that answers later.

use contract::Word;
use fault::Fault;
use jobs::{Attempt, AttemptState, CANCEL, Head, STOP};

use crate::frame::IN_DOUBT;
use crate::submit::Landed;

/// The word of a wait that ended with a refusal: the stage `fail` finds the reason with the attempt.
pub(crate) const REFUSED: Word = "refused";
/// The word that sends the flow back to wait on.
pub(crate) const AWAIT: Word = "await";

/// What the flow is told of the attempt that it waits for; `None` while there is nothing to tell.
///
/// A result wins over a wish that the job may end: it is paid for.
pub(crate) fn word(head: &Head, attempt: &Attempt) -> Result<Option<Word>, Fault> {
    if head.status.is_terminal() {
        return Ok(Some(STOP));
    }
    let is_wished = head.cancel_at.is_some();
    Ok(match attempt.state {
        AttemptState::Landed => Some(Landed::from(attempt)?.word()),
        AttemptState::Lost => Some(STOP),
        AttemptState::Refused | AttemptState::Void => Some(if is_wished { CANCEL } else { REFUSED }),
        _ if attempt.asked_as().is_some() => (is_wished && !attempt.goes_on).then_some(CANCEL),
        // There is nobody to ask: the doubt has an end of its own.
        AttemptState::InDoubt => Some(IN_DOUBT),
        AttemptState::Submitting | AttemptState::Accepted => None,
    })
}
