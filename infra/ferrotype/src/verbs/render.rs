//! `ferrotype render`: a prompt becomes a picture on disk.

mod dry_run;

use std::io::Read as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use clap::ValueEnum;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::api::{Again, Answer, Api, Problem, Render, RenderBody};
use crate::cli;
use crate::context::Context;
use crate::download::{self, Saved};
use crate::failure::{Exit, Failure};
use crate::follow;
use crate::ui::{self, Ui};
use crate::verbs::upload;

/// A render that has ended well, its pictures on disk.
pub(super) struct Done {
    /// The render as the API tells it, with `files`.
    pub(super) document: Value,
    /// The same for people.
    pub(super) text: String,
}

pub(super) async fn run(context: &Context, arguments: cli::Render) -> Result<()> {
    let (api, ui) = (context.api()?, &context.ui);
    let mut body = body(&arguments)?;
    if body.chain.as_deref() == Some("default") {
        body.chain = Some(default_chain(&api, body.project.clone()).await?);
    }
    body.references = upload::references(ui, &api, body.references, body.project.as_deref()).await?;
    if arguments.dry_run {
        return dry_run::run(ui, &api, &body).await;
    }
    let accepted = submit(&api, &body, arguments.wanted.idempotency_key).await?;
    let id = &accepted.body.id;
    if arguments.no_wait {
        let follow = ui::command(&format!("renders get {id} --wait --out FILE"));
        return ui.answer(&accepted.document, &format!("{id} {}\n{follow}", accepted.body.status));
    }
    let done = finish(ui, &api, id, arguments.out.as_deref()).await?;
    ui.answer(&done.document, &done.text)
}

fn body(arguments: &cli::Render) -> Result<RenderBody> {
    let cli::Render { prompt, chain, aspect, style, seed, task, retry, references, queue, .. } =
        arguments.clone();
    let cli::Wanted { project, quality, pipeline, model, count, deadline, .. } = arguments.wanted.clone();
    let prompt = if prompt == "-" { from_stdin()? } else { prompt };
    Ok(RenderBody {
        prompt,
        project,
        chain,
        aspect,
        quality: quality.as_ref().map(word),
        style,
        seed,
        pipeline: pipeline.as_ref().map(word),
        task: task.as_ref().map(word),
        model,
        retry: retry.map(|max_attempts| Again { max_attempts }),
        references,
        count,
        queue,
        deadline_seconds: deadline,
    })
}

/// The chain that a project has without anybody making it; the workspace's default project when none is named, as the API does.
async fn default_chain(api: &Api, project: Option<String>) -> Result<String> {
    let project = match project {
        Some(project) => project,
        None => super::project::default(api).await?,
    };
    let path = format!("/v1/projects/{}/chains/default", super::renders::segment(&project));
    let chain = api.get::<Value>(&path).await?.body;
    Ok(chain["id"].as_str().context("the chain has no id")?.to_owned())
}

fn from_stdin() -> Result<String> {
    let mut prompt = String::new();
    std::io::stdin().read_to_string(&mut prompt).context("cannot read the prompt from stdin")?;
    Ok(prompt)
}

pub(super) fn word(value: &impl ValueEnum) -> String {
    value.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
}

/// Hands the request in. The idempotency key makes every repeat the same render.
pub(super) async fn submit(api: &Api, body: &RenderBody, key: Option<String>) -> Result<Answer<Render>> {
    let key = key.unwrap_or_else(|| Uuid::now_v7().to_string());
    api.post("/v1/renders", body, &key).await
}

/// Follows a render to its end and saves its pictures.
pub(super) async fn finish(ui: &Ui, api: &Api, id: &str, out: Option<&Path>) -> Result<Done> {
    let follow::Ended { mut render, charged } = follow::to_end(ui, api, id).await?;
    if render.body.status != "succeeded" {
        return Err(unsuccessful(&render.body).into());
    }
    let files = download::save(api, &render.body, out).await?;
    render.document["files"] = json!(files);
    render.document["charged_usd_micros"] = json!(charged);
    Ok(Done { text: summary(&render.body, &files, charged), document: render.document })
}

/// How a render reads that has ended well.
fn summary(render: &Render, files: &[Saved], charged: Option<i64>) -> String {
    let mut lines = Vec::new();
    for Saved { path, bytes, width, height } in files {
        lines.push(format!("{}  {width} x {height}, {}", path.display(), ui::bytes(*bytes)));
    }
    let took = render.duration_ms.map(|ms| format!("in {}", ui::time(std::time::Duration::from_millis(ms))));
    let paid = charged.map(|charged| format!("for {}", ui::credits(charged)));
    let how = [Some(render.id.clone()), took, paid].into_iter().flatten().collect::<Vec<_>>().join(" ");
    lines.push(format!("  {:<7} {how}", "render"));
    lines.extend(render.final_prompt.as_ref().map(|prompt| format!("  {:<7} {prompt}", "prompt")));
    lines.push(format!("  {:<7} {}", "more", ui::command(&format!("renders get {}", render.id))));
    lines.join("\n")
}

/// A render that ended without a picture: its own problem, and where to read the story.
pub(super) fn unsuccessful(render: &Render) -> Failure {
    let events = format!("`{}` tells the story", ui::command(&format!("renders events {}", render.id)));
    let status = render.status.replace('_', " ");
    let Some(document) = &render.problem else {
        return Failure::failed(format!("{} is {status}", render.id)).next(events);
    };
    let code = document.get("status").and_then(Value::as_u64).and_then(|code| u16::try_from(code).ok());
    let problem = Problem::from_document(code.unwrap_or(500), document.clone(), None);
    // The work failed, whatever its problem's status: the API itself accepted the request.
    let message = format!("{} {status}: {}", render.id, problem.headline());
    Failure { exit: Exit::Failed, message, next: Some(events), problem: Some(Box::new(problem)) }
}

#[cfg(test)]
mod tests;
