//! `GET /v1/projects/{project}/rules`: the rules of a project, in order.

use contract::http::{Method, Nothing};
use contract::{Access, Call, Reply, Route};
use fault::Fault;
use jobs::{Projects, Rules};
use model::Scope;

use crate::get::Path;
use crate::rule_body::RulePage;

/// The route.
pub struct ListRules;

contract::env! {
    /// What it holds.
    pub struct Env { projects: Projects, rules: Rules }
}

impl Route for ListRules {
    const NAME: &'static str = "projects-list-rules";
    const SUMMARY: &'static str = "List the rules of a project, in order.";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/v1/projects/{project}/rules";
    const ACCESS: Access = Access::Scope(Scope::ProjectsRead);
    const REPLIES: &'static [u16] = &[200, 304, 404];
    const SDK_CALLS: u32 = 2;

    type Env = Env;
    type Path = Path;
    type Query = Nothing;
    type Body = Nothing;
    type Output = RulePage;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<RulePage>, Fault> {
        let project = call.path.project;
        let (_, set) = env.projects.beside(project, env.rules.set(project)).await?;
        Ok(Reply::ok(RulePage::from(&set)).etag(set.version))
    }
}
