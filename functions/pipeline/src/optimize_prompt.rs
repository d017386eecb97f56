//! Writes the final prompt: what the model is told.
//!
//! Full: what the words leave open is filled with what was read of them and seen in the references. Simple: the words, and the
//! colours of the references. Simple is what full falls back to when nobody could read the words.

use std::sync::Arc;

use contract::port::Clock;
use contract::{Next, Stage, Step, Word, env};
use fault::Fault;
use jobs::{JobView, Jobs, Outcome};
use model::render::{Pipeline, Skippable};
use model::{ResolvedRender, StageName};
use providers::builtin::intent::Report;
use serde::{Deserialize, Serialize};

use crate::analyze_reference::Looked;
use crate::frame::{Frame, OK, OK_OR_END, left_nothing};
use crate::prepare::Context;
use crate::refine::Refined;
use crate::route_model::Choice;

mod compose;

/// The stage.
pub struct OptimizePrompt;

env! {
    /// What it holds.
    pub struct Env { jobs: Jobs, clock: Arc<dyn Clock> }
}

/// The final prompt, kept so that a render can be repeated to the letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinalPrompt {
    /// What the model is told.
    pub(crate) prompt: String,
    /// What was added to the request's words, or to what they were refined to.
    pub(crate) added: Vec<String>,
}

/// What is known of a request beside its words.
pub(crate) struct Known {
    context: Context,
    report: Option<Report>,
    looked: Option<Looked>,
    refined: Option<Refined>,
}

impl Stage for OptimizePrompt {
    const NAME: &'static str = "pipeline-optimize-prompt";
    const SUMMARY: &'static str = "Write the prompt that the model is told.";
    const WORDS: &'static [Word] = OK_OR_END;

    type Env = Env;

    async fn run(env: Env, step: Step) -> Result<Next, Fault> {
        let frame = Frame::of::<Self>(StageName::OptimizePrompt, &env.jobs, &step, env.clock.as_ref());
        frame
            .run(env.jobs.open(&step).await?, async |view| {
                let request: ResolvedRender = view.request()?;
                for (stage, reason) in gaps(view, &step, &request) {
                    let outcome = Outcome::of(OK, &())?.because(reason);
                    frame.stand_in(view, stage, outcome).await?;
                }
                write(view, &step, &request)
            })
            .await
    }
}

/// The stages that should have come by and left nothing, and what is done without each.
fn gaps(view: &JobView, step: &Step, request: &ResolvedRender) -> Vec<(StageName, String)> {
    let full = request.pipeline == Pipeline::Full;
    let looks = full && !request.references.is_empty();
    let wanted = [
        (full, StageName::ParseIntent, "The prompt is written without a reading of its words."),
        (looks, StageName::AnalyzeReference, "The prompt is written without what the references show."),
        (request.refine, StageName::Refine, "The request's own words are used."),
    ];
    let missing =
        |(wanted, stage, _): &(bool, StageName, &str)| *wanted && view.standing(step.r#try, *stage).is_none();
    wanted.into_iter().filter(missing).map(|(_, stage, instead)| (stage, left_nothing(instead))).collect()
}

fn write(view: &JobView, step: &Step, request: &ResolvedRender) -> Result<Outcome, Fault> {
    if request.skips(Skippable::OptimizePrompt) {
        let prompt = FinalPrompt { prompt: request.prompt.as_str().to_owned(), added: Vec::new() };
        return Outcome::skipped(OK, &prompt);
    }
    let known = known(view, step)?;
    let full = request.pipeline == Pipeline::Full;
    match known.report.as_ref().filter(|_| full) {
        Some(report) => Outcome::of(OK, &compose::full(request, &known, report)),
        None if full && !request.skips(Skippable::ParseIntent) => {
            let simple = Outcome::of(OK, &compose::simple(request, &known))?;
            Ok(simple
                .because("Nobody could read what the prompt asks for, so it was written in the simple way."))
        }
        None => Outcome::of(OK, &compose::simple(request, &known)),
    }
}

fn known(view: &JobView, step: &Step) -> Result<Known, Fault> {
    Ok(Known {
        context: view.needed(step.r#try, StageName::Prepare)?,
        report: view.found(step.r#try, StageName::ParseIntent)?,
        looked: view.found(step.r#try, StageName::AnalyzeReference)?,
        refined: view.found(step.r#try, StageName::Refine)?,
    })
}

/// What the model is told in `try`: the final prompt, unless the try changes it where it chooses its model.
pub(crate) fn told(view: &JobView, r#try: u32) -> Result<String, Fault> {
    let choice: Choice = view.result(r#try, StageName::RouteModel)?;
    match choice.prompt {
        Some(changed) => Ok(changed),
        None => Ok(view.needed::<FinalPrompt>(r#try, StageName::OptimizePrompt)?.prompt),
    }
}

/// The simple prompt of a render of which this stage left none.
pub(crate) fn without_it(view: &JobView, step: &Step, request: &ResolvedRender) -> Result<Outcome, Fault> {
    let simple = Outcome::of(OK, &compose::simple(request, &known(view, step)?))?;
    Ok(simple.because(left_nothing("The prompt was written in the simple way.")))
}

#[cfg(test)]
mod tests;
