//! `ferrotype-studio`: films of scene code on this machine, without a cloud and without a browser.
//!
//! `ferrotype export`, `preview` and `scene` hand over to it, so that a newcomer need not compile the engine first. It paints
//! in children of its own that can do nothing else ([`jail`]), and encodes with ffmpeg.

#![expect(
    clippy::disallowed_methods,
    reason = "a program for people at a terminal: it reads their environment and measures real time"
)]

mod child;
mod cli;
mod encoder;
mod export;
mod failure;
mod finer;
mod jail;
mod out;
mod patches;
mod pixels;
mod plan;
mod preset;
mod sources;
mod ui;
mod verbs;
mod wire;
mod worker;

use std::process::ExitCode;

use clap::Parser as _;

use crate::cli::Cli;
use crate::ui::Ui;

/// Layout and styles are many small values that live for a frame. With it a film takes 5 % less of the processor than with glibc's where
/// there are many of them, in as much memory; mimalloc was as fast in a tenth to two fifths more (`docs/scene-speed.md`).
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    let word = std::env::args_os().nth(1);
    for (own, run) in [(child::WORD, child::run as fn() -> _), (encoder::WORD, encoder::run)] {
        if word.as_deref().is_some_and(|word| word == own) {
            // The last line of what a child says is told: let that be what happened, and no advice about backtraces.
            std::panic::set_hook(Box::new(|info| ui::write_stderr(&info.to_string())));
            return ended(run());
        }
    }
    let cli = Cli::parse();
    let ui = Ui::new(cli.global.json, cli.global.quiet);
    match jail::hide().and_then(|()| verbs::run(&ui, cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => ui.report(&error),
    }
}

/// How a child ends: its last words are what the studio tells.
fn ended(outcome: anyhow::Result<()>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            ui::write_stderr(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}
