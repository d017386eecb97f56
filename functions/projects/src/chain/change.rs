//! `PATCH /v1/projects/{project}/chains/{chain}`: what a chain is called, and the conversation that goes with it.

use contract::http::{Method, Nothing};
use contract::{Access, Call, Reply, Route};
use fault::Fault;
use jobs::Chains;
use jobs::chain::{ChainEdit, Session};
use model::Scope;
use model::project::ChainName;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{ChainBody, Path};
use crate::patched::{Patched, present};

/// The route.
pub struct Change;

contract::env! {
    /// What it holds.
    pub struct Env { chains: Chains }
}

/// What is to be another: a merge patch (RFC 7396).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Patch {
    /// What people call it.
    #[serde(default, deserialize_with = "present")]
    name: Option<ChainName>,
    /// The conversation elsewhere that goes with it; `null` for none.
    #[serde(default)]
    session: Patched<Session>,
}

impl Route for Change {
    const NAME: &'static str = "projects-change-chain";
    const SUMMARY: &'static str = "Change what a chain is called, and the conversation that goes with it.";
    const METHOD: Method = Method::Patch;
    const PATH: &'static str = "/v1/projects/{project}/chains/{chain}";
    const ACCESS: Access = Access::Scope(Scope::ProjectsWrite);
    const REPLIES: &'static [u16] = &[200, 404, 412, 428, 503];
    const SDK_CALLS: u32 = 3;

    type Env = Env;
    type Path = Path;
    type Query = Nothing;
    type Body = Patch;
    type Output = ChainBody;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<ChainBody>, Fault> {
        let (project, chain) = (call.path.project, call.path.id());
        let edit = ChainEdit {
            name: call.body.name.as_ref().map(|name| name.as_str().to_owned()),
            session: call.body.session.clone().change(),
        };
        let standing = env.chains.change(project, chain, super::seen(&call.headers)?, &edit).await?;
        super::reply(&env.chains, &standing).await
    }
}
