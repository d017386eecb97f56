//! Decodes, measures and registers what came back.

use std::sync::Arc;

use contract::port::Clock;
use contract::{Next, Stage, Step, Word, env};
use fault::Fault;
use jobs::{JobView, Jobs, Outcome, Output};
use media::{Asset, Media, OutputKey, measure};
use model::StageName;
use serde::{Deserialize, Serialize};
use store::{Digest, Store};

use crate::frame::{Frame, OK, OK_OR_STOP};
use crate::submit::Landed;

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
    /// Which of them are one colour all over.
    pub(crate) blank: Vec<usize>,
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

/// One file at a time: memory holds one decoded picture, however many there are.
async fn register(env: &Env, step: &Step, view: &JobView) -> Result<Ingested, Fault> {
    let landed: Landed = view.result(step.r#try, StageName::Submit)?;
    let mut ingested = Ingested { outputs: Vec::new(), blank: Vec::new() };
    for (index, key) in landed.keys.iter().enumerate() {
        let (asset, blank) = examine(env, view, key).await?;
        // An invocation before this one may have registered it: it is the same asset, found in the same bytes.
        env.store.create(Asset::address(asset.id), &asset).await?;
        if blank {
            ingested.blank.push(index);
        }
        ingested.outputs.push(Output {
            asset: asset.id,
            key: asset.key,
            mime: asset.mime,
            width: asset.width,
            height: asset.height,
            bytes: asset.bytes,
            sha256: asset.sha256,
        });
    }
    Ok(ingested)
}

async fn examine(env: &Env, view: &JobView, key: &str) -> Result<(Asset, bool), Fault> {
    let bytes = env.media.read(key).await?;
    let measured = measure(&bytes)?;
    let parsed = OutputKey::parse(env.media.scope(), key);
    let parsed = parsed.ok_or_else(|| Fault::defect(format!("`{key}` is no key of this workspace")))?;
    let asset = Asset {
        id: parsed.asset(),
        key: key.to_owned(),
        mime: measured.format.mime().to_owned(),
        bytes: bytes.len() as u64,
        width: measured.width,
        height: measured.height,
        sha256: Digest::of(&bytes).as_str().to_owned(),
        palette: measured.palette,
        job: view.head.job,
        created_at: env.clock.now(),
    };
    Ok((asset, measured.blank))
}

#[cfg(test)]
mod tests;
