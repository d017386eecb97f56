//! What tests need: the ports in memory, a clock that stands still, scopes, and the audit that every test of jobs ends with.
//!
//! A dev-dependency only: nothing here is ever part of a function.

pub mod memory;
pub mod sim;

mod call;
mod dead_queue;
mod listen;
mod world;

pub use ::audit::{self, audit};
pub use call::{Answer, Get, Post, consume, perform, raw_items, run_stage};
pub use dead_queue::MemoryDeadQueue;
pub use listen::{Ear, Heard, Leave, listen};
pub use memory::{Delivery, FrozenClock, MemoryBucket, MemoryFlow, MemoryQueue, SeededIds, SetMeter};
pub use sim::dice::Dice;
pub use world::{World, principal, workspace};
