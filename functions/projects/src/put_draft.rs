//! `PUT /v1/projects/{project}/draft`: keeps the state of a client's work.

use contract::http::{Method, Nothing, Precondition};
use contract::{Access, Call, Reply, Route};
use fault::Fault;
use jobs::Drafts;
use model::Scope;
use serde_json::{Map, Value};

use crate::get::Path;
use crate::get_draft::DraftBody;

/// The route.
pub struct PutDraft;

contract::env! {
    /// What it holds.
    pub struct Env { drafts: Drafts }
}

impl Route for PutDraft {
    const NAME: &'static str = "projects-put-draft";
    const SUMMARY: &'static str = "Keep the draft of a project: any JSON object of at most 48 KB.";
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/v1/projects/{project}/draft";
    const ACCESS: Access = Access::Scope(Scope::ProjectsWrite);
    const REPLIES: &'static [u16] = &[200, 404, 412, 413, 428, 503];
    const SDK_CALLS: u32 = 1;

    type Env = Env;
    type Path = Path;
    type Query = Nothing;
    type Body = Map<String, Value>;
    type Output = DraftBody;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<DraftBody>, Fault> {
        let seen = match Precondition::required(&call.headers)? {
            Precondition::Version(version) => Some(version),
            Precondition::Absent => None,
        };
        let (project, by) = (call.path.project, call.principal()?.user);
        Ok(DraftBody::reply(project, env.drafts.put(project, seen, call.body, by).await?))
    }
}

#[cfg(test)]
mod tests;
