//! The bootstrap of every Lambda: the one crate that knows the Lambda Runtime API.
//!
//! A bin is `fn main() -> runtime::Exit { runtime::run(renders::START) }`. [`run`] is not generic: a handler is
//! instantiated in its own library and arrives here as function pointers, so that a bin links in a second.
//!
//! Once, before the first invocation: logging is set up, every declared setting is read and checked, ports are
//! connected and warmed. What is wrong is reported in one record, and to Lambda as an init error.
//!
//! For each invocation: the payload is decoded by the kind of the function, the caller is established, a scope is
//! minted, and the handler runs under two guards. A panic becomes a `Defect` and the environment lives on; half a
//! second before the sandbox would die the handler is dropped and `Transient` is answered. Every failure is logged
//! once, where it is answered, and every invocation writes one line of metrics (`telemetry::emf`).
//!
//! Nothing here logs a header, a body or a query string.

mod caller;
mod delivery;
mod diagnostic;
mod environment;
mod guard;
mod init;
mod invoke;
mod mint;
mod sandbox;
mod surroundings;
mod telemetry;

use std::process::{ExitCode, Termination};

use contract::Function;

#[doc(hidden)]
pub use surroundings::{Calls, Connect, CountCalls, Surroundings, Verify};

/// What the program of a function returns from `main`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Exit(ExitCode);

impl Termination for Exit {
    fn report(self) -> ExitCode {
        self.0
    }
}

/// Runs `function` until Lambda takes the environment down. Returns early only when it cannot start or when the
/// Runtime API is gone.
pub fn run(function: Function) -> Exit {
    run_in(function, surroundings::connect)
}

/// The same with surroundings of the caller's choice, for the tests of this crate and for measurements.
#[doc(hidden)]
pub fn run_in(function: Function, connect: Connect) -> Exit {
    Exit(init::start(function, connect))
}
