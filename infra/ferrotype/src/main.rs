//! `ferrotype`: the whole of Ferrotype on a laptop with one word, and renders from the terminal.
//!
//! `up`, `down`, `status` and `logs` look after the local cloud of one state directory; every other verb
//! speaks only HTTP to `/v1`, so it drives a deployed stack just as well.

#![expect(
    clippy::disallowed_methods,
    reason = "a program for people at a terminal: it reads their environment and waits in real time"
)]

mod api;
mod cli;
mod cloud;
mod context;
mod download;
mod edge;
mod failure;
#[cfg(test)]
mod fixture;
mod follow;
mod process;
mod project;
mod python;
mod state;
mod subprocess;
mod ui;
mod verbs;
mod watch;

use std::process::ExitCode;

use clap::Parser as _;

use crate::cli::Cli;
use crate::context::Context;
use crate::failure::{Exit, Failure};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let context = Context::new(cli.global);
    match start(&context, cli.verb) {
        Ok(()) => Exit::Ok.into(),
        Err(error) => context.ui.report(&error).into(),
    }
}

/// Runs the verb until it ends or Ctrl-C arrives, whichever comes first.
fn start(context: &Context, verb: cli::Verb) -> anyhow::Result<()> {
    // One thread: the command waits on processes and sockets, and the edge answers faster without hand-overs.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let outcome = runtime.block_on(async {
        tokio::select! {
            outcome = verbs::run(context, verb) => outcome,
            _ = tokio::signal::ctrl_c() => Err(Failure::interrupted(context.ui.farewell()).into()),
        }
    });
    // A worker thread may still sit in a blocking call; nothing that it could return matters now.
    runtime.shutdown_background();
    outcome
}
