//! Taking up jobs whose execution ended badly.
//!
//! A Catch is not total: a state that fails outside of it, or the machine itself, ends the execution and leaves the job
//! open. EventBridge tells within seconds; the sweeper is the net below.

use contract::{Duty, DutyTrigger, Failure, StageCall, env};
use fault::{Fault, Kind};
use jobs::{Everywhere, Recovery};
use serde::{Deserialize, Serialize};

/// Takes up one job.
pub struct Reap;

env! {
    /// What it holds.
    pub struct Env { everywhere: Everywhere }
}

/// `Step Functions Execution Status Change` (AWS Step Functions Developer Guide, "Automating with EventBridge").
#[derive(Deserialize)]
pub struct Event {
    detail: Detail,
}

#[derive(Deserialize)]
struct Detail {
    /// `FAILED`, `TIMED_OUT` or `ABORTED`.
    status: String,
    /// The execution's input, as text.
    input: Option<String>,
    error: Option<String>,
    cause: Option<String>,
}

/// What was done.
#[derive(Serialize)]
pub struct Report {
    recovery: &'static str,
}

impl Duty for Reap {
    const NAME: &'static str = "ops-reap";
    const SUMMARY: &'static str = "Take up a job whose execution ended badly.";
    const TRIGGER: DutyTrigger = DutyTrigger::Execution;
    const REASON: &'static str = "executions of every workspace may die";

    type Env = Env;
    type Input = Event;
    type Output = Report;

    async fn perform(env: Env, event: Event) -> Result<Report, Fault> {
        let recovery = take_up(&env.everywhere, event).await?;
        Ok(Report { recovery: word(recovery) })
    }
}

/// Takes up the job whose execution ended as `event` tells. Told twice it does nothing the second time.
pub(crate) async fn take_up(everywhere: &Everywhere, event: Event) -> Result<Recovery, Fault> {
    let Detail { status, input, error, cause } = event.detail;
    let call: StageCall = input.and_then(|input| serde_json::from_str(&input).ok()).ok_or_else(|| {
        Fault::new(Kind::Malformed, "payload", "The execution's input is no envelope of ours.")
    })?;
    let failure = Failure { error: error.unwrap_or(status), cause: cause.unwrap_or_default() };
    everywhere.enter(call.ws)?.reap(call.step.job, call.step.run, Some(&failure)).await
}

/// A recovery in a word, for reports.
pub(crate) fn word(recovery: Recovery) -> &'static str {
    match recovery {
        Recovery::None => "none",
        Recovery::Started => "started",
        Recovery::AtWork => "at_work",
        Recovery::Resumed => "resumed",
        Recovery::Ended => "ended",
    }
}

#[cfg(test)]
mod tests;
