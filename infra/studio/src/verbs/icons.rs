//! `scene icons`: icons by words of their names.

use anyhow::Result;
use serde_json::json;

use crate::cli::Icons;
use crate::failure::Failure;
use crate::ui::Ui;

pub(super) fn run(ui: &Ui, arguments: &Icons) -> Result<()> {
    let words = arguments.words.join(" ");
    let names = scene::search_icons(&words, arguments.limit);
    if names.is_empty() {
        return Err(
            Failure::usage(format!("no icon has \"{words}\" in its name: try fewer or other words")).into()
        );
    }
    ui.answer(&json!({ "icons": names }), &names.join("\n"))
}
