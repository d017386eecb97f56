//! The spine: what happens to a job and to the money that it holds.
//!
//! This crate is the only writer of jobs, wallets, lanes and the ledger. Every verb is one transaction whose guards make
//! it safe to repeat, so a crash at any point leaves either the state before it or the state after it. `docs/keys.md` has the
//! items and guards of each.

pub mod attempt;
pub mod batch;
pub mod chain;
pub mod event;
pub mod feed;
pub mod head;
pub mod latch;
pub mod ledger;
pub mod project;
pub mod receipt;
pub mod rule;
pub mod wallet;

mod admit;
mod begin;
mod cancel;
mod checkpoint;
mod dispatch;
mod key;
mod lane;
mod launch;
mod line;
mod position;
mod recover;
mod reference;
mod settle;
mod spine;
mod upload;
mod view;

#[cfg(test)]
mod tests;

pub use admit::{Admission, Admitted, Fill, Forecast, LimitCheck, Order, Outlook, Place, Price, Priced};
pub use attempt::{Attempt, AttemptState, License, PollCall, PollOf, Polls, Sent, Verdict};
pub use begin::Opened;
pub use cancel::Canceled;
pub use chain::{Chain, Chains, Memory, Remembered};
pub use checkpoint::{CANCEL, Checkpoint, FAILOVER, Fallback, Outcome, RETRY, STOP, next};
pub use event::{Event, JobEvent};
pub use feed::{Feed, Feeds};
pub use head::{Head, Output, Wish};
pub use lane::{Lane, UserLane};
pub use latch::{FanOut, Latch, Looked};
pub use launch::{Everywhere, Launcher, Office, named};
pub use ledger::{EntryKind, LedgerEntry};
pub use line::Line;
pub use position::Position;
pub use project::{Draft, Drafts, Project, ProjectView, Projects};
pub use receipt::Receipt;
pub use recover::Recovery;
pub use rule::{Rule, RuleSet, Rules};
pub use settle::{AttemptCost, End, Settled};
pub use spine::Jobs;
pub use upload::UploadLimits;
pub use view::JobView;
pub use wallet::Wallet;

/// How long nobody has to hear from a job before the sweeper looks at it. A stage or a wait for others (`latch`) may well take
/// longer: then the sweeper finds the execution at work, and sees to it that it does not wait in vain. A shorter time would make it
/// look more often, a longer one would leave a job that an outage has hit lying for longer.
pub const QUIET: std::time::Duration = std::time::Duration::from_mins(1);
/// How long an admitted job may stay without an execution before the sweeper starts one.
pub const START_WITHIN: std::time::Duration = std::time::Duration::from_mins(1);
/// How long a job may wait for a slot before the sweeper looks at it by itself. Its lane is looked at every minute.
pub const WAITING: std::time::Duration = std::time::Duration::from_mins(10);
/// How many times a flow is started for one job before it is given up.
pub const MAX_RUNS: u32 = 3;
