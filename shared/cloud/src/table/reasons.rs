//! Why a transaction did not happen, in the port's words.

use aws_sdk_dynamodb::types::CancellationReason;
use contract::port::table::{Outcome, Reason, TableError};

use super::item;

/// Reads the reasons of a canceled transaction of `writes` writes.
///
/// Codes: the API reference of `TransactWriteItems`, "Cancellation reason codes and possible error messages".
pub(super) fn outcome(reasons: &[CancellationReason], writes: usize) -> Result<Outcome, TableError> {
    if reasons.len() != writes {
        return Err(TableError::Invalid(format!(
            "a transaction of {writes} writes was canceled with {} reasons",
            reasons.len()
        )));
    }
    let reasons = reasons.iter().enumerate().map(|(index, given)| reason(index, given));
    Ok(Outcome::Canceled(reasons.collect::<Result<_, _>>()?))
}

fn reason(index: usize, given: &CancellationReason) -> Result<Reason, TableError> {
    match given.code().unwrap_or("None") {
        "None" => Ok(Reason::Fine),
        "ConditionalCheckFailed" => Ok(Reason::Refused(old(given.item())?)),
        "TransactionConflict" => Ok(Reason::Conflict),
        "ThrottlingError" | "ProvisionedThroughputExceeded" => Ok(Reason::Throttled),
        code => Err(TableError::Invalid(format!(
            "write {index} of a transaction failed with {code}: {}",
            given.message().unwrap_or("no message")
        ))),
    }
}

/// The item that was there. DynamoDB names none, or an empty one, when there was none.
pub(super) fn old(found: Option<&item::Wire>) -> Result<Option<contract::port::table::Item>, TableError> {
    found.filter(|wire| !wire.is_empty()).cloned().map(item::item).transpose()
}

#[cfg(test)]
mod tests;
