//! The AWS side of every port. The only crate that names `aws_sdk_*` and `aws_config`.
//!
//! [`connect`] makes the ports that a function declared. Everything that is particular to AWS stays in here: how guards
//! become expressions (`table/lower.rs`), which answers mean what (`error.rs`), which repeats are safe (`config.rs`).

mod bucket;
mod calls;
mod capacity;
mod clock;
mod config;
mod connect;
mod dead_queue;
mod error;
mod flow;
mod ids;
mod queue;
mod survey;
mod table;

#[cfg(test)]
mod testing;

pub use calls::{Calls, Counted, Tally};
pub use connect::{Connected, connect, connect_local};
pub use survey::{ACTIONS as SURVEY_ACTIONS, Listed, Listing, Row, Rows, Site, Survey, Unreadable};
