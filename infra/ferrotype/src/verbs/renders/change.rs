//! Changing the course of a render, and what it cost.

use anyhow::Result;
use serde_json::{Value, json};
use uuid::Uuid;

use super::segment;
use crate::api::{Api, Render};
use crate::ui::{self, Ui};

/// Members that are money without saying so in their name: those below are (docs: bodies of the API).
const MONEY: [&str; 2] = ["estimate", "own cost"];

/// `renders cancel`.
pub(super) async fn cancel(ui: &Ui, api: &Api, id: &str) -> Result<()> {
    let path = format!("/v1/renders/{}/cancel", segment(id));
    let answer = api.post::<Render>(&path, &json!({}), &Uuid::now_v7().to_string()).await?;
    let render = &answer.body;
    let text = if render.has_ended() {
        format!("{} is {}", render.id, render.status)
    } else {
        // What was ordered from a provider is paid for, so it is kept.
        let watch = ui::command(&format!("renders watch {}", render.id));
        format!("{} is asked to end; `{watch}` shows how", render.id)
    };
    ui.answer(&answer.document, &text)
}

/// `renders retry`.
pub(super) async fn retry(ui: &Ui, api: &Api, id: &str, accept_duplicate: bool) -> Result<()> {
    let path = format!("/v1/renders/{}/retry", segment(id));
    let body = if accept_duplicate { json!({"accept_duplicate": true}) } else { json!({}) };
    let answer = api.post::<Render>(&path, &body, &Uuid::now_v7().to_string()).await?;
    let render = &answer.body;
    let follow = ui::command(&format!("renders get {} --wait --out FILE", render.id));
    ui.answer(&answer.document, &format!("{} {}\n{follow}", render.id, render.status))
}

/// `renders receipt`.
pub(super) async fn receipt(ui: &Ui, api: &Api, id: &str) -> Result<()> {
    let answer = api.get::<Value>(&format!("/v1/renders/{}/receipt", segment(id))).await?;
    let mut lines = Vec::new();
    list("", false, &answer.document, &mut lines);
    let width = lines.iter().map(|(name, _)| name.chars().count()).max().unwrap_or_default();
    let lines: Vec<_> = lines.iter().map(|(name, value)| format!("{name:<width$}  {value}")).collect();
    ui.answer(&answer.document, &lines.join("\n"))
}

/// Every member in its order, whatever comes to be there: a receipt leaves nothing out.
fn list(name: &str, money: bool, value: &Value, lines: &mut Vec<(String, String)>) {
    let child = |member: &str| if name.is_empty() { member.to_owned() } else { format!("{name} {member}") };
    let money = money || MONEY.contains(&name);
    match value {
        Value::Null => {}
        Value::Object(members) => members.iter().for_each(|(member, value)| {
            let plain = member.strip_suffix("_usd_micros").unwrap_or(member);
            list(&child(&plain.replace('_', " ")), money || plain != member, value, lines);
        }),
        Value::Array(items) => {
            items
                .iter()
                .zip(1..)
                .for_each(|(item, place)| list(&child(&place.to_string()), money, item, lines));
        }
        value => {
            let amount = value
                .as_i64()
                .filter(|_| money)
                .map(|amount| format!("{} ({})", ui::credits(amount), ui::money(amount)));
            let text = || value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            lines.push((name.to_owned(), amount.unwrap_or_else(text)));
        }
    }
}

#[cfg(test)]
mod tests;
