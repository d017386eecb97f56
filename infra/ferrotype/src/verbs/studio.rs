//! `ferrotype export`, `preview` and `scene`: hand over to `ferrotype-studio`, which turns scene code into films.
//!
//! The studio brings a compiler, an interpreter and a painter along, and is built on first use: nobody who wants a first
//! picture from a prompt should wait for it.

use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::cli::Passed;
use crate::cloud::build::{Build, STUDIO};
use crate::context::Context;
use crate::failure::Failure;
use crate::project::Project;
use crate::subprocess::{self, Line};

/// Where the studio looks for ffmpeg.
const FFMPEG: &str = "FERROTYPE_FFMPEG";

pub(super) async fn run(context: &Context, verb: &str, arguments: &Passed) -> Result<()> {
    let beside = std::env::current_exe()?.with_file_name(STUDIO);
    let mut command = match Project::here() {
        Ok(project) => {
            let mut command = Command::new(Build::studio(&context.ui, &project).await?);
            if std::env::var_os(FFMPEG).is_none() {
                command.env(FFMPEG, ffmpeg(context, &project).await?);
            }
            command
        }
        Err(_) if beside.is_file() => Command::new(beside),
        Err(_) => {
            let message = format!("{} is missing", beside.display());
            let next = "run this inside a clone of Ferrotype, where it can be built";
            return Err(Failure::failed(message).next(next).into());
        }
    };
    command.arg(verb).args(&arguments.words);
    command.args(context.ui.is_json().then_some("--json")).args(context.ui.is_quiet().then_some("--quiet"));
    // It takes the place of this process: what it says and how it exits is the answer.
    Err(command.exec()).with_context(|| format!("cannot start {}", command.get_program().display()))
}

/// The ffmpeg that the project pins, brought along on first use.
async fn ffmpeg(context: &Context, project: &Project) -> Result<PathBuf> {
    let into = Build::find(project).await?.python_home().with_file_name("ffmpeg");
    let mut command = tokio::process::Command::new("python3");
    command.arg(project.ffmpeg_tool()).arg("--into").arg(into);
    let step = context.ui.step("ffmpeg");
    let finished = subprocess::run(&mut command, None, |line| {
        if let Line::Err(text) = line {
            step.update(text);
        }
    });
    let finished = finished.await.map_err(|_| {
        Failure::failed("python3 is not on the PATH")
            .next("install Python 3.10 or later, or set FERROTYPE_FFMPEG")
    })?;
    if !finished.status.success() {
        let message = format!("ffmpeg could not be brought along\n{}", finished.stderr.trim_end());
        return Err(Failure::failed(message)
            .next("set FERROTYPE_FFMPEG to an ffmpeg of this machine")
            .into());
    }
    let path = finished.stdout.lines().last().context("the script names no ffmpeg")?;
    Ok(PathBuf::from(path))
}
