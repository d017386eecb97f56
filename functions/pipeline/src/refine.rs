//! Rewrites the words of a request that asks for it: with what its references show, or, without one, by tidying them up.

use std::sync::Arc;

use contract::port::Clock;
use contract::{Next, Stage, Step, Word, env};
use fault::Fault;
use jobs::{JobView, Jobs, Outcome};
use model::render::Skippable;
use model::{ResolvedRender, StageName};
use serde::{Deserialize, Serialize};

use crate::analyze_reference::Looked;
use crate::frame::{Frame, OK, OK_OR_END, REFINE};

pub(crate) mod wording;

/// The stage.
pub struct Refine;

env! {
    /// What it holds.
    pub struct Env { jobs: Jobs, clock: Arc<dyn Clock> }
}

/// The words after they were refined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refined {
    /// The words.
    pub(crate) prompt: String,
    /// What was done to them, in sentences.
    pub(crate) changes: Vec<String>,
}

/// The word that leads to this stage when `request` asks for it, and else on.
pub(crate) fn or_ok(request: &ResolvedRender) -> Word {
    if request.refine { REFINE } else { OK }
}

impl Stage for Refine {
    const NAME: &'static str = "pipeline-refine";
    const SUMMARY: &'static str = "Rewrite the words of a prompt with what its references show.";
    const WORDS: &'static [Word] = OK_OR_END;

    type Env = Env;

    async fn run(env: Env, step: Step) -> Result<Next, Fault> {
        let frame = Frame::of::<Self>(StageName::Refine, &env.jobs, &step, env.clock.as_ref());
        frame
            .run(env.jobs.open(&step).await?, async |view| {
                let request: ResolvedRender = view.request()?;
                if request.skips(Skippable::Refine) {
                    return Outcome::skipped(OK, &());
                }
                refine(view, &step, &request)
            })
            .await
    }
}

fn refine(view: &JobView, step: &Step, request: &ResolvedRender) -> Result<Outcome, Fault> {
    let looked: Option<Looked> = view.found(step.r#try, StageName::AnalyzeReference)?;
    let first = looked.as_ref().and_then(|looked| looked.seen.first());
    let refined = wording::refine(request.prompt.as_str(), first.map(|seen| &seen.analysis));
    let outcome = Outcome::of(OK, &refined)?;
    let blind = first.is_none() && !request.references.is_empty();
    Ok(if blind {
        outcome.because("Nothing is known of what the references show, so the words were only tidied up.")
    } else {
        outcome
    })
}

#[cfg(test)]
mod tests;
