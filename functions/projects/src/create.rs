//! `POST /v1/projects`: a new project.

use std::sync::Arc;

use contract::http::{Method, Nothing};
use contract::port::{Clock, Ids};
use contract::{Access, Call, Reply, Route};
use fault::Fault;
use jobs::project::Budget;
use jobs::{Project, ProjectView, Projects};
use model::project::{Description, ProjectName, Settings};
use model::{ProjectId, Scope, UsdMicros};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Commit;

use crate::body::ProjectBody;
use crate::once::{Intent, replayed};

/// The route.
pub struct Create;

contract::env! {
    /// What it holds.
    pub struct Env { projects: Projects, ids: Arc<dyn Ids>, clock: Arc<dyn Clock> }
}

/// What the project is to be.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// What people call it.
    name: ProjectName,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    description: Option<Description>,
    /// What it may spend in all: 0 lets nothing be spent, `null` or nothing at all leaves that to the workspace's money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    budget_usd_micros: Option<UsdMicros>,
    /// What its renders are like where their requests say nothing.
    #[serde(default, skip_serializing_if = "Settings::is_empty")]
    settings: Settings,
}

impl Route for Create {
    const NAME: &'static str = "projects-create";
    const SUMMARY: &'static str = "Create a project: what its renders may spend, and what they are like.";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/v1/projects";
    const ACCESS: Access = Access::Scope(Scope::ProjectsWrite);
    const REPLIES: &'static [u16] = &[201, 503];
    const SDK_CALLS: u32 = 1;

    type Env = Env;
    type Path = Nothing;
    type Query = Nothing;
    type Body = Body;
    type Output = ProjectBody;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<ProjectBody>, Fault> {
        let intent = Intent::of(&call.headers, &call.body)?;
        let now = env.clock.now();
        let id = ProjectId::from_body(env.ids.fresh(now));
        let project = Project {
            description: call.body.description.clone(),
            settings: call.body.settings.clone(),
            ..Project::new(id, &call.body.name, call.principal()?.user, now)
        };
        let view = ProjectView::unspent(project, Budget(call.body.budget_usd_micros))?;
        let body = ProjectBody::of(&view, env.projects.default_id());
        let before = intent.keep::<Self>(&body, now)?;
        match env.projects.create(&view, &before).await? {
            Commit::Done => Ok(created(body)),
            Commit::Refused(refused) => Ok(replayed(created(intent.replay(&refused)?))),
        }
    }
}

fn created(body: ProjectBody) -> Reply<ProjectBody> {
    let (location, version) = (body.links.this.clone(), body.version);
    Reply::created(body, location).etag(version)
}

#[cfg(test)]
mod tests;
