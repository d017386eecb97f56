//! `GET /v1/projects/{project}/draft`: the state of a client's work.

use contract::http::{Method, Nothing};
use contract::{Access, Call, Reply, Route};
use fault::Fault;
use jobs::{Draft, Drafts};
use model::{ProjectId, Scope, Time, UserId};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::get::Path;

/// The route.
pub struct GetDraft;

contract::env! {
    /// What it holds.
    pub struct Env { drafts: Drafts }
}

/// A draft.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DraftBody {
    /// Its project.
    project: ProjectId,
    /// What the client keeps.
    state: Map<String, Value>,
    /// Counts its changes; also its ETag.
    version: u64,
    /// When it was written last.
    updated_at: Time,
    /// Who wrote it.
    updated_by: UserId,
}

impl DraftBody {
    /// The answer about a draft.
    pub(crate) fn reply(project: ProjectId, draft: Draft) -> Reply<Self> {
        let Draft { state, version, updated_at, updated_by } = draft;
        Reply::ok(Self { project, state, version, updated_at, updated_by }).etag(version)
    }
}

impl Route for GetDraft {
    const NAME: &'static str = "projects-get-draft";
    const SUMMARY: &'static str = "Show the draft of a project: the state of a client's work on it.";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/v1/projects/{project}/draft";
    const ACCESS: Access = Access::Scope(Scope::ProjectsRead);
    const REPLIES: &'static [u16] = &[200, 304, 404];
    const SDK_CALLS: u32 = 1;

    type Env = Env;
    type Path = Path;
    type Query = Nothing;
    type Body = Nothing;
    type Output = DraftBody;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<DraftBody>, Fault> {
        let project = call.path.project;
        Ok(DraftBody::reply(project, env.drafts.get(project).await?))
    }
}
