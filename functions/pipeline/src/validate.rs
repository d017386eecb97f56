//! Judges the outputs.

use std::sync::Arc;

use contract::port::Clock;
use contract::{Next, Stage, Step, Word, env};
use fault::Fault;
use jobs::{Jobs, Outcome, STOP};
use model::{ResolvedRender, Size, StageName};
use serde::{Deserialize, Serialize};

use crate::frame::Frame;
use crate::ingest::Ingested;

/// The stage.
pub struct Validate;

env! {
    /// What it holds.
    pub struct Env { jobs: Jobs, clock: Arc<dyn Clock> }
}

const ACCEPT: Word = "accept";
const FLAG: Word = "flag";

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// `accept`, or `flag`: kept and delivered, with a warning.
    verdict: String,
    /// What is wrong.
    errors: Vec<String>,
    /// What to do about it.
    suggestions: Vec<String>,
}

impl Stage for Validate {
    const NAME: &'static str = "pipeline-validate";
    const SUMMARY: &'static str = "Judge what the render made.";
    const WORDS: &'static [Word] = &[ACCEPT, FLAG, STOP];

    type Env = Env;

    async fn run(env: Env, step: Step) -> Result<Next, Fault> {
        let frame = Frame::of::<Self>(StageName::Validate, &env.jobs, &step, env.clock.as_ref());
        frame
            .run(env.jobs.open(&step).await?, async |view| {
                let request: ResolvedRender = view.request()?;
                let ingested: Ingested = view.result(step.r#try, StageName::Ingest)?;
                let verdict = judge(request.size, request.count.get().into(), &ingested);
                let word = if verdict.errors.is_empty() { ACCEPT } else { FLAG };
                Outcome::of(word, &verdict)
            })
            .await
    }
}

fn judge(wanted: Size, count: usize, ingested: &Ingested) -> Verdict {
    let mut errors = Vec::new();
    let mut suggestions = Vec::new();
    if ingested.outputs.len() < count {
        errors.push(format!("{} of {count} pictures were made", ingested.outputs.len()));
        suggestions.push("start another render for the rest".to_owned());
    }
    for (index, output) in ingested.outputs.iter().enumerate() {
        if (output.width, output.height) != (wanted.width, wanted.height) {
            let Size { width, height } = wanted;
            errors.push(format!(
                "picture {} has {} x {} pixels instead of {width} x {height}",
                index + 1,
                output.width,
                output.height
            ));
            suggestions.push("ask for a size that the model makes, or scale the picture".to_owned());
        }
    }
    for index in &ingested.blank {
        errors.push(format!("picture {} is one colour all over", index + 1));
        suggestions.push("say in the prompt what is to be seen, or try another seed".to_owned());
    }
    let verdict = if errors.is_empty() { ACCEPT } else { FLAG };
    Verdict { verdict: verdict.to_owned(), errors, suggestions }
}

#[cfg(test)]
mod tests;
