//! Writes the final prompt: what the model is told.

use std::sync::Arc;

use contract::port::Clock;
use contract::{Next, Stage, Step, Word, env};
use fault::Fault;
use jobs::{Jobs, Outcome};
use model::render::Pipeline;
use model::{ResolvedRender, StageName};
use providers::builtin::intent;
use serde::{Deserialize, Serialize};

use crate::frame::{Frame, OK, OK_OR_END};
use crate::prepare::Context;

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
    /// What was added to the request's words.
    pub(crate) added: Vec<String>,
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
                let context: Context = view.result(step.r#try, StageName::Prepare)?;
                Outcome::of(OK, &write(&request, &context))
            })
            .await
    }
}

/// The request's own words come first and unchanged; what follows is only what they leave open.
fn write(request: &ResolvedRender, context: &Context) -> FinalPrompt {
    let words = request.prompt.as_str();
    let style = request.style.as_ref().map(model::render::Style::as_str);
    let mut added = Vec::new();
    if request.pipeline == Pipeline::Full {
        let intent = intent::parse(words, style);
        added.push(format!("{} light", intent.hour));
        added.push(format!("{} composition", intent.composition));
    }
    if !context.palette.is_empty() {
        let colours: Vec<_> = context.palette.iter().map(|swatch| swatch.hex.as_str()).collect();
        added.push(format!("palette {}", colours.join(" ")));
    }
    let mut prompt = words.to_owned();
    for addition in &added {
        prompt.push_str(", ");
        prompt.push_str(addition);
    }
    FinalPrompt { prompt, added }
}

#[cfg(test)]
mod tests;
