//! Billing: what a workspace has, and where it went.

pub mod get_credits;
pub mod list_ledger;

#[cfg(test)]
mod fixture;

use contract::Function;

/// What the workspace has.
pub const GET_CREDITS: Function = contract::route::<get_credits::GetCredits>();
/// Where it came from and went.
pub const LIST_LEDGER: Function = contract::route::<list_ledger::ListLedger>();

/// Every function of this domain.
pub const FUNCTIONS: &[Function] = &[GET_CREDITS, LIST_LEDGER];
