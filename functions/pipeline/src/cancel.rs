//! Ends a job that is to end before it has made anything.

use std::sync::Arc;

use contract::port::Clock;
use contract::{Next, Stage, Step, Word, env};
use fault::Fault;
use jobs::{Attempt, AttemptState, JobView, Jobs, Line, Opened, STOP, Verdict};
use model::{JobId, Time};
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
        let withdrawal = Withdrawal { jobs: &env.jobs, line: &env.line, providers: &env.providers };
        let mut word = OK;
        if let Some(attempt) = view.open_attempt() {
            word = after(&withdrawal.ask(step.job, attempt).await?)?;
            *view = env.jobs.view(step.job).await?;
        }
        if word == OK {
            withdrawal.end(&view, &step, env.clock.now()).await?;
        }
        Ok(Next { word, r#try: step.r#try })
    }
}

/// Where the flow goes after its provider was asked to make nothing of an attempt.
fn after(attempt: &Attempt) -> Result<Word, Fault> {
    match attempt.state {
        AttemptState::Landed => Ok(Landed::from(attempt)?.word()),
        AttemptState::Accepted | AttemptState::InDoubt => Ok(AWAIT),
        _ => Ok(OK),
    }
}

/// What it takes to end a render that a provider may be at work on: for the flow, and for who asks where no flow is left.
pub(crate) struct Withdrawal<'a> {
    pub(crate) jobs: &'a Jobs,
    pub(crate) line: &'a Line,
    pub(crate) providers: &'a Registry,
}

impl Withdrawal<'_> {
    /// Asks the provider to make nothing of it. What it has made by then is paid for and kept; what it goes on with is waited for.
    /// Answers the attempt as it is afterwards.
    pub(crate) async fn ask(&self, job: JobId, attempt: &Attempt) -> Result<Attempt, Fault> {
        let asked = match attempt.asked_as() {
            Some(id) if !attempt.goes_on => self.providers.provider(&attempt.provider)?.cancel(id).await,
            _ => Withdrawn::GoesOn("there is nothing to ask".to_owned()),
        };
        match asked {
            Withdrawn::Stopped { cost } => {
                let why = "It was withdrawn at its owner's wish.".to_owned();
                let head = self.jobs.head(job).await?;
                self.jobs.conclude(self.line, &head, attempt.number, &Verdict::Declined { why, cost }).await
            }
            Withdrawn::GoesOn(why) => {
                tracing::info!(%job, attempt = attempt.number, why, "a provider goes on");
                self.jobs.goes_on(job, attempt.number).await?;
                Ok(attempt.clone())
            }
        }
    }

    /// Ends the job, with what was kept of a try before where there was one.
    pub(crate) async fn end(&self, view: &JobView, step: &Step, now: Time) -> Result<(), Fault> {
        let why = "The render was to end while it was made again.";
        validate::deliver_what_was_kept(self.jobs, view, step, now, why).await?;
        self.jobs.give_way(self.line, view).await.map(drop)
    }
}

#[cfg(test)]
mod tests;
