//! Keeps what the chain should know the next time.

use std::sync::Arc;

use contract::port::Clock;
use contract::{Next, Stage, Step, Word, env};
use fault::Fault;
use jobs::chain::Link;
use jobs::{Chains, JobView, Jobs, Memory, Outcome, Remembered};
use media::Analysis;
use media::analysis::Horizon;
use model::render::{Skippable, Style};
use model::{ChainId, ResolvedRender, StageName};
use providers::builtin::intent::{self, Report};
use serde::{Deserialize, Serialize};

use crate::frame::{Frame, OK, OK_OR_STOP};
use crate::optimize_prompt::told;
use crate::prepare::has_scene_colour;
use crate::validate;

/// The stage.
pub struct Remember;

env! {
    /// What it holds.
    pub struct Env { jobs: Jobs, chains: Chains, clock: Arc<dyn Clock> }
}

/// What became of it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    /// The chain, where the render is in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) chain: Option<ChainId>,
    /// The version of the chain's memory that it left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) version: Option<u64>,
    /// Why it left none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) why: Option<String>,
}

impl Stage for Remember {
    const NAME: &'static str = "pipeline-remember";
    const SUMMARY: &'static str = "Keep what the chain should know the next time.";
    const WORDS: &'static [Word] = OK_OR_STOP;

    type Env = Env;

    async fn run(env: Env, step: Step) -> Result<Next, Fault> {
        let frame = Frame::of::<Self>(StageName::Remember, &env.jobs, &step, env.clock.as_ref());
        let opened = env.jobs.open(&step).await?;
        frame.run(opened, async |view| learn(&env, &step, view).await).await
    }
}

async fn learn(env: &Env, step: &Step, view: &JobView) -> Result<Outcome, Fault> {
    let request: ResolvedRender = view.request()?;
    let Some(link) = view.head.link() else {
        return Outcome::of(OK, &Lesson::none(None, "it is in no chain"));
    };
    let none = |why: &str| Lesson::none(Some(link.chain), why);
    if request.skips(Skippable::Remember) {
        return Outcome::skipped(OK, &none("the request says so"));
    }
    let (made, ingested) = validate::delivered(view, step)?;
    let Some(seen) = ingested.analyses.iter().find(|picture| !picture.is_blank()) else {
        return Outcome::of(OK, &none("there is nothing to be seen in its pictures"));
    };
    let memory = draw(view, &request, link, told(view, made)?, seen);
    let lesson = match env.chains.remember(view.head.project, link.chain, memory).await? {
        Remembered::Now(version) | Remembered::Before(version) => {
            Lesson { chain: Some(link.chain), version: Some(version), why: None }
        }
        Remembered::Outdated(later) => none(&format!("the render at position {later} has ended before it")),
    };
    Outcome::of(OK, &lesson)
}

/// What this render teaches: what its model was `told`, read once more, and the first picture that shows something. The final prompt has
/// what the chain already knew, so a manner that nobody changes goes on unchanged.
fn draw(view: &JobView, request: &ResolvedRender, link: Link, told: String, seen: &Analysis) -> Memory {
    let style = request.style.as_ref().map(Style::as_str);
    let report = intent::report(&told, style);
    let said = |field: &str, value: &str| (!is_open(&report, field)).then(|| value.to_owned());
    let measured = seen.horizon.filter(|horizon| horizon.confidence >= Horizon::SURE);
    Memory {
        setting: said("setting", &report.setting),
        hour: Some(report.hour.clone()),
        mood: said("mood", &report.mood),
        style: style.map(str::to_owned).or_else(|| said("style", &report.style)),
        style_code: Some(seen.style.clone()),
        palette: palette(&report, seen),
        horizon: measured.map(|horizon| horizon.at).or(Some(report.horizon)),
        subject: Some(report.subject),
        prompt: Some(told),
        ..Memory::of(view.head.job, link.position)
    }
}

fn is_open(report: &Report, field: &str) -> bool {
    report.open.iter().any(|open| open == field)
}

/// The colours that the picture was asked for, and where it was asked for none, those that it has. Measured ones are measured once:
/// from then on they are asked for, so a chain's colours do not drift from picture to picture.
fn palette(report: &Report, seen: &Analysis) -> Vec<String> {
    if has_scene_colour(report) {
        let scene = report.palette.iter().filter(|colour| colour.role == "scene");
        return scene.map(|colour| colour.hex.clone()).collect();
    }
    seen.palette.iter().map(|swatch| swatch.hex.clone()).collect()
}

impl Lesson {
    fn none(chain: Option<ChainId>, why: &str) -> Self {
        Self { chain, version: None, why: Some(why.to_owned()) }
    }
}
