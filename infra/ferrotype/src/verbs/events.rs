//! `ferrotype events`: what happens in the workspace; and one render's stream, which reads the same.

use anyhow::Result;
use serde::Deserialize as _;
use serde_json::{Value, json};

use super::renders::{event_line, segment};
use crate::api::{Api, Event, Feed};
use crate::cli;
use crate::context::Context;
use crate::failure::Failure;
use crate::ui::{self, Ui};
use crate::watch::{Watch, document};

/// How the last event of a render is called, after the dot.
const ENDS: [&str; 5] = ["succeeded", "failed", "canceled", "expired", "in_doubt"];

pub(super) async fn run(context: &Context, arguments: &cli::Events) -> Result<()> {
    let (api, ui) = (context.api()?, &context.ui);
    match (arguments.follow, arguments.after) {
        (false, after) => list(ui, &api, after).await,
        (true, None) => follow(ui, &api, "/v1/events/stream").await,
        (true, Some(after)) => follow(ui, &api, &format!("/v1/events/stream?after={after}")).await,
    }
}

/// Everything that the feed still has.
async fn list(ui: &Ui, api: &Api, after: Option<u64>) -> Result<()> {
    let (mut after, mut lines, mut documents) = (after, Vec::new(), Vec::new());
    loop {
        let place = after.map_or(String::new(), |after| format!("&after={after}"));
        let page = api.get::<Feed>(&format!("/v1/events?limit=100{place}")).await?;
        lines.extend(page.body.items.iter().map(feed_line));
        documents.extend(page.document["items"].as_array().cloned().unwrap_or_default());
        let next = page.body.next_after.or(after);
        // The end is a page with nothing on it; a place that does not move is none to go on from.
        let done = page.body.items.is_empty() || next == after;
        after = next;
        if done {
            break;
        }
    }
    if lines.is_empty() {
        lines.push("nothing has happened yet".to_owned());
    }
    ui.answer(&json!({"items": documents, "next_after": after}), &lines.join("\n"))
}

async fn follow(ui: &Ui, api: &Api, path: &str) -> Result<()> {
    ui.on_interrupt(None);
    let mut watch = Watch::new(api, path.to_owned());
    while let Some(message) = watch.next().await? {
        let document = document(&message)?;
        if message.kind == "reset" {
            ui.note(&reset(&document));
            continue;
        }
        if !ui.line(&document, &feed_line(&Event::deserialize(&document)?))? {
            break;
        }
    }
    Ok(())
}

/// The feed keeps events for some days, and somebody asked for older ones.
fn reset(document: &Value) -> String {
    let after = document.get("after").map_or_else(|| "now".to_owned(), |after| format!("after {after}"));
    let list = ui::command("renders list");
    format!(
        "the feed no longer has what came in between; it goes on {after}. `{list}` shows how things stand"
    )
}

/// `ferrotype renders watch`.
pub(super) async fn watch(ui: &Ui, api: &Api, id: &str) -> Result<()> {
    ui.on_interrupt(Some(format!("the render goes on; `{}`", ui::command(&format!("renders watch {id}")))));
    let mut watch = Watch::new(api, format!("/v1/renders/{}/stream", segment(id)));
    while let Some(message) = watch.next().await? {
        let document = document(&message)?;
        let event = Event::deserialize(&document)?;
        if !ui.line(&document, &event_line(&event))? {
            break;
        }
        let word = event.kind.rsplit('.').next().unwrap_or_default();
        if word == "succeeded" {
            return Ok(());
        }
        if ENDS.contains(&word) {
            let next = format!("`{}` tells more", ui::command(&format!("renders get {id}")));
            return Err(Failure::failed(format!("{id} is {}", word.replace('_', " "))).next(next).into());
        }
    }
    Ok(())
}

/// The same as in a log, with the place in the feed and what it happened to.
fn feed_line(event: &Event) -> String {
    let place = event.id.as_str().map_or_else(|| event.id.to_string(), str::to_owned);
    let line = event_line(event);
    format!("{place:>6}  {} {line}", event.subject.as_deref().unwrap_or_default())
}
