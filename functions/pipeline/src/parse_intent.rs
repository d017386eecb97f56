//! Reads the prompt: its subject, place, manner, colours, light and what it demands.

use std::sync::Arc;

use contract::port::Clock;
use contract::{Next, Stage, Step, Word, env};
use fault::Fault;
use jobs::{Jobs, Outcome};
use model::render::{Skippable, Style};
use model::{ResolvedRender, StageName};
use providers::builtin::intent::{self, Report};

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
                Outcome::of(word, &kept(intent::report(request.prompt.as_str(), style)))
            })
            .await
    }
}

/// The most characters that are kept of the subject, and of its phrase.
const SUBJECT: usize = 500;
/// The most characters that are kept of what is demanded of a picture, each.
const DEMAND: usize = 200;
/// The most colours that are kept.
const COLOURS: usize = 32;

/// What is kept of a reading: a phrase may be as long as the prompt itself, and is in it several times. With these bounds no prompt is
/// too long for the checkpoint. What is cut off is still in the prompt, which every later stage has.
fn kept(mut report: Report) -> Report {
    cut(&mut report.subject, SUBJECT);
    cut(&mut report.subject_words, SUBJECT);
    report.requirements.iter_mut().for_each(|demand| cut(demand, DEMAND));
    report.palette.truncate(COLOURS);
    report
}

fn cut(text: &mut String, most: usize) {
    if let Some((end, _)) = text.char_indices().nth(most) {
        text.truncate(end);
    }
}

#[cfg(test)]
mod tests;
