//! `POST /v1/projects/{project}/archive`: nothing more is spent in it.

use contract::http::{Method, Nothing, Precondition};
use contract::{Access, Call, Reply, Route};
use fault::Fault;
use model::Scope;

use crate::body::{Env, ProjectBody};
use crate::get::Path;

/// The route.
pub struct Archive;

impl Route for Archive {
    const NAME: &'static str = "projects-archive";
    const SUMMARY: &'static str =
        "Put a project into the archive: renders at work go on, and nothing more is spent in it.";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/v1/projects/{project}/archive";
    const ACCESS: Access = Access::Scope(Scope::ProjectsWrite);
    const REPLIES: &'static [u16] = &[200, 404, 412, 503];
    const SDK_CALLS: u32 = 3;

    type Env = Env;
    type Path = Path;
    type Query = Nothing;
    type Body = Nothing;
    type Output = ProjectBody;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<ProjectBody>, Fault> {
        let seen = Precondition::version(&call.headers)?;
        let by = call.principal()?.user;
        let view = env.projects().archive(call.path.project, seen, by, true).await?;
        env.reply(&view).await
    }
}

#[cfg(test)]
mod tests;
