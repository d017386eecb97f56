//! Hands the files of a render out to workers, a part each, and lets the flow wait for them.
//!
//! The state waits under a token. It goes on when somebody signals, not when this invocation answers: so the answer goes nowhere,
//! and what ends the wait at once is signaled here as well. There is no checkpoint: it would have to be written by whoever ends
//! the last part, under a head that others change at the same moment, and nobody would read it. The latch and the parts say more,
//! and the stage that joins leaves the checkpoint.

use contract::{Next, Stage, Step, env};
use fault::Fault;
use jobs::latch::Parts;
use jobs::{FanOut, JobView, Jobs, Launcher, Opened, STOP};
use model::StageName;

use crate::frame::{OK, OK_OR_STOP};
use crate::submit::Landed;

/// The stage.
pub struct FanOutFiles;

env! {
    /// What it holds.
    pub struct Env { jobs: Jobs, launcher: Launcher, parts: Parts }
}

impl Stage for FanOutFiles {
    const NAME: &'static str = "pipeline-fan-out";
    const SUMMARY: &'static str = "Hand several files out to workers and wait for all of them.";
    const WORDS: &'static [contract::Word] = OK_OR_STOP;

    type Env = Env;

    async fn run(env: Env, step: Step) -> Result<Next, Fault> {
        let word = match env.jobs.open(&step).await? {
            Opened::Ours(view) => {
                hand_out(&env, &step, &view).await?;
                OK
            }
            Opened::Stop => {
                if let Some(token) = &step.token {
                    env.launcher.signal(token, Next { word: STOP, r#try: step.r#try }).await?;
                }
                STOP
            }
        };
        Ok(Next { word, r#try: step.r#try })
    }
}

/// Opens the latch before anything is sent: a worker that finds none has nothing to do.
async fn hand_out(env: &Env, step: &Step, view: &JobView) -> Result<(), Fault> {
    let token = step.token.as_deref();
    let token =
        token.ok_or_else(|| Fault::defect("the state hands out no token, so nothing ends its wait"))?;
    if view.checkpoint(step.r#try, StageName::Ingest).is_some() {
        // A run that died had joined: there is nothing to wait for.
        env.launcher.signal(token, Next { word: OK, r#try: step.r#try }).await?;
        return Ok(());
    }
    let landed = Landed::of(view, step.r#try)?;
    let fan_out = FanOut::of(step, StageName::Ingest);
    let latch = env.jobs.open_latch(fan_out, landed.parts(), token).await?;
    env.parts.ask(fan_out, latch.missing()).await?;
    // All of them may have ended before: in a run that died, or under the token of an invocation whose signal was lost.
    env.jobs.look_at_latch(&env.launcher, fan_out).await?;
    Ok(())
}

#[cfg(test)]
mod tests;
