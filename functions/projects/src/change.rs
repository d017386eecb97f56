//! `PATCH /v1/projects/{project}`: its name, its budget, what its renders are like.

use contract::http::{Method, Nothing, Precondition};
use contract::{Access, Call, Reply, Route};
use fault::Fault;
use jobs::Project;
use jobs::project::{Budget, Edited};
use model::project::{Days, Description, ProjectName, Settings};
use model::render::{Again, Pipeline, Quality, Skippable, Style};
use model::{Aspect, Scope, UsdMicros};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeSet;

use crate::body::{Env, ProjectBody};
use crate::get::Path;
use crate::patched::{Patched, present};

/// The route.
pub struct Change;

/// What is to be another: a merge patch (RFC 7396). What is left out stays, `null` takes away.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Patch {
    /// What people call it.
    #[serde(default, deserialize_with = "present")]
    name: Option<ProjectName>,
    /// What it is about.
    #[serde(default)]
    description: Patched<Description>,
    /// What it may spend in all: 0 lets nothing be spent, `null` leaves that to the workspace's money. It may be below what is
    /// spent and held: then nothing more is admitted, and `over_budget_usd_micros` says by how much.
    #[serde(default)]
    budget_usd_micros: Patched<UsdMicros>,
    /// What its renders are like where their requests say nothing; each by itself, and `null` for all of them.
    #[serde(default)]
    settings: Patched<SettingsPatch>,
}

/// What is to be another of the settings.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SettingsPatch {
    /// How prompts are prepared.
    #[serde(default)]
    pipeline: Patched<Pipeline>,
    /// Whether words are refined with what the references show.
    #[serde(default)]
    refine: Patched<bool>,
    /// Stages to leave out.
    #[serde(default)]
    skip: Patched<BTreeSet<Skippable>>,
    /// The manner of painting.
    #[serde(default)]
    style: Patched<Style>,
    /// The shape of pictures whose requests name neither a shape nor pixels.
    #[serde(default)]
    aspect: Patched<Aspect>,
    /// How much work goes into a picture.
    #[serde(default)]
    quality: Patched<Quality>,
    /// The seed of every render.
    #[serde(default)]
    seed: Patched<u64>,
    /// How long what its renders made is kept.
    #[serde(default)]
    retention_days: Patched<Days>,
    /// What may be spent on doing a render again.
    #[serde(default)]
    retry: Patched<Again>,
}

impl Route for Change {
    const NAME: &'static str = "projects-change";
    const SUMMARY: &'static str = "Change a project's name, description, budget and settings.";
    const METHOD: Method = Method::Patch;
    const PATH: &'static str = "/v1/projects/{project}";
    const ACCESS: Access = Access::Scope(Scope::ProjectsWrite);
    const REPLIES: &'static [u16] = &[200, 404, 412, 428, 503];
    const SDK_CALLS: u32 = 3;

    type Env = Env;
    type Path = Path;
    type Query = Nothing;
    type Body = Patch;
    type Output = ProjectBody;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<ProjectBody>, Fault> {
        let seen = Precondition::required_version(&call.headers)?;
        let by = call.principal()?.user;
        let edited = |project: &Project| Ok(call.body.clone().applied(&project.settings));
        let view = env.projects().change(call.path.project, seen, by, &edited).await?;
        env.reply(&view).await
    }
}

impl Patch {
    fn applied(self, settings: &Settings) -> Edited {
        Edited {
            name: self.name,
            description: self.description.change(),
            budget: self.budget_usd_micros.change().map(Budget),
            settings: self
                .settings
                .change()
                .map(|patch| patch.map(|patch| patch.applied(settings)).unwrap_or_default()),
        }
    }
}

impl SettingsPatch {
    fn applied(self, old: &Settings) -> Settings {
        let old = old.clone();
        Settings {
            pipeline: self.pipeline.or(old.pipeline),
            refine: self.refine.or(old.refine),
            skip: self.skip.or(old.skip),
            style: self.style.or(old.style),
            aspect: self.aspect.or(old.aspect),
            quality: self.quality.or(old.quality),
            seed: self.seed.or(old.seed),
            retention_days: self.retention_days.or(old.retention_days),
            retry: self.retry.or(old.retry),
        }
    }
}

#[cfg(test)]
mod tests;
