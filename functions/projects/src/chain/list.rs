//! `GET /v1/projects/{project}/chains`: the chains of a project.

use contract::http::{Method, Nothing, PageQuery};
use contract::{Access, Call, Reply, Route};
use fault::Fault;
use jobs::Chains;
use model::Scope;
use schemars::JsonSchema;
use serde::Serialize;

use super::ChainBody;
use crate::get::Path;

/// The route.
pub struct List;

contract::env! {
    /// What it holds.
    pub struct Env { chains: Chains }
}

/// A page of chains, in the order of their ids: the oldest first. The default one is among them from its first render on.
#[derive(Serialize, JsonSchema)]
pub struct ChainPage {
    /// The chains.
    items: Vec<ChainBody>,
    /// How to get the next ones; `null` at the end.
    next_cursor: Option<String>,
}

impl Route for List {
    const NAME: &'static str = "projects-list-chains";
    const SUMMARY: &'static str = "List the chains of a project.";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/v1/projects/{project}/chains";
    const ACCESS: Access = Access::Scope(Scope::ProjectsRead);
    const REPLIES: &'static [u16] = &[200, 404];
    const SDK_CALLS: u32 = 2;

    type Env = Env;
    type Path = Path;
    type Query = PageQuery;
    type Body = Nothing;
    type Output = ChainPage;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<ChainPage>, Fault> {
        let (cursor, limit) = (call.query.cursor.as_deref(), call.query.limit.get());
        let page = env.chains.list(call.path.project, cursor, limit).await?;
        let items = page.items.iter().map(ChainBody::from).collect();
        Ok(Reply::ok(ChainPage { items, next_cursor: page.next_cursor }))
    }
}
