//! Reads the prompt: its subject, place, manner, colours, light and what it demands.

use std::sync::Arc;

use contract::port::Clock;
use contract::{Next, Stage, Step, Word, env};
use fault::Fault;
use jobs::{Jobs, Outcome};
use model::render::{Skippable, Style};
use model::{ResolvedRender, StageName};
use providers::builtin::intent;

use crate::frame::{Frame, OK_REFINE_OR_END};
use crate::refine;

/// The stage.
pub struct ParseIntent;

env! {
    /// What it holds.
    pub struct Env { jobs: Jobs, clock: Arc<dyn Clock> }
}

impl Stage for ParseIntent {
    const NAME: &'static str = "pipeline-parse-intent";
    const SUMMARY: &'static str = "Read what a prompt asks for.";
    const WORDS: &'static [Word] = OK_REFINE_OR_END;

    type Env = Env;

    async fn run(env: Env, step: Step) -> Result<Next, Fault> {
        let frame = Frame::of::<Self>(StageName::ParseIntent, &env.jobs, &step, env.clock.as_ref());
        frame
            .run(env.jobs.open(&step).await?, async |view| {
                let request: ResolvedRender = view.request()?;
                let word = refine::or_ok(&request);
                if request.skips(Skippable::ParseIntent) {
                    return Outcome::skipped(word, &());
                }
                let style = request.style.as_ref().map(Style::as_str);
                Outcome::of(word, &intent::report(request.prompt.as_str(), style))
            })
            .await
    }
}

#[cfg(test)]
mod tests;
