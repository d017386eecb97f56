//! The feed, page by page, and what comes next for those who wait.

use std::sync::Arc;
use std::time::Duration;

use contract::http::{Method, PageSize, Wait};
use contract::port::Clock;
use contract::{Access, Call, Reply, Route, env};
use fault::{Fault, Kind};
use jobs::feed::{Found, Wanted};
use jobs::{Event, Feed};
use model::{Scope, Time};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

/// How often a waiting request looks.
const INTERVAL: Duration = Duration::from_millis(500);

/// Lists the workspace's events, oldest first.
pub struct List;

env! {
    /// What it holds.
    pub struct Env { feed: Feed, clock: Arc<dyn Clock> }
}

/// Which events, and how long to wait for one.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// The last number that you have; without it the list begins at the oldest event that is kept.
    #[serde(default)]
    pub(crate) after: Option<After>,
    /// How many items, 1 to 100.
    #[serde(default)]
    limit: PageSize,
    /// How many seconds to wait when there is nothing yet, 0 to 25.
    #[serde(default)]
    wait: Wait,
}

/// A number in the feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[serde(transparent)]
pub struct After(pub(crate) u64);

impl<'de> Deserialize<'de> for After {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map(Self).map_err(|_| {
            serde::de::Error::custom(format!(
                "expected the number of an event, such as 0 or 41, got `{text}`"
            ))
        })
    }
}

/// A page of the feed.
#[derive(Serialize, JsonSchema)]
pub struct Page {
    /// The events, in the feed's order. None: this is the present end.
    items: Vec<Event>,
    /// What to send as `after` for what comes next; always there.
    next_after: u64,
}

impl Route for List {
    const NAME: &'static str = "events-list";
    const SUMMARY: &'static str =
        "List what happened in the workspace, and wait for what happens next if asked to.";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/v1/events";
    const ACCESS: Access = Access::Scope(Scope::RendersRead);
    const REPLIES: &'static [u16] = &[200, 410];
    const SDK_CALLS: u32 = 3;

    type Env = Env;
    type Path = contract::http::Nothing;
    type Query = Query;
    type Body = contract::http::Nothing;
    type Output = Page;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<Page>, Fault> {
        let Query { after, limit, wait } = call.query;
        let wanted = after.map_or(Wanted::Oldest, |After(number)| Wanted::After(number));
        let after = match env.feed.find(wanted).await? {
            Found::At(number) => number,
            Found::Lost(number) => return Err(lost(number)),
        };
        let end = env.clock.now().plus(wait.duration());
        let end = call.deadline.map_or(end, |deadline| deadline.min(end));
        let items = env.until(after, limit.get(), end).await?;
        let next_after = after + items.len() as u64;
        Ok(Reply::ok(Page { items, next_after }))
    }
}

impl Env {
    /// What follows `after`, as soon as there is something, and whatever there is at `end`.
    async fn until(&self, after: u64, limit: usize, end: Time) -> Result<Vec<Event>, Fault> {
        loop {
            let items = self.feed.after(after, limit).await?;
            if !items.is_empty() || self.clock.now().plus(INTERVAL) > end {
                return Ok(items);
            }
            self.clock.sleep(INTERVAL).await;
        }
    }
}

/// The refusal of a place that the feed does not go on from.
fn lost(kept_after: u64) -> Fault {
    let detail = format!(
        "The feed does not go on from there: events are kept for seven days, or this number was never given. Read the \
         renders anew, then go on with `after={kept_after}`."
    );
    Fault::new(Kind::Gone, "cursor-expired", detail).at("/after").allowed([kept_after])
}

#[cfg(test)]
mod tests;
