//! `GET /v1/projects/{project}/chains/{chain}/renders`: the renders of a chain, in order.

use contract::http::{Method, Nothing, PageQuery};
use contract::{Access, Call, Reply, Route};
use fault::Fault;
use jobs::chain::Member;
use jobs::{Chains, JobView, Jobs};
use model::{AssetId, JobId, ResolvedRender, Scope, Status, Time};
use schemars::JsonSchema;
use serde::Serialize;

use super::Path;

/// The route.
pub struct ListRenders;

contract::env! {
    /// What it holds.
    pub struct Env { chains: Chains, jobs: Jobs }
}

/// A page of a chain's renders, the first position first.
#[derive(Serialize, JsonSchema)]
pub struct ChainRenders {
    /// The renders.
    items: Vec<ChainRender>,
    /// How to get the next ones; `null` at the end.
    next_cursor: Option<String>,
}

/// A render at its position; the whole of it is at `url`.
#[derive(Serialize, JsonSchema)]
pub struct ChainRender {
    /// Its position in the chain.
    position: u64,
    /// Which one.
    render: JobId,
    /// Where it is in its life.
    status: Status,
    /// The request's own words.
    prompt: String,
    /// Its seed.
    seed: u64,
    /// When it was admitted.
    created_at: Time,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_at: Option<Time>,
    /// What it made.
    outputs: Vec<AssetId>,
    /// Where all of it is.
    url: String,
}

impl Route for ListRenders {
    const NAME: &'static str = "projects-list-chain-renders";
    const SUMMARY: &'static str = "List the renders of a chain, in the order of their positions.";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/v1/projects/{project}/chains/{chain}/renders";
    const ACCESS: Access = Access::Scope(Scope::RendersRead);
    const REPLIES: &'static [u16] = &[200, 404];
    const SDK_CALLS: u32 = 4;

    type Env = Env;
    type Path = Path;
    type Query = PageQuery;
    type Body = Nothing;
    type Output = ChainRenders;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<ChainRenders>, Fault> {
        let chain = env.chains.get(call.path.project, call.path.id()).await?.chain;
        let (cursor, limit) = (call.query.cursor.as_deref(), call.query.limit.get());
        let page = env.jobs.chained(chain.id, cursor, limit).await?;
        let items = page.items.iter().map(ChainRender::of).collect::<Result<_, _>>()?;
        Ok(Reply::ok(ChainRenders { items, next_cursor: page.next_cursor }))
    }
}

impl ChainRender {
    fn of((member, view): &(Member, JobView)) -> Result<Self, Fault> {
        let request: ResolvedRender = view.request()?;
        let head = &view.head;
        Ok(Self {
            position: member.position,
            render: head.job,
            status: head.status,
            prompt: request.prompt.as_str().to_owned(),
            seed: request.seed,
            created_at: head.created_at,
            ended_at: head.ended_at,
            outputs: head.outputs.iter().map(|output| output.asset).collect(),
            url: format!("/v1/renders/{}", head.job),
        })
    }
}
