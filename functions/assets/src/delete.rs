//! `DELETE /v1/assets/{id}`: the end of an asset.

use contract::http::{Method, Nothing};
use contract::{Access, Call, Reply, Route, env};
use fault::{Fault, Kind};
use jobs::Jobs;
use media::assets::Removal;
use media::{Asset, Assets};
use model::{AssetId, Scope};
use schemars::JsonSchema;
use serde::Serialize;

use crate::get::Path;

/// The route.
pub struct Delete;

env! {
    /// What it holds.
    pub struct Env { assets: Assets, jobs: Jobs }
}

/// An asset that is gone.
#[derive(Serialize, JsonSchema)]
pub struct Deleted {
    /// Which one it was.
    id: AssetId,
}

impl Route for Delete {
    const NAME: &'static str = "assets-delete";
    const SUMMARY: &'static str =
        "Deletes an asset, and its bytes when no other asset shares them. Not while an open render needs it.";
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/v1/assets/{id}";
    const ACCESS: Access = Access::Scope(Scope::AssetsWrite);
    const REPLIES: &'static [u16] = &[200, 404, 409, 503];
    const SDK_CALLS: u32 = 15;

    type Env = Env;
    type Path = Path;
    type Query = Nothing;
    type Body = Nothing;
    type Output = Deleted;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<Deleted>, Fault> {
        let id = call.path.id;
        let asset: Asset = env.assets.store().get(&Asset::address(id)).await?;
        if asset.removed_at.is_none() {
            check_free(&env.jobs, &asset).await?;
        }
        // What was deleted half-way is deleted to its end.
        env.assets.remove(id, Removal::Deleted).await?;
        Ok(Reply::ok(Deleted { id }))
    }
}

/// A render that has not ended keeps what it made, and what it was told to follow.
async fn check_free(jobs: &Jobs, asset: &Asset) -> Result<(), Fault> {
    let in_use = |render, why: &str| {
        let detail = format!("{render} has not ended and {why}. Wait for its end, or cancel it.");
        Fault::new(Kind::Conflict, "asset-in-use", detail)
    };
    if let Some(job) = asset.job
        && !jobs.head(job).await?.status.is_terminal()
    {
        return Err(in_use(job, "made this"));
    }
    match jobs.referring(asset.id, asset.job).await? {
        Some(job) => Err(in_use(job, "follows this as a reference")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
