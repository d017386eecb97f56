//! Looks at the references: colours, light, horizon, lines, manner.

use std::sync::Arc;

use contract::port::Clock;
use contract::{Next, Stage, Step, Word, env};
use fault::{Disposition, Fault, Kind};
use futures::future::join_all;
use jobs::{Jobs, Outcome};
use media::{Analysis, Asset, Media};
use model::render::Skippable;
use model::{AssetId, ResolvedRender, StageName};
use serde::{Deserialize, Serialize};
use store::Store;

use crate::frame::{Frame, OK_REFINE_OR_END};
use crate::prepare::Context;
use crate::{picture, refine};

/// The stage.
pub struct AnalyzeReference;

env! {
    /// What it holds.
    pub struct Env { jobs: Jobs, media: Media, store: Store, clock: Arc<dyn Clock> }
}

/// What the references show, in their order; one that could not be read is left out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Looked {
    /// Those that were seen.
    pub(crate) seen: Vec<Seen>,
}

/// One reference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    /// Which one.
    pub(crate) asset: AssetId,
    /// What it shows.
    pub(crate) analysis: Analysis,
}

impl Stage for AnalyzeReference {
    const NAME: &'static str = "pipeline-analyze-reference";
    const SUMMARY: &'static str = "Look at what the references of a render show.";
    const WORDS: &'static [Word] = OK_REFINE_OR_END;

    type Env = Env;

    async fn run(env: Env, step: Step) -> Result<Next, Fault> {
        let frame = Frame::of::<Self>(StageName::AnalyzeReference, &env.jobs, &step, env.clock.as_ref());
        frame
            .run(env.jobs.open(&step).await?, async |view| {
                let request: ResolvedRender = view.request()?;
                let word = refine::or_ok(&request);
                if request.skips(Skippable::AnalyzeReference) {
                    return Outcome::skipped(word, &());
                }
                let context: Context = view.needed(step.r#try, StageName::Prepare)?;
                let (looked, unread) = look(&env, &context.references).await?;
                let outcome = Outcome::of(word, &looked)?;
                Ok(if unread.is_empty() { outcome } else { outcome.because(unread.join(" ")) })
            })
            .await
    }
}

/// What `assets` show, and a sentence for each that could not be read.
async fn look(env: &Env, assets: &[AssetId]) -> Result<(Looked, Vec<String>), Fault> {
    let mut looked = Looked::default();
    let mut unread = Vec::new();
    // All at once: how many files are in the memory, the workshop decides.
    let seen = join_all(assets.iter().map(|asset| see(env, *asset))).await;
    for (asset, seen) in assets.iter().copied().zip(seen) {
        match seen {
            Ok(analysis) => looked.seen.push(Seen { asset, analysis }),
            Err(fault) if fault.disposition() == Disposition::Rejected => {
                unread.push(format!("The reference {asset} could not be read: {}", fault.detail()));
            }
            Err(fault) => return Err(fault),
        }
    }
    Ok((looked, unread))
}

/// What is known of an asset since it was stored; of an older one its bytes tell.
async fn see(env: &Env, asset: AssetId) -> Result<Analysis, Fault> {
    let asset: Asset = env.store.get(&Asset::address(asset)).await?;
    match asset.analysis {
        Some(analysis) => Ok(analysis),
        None if asset.expired_at.is_some() => {
            let detail = "Its time was over, and its bytes are gone.";
            Err(Fault::new(Kind::Gone, "asset-expired", detail))
        }
        None => picture::analysis(&env.media, &asset.key).await,
    }
}

#[cfg(test)]
mod tests;
