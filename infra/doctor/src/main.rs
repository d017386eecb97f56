//! `ferrotype-doctor`: reads a stack and says which invariant does not hold, and where. It writes nothing.
//!
//! [`survey`](mod@survey) reads the whole table once, to learn which workspaces there are and to look at each item by itself;
//! [`reading`] reads one workspace; [`confirm`] reads it again where something was found, because a table that is read is no
//! table that stands still; [`report`] tells.

mod cli;
mod confirm;
#[cfg(test)]
mod fixture;
mod progress;
mod reading;
mod report;
mod source;
mod survey;

use std::process::ExitCode;

use clap::Parser as _;

use crate::cli::Cli;
use crate::progress::Progress;
use crate::report::{Examined, Report};
use crate::source::Source;

/// Something was found.
const FOUND: u8 = 1;
/// The stack cannot be read, so nobody knows.
const UNREADABLE: u8 = 3;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(run(&cli)),
        Err(error) => Err(error.into()),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => FOUND.into(),
        Err(error) => {
            report::complain(&cli, &error);
            UNREADABLE.into()
        }
    }
}

/// Whether all is well.
async fn run(cli: &Cli) -> anyhow::Result<bool> {
    let survey = cli.survey();
    let progress = Progress::new(cli.quiet || cli.json);
    let examined = examine(&survey, cli, &progress).await?;
    progress.done();
    let report =
        Report { examined, calls: survey.calls(), table: cli.table.clone(), bucket: cli.bucket.clone() };
    report.print(cli.json)?;
    Ok(report.examined.findings.is_empty())
}

/// Reads everything, or one workspace.
async fn examine(source: &dyn Source, cli: &Cli, progress: &Progress) -> anyhow::Result<Examined> {
    let clock = cloud::Survey::clock();
    let mut examined = Examined::default();
    let mut found = survey::survey(source, &mut examined, progress).await?;
    if let Some(only) = &cli.workspace {
        found.retain(|workspace, _| workspace == only);
        examined.findings.retain(|finding| finding.workspace == *only);
        if found.is_empty() {
            anyhow::bail!("the table has no workspace {only}");
        }
    }
    for (workspace, parents) in &found {
        let reader =
            reading::Reader { source, clock: clock.as_ref(), workspace, parents, grace: cli.grace() };
        let outcome = confirm::confirm(&reader, progress).await?;
        examined.add(outcome);
    }
    Ok(examined)
}
