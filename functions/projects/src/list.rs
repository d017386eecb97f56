//! `GET /v1/projects`: the projects of the workspace, newest first.

use contract::http::{Flag, Method, Nothing, PageSize};
use contract::{Access, Call, Reply, Route};
use fault::Fault;
use model::Scope;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::body::{Env, ProjectBody};

/// The route.
pub struct List;

/// Which projects.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// How many projects, 1 to 100.
    #[serde(default)]
    limit: PageSize,
    /// `next_cursor` of the page before.
    #[serde(default)]
    cursor: Option<String>,
    /// `true` for those in the archive, `false` for the others; all when it is left out.
    #[serde(default)]
    archived: Option<Flag>,
}

/// A page of projects.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Page {
    /// The projects, newest first. A filtered page may be short although there is a next one.
    items: Vec<ProjectBody>,
    /// How to get the next ones; `null` at the end.
    next_cursor: Option<String>,
}

impl Route for List {
    const NAME: &'static str = "projects-list";
    const SUMMARY: &'static str =
        "List the workspace's projects with their money and pictures, newest first.";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/v1/projects";
    const ACCESS: Access = Access::Scope(Scope::ProjectsRead);
    const REPLIES: &'static [u16] = &[200];
    /// A page of projects, their wallets, the records of their pictures. A filter may read up to three pages more.
    const SDK_CALLS: u32 = 3;

    type Env = Env;
    type Path = Nothing;
    type Query = Query;
    type Body = Nothing;
    type Output = Page;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<Page>, Fault> {
        let Query { limit, cursor, archived } = call.query;
        let page = env.projects().list(archived.map(Flag::is_set), cursor.as_deref(), limit.get()).await?;
        let items = env.gallery().show_all(&page.items).await?;
        Ok(Reply::ok(Page { items, next_cursor: page.next_cursor }))
    }
}

#[cfg(test)]
mod tests;
