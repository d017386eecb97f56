//! `ferrotype renders`: what was made, and how.

mod change;

use std::collections::BTreeMap;

use anyhow::Result;
use serde_json::{Value, json};

use super::render;
use crate::api::{Api, Event, Page, Render};
use crate::cli;
use crate::context::Context;
use crate::download;
use crate::follow::{self, Log};
use crate::ui::{self, Ui};

pub(super) async fn run(context: &Context, verb: cli::Renders) -> Result<()> {
    let (api, ui) = (context.api()?, &context.ui);
    match verb {
        cli::Renders::List { limit, cursor } => list(ui, &api, limit, cursor).await,
        cli::Renders::Get { id, out, wait } => get(ui, &api, &segment(&id), out.as_deref(), wait).await,
        cli::Renders::Events { id } => events(ui, &api, &segment(&id)).await,
        cli::Renders::Watch { id } => super::events::watch(ui, &api, &id).await,
        cli::Renders::Cancel { id } => change::cancel(ui, &api, &id).await,
        cli::Renders::Retry { id, accept_duplicate } => change::retry(ui, &api, &id, accept_duplicate).await,
        cli::Renders::Receipt { id } => change::receipt(ui, &api, &id).await,
    }
}

async fn list(ui: &Ui, api: &Api, limit: u32, cursor: Option<String>) -> Result<()> {
    let cursor = cursor.map_or(String::new(), |cursor| format!("&cursor={}", segment(&cursor)));
    let page = api.get::<Page<Render>>(&format!("/v1/renders?limit={limit}{cursor}")).await?;
    let mut lines: Vec<_> = page.body.items.iter().map(row).collect();
    if lines.is_empty() {
        lines.push(format!("no renders yet; make one with `{}`", ui::command("render PROMPT")));
    }
    if let Some(next) = &page.body.next_cursor {
        lines.push(format!("more: {}", ui::command(&format!("renders list --cursor {next}"))));
    }
    ui.answer(&page.document, &lines.join("\n"))
}

fn row(render: &Render) -> String {
    const PROMPT: usize = 60;
    let prompt = console::truncate_str(render.prompt(), PROMPT, "…").into_owned();
    format!("{}  {:<9}  {}  {prompt}", render.id, render.status, ui::clock(&render.created_at))
}

async fn get(ui: &Ui, api: &Api, id: &str, out: Option<&std::path::Path>, wait: bool) -> Result<()> {
    if wait {
        follow::to_end(ui, api, id).await?;
    }
    let mut answer = api.get::<Render>(&format!("/v1/renders/{id}")).await?;
    let mut lines = vec![describe(&answer.body)];
    if out.is_some() {
        if answer.body.status != "succeeded" {
            return Err(render::unsuccessful(&answer.body).into());
        }
        let files = download::save(api, &answer.body, out).await?;
        answer.document["files"] = json!(files);
        lines.extend(files.iter().map(|file| format!("  {:<9} {}", "saved", file.path.display())));
    }
    ui.answer(&answer.document, &lines.join("\n"))
}

fn describe(render: &Render) -> String {
    let mut lines = vec![format!("{}  {}  {}", render.id, render.status, ui::clock(&render.created_at))];
    let mut add = |name: &str, value: &str| lines.push(format!("  {name:<9} {value}"));
    add("prompt", render.prompt());
    if let Some(prompt) = &render.final_prompt {
        add("final", prompt);
    }
    if let (Some(chain), Some(position)) = (&render.chain, render.chain_position) {
        add("chain", &format!("{chain}, position {position}"));
    }
    for stage in &render.stages {
        let ms = stage.ms.map_or(String::new(), |ms| format!("{ms} ms"));
        let status = stage.status.as_deref().unwrap_or_default();
        add("stage", &format!("{:<17} {ms:>8}  {status}", stage.name));
        let reason = stage.fallback.iter().map(|fallback| fallback.reason.as_str());
        reason.chain(stage.changes.iter().map(String::as_str)).for_each(|why| add("", &format!("  {why}")));
    }
    for output in &render.outputs {
        let size =
            format!("{} x {}, {}, {}", output.width, output.height, output.mime, ui::bytes(output.bytes));
        add("picture", &size);
    }
    if let Some(problem) = &render.problem {
        let member = |name: &str| problem.get(name).and_then(Value::as_str).unwrap_or_default();
        add("problem", &format!("{}: {}", member("code"), member("detail")));
    }
    lines.join("\n")
}

async fn events(ui: &Ui, api: &Api, id: &str) -> Result<()> {
    let events = Log::new(id).documents(api).await?;
    let text: Vec<_> = events.iter().map(|(event, _)| event_line(event)).collect();
    let documents: Vec<_> = events.iter().map(|(_, document)| document).collect();
    ui.answer(&json!({"items": documents}), &text.join("\n"))
}

pub(super) fn event_line(event: &Event) -> String {
    let time = event.at.get(11..23).unwrap_or(&event.at);
    let data: BTreeMap<_, _> = event.data.as_object().into_iter().flatten().collect();
    let data: Vec<_> =
        data.into_iter().filter_map(|(name, member)| Some(format!("{name}={}", word(member)?))).collect();
    format!("{:>3}  {time}  {:<18}  {}", event.version, event.kind, data.join(" ")).trim_end().to_owned()
}

/// A value in one word; nothing for what says nothing. A problem is known by its code.
fn word(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Array(items) if items.is_empty() => None,
        Value::Object(members) => {
            Some(members.get("code").and_then(word).unwrap_or_else(|| value.to_string()))
        }
        other => Some(other.to_string()),
    }
}

/// What the user typed as one part of a path or query, so that it cannot name another one.
pub(super) fn segment(text: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(byte);
    let encode = |byte: u8| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(encode).collect()
}

#[cfg(test)]
mod tests;
