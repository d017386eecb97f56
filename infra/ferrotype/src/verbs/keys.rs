//! `ferrotype keys`: who may call, with what, until when.

use anyhow::{Context as _, Result};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use uuid::Uuid;

use super::{logs, renders};
use crate::api::{AccessKey, Api, NewKey, Page};
use crate::cli::{self, CreateKey};
use crate::cloud::owner;
use crate::context::Context;
use crate::ui;

pub(super) async fn run(context: &Context, verb: cli::Keys) -> Result<()> {
    match verb {
        cli::Keys::Create(arguments) => match arguments.user.clone() {
            Some(email) => create_user(context, &email, arguments.grant).await,
            None => create(context, arguments).await,
        },
        cli::Keys::List => list(context).await,
        cli::Keys::Revoke { id } => revoke(context, &id).await,
    }
}

async fn create(context: &Context, arguments: CreateKey) -> Result<()> {
    let CreateKey { name, scopes, expires_in_days, .. } = arguments;
    let expires_at = expires_in_days.map(|days| in_days(Timestamp::now(), days)).transpose()?;
    let body = NewKey { name, scopes, expires_at };
    let api = context.api()?;
    let answer = api.post::<AccessKey>("/v1/keys", &body, &Uuid::now_v7().to_string()).await?;
    let key = &answer.body;
    let secret = key.secret.as_deref().unwrap_or("(the API showed no secret: this key was created before)");
    context.ui.note("this secret is shown once; only its digest is kept");
    context.ui.answer(&answer.document, &format!("{}\n{secret}", row(key)))
}

/// The moment that many days after `now`, RFC 3339.
fn in_days(now: Timestamp, days: u16) -> Result<String> {
    let then = now.checked_add(SignedDuration::from_hours(24 * i64::from(days)));
    Ok(format!("{:.3}", then.context("that is too far away")?))
}

/// Another user of the local cloud: only whoever deploys may do that, so it goes to the engine and not to `/v1`.
async fn create_user(context: &Context, email: &str, grant: Option<i64>) -> Result<()> {
    let (tool, engine) = logs::running(context).await?;
    let issued = owner::user(&tool, &engine, email, grant).await?;
    let text =
        format!("{email}  user {}  workspace {}  key {}", issued.user, issued.workspace, issued.key.id);
    context.ui.note("this secret is shown once; only its digest is kept");
    let document =
        json!({"email": email, "user": issued.user, "workspace": issued.workspace, "key": issued.key});
    context.ui.answer(&document, &format!("{text}\n{}", issued.key.secret))
}

async fn list(context: &Context) -> Result<()> {
    let api: Api = context.api()?;
    let page = api.get::<Page<AccessKey>>("/v1/keys?limit=100").await?;
    let lines: Vec<_> = page.body.items.iter().map(row).collect();
    context.ui.answer(&page.document, &lines.join("\n"))
}

async fn revoke(context: &Context, id: &str) -> Result<()> {
    let path = format!("/v1/keys/{}", renders::segment(id));
    let answer = context.api()?.delete::<serde_json::Value>(&path).await?;
    let effective = answer.body.get("effective_at").and_then(serde_json::Value::as_str).map(ui::clock);
    let until = effective.map_or(String::new(), |time| format!("; it stops working by {time} UTC"));
    context.ui.answer(&answer.document, &format!("{id} is revoked{until}"))
}

fn row(key: &AccessKey) -> String {
    let state = match (&key.revoked_at, &key.expires_at) {
        (Some(time), _) => format!("revoked {}", ui::clock(time)),
        (None, Some(time)) => format!("expires {}", ui::clock(time)),
        (None, None) => "no expiry".to_owned(),
    };
    let used =
        key.last_used_at.as_deref().map_or(String::new(), |time| format!("  used {}", ui::clock(time)));
    format!("{}  {}  {state}{used}  {}", key.id, key.name, key.scopes.join(" ")).trim_end().to_owned()
}

#[cfg(test)]
mod tests;
