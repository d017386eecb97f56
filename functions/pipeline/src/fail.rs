//! Books the money and ends the job badly.

use std::sync::Arc;

use contract::port::Clock;
use contract::{Failure, Next, Stage, Step, Word, env};
use fault::{Fault, Kind, Problem};
use jobs::{AttemptState, End, JobView, Jobs, Line, Opened, STOP, Verdict};
use serde::Deserialize;

use crate::frame::{OK, OK_OR_STOP};
use crate::submit::refused;
use crate::validate;

/// The stage. Its transaction is its checkpoint: a second time it finds the job ended.
pub struct Fail;

env! {
    /// What it holds.
    pub struct Env { jobs: Jobs, line: Line, clock: Arc<dyn Clock> }
}

impl Stage for Fail {
    const NAME: &'static str = "pipeline-fail";
    const SUMMARY: &'static str = "Give back what a render held, say why, and end it.";
    const WORDS: &'static [Word] = OK_OR_STOP;

    type Env = Env;

    async fn run(env: Env, step: Step) -> Result<Next, Fault> {
        let word = match env.jobs.open_to_end(&step).await? {
            Opened::Stop => STOP,
            Opened::Ours(view) => end(&env, &step, &view).await?,
        };
        Ok(Next { word, r#try: step.r#try })
    }
}

/// Ends the job, unless a provider is at work and can be asked: what a stage died of is no answer, and the doubt has an end of its
/// own.
async fn end(env: &Env, step: &Step, view: &JobView) -> Result<Word, Fault> {
    if let Some(attempt) = view.open_attempt().filter(|attempt| attempt.asked_as().is_some()) {
        env.jobs.conclude(&env.line, &view.head, attempt.number, &Verdict::Overdue).await?;
        return Ok(STOP);
    }
    let problem = declined(view, step).unwrap_or_else(|| explain(step.failure.as_ref(), step));
    let why = format!("The try after it failed ({}).", problem.code);
    validate::deliver_what_was_kept(&env.jobs, view, step, env.clock.now(), &why).await?;
    env.jobs.settle(&env.line, view, &End::Failed(problem)).await?;
    Ok(OK)
}

/// The problem of a render whose provider said no while the flow waited: no stage failed, so nothing was caught.
fn declined(view: &JobView, step: &Step) -> Option<Problem> {
    let last = view.attempts().last().filter(|_| step.failure.is_none())?;
    let id = format!("{}-{}", step.job, step.run);
    (last.state == AttemptState::Refused).then(|| refused(last).problem(&id))
}

/// What Lambda puts into the cause of a failed state.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LambdaCause {
    error_message: String,
}

/// The problem that the owner of the render reads. Ours are passed on as they are; AWS's words never are, because they may name
/// what is none of his business.
fn explain(failure: Option<&Failure>, step: &Step) -> Problem {
    let error = failure.map_or("", |failure| failure.error.as_str());
    let ours = failure.and_then(|failure| {
        let cause: LambdaCause = serde_json::from_str(&failure.cause).ok()?;
        serde_json::from_str::<Problem>(&cause.error_message).ok()
    });
    if let Some(problem) = ours {
        return problem;
    }
    let id = format!("{}-{}", step.job, step.run);
    let again = "Nothing was charged; start the render again.";
    let fault = match error {
        "Sandbox.Timedout" | "States.Timeout" => Fault::new(
            Kind::TimedOut,
            "stage-timed-out",
            format!("A stage took too long and was stopped. {again}"),
        ),
        _ => Fault::new(Kind::Defect, "stage-failed", format!("A stage failed on our side. {again}")),
    };
    fault.problem(&id)
}

#[cfg(test)]
mod tests;
