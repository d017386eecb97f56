//! `GET /v1/assets/{id}`: an asset.

use contract::http::{Method, Nothing};
use contract::{Access, Call, Reply, Route, env};
use fault::Fault;
use media::Assets;
use model::{AssetId, Scope};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::body::AssetBody;

/// The route.
pub struct Get;

env! {
    /// What it holds.
    pub struct Env { assets: Assets }
}

/// Which asset.
#[derive(Deserialize, JsonSchema)]
pub struct Path {
    /// Its id.
    pub(crate) id: AssetId,
}

impl Route for Get {
    const NAME: &'static str = "assets-get";
    const SUMMARY: &'static str =
        "Shows an asset: what was measured, its smaller versions, links to all of them.";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/v1/assets/{id}";
    const ACCESS: Access = Access::Scope(Scope::AssetsRead);
    const REPLIES: &'static [u16] = &[200, 404];
    const SDK_CALLS: u32 = 2;

    type Env = Env;
    type Path = Path;
    type Query = Nothing;
    type Body = Nothing;
    type Output = AssetBody;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<AssetBody>, Fault> {
        let asset = env.assets.get(call.path.id).await?;
        Ok(Reply::ok(AssetBody::one(&env.assets, asset).await?))
    }
}

#[cfg(test)]
mod tests;
