//! The feed as it is filled.

use std::sync::Arc;

use contract::port::Clock;
use contract::sse::{self, Batch, Message, Source, Then};
use contract::{Access, Listener, Sender, env};
use fault::Fault;
use jobs::feed::{self, Feed, Found, Wanted};
use model::Scope;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use crate::list::After;

/// Streams the workspace's events.
pub struct Stream;

env! {
    /// What it holds.
    pub struct Env { feed: Feed, clock: Arc<dyn Clock> }
}

/// Where to begin.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// The last number that you have; without it the stream begins with what comes from now on.
    #[serde(default)]
    after: Option<After>,
}

/// How many events are read at one time.
const PAGE: usize = 100;

impl contract::Stream for Stream {
    const NAME: &'static str = "events-stream";
    const SUMMARY: &'static str = "Stream what happens in the workspace.";
    const PATH: &'static str = "/v1/events/stream";
    const ACCESS: Access = Access::Scope(Scope::RendersRead);
    const REPLIES: &'static [u16] = &[];

    type Env = Env;
    type Path = contract::http::Nothing;
    type Query = Query;

    async fn listen(env: Env, listener: Listener<Self>, sender: Sender) -> Result<(), Fault> {
        let wanted = match (listener.last_event_id.as_deref(), listener.query.after) {
            (Some(id), _) => Wanted::After(feed::number_of(id)?),
            (None, Some(After(number))) => Wanted::After(number),
            (None, None) => Wanted::New,
        };
        let (place, first) = match env.feed.find(wanted).await? {
            Found::At(number) => (number, Message::place(number.to_string())),
            Found::Lost(number) => (number, reset(number)),
        };
        let news = News { feed: env.feed, place, first: Some(first) };
        sse::serve(sender, env.clock.as_ref(), news).await
    }
}

/// What tells a listener that events before `kept_after` are gone. Its id makes the listener go on from there.
fn reset(kept_after: u64) -> Message {
    Message::event(kept_after.to_string(), "reset", json!({ "after": kept_after }).to_string())
}

/// The feed after a place that moves on.
struct News {
    feed: Feed,
    place: u64,
    /// Where the stream begins: whoever is cut off before the first event comes back to this place, not to a later one.
    first: Option<Message>,
}

impl Source for News {
    async fn next(&mut self) -> Result<Batch, Fault> {
        if let Some(first) = self.first.take() {
            return Ok(Batch { messages: vec![first], then: Then::AtOnce });
        }
        let events = self.feed.after(self.place, PAGE).await?;
        self.place += events.len() as u64;
        let then = if events.len() == PAGE { Then::AtOnce } else { Then::Later };
        let messages = events.iter().map(jobs::Event::message).collect::<Result<_, _>>()?;
        Ok(Batch { messages, then })
    }
}

#[cfg(test)]
mod tests;
