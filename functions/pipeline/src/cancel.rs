//! Ends a job that is to end before it has made anything.

use std::sync::Arc;

use contract::port::Clock;
use contract::{Next, Stage, Step, Word, env};
use fault::Fault;
use jobs::{Attempt, Jobs, Line, Opened, STOP, Verdict};
use providers::{Registry, Withdrawn};

use crate::frame::OK;
use crate::submit::{LANDED, Landed, SEVERAL};
use crate::validate;
use crate::waiting::AWAIT;

/// The stage. Its transactions are its checkpoint: a second time it finds the job ended.
pub struct Cancel;

env! {
    /// What it holds.
    pub struct Env { jobs: Jobs, line: Line, providers: Registry, clock: Arc<dyn Clock> }
}

impl Stage for Cancel {
    const NAME: &'static str = "pipeline-cancel";
    const SUMMARY: &'static str =
        "Give everything back and end a render at its owner's wish, or by its deadline.";
    const WORDS: &'static [Word] = &[OK, LANDED, SEVERAL, AWAIT, STOP];

    type Env = Env;

    async fn run(env: Env, step: Step) -> Result<Next, Fault> {
        let mut view = match env.jobs.open_to_end(&step).await? {
            Opened::Stop => return Ok(Next { word: STOP, r#try: step.r#try }),
            Opened::Ours(view) => view,
        };
        let mut word = OK;
        if let Some(attempt) = view.open_attempt() {
            word = withdraw(&env, &step, attempt).await?;
            *view = env.jobs.view(step.job).await?;
        }
        if word == OK {
            let why = "The render was to end while it was made again.";
            validate::deliver_what_was_kept(&env.jobs, &view, &step, env.clock.now(), why).await?;
            env.jobs.give_way(&env.line, &view).await?;
        }
        Ok(Next { word, r#try: step.r#try })
    }
}

/// Asks the provider to make nothing of it. What it has made by then is paid for and kept; what it goes on with is waited for.
async fn withdraw(env: &Env, step: &Step, attempt: &Attempt) -> Result<Word, Fault> {
    let asked = match attempt.asked_as() {
        Some(id) if !attempt.goes_on => env.providers.provider(&attempt.provider)?.cancel(id).await,
        _ => Withdrawn::GoesOn("there is nothing to ask".to_owned()),
    };
    let stored = match asked {
        Withdrawn::Stopped { cost } => {
            let why = "It was withdrawn at its owner's wish.".to_owned();
            let head = env.jobs.head(step.job).await?;
            env.jobs.conclude(&env.line, &head, attempt.number, &Verdict::Declined { why, cost }).await?
        }
        Withdrawn::GoesOn(why) => {
            tracing::info!(job = %step.job, attempt = attempt.number, why, "a provider goes on");
            env.jobs.goes_on(step.job, attempt.number).await?;
            attempt.clone()
        }
    };
    match stored.state {
        jobs::AttemptState::Landed => Ok(Landed::from(&stored)?.word()),
        jobs::AttemptState::Accepted | jobs::AttemptState::InDoubt => Ok(AWAIT),
        _ => Ok(OK),
    }
}

#[cfg(test)]
mod tests;
