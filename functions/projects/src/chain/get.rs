//! `GET /v1/projects/{project}/chains/{chain}`: one chain, with what it remembers.

use contract::http::{Method, Nothing};
use contract::{Access, Call, Reply, Route};
use fault::Fault;
use jobs::Chains;
use model::Scope;

use super::{ChainBody, Path};

/// The route.
pub struct Get;

contract::env! {
    /// What it holds.
    pub struct Env { chains: Chains }
}

impl Route for Get {
    const NAME: &'static str = "projects-get-chain";
    const SUMMARY: &'static str =
        "Show a chain: how far it is and what it remembers. `default` names the project's own.";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/v1/projects/{project}/chains/{chain}";
    const ACCESS: Access = Access::Scope(Scope::ProjectsRead);
    const REPLIES: &'static [u16] = &[200, 304, 404];
    const SDK_CALLS: u32 = 2;

    type Env = Env;
    type Path = Path;
    type Query = Nothing;
    type Body = Nothing;
    type Output = ChainBody;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<ChainBody>, Fault> {
        let standing = env.chains.get(call.path.project, call.path.id()).await?;
        super::reply(&env.chains, &standing).await
    }
}
