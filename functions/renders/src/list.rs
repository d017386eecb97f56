//! The renders of a workspace.

use std::sync::Arc;

use contract::http::{Method, PageQuery};
use contract::port::Clock;
use contract::{Access, Call, Reply, Route, env};
use fault::Fault;
use futures::future::try_join_all;
use jobs::Jobs;
use media::Assets;
use model::Scope;
use schemars::JsonSchema;
use serde::Serialize;

use crate::Render;
use crate::gallery::hang;

/// Lists renders, newest first.
pub struct List;

env! {
    /// What it holds.
    pub struct Env { jobs: Jobs, assets: Assets, clock: Arc<dyn Clock> }
}

/// A page of renders.
#[derive(Serialize, JsonSchema)]
pub struct Page {
    /// The renders, newest first, without their stages.
    items: Vec<Render>,
    /// How to get the next ones.
    next_cursor: Option<String>,
}

impl Route for List {
    const NAME: &'static str = "renders-list";
    const SUMMARY: &'static str = "List the workspace's renders, newest first.";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/v1/renders";
    const ACCESS: Access = Access::Scope(Scope::RendersRead);
    const REPLIES: &'static [u16] = &[200];
    const SDK_CALLS: u32 = 3;

    type Env = Env;
    type Path = contract::http::Nothing;
    type Query = PageQuery;
    type Body = contract::http::Nothing;
    type Output = Page;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<Page>, Fault> {
        let page = env.jobs.page(call.query.cursor.as_deref(), call.query.limit.get()).await?;
        let now = env.clock.now();
        let views = page.items.iter().map(|view| Render::of(view, env.assets.media(), now));
        let mut items = try_join_all(views).await?;
        hang(&env.assets, &mut items).await?;
        Ok(Reply::ok(Page { items, next_cursor: page.next_cursor }))
    }
}

#[cfg(test)]
mod tests;
