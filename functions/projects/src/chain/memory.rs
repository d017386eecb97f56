//! `GET /v1/projects/{project}/chains/{chain}/memory`: what a chain remembers, or remembered.

use contract::http::{Method, Nothing};
use contract::{Access, Call, Reply, Route};
use fault::{Fault, Kind};
use jobs::{Chains, Memory};
use model::Scope;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

use super::Path;

/// The route.
pub struct GetMemory;

contract::env! {
    /// What it holds.
    pub struct Env { chains: Chains }
}

/// Which version.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// Which version, from 1; by default the latest.
    #[serde(default)]
    version: Option<Version>,
}

/// The number of a version.
#[derive(Debug, Clone, Copy, JsonSchema)]
#[serde(transparent)]
pub struct Version(#[schemars(range(min = 1))] u64);

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let number = text.parse().ok().filter(|number| *number > 0);
        let wrong = || serde::de::Error::custom(format!("expected a whole number from 1 on, got `{text}`"));
        number.map(Self).ok_or_else(wrong)
    }
}

impl Route for GetMemory {
    const NAME: &'static str = "projects-get-chain-memory";
    const SUMMARY: &'static str = "Show what a chain remembers, in its latest version or in an earlier one.";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/v1/projects/{project}/chains/{chain}/memory";
    const ACCESS: Access = Access::Scope(Scope::ProjectsRead);
    const REPLIES: &'static [u16] = &[200, 304, 404];
    const SDK_CALLS: u32 = 2;

    type Env = Env;
    type Path = Path;
    type Query = Query;
    type Body = Nothing;
    type Output = Memory;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<Memory>, Fault> {
        let chain = env.chains.get(call.path.project, call.path.id()).await?.chain;
        let version = call.query.version.map_or(chain.memory, |Version(number)| number);
        if version == 0 || version > chain.memory {
            let detail = match chain.memory {
                0 => "This chain remembers nothing yet: none of its renders has ended well.".to_owned(),
                latest => format!("This chain has the versions 1 to {latest} of its memory."),
            };
            return Err(Fault::new(Kind::NotFound, "not-remembered", detail));
        }
        let memory = env.chains.version(chain.id, version).await?;
        Ok(Reply::ok(memory).etag(version))
    }
}
