//! The log of a render.

use contract::http::{Method, PageQuery};
use contract::{Access, Call, Reply, Route, env};
use fault::Fault;
use futures::future::try_join;
use jobs::{Event, Jobs};
use model::Scope;
use schemars::JsonSchema;
use serde::Serialize;
use store::Store;

use crate::get::Path;

/// Lists a render's events, oldest first.
pub struct ListEvents;

env! {
    /// What it holds.
    pub struct Env { jobs: Jobs, store: Store }
}

/// A page of events.
#[derive(Serialize, JsonSchema)]
pub struct Page {
    /// The events, oldest first.
    items: Vec<Event>,
    /// How to get the next ones; `null` at the present end of the log.
    next_cursor: Option<String>,
}

impl Route for ListEvents {
    const NAME: &'static str = "renders-list-events";
    const SUMMARY: &'static str = "List what happened to a render, oldest first.";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/v1/renders/{id}/events";
    const ACCESS: Access = Access::Scope(Scope::RendersRead);
    const REPLIES: &'static [u16] = &[200, 404];
    const SDK_CALLS: u32 = 2;

    type Env = Env;
    type Path = Path;
    type Query = PageQuery;
    type Body = contract::http::Nothing;
    type Output = Page;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<Page>, Fault> {
        let (cursor, limit) = (call.query.cursor.as_deref(), call.query.limit.get());
        // The head tells an absent render from one without events on this page.
        let (head, log) =
            try_join(env.jobs.head(call.path.id), env.jobs.events(call.path.id, cursor, limit)).await?;
        let workspace = env.store.scope().id();
        let page = log.map(|event| event.in_log(workspace, head.job));
        Ok(Reply::ok(Page { items: page.items, next_cursor: page.next_cursor }))
    }
}

#[cfg(test)]
mod tests;
