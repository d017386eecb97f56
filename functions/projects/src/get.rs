//! `GET /v1/projects/{project}`: one project with its money.

use contract::http::{Method, Nothing};
use contract::{Access, Call, Reply, Route};
use fault::Fault;
use model::{ProjectId, Scope};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::body::{Env, ProjectBody};

/// The route.
pub struct Get;

/// Which project.
#[derive(Deserialize, JsonSchema)]
pub struct Path {
    /// Its id.
    pub(crate) project: ProjectId,
}

impl Route for Get {
    const NAME: &'static str = "projects-get";
    const SUMMARY: &'static str =
        "Show a project: what it may spend and has spent, and what its renders are like.";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/v1/projects/{project}";
    const ACCESS: Access = Access::Scope(Scope::ProjectsRead);
    const REPLIES: &'static [u16] = &[200, 404];
    const SDK_CALLS: u32 = 2;

    type Env = Env;
    type Path = Path;
    type Query = Nothing;
    type Body = Nothing;
    type Output = ProjectBody;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<ProjectBody>, Fault> {
        let view = env.projects().get(call.path.project).await?;
        env.reply(&view).await
    }
}

#[cfg(test)]
mod tests;
