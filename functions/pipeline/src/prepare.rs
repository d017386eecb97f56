//! Begins the run and gathers what the render knows beside its prompt.

use std::sync::Arc;

use contract::port::Clock;
use contract::{Next, Stage, Step, Word, env};
use fault::Fault;
use futures::future::try_join4;
use jobs::rule::{self, Rules};
use jobs::{CANCEL, Chains, Head, Jobs, Memory, Outcome, STOP};
use media::{Asset, Swatch};
use model::render::{Pipeline, Reference, Task};
use model::{ProjectId, ResolvedRender, StageName};
use store::Store;

use crate::frame::{Frame, OK, REFINE};
use crate::refine;

mod context;
mod lineage;

pub(crate) use context::{Context, has_scene_colour};

/// The stage.
pub struct Prepare;

env! {
    /// What it holds.
    pub struct Env { jobs: Jobs, store: Store, rules: Rules, chains: Chains, clock: Arc<dyn Clock> }
}

/// The word of a render whose prompt is read, and that has nothing to look at.
const INTENT: Word = "intent";
/// The word of a render whose prompt is read while its references are looked at.
const FULL: Word = "full";

/// How many colours of references a prompt is told.
const COLOURS: usize = 5;

impl Stage for Prepare {
    const NAME: &'static str = "pipeline-prepare";
    const SUMMARY: &'static str = "Begin a run and gather the context of a render.";
    const WORDS: &'static [Word] = &[INTENT, FULL, REFINE, OK, CANCEL, STOP];

    type Env = Env;

    async fn run(env: Env, step: Step) -> Result<Next, Fault> {
        let frame = Frame::of::<Self>(StageName::Prepare, &env.jobs, &step, env.clock.as_ref());
        let opened = env.jobs.begin(&step).await?;
        frame
            .run(opened, async |view| {
                let request: ResolvedRender = view.request()?;
                gather(&env, &view.head, &request).await
            })
            .await
    }
}

/// Where a render goes from here. Two states side by side cost more than one, so they are entered only when both have work.
fn way(request: &ResolvedRender) -> Word {
    match request.pipeline {
        Pipeline::Full if request.references.is_empty() => INTENT,
        Pipeline::Full => FULL,
        Pipeline::Simple => refine::or_ok(request),
    }
}

/// Everything that is known, as it is at this moment.
async fn gather(env: &Env, head: &Head, request: &ResolvedRender) -> Result<Outcome, Fault> {
    let (assets, ruled, memory, lineage) = try_join4(
        looked_up(env, &request.references),
        ruled(env, head.project, request.task),
        remembered(env, head),
        lineage::trace(&env.jobs, &request.references),
    )
    .await?;
    // What is edited keeps its own colours where nobody asks for others: it is no palette to follow.
    let edited = usize::from(request.task == Task::Edit);
    let followed = assets.get(edited..).unwrap_or_default();
    let context = Context {
        palette: in_turn(followed).take(COLOURS).cloned().collect(),
        references: assets.iter().map(|asset| asset.id).collect(),
        rules: ruled.words,
        rule_set: ruled.version,
        memory,
        lineage,
    };
    let outcome = Outcome::of(way(request), &context)?;
    Ok(match ruled.left_out {
        0 => outcome,
        left_out => outcome.because(format!(
            "{left_out} rules were left out: together they have more than {} bytes. Shorten them.",
            rule::MOST_BYTES
        )),
    })
}

/// The assets that the references stand for.
async fn looked_up(env: &Env, references: &[Reference]) -> Result<Vec<Asset>, Fault> {
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
    Ok(assets)
}

/// What the rules of a project say.
struct Ruled {
    /// Which version of their order this is.
    version: u64,
    /// What those say that fit.
    words: Vec<String>,
    /// How many of the last ones are left out.
    left_out: usize,
}

async fn ruled(env: &Env, project: ProjectId, task: Task) -> Result<Ruled, Fault> {
    let set = env.rules.set(project).await?;
    let active: Vec<_> = set.active(task).collect();
    let fitting = rule::told(active.iter().copied());
    let left_out = active.len() - fitting;
    let words = rule::words(active).take(fitting).map(str::to_owned).collect();
    Ok(Ruled { version: set.version, words, left_out })
}

async fn remembered(env: &Env, head: &Head) -> Result<Option<Memory>, Fault> {
    match head.chain {
        Some(chain) => env.chains.memory(head.project, chain).await,
        None => Ok(None),
    }
}

/// The first colour of each asset, then the second of each, and so on.
fn in_turn(assets: &[Asset]) -> impl Iterator<Item = &Swatch> {
    let most = assets.iter().map(|asset| asset.palette.len()).max().unwrap_or(0);
    (0..most).flat_map(|rank| assets.iter().filter_map(move |asset| asset.palette.get(rank)))
}

#[cfg(test)]
mod tests;
