//! Begins the run and gathers what the render knows beside its prompt.

use std::sync::Arc;

use contract::port::Clock;
use contract::{Next, Stage, Step, Word, env};
use fault::Fault;
use jobs::{Jobs, Outcome};
use media::{Asset, Swatch};
use model::render::Reference;
use model::{AssetId, ResolvedRender, StageName};
use serde::{Deserialize, Serialize};
use store::Store;

use crate::frame::{Frame, OK, OK_OR_END};

/// The stage.
pub struct Prepare;

env! {
    /// What it holds.
    pub struct Env { jobs: Jobs, store: Store, clock: Arc<dyn Clock> }
}

/// The unified context of a render: what later stages know beside the request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Context {
    /// The colours of the references, the largest share first, each reference in turn.
    pub(crate) palette: Vec<Swatch>,
    /// The assets that the references stand for.
    pub(crate) references: Vec<AssetId>,
}

/// How many colours of references a prompt is told.
const COLOURS: usize = 5;

impl Stage for Prepare {
    const NAME: &'static str = "pipeline-prepare";
    const SUMMARY: &'static str = "Begin a run and gather the context of a render.";
    const WORDS: &'static [Word] = OK_OR_END;

    type Env = Env;

    async fn run(env: Env, step: Step) -> Result<Next, Fault> {
        let frame = Frame::of::<Self>(StageName::Prepare, &env.jobs, &step, env.clock.as_ref());
        let opened = env.jobs.begin(&step).await?;
        frame
            .run(opened, async |view| {
                let request: ResolvedRender = view.request()?;
                Outcome::of(OK, &gather(&env, &request.references).await?)
            })
            .await
    }
}

async fn gather(env: &Env, references: &[Reference]) -> Result<Context, Fault> {
    let mut assets = Vec::new();
    for reference in references {
        let asset = match reference {
            Reference::Asset(asset) => *asset,
            Reference::Render(job) => {
                let head = env.jobs.head(*job).await?;
                head.outputs.first().map(|output| output.asset).ok_or_else(Fault::not_found)?
            }
        };
        let asset: Asset = env.store.get(&Asset::address(asset)).await?;
        assets.push(asset.usable()?);
    }
    Ok(Context {
        palette: in_turn(&assets).take(COLOURS).cloned().collect(),
        references: assets.iter().map(|asset| asset.id).collect(),
    })
}

/// The first colour of each asset, then the second of each, and so on.
fn in_turn(assets: &[Asset]) -> impl Iterator<Item = &Swatch> {
    let most = assets.iter().map(|asset| asset.palette.len()).max().unwrap_or(0);
    (0..most).flat_map(|rank| assets.iter().filter_map(move |asset| asset.palette.get(rank)))
}

#[cfg(test)]
mod tests;
