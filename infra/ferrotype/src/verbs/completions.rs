//! `ferrotype completions`: what a shell needs to finish words.

use anyhow::Result;
use clap::CommandFactory as _;
use clap_complete::{Shell, generate};

use crate::cli::Cli;
use crate::context::Context;

pub(super) fn run(context: &Context, shell: Shell) -> Result<()> {
    let mut script = Vec::new();
    generate(shell, &mut Cli::command(), "ferrotype", &mut script);
    let script = String::from_utf8(script)?;
    context.ui.answer(&serde_json::json!({"shell": shell.to_string(), "script": script}), &script)
}
