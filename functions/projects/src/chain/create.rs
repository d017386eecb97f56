//! `POST /v1/projects/{project}/chains`: a new chain.

use std::sync::Arc;

use contract::http::{Method, Nothing};
use contract::port::{Clock, Ids};
use contract::{Access, Call, Reply, Route};
use fault::Fault;
use jobs::chain::Made;
use jobs::{Chain, Chains};
use model::project::ChainName;
use model::{ChainId, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ChainBody;
use crate::get::Path;
use crate::once::{Intent, replayed};

/// The route.
pub struct Create;

contract::env! {
    /// What it holds.
    pub struct Env { chains: Chains, ids: Arc<dyn Ids>, clock: Arc<dyn Clock> }
}

/// What the chain is to be.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// What people call it.
    name: ChainName,
}

impl Route for Create {
    const NAME: &'static str = "projects-create-chain";
    const SUMMARY: &'static str = "Make a chain: renders of a project that follow each other.";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/v1/projects/{project}/chains";
    const ACCESS: Access = Access::Scope(Scope::ProjectsWrite);
    const REPLIES: &'static [u16] = &[201, 404, 503];
    const SDK_CALLS: u32 = 1;

    type Env = Env;
    type Path = Path;
    type Query = Nothing;
    type Body = Body;
    type Output = ChainBody;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<ChainBody>, Fault> {
        let project = call.path.project;
        let intent = Intent::of(&call.headers, &(project, &call.body))?;
        let now = env.clock.now();
        let id = ChainId::from_body(env.ids.fresh(now));
        let keep = |chain: &Chain| intent.keep::<Self>(&ChainBody::from(chain), now);
        let name = call.body.name.as_str().to_owned();
        match env.chains.create(project, id, name, &keep).await? {
            Made::Done(chain) => Ok(created(ChainBody::from(&chain))),
            Made::Refused(refused) => Ok(replayed(created(intent.replay(&refused)?))),
        }
    }
}

fn created(body: ChainBody) -> Reply<ChainBody> {
    let location = body.links.this.clone();
    Reply::created(body, location)
}
