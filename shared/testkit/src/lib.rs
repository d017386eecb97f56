//! What tests need: the ports in memory, a clock that stands still, scopes, and the audit that every test of jobs ends with.
//!
//! A dev-dependency only: nothing here is ever part of a function.

pub mod memory;

mod call;
mod dead_queue;
mod world;

pub use ::audit::{self, audit};
pub use call::{Answer, Get, Post, consume, perform, run_stage};
pub use dead_queue::MemoryDeadQueue;
pub use memory::{FrozenClock, MemoryBucket, MemoryFlow, MemoryQueue, SeededIds};
pub use world::{World, principal, workspace};
