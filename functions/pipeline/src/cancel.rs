//! Ends a job that is to end before it has made anything.

use std::sync::Arc;

use contract::port::Clock;
use contract::{Next, Stage, Step, Word, env};
use fault::Fault;
use jobs::{Jobs, Line, Opened, STOP};

use crate::frame::{OK, OK_OR_STOP};
use crate::validate;

/// The stage. Its transaction is its checkpoint: a second time it finds the job ended.
pub struct Cancel;

env! {
    /// What it holds.
    pub struct Env { jobs: Jobs, line: Line, clock: Arc<dyn Clock> }
}

impl Stage for Cancel {
    const NAME: &'static str = "pipeline-cancel";
    const SUMMARY: &'static str =
        "Give everything back and end a render at its owner's wish, or by its deadline.";
    const WORDS: &'static [Word] = OK_OR_STOP;

    type Env = Env;

    async fn run(env: Env, step: Step) -> Result<Next, Fault> {
        let word = match env.jobs.open_to_end(&step).await? {
            Opened::Stop => STOP,
            Opened::Ours(view) => {
                let why = "The render was to end while it was made again.";
                validate::deliver_what_was_kept(&env.jobs, &view, &step, env.clock.now(), why).await?;
                env.jobs.give_way(&env.line, &view).await?;
                OK
            }
        };
        Ok(Next { word, r#try: step.r#try })
    }
}

#[cfg(test)]
mod tests;
