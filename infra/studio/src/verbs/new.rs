//! `scene new`: a first scene.

use std::fs;

use anyhow::{Context as _, Result};
use serde_json::json;

use crate::cli::New;
use crate::failure::Failure;
use crate::ui::{self, Ui};

const FIRST: &str = include_str!("first.tsx");

pub(super) fn run(ui: &Ui, arguments: &New) -> Result<()> {
    let file = &arguments.file;
    if file.exists() && !arguments.force {
        let message = format!("{} is there already: give another name, or --force", file.display());
        return Err(Failure::usage(message).into());
    }
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    fs::write(file, FIRST).with_context(|| format!("cannot write {}", file.display()))?;
    let text = format!("{0}\nnext: {1} {0}", file.display(), ui::command("export"));
    ui.answer(&json!({ "file": file }), &text)
}
