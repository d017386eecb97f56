//! `DELETE /v1/projects/{project}`: the end of a project.

use contract::http::{Method, Nothing, Precondition};
use contract::{Access, Call, Reply, Route};
use fault::Fault;
use jobs::Projects;
use model::{ProjectId, Scope, Time};
use schemars::JsonSchema;
use serde::Serialize;

use crate::get::Path;

/// The route.
pub struct Delete;

contract::env! {
    /// What it holds.
    pub struct Env { projects: Projects }
}

/// A project that is gone. Its renders and the entries of its money stay.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Deleted {
    /// Which one.
    id: ProjectId,
    /// When it was deleted, the first time.
    deleted_at: Time,
}

impl Route for Delete {
    const NAME: &'static str = "projects-delete";
    const SUMMARY: &'static str =
        "Delete a project with its rules and its draft. Its renders and its money's history stay.";
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/v1/projects/{project}";
    const ACCESS: Access = Access::Scope(Scope::ProjectsWrite);
    const REPLIES: &'static [u16] = &[200, 404, 409, 412, 428, 503];
    const SDK_CALLS: u32 = 2;

    type Env = Env;
    type Path = Path;
    type Query = Nothing;
    type Body = Nothing;
    type Output = Deleted;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<Deleted>, Fault> {
        let seen = Precondition::required_version(&call.headers)?;
        let gone = env.projects.delete(call.path.project, seen, call.principal()?.user).await?;
        Ok(Reply::ok(Deleted { id: gone.project.id, deleted_at: gone.deleted_at }))
    }
}

#[cfg(test)]
mod tests;
