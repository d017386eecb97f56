//! A render's whole story.

use contract::http::{Method, Wait};
use contract::{Access, Call, Reply, Route, env};
use fault::Fault;
use model::{JobId, Scope};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::Render;
use crate::follow::Follow;

/// Shows one render.
pub struct Get;

env! {
    /// What it holds.
    pub struct Env { follow: Follow }
}

/// Which render.
#[derive(Deserialize, JsonSchema)]
pub struct Path {
    pub(crate) id: JobId,
}

/// How long to wait for its end.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Query {
    #[serde(default)]
    wait: Wait,
}

impl Route for Get {
    const NAME: &'static str = "renders-get";
    const SUMMARY: &'static str = "Show a render, and wait for its end if asked to.";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/v1/renders/{id}";
    const ACCESS: Access = Access::Scope(Scope::RendersRead);
    const REPLIES: &'static [u16] = &[200, 304, 404];
    const SDK_CALLS: u32 = 3;

    type Env = Env;
    type Path = Path;
    type Query = Query;
    type Body = contract::http::Nothing;
    type Output = Render;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<Render>, Fault> {
        let view = env.follow.until_end(call.path.id, call.query.wait.duration(), call.deadline).await?;
        env.follow.reply(&view).await
    }
}

#[cfg(test)]
mod tests;
