//! `ferrotype doctor`: hands over to `ferrotype-doctor`, which reads a stack and says what is wrong with it.
//!
//! The doctor speaks AWS and knows what must hold, so it depends on the workspace; this command does neither, so that a
//! newcomer compiles it first. It is a program of its own for that reason.

use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use super::logs;
use crate::cli;
use crate::cloud::STACK;
use crate::cloud::build::{Build, DOCTOR};
use crate::context::Context;
use crate::failure::Failure;
use crate::project::Project;

/// Where the local stack keeps things.
#[derive(Deserialize)]
struct Places {
    table: Option<String>,
    bucket: Option<String>,
}

pub(super) async fn run(context: &Context, arguments: cli::Doctor) -> Result<()> {
    let mut command = Command::new(program(context, arguments.bins).await?);
    match &arguments.table {
        Some(table) => {
            command.args(["--table", table]);
            command.args(option("--bucket", arguments.bucket)).args(option("--region", arguments.region));
        }
        None => local(context, &mut command).await?,
    }
    command.args(option("--workspace", arguments.workspace));
    command.args(context.ui.is_json().then_some("--json")).args(context.ui.is_quiet().then_some("--quiet"));
    // It takes the place of this process: what it says and how it exits is the answer.
    Err(command.exec()).with_context(|| format!("cannot start {}", command.get_program().display()))
}

/// Names the stack of the local cloud.
async fn local(context: &Context, command: &mut Command) -> Result<()> {
    let (tool, engine) = logs::running(context).await?;
    let endpoint = engine.url();
    let places: Places = tool.ask("urls", &["--endpoint", &endpoint, "--stack", STACK], None, |_| ()).await?;
    let table = places.table.context("the stack has no table")?;
    command.args(["--endpoint", &endpoint, "--table", &table]).args(option("--bucket", places.bucket));
    Ok(())
}

/// In a clone it is built, so that it knows what the functions know; elsewhere it lies beside this program.
async fn program(context: &Context, bins: Option<PathBuf>) -> Result<PathBuf> {
    if let Some(bins) = bins {
        return Ok(Build::given(&bins)?.bins.join(DOCTOR));
    }
    if let Ok(project) = Project::here() {
        return Build::find(&project).await?.doctor(&context.ui, &project).await;
    }
    let beside = std::env::current_exe()?.with_file_name(DOCTOR);
    if beside.is_file() {
        return Ok(beside);
    }
    let message = format!("{} is missing", beside.display());
    Err(Failure::failed(message).next("run this inside a clone of Ferrotype, where it can be built").into())
}

/// `--name value`, or nothing.
fn option(name: &'static str, value: Option<String>) -> impl Iterator<Item = String> {
    value.into_iter().flat_map(move |value| [name.to_owned(), value])
}
