//! `ferrotype redrive`: what no function could do, once more.

use anyhow::Result;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::logs;
use crate::cli::{self, DeadQueue};
use crate::cloud::invoke::invoke;
use crate::context::Context;
use crate::failure::Failure;

/// What the function answers for one queue.
#[derive(Serialize, Deserialize)]
struct Report {
    queue: String,
    redriven: u64,
    failed: Vec<String>,
    left: u64,
}

pub(super) async fn run(context: &Context, arguments: cli::Redrive) -> Result<()> {
    let (tool, engine) = logs::running(context).await?;
    let queues = arguments.queue.map_or_else(|| DeadQueue::ALL.to_vec(), |queue| vec![queue]);
    let mut reports: Vec<Report> = Vec::new();
    for queue in queues {
        let order = json!({"queue": queue.word(), "max": arguments.max});
        reports.push(invoke(&tool, &engine, "ops-redrive", &order).await?);
    }
    let lines: Vec<_> = reports.iter().flat_map(lines).collect();
    context.ui.answer(&json!({"items": reports}), &lines.join("\n"))?;
    let failed: usize = reports.iter().map(|report| report.failed.len()).sum();
    if failed > 0 {
        return Err(Failure::failed(format!("{failed} of these messages could not be sent back")).into());
    }
    Ok(())
}

impl DeadQueue {
    const ALL: [Self; 5] = [Self::Dispatch, Self::Children, Self::Parts, Self::Polls, Self::DeadLetters];

    /// What the function calls it.
    const fn word(self) -> &'static str {
        match self {
            Self::Dispatch => "dispatch",
            Self::Children => "children",
            Self::Parts => "parts",
            Self::Polls => "polls",
            Self::DeadLetters => "dead_letters",
        }
    }
}

fn lines(report: &Report) -> Vec<String> {
    let Report { queue, redriven, left, failed } = report;
    let mut lines = vec![format!("{queue}  {redriven} sent back, {left} left")];
    lines.extend(failed.iter().map(|line| format!("  {line}")));
    lines
}

#[cfg(test)]
mod tests;
