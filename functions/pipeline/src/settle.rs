//! Books the money and ends the job well.

use std::sync::Arc;

use contract::port::Clock;
use contract::{Next, Stage, Step, Word, env};
use fault::{Fault, Kind};
use jobs::{End, JobView, Jobs, Line, Opened, Outcome, STOP};
use model::StageName;

use crate::frame::{OK, OK_OR_STOP, left_nothing, stand_in};
use crate::ingest::Ingested;
use crate::validate;

/// The stage. Its transaction is its checkpoint: a second time it finds the job ended.
pub struct Settle;

env! {
    /// What it holds.
    pub struct Env { jobs: Jobs, line: Line, clock: Arc<dyn Clock> }
}

impl Stage for Settle {
    const NAME: &'static str = "pipeline-settle";
    const SUMMARY: &'static str = "Charge what a render cost, give back the rest, and end it.";
    const WORDS: &'static [Word] = OK_OR_STOP;

    type Env = Env;

    async fn run(env: Env, step: Step) -> Result<Next, Fault> {
        let word = match env.jobs.open(&step).await? {
            Opened::Stop => STOP,
            Opened::Ours(view) => {
                for (stage, outcome) in gaps(&view, &step)? {
                    stand_in(&env.jobs, &view, &step, stage, env.clock.now(), outcome).await?;
                }
                let (_, Ingested { outputs, .. }) = validate::delivered(&view, &step)?;
                if outputs.is_empty() {
                    let detail = "The provider answered without a picture. Nothing was charged; try again.";
                    return Err(Fault::new(Kind::Unprocessable, "no-output", detail));
                }
                env.jobs.settle(&env.line, &view, &End::Succeeded { outputs }).await?;
                OK
            }
        };
        Ok(Next { word, r#try: step.r#try })
    }
}

/// What the stages before this one should have left and did not.
fn gaps(view: &JobView, step: &Step) -> Result<Vec<(StageName, Outcome)>, Fault> {
    let missing = |stage| view.checkpoint(step.r#try, stage).is_none();
    let mut gaps = Vec::new();
    if missing(StageName::Validate) {
        gaps.push((StageName::Validate, validate::without_it()?));
    } else if view.head.chain.is_some() && missing(StageName::Remember) {
        let reason = left_nothing("The chain has not learned from this render.");
        gaps.push((StageName::Remember, Outcome::of(OK, &())?.because(reason)));
    }
    Ok(gaps)
}

#[cfg(test)]
mod tests;
