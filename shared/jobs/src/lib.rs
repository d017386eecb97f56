//! The spine: what happens to a job and to the money that it holds.
//!
//! This crate is the only writer of jobs, wallets, lanes and the ledger. Every verb is one transaction whose guards make
//! it safe to repeat, so a crash at any point leaves either the state before it or the state after it. `docs/keys.md` has the
//! items and guards of each.

pub mod attempt;
pub mod event;
pub mod feed;
pub mod head;
pub mod ledger;
pub mod project;
pub mod wallet;

mod admit;
mod begin;
mod checkpoint;
mod key;
mod launch;
mod recover;
mod settle;
mod spine;
mod view;

#[cfg(test)]
mod tests;

pub use admit::{Admission, Admitted, Price};
pub use attempt::{Attempt, AttemptState, License, Sent, Verdict};
pub use begin::Opened;
pub use checkpoint::{Checkpoint, FAILOVER, Fallback, Outcome, RETRY, STOP, next};
pub use event::{Event, JobEvent};
pub use feed::{Feed, Feeds};
pub use head::{Head, Lane, Output};
pub use launch::{Everywhere, Launcher, named};
pub use ledger::{EntryKind, LedgerEntry};
pub use project::Project;
pub use recover::Recovery;
pub use settle::{AttemptCost, End, Settled};
pub use spine::Jobs;
pub use view::JobView;
pub use wallet::Wallet;

/// How long nobody has to hear from a job before the sweeper looks at it: longer than the longest stage with its retries.
pub const QUIET: std::time::Duration = std::time::Duration::from_mins(3);
/// How long an admitted job may stay without an execution before the sweeper starts one.
pub const START_WITHIN: std::time::Duration = std::time::Duration::from_mins(1);
/// How many times a flow is started for one job before it is given up.
pub const MAX_RUNS: u32 = 3;
