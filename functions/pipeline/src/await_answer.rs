//! Waits for a provider that answers later.
//!
//! The state waits under a token. It goes on when somebody signals, not when this invocation answers: so the answer goes nowhere,
//! and what is known already is signaled here. The token is written first, and only while there is no verdict; whoever writes
//! one afterwards finds it. There is no checkpoint: what landed lies with its attempt.

use std::sync::Arc;

use contract::port::Clock;
use contract::{Next, Stage, Step, Word, env};
use fault::Fault;
use jobs::{CANCEL, JobView, Jobs, Launcher, Opened, Polls, STOP};
use model::StageName;

use crate::frame::IN_DOUBT;
use crate::submit::{Accepted, LANDED, SEVERAL};
use crate::waiting::{REFUSED, word};

/// The stage.
pub struct Await;

env! {
    /// What it holds.
    pub struct Env { jobs: Jobs, launcher: Launcher, polls: Polls, clock: Arc<dyn Clock> }
}

impl Stage for Await {
    const NAME: &'static str = "pipeline-await";
    const SUMMARY: &'static str = "Wait for a provider that answers later.";
    const WORDS: &'static [Word] = &[LANDED, SEVERAL, REFUSED, CANCEL, IN_DOUBT, STOP];

    type Env = Env;

    async fn run(env: Env, step: Step) -> Result<Next, Fault> {
        let token = step.token.as_deref();
        let token =
            token.ok_or_else(|| Fault::defect("the state hands out no token, so nothing ends its wait"))?;
        let known = match env.jobs.open(&step).await? {
            Opened::Ours(view) => look(&env, &step, &view, token).await?,
            Opened::Stop => Some(STOP),
        };
        if let Some(word) = known {
            env.launcher.signal(token, Next { word, r#try: step.r#try }).await?;
        }
        Ok(Next { word: known.unwrap_or(STOP), r#try: step.r#try })
    }
}

/// What is known of the attempt; when nothing is, its provider is asked later.
async fn look(env: &Env, step: &Step, view: &JobView, token: &str) -> Result<Option<Word>, Fault> {
    let Accepted { accepted } = view.result(step.r#try, StageName::Submit)?;
    let attempt = view.attempt(accepted);
    let attempt = attempt.ok_or_else(|| Fault::defect(format!("attempt {accepted} is not there")))?;
    let now = env.clock.now();
    let after = attempt.poll_after(now, None);
    let attempt = env.jobs.wait(step.job, accepted, token, now.plus(after)).await?;
    // Read after the token was written: a wish that comes later finds it.
    let head = env.jobs.head(step.job).await?;
    let known = word(&head, &attempt)?;
    if known.is_none() {
        env.polls.ask(attempt.next_poll(step.job), after).await?;
    }
    Ok(known)
}

#[cfg(test)]
mod tests;
