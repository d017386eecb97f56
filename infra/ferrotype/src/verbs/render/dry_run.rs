//! What a render would cost, and whether it would start.

use anyhow::Result;
use uuid::Uuid;

use crate::api::{Api, DryRun, Limit, RenderBody};
use crate::ui::{self, Ui};

/// Asks, and makes nothing.
pub(super) async fn run(ui: &Ui, api: &Api, body: &RenderBody) -> Result<()> {
    let answer = api.post::<DryRun>("/v1/renders?dry_run=true", body, &Uuid::now_v7().to_string()).await?;
    ui.answer(&answer.document, &text(&answer.body))
}

fn text(dry: &DryRun) -> String {
    let verdict = match dry.verdict.as_str() {
        "start" => "it would start at once",
        "wait" => "it would wait in line",
        "refuse" => "it would be refused",
        other => other,
    };
    let estimate = &dry.estimate;
    let (min, likely, max) =
        (ui::credits(estimate.min), ui::credits(estimate.likely), ui::credits(estimate.max));
    let cost = format!("likely {likely} ({}), between {min} and {max}", ui::money(estimate.likely));
    let mut lines = vec![verdict.to_owned(), format!("  {:<9} {cost}", "cost")];
    lines.extend(dry.limits.iter().map(limit));
    lines.join("\n")
}

/// A verdict and the figures that it stands on.
fn limit(limit: &Limit) -> String {
    let fits = if limit.fits == Some(false) { "too much" } else { "fits" };
    format!("  {fits:<9} {}", limit.line(limit.is_money()))
}

#[cfg(test)]
mod tests;
