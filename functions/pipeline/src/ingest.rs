//! Decodes, measures and registers what came back, or joins what workers found in it.

use std::sync::Arc;

use contract::port::Clock;
use contract::{Next, Stage, Step, Word, env};
use fault::Fault;
use jobs::{FanOut, JobView, Jobs, Outcome, Output};
use media::{Analysis, Media};
use model::StageName;
use serde::{Deserialize, Serialize};
use store::Store;

use crate::frame::{Frame, OK, OK_OR_STOP};
use crate::picture::{self, Picture, examine};
use crate::submit::{Landed, SEVERAL};

/// The stage.
pub struct Ingest;

env! {
    /// What it holds.
    pub struct Env { jobs: Jobs, media: Media, store: Store, clock: Arc<dyn Clock> }
}

/// What was found in the files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ingested {
    /// The outputs, in order.
    pub(crate) outputs: Vec<Output>,
    /// What each of them shows.
    #[serde(default)]
    pub(crate) analyses: Vec<Analysis>,
}

impl Stage for Ingest {
    const NAME: &'static str = "pipeline-ingest";
    const SUMMARY: &'static str = "Decode, measure and register what the provider made.";
    const WORDS: &'static [Word] = OK_OR_STOP;

    type Env = Env;

    async fn run(env: Env, step: Step) -> Result<Next, Fault> {
        let frame = Frame::of::<Self>(StageName::Ingest, &env.jobs, &step, env.clock.as_ref());
        let opened = env.jobs.open(&step).await?;
        frame.run(opened, async |view| Outcome::of(OK, &register(&env, &step, view).await?)).await
    }
}

/// What was found in the files: by workers, a part each, or here when there is one.
async fn register(env: &Env, step: &Step, view: &JobView) -> Result<Ingested, Fault> {
    let landed = Landed::of(view, step.r#try)?;
    let pictures = if landed.word() == SEVERAL {
        join(env, step, &landed).await?
    } else {
        look(env, view, &landed).await?
    };
    let (outputs, analyses) = pictures.into_iter().map(|picture| (picture.output, picture.analysis)).unzip();
    Ok(Ingested { outputs, analyses })
}

async fn look(env: &Env, view: &JobView, landed: &Landed) -> Result<Vec<Picture>, Fault> {
    let mut pictures = Vec::new();
    for key in &landed.keys {
        let asset = examine(&env.media, &env.clock, view.head.job, key).await?;
        pictures.push(picture::register(&env.store, asset).await?);
    }
    Ok(pictures)
}

/// The pictures that parts found, in order. Those that were given up are left out, and judged by the next stage; without any
/// picture the render fails with what the first part failed with.
async fn join(env: &Env, step: &Step, landed: &Landed) -> Result<Vec<Picture>, Fault> {
    let mut parts = env.jobs.parts(FanOut::of(step, StageName::Ingest)).await?;
    let mut pictures = Vec::new();
    let mut first = None;
    for number in 1..=landed.parts() {
        let missing = || Fault::defect(format!("part {number} of {} has not ended", step.job));
        let part = parts.remove(&number).ok_or_else(missing)?;
        match (part.result, part.problem) {
            (Some(result), _) => pictures.push(
                Picture::deserialize(result)
                    .map_err(|error| Fault::defect("what a part found changed its form").because(error))?,
            ),
            (None, problem) => first = first.or(problem),
        }
    }
    match first {
        Some(problem) if pictures.is_empty() => Err(Fault::repeated(&problem)),
        _ => Ok(pictures),
    }
}

#[cfg(test)]
mod tests;
