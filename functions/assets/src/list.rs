//! `GET /v1/assets`: the assets of a workspace.

use contract::http::{Method, Nothing, PageSize};
use contract::{Access, Call, Reply, Route, env};
use fault::Fault;
use jobs::Jobs;
use media::{Asset, Assets, Source};
use model::{ProjectId, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::body::AssetBody;
use crate::retention::projects_of;

/// The route.
pub struct List;

env! {
    /// What it holds.
    pub struct Env { assets: Assets, jobs: Jobs }
}

/// Which page of which assets.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// How many are looked at, 1 to 100.
    #[serde(default)]
    limit: PageSize,
    /// `next_cursor` of the page before.
    #[serde(default)]
    cursor: Option<String>,
    /// Only those that come from here. A page may then be short, or empty, while there are more pages.
    #[serde(default)]
    source: Option<Source>,
    /// Only those that were uploaded for this project or made by a render of it. A page may then be short as well.
    #[serde(default)]
    project: Option<ProjectId>,
}

/// A page of assets, the latest first.
#[derive(Serialize, JsonSchema)]
pub struct AssetPage {
    /// The assets.
    items: Vec<AssetBody>,
    /// How to get the next page; `null` at the end.
    next_cursor: Option<String>,
}

impl Route for List {
    const NAME: &'static str = "assets-list";
    const SUMMARY: &'static str = "Lists the assets of the workspace, the latest first.";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/v1/assets";
    const ACCESS: Access = Access::Scope(Scope::AssetsRead);
    const REPLIES: &'static [u16] = &[200];
    /// The third asks whose renders made them, when a project is asked for.
    const SDK_CALLS: u32 = 3;

    type Env = Env;
    type Path = Nothing;
    type Query = Query;
    type Body = Nothing;
    type Output = AssetPage;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<AssetPage>, Fault> {
        let Query { limit, cursor, source, project } = call.query;
        let mut page = Asset::list(env.assets.store(), cursor.as_deref(), limit.get()).await?;
        page.items.retain(|asset| source.is_none_or(|source| asset.source() == source));
        if let Some(project) = project {
            let of = projects_of(&env.jobs, &page.items).await?;
            page.items.retain(|asset| of.get(&asset.id) == Some(&project));
        }
        let items = AssetBody::all(&env.assets, page.items).await?;
        Ok(Reply::ok(AssetPage { items, next_cursor: page.next_cursor }))
    }
}

#[cfg(test)]
mod tests;
