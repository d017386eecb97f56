//! `ferrotype batch`: many prompts, styles and shapes become a folder of pictures.

mod body;
mod follow;

use std::path::Path;

use anyhow::Result;
use serde_json::{Value, json};
use uuid::Uuid;

use super::renders::segment;
use crate::api::{Answer, Api, Batch, Item, Render};
use crate::cli;
use crate::context::Context;
use crate::download;
use crate::failure::Failure;
use crate::ui::{self, Ui};

pub(super) async fn run(context: &Context, arguments: cli::Batch) -> Result<()> {
    let (api, ui) = (context.api()?, &context.ui);
    let body = body::read(&arguments)?;
    let key = arguments.wanted.idempotency_key.clone().unwrap_or_else(|| Uuid::now_v7().to_string());
    let accepted = api.post::<Batch>("/v1/batches", &body, &key).await?;
    let id = &accepted.body.id;
    if arguments.no_wait {
        let follow = ui::command(&format!("batches get {id} --wait --out DIR"));
        let text = format!("{id} {} renders\n{follow}", accepted.body.counts.total);
        return ui.answer(&accepted.document, &text);
    }
    show(ui, &api, id, arguments.out.as_deref(), true).await
}

/// Shows a batch, after its end if that is wanted, and saves what there is of it.
pub(super) async fn show(ui: &Ui, api: &Api, id: &str, out: Option<&Path>, wait: bool) -> Result<()> {
    if wait {
        follow::to_end(ui, api, id).await?;
    }
    let Answer { body: batch, mut document } = whole(api, id).await?;
    let mut lines = vec![format!("{id}  {} renders: {}", batch.counts.total, batch.counts.text())];
    if let Some(folder) = out {
        let saved = save(ui, api, &batch.items, folder).await?;
        lines.push(format!("  {:<9} {} in {}", "saved", saved.len(), folder.display()));
        document["files"] = json!(saved);
    }
    lines.extend(batch.items.iter().filter_map(refused));
    let ended = batch.counts.are_final();
    if !ended && !wait {
        lines.push(ui::command(&format!("batches get {id} --wait --out DIR")));
    }
    ui.answer(&document, &lines.join("\n"))?;
    let lost = batch.counts.ended() - batch.counts.succeeded;
    if wait && lost > 0 {
        let next = format!("`{}` says why", ui::command("events"));
        return Err(Failure::failed(format!("{lost} of {} renders did not succeed", batch.counts.total))
            .next(next)
            .into());
    }
    Ok(())
}

/// The batch with all its items.
async fn whole(api: &Api, id: &str) -> Result<Answer<Batch>> {
    let mut whole = api.get::<Batch>(&format!("{}?limit=100", path(id))).await?;
    let mut items = whole.document["items"].as_array().cloned().unwrap_or_default();
    while let Some(cursor) = whole.body.next_cursor.take() {
        let page = api.get::<Batch>(&format!("{}?limit=100&cursor={}", path(id), segment(&cursor))).await?;
        items.extend(page.document["items"].as_array().cloned().unwrap_or_default());
        whole.body.items.extend(page.body.items);
        whole.body.next_cursor = page.body.next_cursor;
    }
    whole.document["items"] = json!(items);
    whole.document["next_cursor"] = Value::Null;
    Ok(whole)
}

/// Saves the pictures of the renders that succeeded, named after their places.
async fn save(ui: &Ui, api: &Api, items: &[Item], folder: &Path) -> Result<Vec<download::Saved>> {
    let mut saved = Vec::new();
    for item in items {
        let Some(id) = item.render() else { continue };
        let render = api.get::<Render>(&format!("/v1/renders/{}", segment(id))).await?.body;
        let files = download::save_as(api, &render, folder, &format!("{:03}", item.index)).await?;
        for file in &files {
            ui.note(&format!("  saved     {}", file.path.display()));
        }
        saved.extend(files);
    }
    Ok(saved)
}

/// A render that was never made.
fn refused(item: &Item) -> Option<String> {
    let problem = item.problem.as_ref()?;
    let member = |name: &str| problem.get(name).and_then(Value::as_str).unwrap_or_default();
    Some(format!("  {:<9} {}: {}", item.index, member("code"), member("detail")))
}

pub(super) fn path(id: &str) -> String {
    format!("/v1/batches/{}", segment(id))
}
