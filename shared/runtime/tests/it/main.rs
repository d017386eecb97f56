//! The bootstrap, tried as Lambda uses it: each test starts `examples/probe` as a process of its own and plays the
//! Lambda Runtime API for it. `cargo test -p runtime` builds both.

#![expect(clippy::unwrap_used, reason = "what a test cannot have ends it")]

mod consumer;
mod duty;
mod events;
mod function;
mod lambda;
mod log;
mod route;
mod stage;
mod start;
mod stream;
