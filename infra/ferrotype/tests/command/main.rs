//! The built command as its users meet it: exit codes, stdout, stderr, files.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod batch;
mod cloud;
#[path = "../../src/fixture.rs"]
mod fixture;
mod program;
mod refusals;
mod render;
mod streams;
mod watch;
mod work;
