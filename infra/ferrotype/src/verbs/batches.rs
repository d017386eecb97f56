//! `ferrotype batches`: batches that were handed in before.

use anyhow::Result;
use serde_json::{Value, json};
use uuid::Uuid;

use super::batch::{self, path};
use crate::cli;
use crate::context::Context;
use crate::ui;

pub(super) async fn run(context: &Context, verb: cli::Batches) -> Result<()> {
    let (api, ui) = (context.api()?, &context.ui);
    match verb {
        cli::Batches::Get { id, out, wait } => batch::show(ui, &api, &id, out.as_deref(), wait).await,
        cli::Batches::Cancel { id } => {
            let path = format!("{}/cancel", path(&id));
            let answer = api.post::<Value>(&path, &json!({}), &Uuid::now_v7().to_string()).await?;
            let get = ui::command(&format!("batches get {id}"));
            ui.answer(&answer.document, &format!("{id} is asked to end; `{get}` shows what is left"))
        }
    }
}
