//! `ferrotype demo`: from a clone to a picture.

use anyhow::Result;
use serde_json::json;

use super::{render, up};
use crate::api::{Api, RenderBody};
use crate::cli;
use crate::context::Context;
use crate::ui;

const PROMPT: &str = "a lighthouse on a cliff at dusk, teal and amber";

pub(super) async fn run(context: &Context, arguments: cli::Demo) -> Result<()> {
    let raised = up::raise(context, &arguments.up).await?;
    let api = Api::new(&raised.credentials.url, &raised.credentials.key.secret)?;
    let body =
        RenderBody { prompt: PROMPT.to_owned(), aspect: Some("16:9".to_owned()), ..RenderBody::default() };
    let ui = &context.ui;
    ui.note(&format!("\n  \"{PROMPT}\"\n"));
    let accepted = render::submit(&api, &body, None).await?;
    let done = render::finish(ui, &api, &accepted.body.id, Some(&arguments.out)).await?;
    let text = format!(
        "{}\n\nLook next at\n{}\nThe cloud stays up at {}; `{}` stops it.",
        done.text,
        next_steps(&accepted.body.id),
        raised.credentials.url,
        ui::command("down")
    );
    ui.answer(&json!({"url": raised.credentials.url, "render": done.document}), &text)
}

/// Commands with what they show, in two columns.
fn next_steps(id: &str) -> String {
    let steps = [
        (ui::command(&format!("renders events {id}")), "what happened, step by step"),
        (ui::command("logs"), "what the functions said"),
        (ui::command("render \"…\" --out mine.png"), "a prompt of your own"),
        (ui::command("env"), "address and key for curl"),
    ];
    let width = steps.iter().map(|(command, _)| command.chars().count()).max().unwrap_or_default();
    let lines: Vec<_> = steps.iter().map(|(command, what)| format!("  {command:<width$}  {what}")).collect();
    lines.join("\n")
}
