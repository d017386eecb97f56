//! Following a batch to its end.

use std::time::Duration;

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};

use super::path;
use crate::api::{Api, Batch};
use crate::follow::passes;
use crate::ui::{self, Ui};

/// How often the counts are read.
const LOOK: Duration = Duration::from_secs(1);
/// How many answers in a row may not help.
const PATIENCE: u32 = 30;

/// Waits until every render has ended. Ctrl-C ends the waiting, not the batch.
pub(super) async fn to_end(ui: &Ui, api: &Api, id: &str) -> Result<()> {
    let (get, cancel) =
        (ui::command(&format!("batches get {id}")), ui::command(&format!("batches cancel {id}")));
    ui.on_interrupt(Some(format!("the batch goes on; `{get} --wait` picks it up, `{cancel}` ends it")));
    let style = ProgressStyle::with_template("  {spinner} {bar:28} {pos}/{len} {msg} {elapsed:.dim}");
    let style = style.map_or_else(|_| ProgressStyle::default_bar(), |style| style.progress_chars("━╸─"));
    let bar = ui.bars().add(ProgressBar::new(0).with_style(style));
    bar.enable_steady_tick(Duration::from_millis(100));
    let ended = watch(ui, api, id, &bar).await;
    bar.finish_and_clear();
    ui.on_interrupt(None);
    ended
}

async fn watch(ui: &Ui, api: &Api, id: &str, bar: &ProgressBar) -> Result<()> {
    let (mut failures, mut told) = (0, None);
    loop {
        match api.get::<Batch>(&format!("{}?limit=1", path(id))).await {
            Ok(answer) => {
                failures = 0;
                let counts = answer.body.counts;
                bar.set_length(counts.total);
                bar.set_position(counts.ended());
                bar.set_message(counts.text());
                if !ui.is_live() && told.replace(counts) != Some(counts) {
                    ui.note(&format!("  {:>3} of {}  {}", counts.ended(), counts.total, counts.text()));
                }
                if counts.are_final() {
                    return Ok(());
                }
            }
            Err(error) if failures == PATIENCE || !passes(&error) => return Err(error),
            Err(_) => failures += 1,
        }
        tokio::time::sleep(LOOK).await;
    }
}
