//! The version context: what the renders that a request refers to were told, and what came of it.

use std::collections::BTreeSet;

use fault::{Fault, Kind};
use futures::future::try_join_all;
use jobs::{JobView, Jobs};
use model::render::{Reference, Style};
use model::{JobId, ResolvedRender, StageName};
use providers::builtin::intent;
use serde::{Deserialize, Serialize};

/// How many generations are looked at: the renders that are referred to, those that they referred to, and theirs.
const GENERATIONS: u8 = 3;
/// How many renders are told of. What is left out is the farthest.
const MOST: usize = 6;
/// How many characters of a prompt are told.
const PROMPT: usize = 300;

/// A render that this one goes back to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ancestor {
    /// Which one.
    pub(crate) job: JobId,
    /// How many steps back: 1 is a render that the request itself refers to.
    pub(crate) generation: u8,
    /// What its model was told, shortened.
    pub(crate) prompt: String,
    /// Its seed.
    pub(crate) seed: u64,
    /// Its manner of painting, where it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) style: Option<String>,
    /// Its time of day, where it was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) hour: Option<String>,
    /// Its feeling, where it was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) mood: Option<String>,
    /// What was said of its pictures: `accept`, `flag`, or `unjudged`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) verdict: Option<String>,
}

/// The ancestors of a request, the nearest first, each once.
pub(super) async fn trace(jobs: &Jobs, references: &[Reference]) -> Result<Vec<Ancestor>, Fault> {
    let mut ancestors = Vec::new();
    let mut seen = BTreeSet::new();
    let mut next = renders(references);
    for generation in 1..=GENERATIONS {
        next.retain(|job| seen.insert(*job));
        next.truncate(MOST.saturating_sub(ancestors.len()));
        let stories = try_join_all(next.iter().map(|job| story(jobs, *job))).await?;
        next = Vec::new();
        for view in stories.into_iter().flatten() {
            let request: ResolvedRender = view.request()?;
            next.extend(renders(&request.references));
            ancestors.push(Ancestor::of(&view, &request, generation));
        }
    }
    Ok(ancestors)
}

fn renders(references: &[Reference]) -> Vec<JobId> {
    let render = |reference: &Reference| match reference {
        Reference::Render(job) => Some(*job),
        Reference::Asset(_) => None,
    };
    references.iter().filter_map(render).collect()
}

/// A render that is not there any more is passed over: its picture is what counts, and that is looked for elsewhere.
async fn story(jobs: &Jobs, job: JobId) -> Result<Option<JobView>, Fault> {
    match jobs.story(job).await {
        Err(fault) if fault.kind() == Kind::NotFound => Ok(None),
        found => found.map(Some),
    }
}

impl Ancestor {
    fn of(view: &JobView, request: &ResolvedRender, generation: u8) -> Self {
        let prompt = view.told().unwrap_or(request.prompt.as_str());
        let seed = view.led(StageName::RouteModel).and_then(|left| left.result["seed"].as_u64());
        let style = request.style.as_ref().map(Style::as_str);
        let report = intent::report(prompt, style);
        let said = |field: &str, value: &str| {
            (!report.open.iter().any(|open| open == field)).then(|| value.to_owned())
        };
        Self {
            job: view.head.job,
            generation,
            prompt: prompt.chars().take(PROMPT).collect(),
            seed: seed.unwrap_or(request.seed),
            style: style.map(str::to_owned).or_else(|| said("style", &report.style)),
            hour: said("hour", &report.hour),
            mood: said("mood", &report.mood),
            // Not the stage's word: in a chain that says where the flow goes.
            verdict: view.verdict().and_then(|verdict| verdict["verdict"].as_str().map(str::to_owned)),
        }
    }
}
