//! `ferrotype logs`: the tool's own output on this terminal, with the lines of the functions that the edge runs.

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use crate::cli;
use crate::cloud::STACK;
use crate::cloud::build::Build;
use crate::cloud::engine::Engine;
use crate::context::Context;
use crate::edge::Streams;
use crate::failure::Failure;
use crate::project::Project;
use crate::python::Tool;
use crate::subprocess;

pub(super) async fn run(context: &Context, arguments: cli::Logs) -> Result<()> {
    let (tool, engine) = running(context).await?;
    let mut command = tool.command("logs");
    command.args(["--endpoint", &engine.url(), "--stack", STACK]);
    // The edge runs the functions that stream, so the engine has no lines of theirs.
    command.arg("--file").arg(context.state()?.join(Streams::LOG));
    if let Some(since) = arguments.since {
        command.args(["--since", &since.as_secs().to_string()]);
    }
    command.args(arguments.function.as_deref().map(full_name));
    command.args(arguments.follow.then_some("--follow"));
    let mut command = tokio::process::Command::from(command);
    if context.ui.is_json() && !arguments.follow {
        return collect(context, &mut command).await;
    }
    // What goes on for ever cannot be one document: with --json each line is one.
    command.args(context.ui.is_json().then_some("--json"));
    let status = command.kill_on_drop(true).status().await.context("cannot start python")?;
    if status.success() { Ok(()) } else { Err(Failure::failed(format!("infra/local logs: {status}")).into()) }
}

/// All lines as one document.
async fn collect(context: &Context, command: &mut tokio::process::Command) -> Result<()> {
    let finished = subprocess::run(command.arg("--json"), None, |_| ()).await?;
    if !finished.status.success() {
        return Err(Failure::failed(finished.stderr).into());
    }
    let items: Vec<Value> = finished.stdout.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    context.ui.answer(&json!({"items": items}), "")
}

/// `renders-start` and `ferrotype-renders-start` name the same function.
fn full_name(function: &str) -> String {
    if function.starts_with(&format!("{STACK}-")) {
        function.to_owned()
    } else {
        format!("{STACK}-{function}")
    }
}

/// The tool and the engine of a running cloud.
pub(super) async fn running(context: &Context) -> Result<(Tool, Engine)> {
    let engine = Engine::running(&context.state()?)?.ok_or_else(Failure::not_running)?;
    let project = Project::here()?;
    let home = Build::find(&project).await?.python_home();
    let tool = Tool::prepare(&project, &home, |line| context.ui.note(line)).await?;
    Ok((tool, engine))
}
