//! One file per verb.

mod check;
mod export;
mod ffmpeg;
mod icons;
mod new;
mod preview;

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use scene::Wanted;
use serde_json::{Value, json};

use crate::cli::{Cli, Given, SceneVerb, Verb};
use crate::failure::Failure;
use crate::ui::Ui;

/// Runs a verb to its end.
pub(crate) fn run(ui: &Ui, cli: Cli) -> Result<()> {
    match cli.verb {
        Verb::Export(arguments) => export::run(ui, cli.global.ffmpeg, arguments),
        Verb::Preview(arguments) => preview::run(ui, cli.global.ffmpeg.as_deref(), &arguments),
        Verb::Scene(SceneVerb::New(arguments)) => new::run(ui, &arguments),
        Verb::Scene(SceneVerb::Check(arguments)) => check::run(ui, cli.global.ffmpeg.as_deref(), &arguments),
        Verb::Scene(SceneVerb::Icons(arguments)) => icons::run(ui, &arguments),
    }
}

/// What was asked for of the canvas.
fn wanted(given: &Given) -> Wanted {
    Wanted {
        width: given.size.map(|(width, _)| width.into()),
        height: given.size.map(|(_, height)| height.into()),
        fps: given.fps.map(f64::from),
        frames: given.length.map(f64::from),
    }
}

/// The properties of a file.
fn props(file: Option<&Path>) -> Result<Value> {
    let Some(file) = file else { return Ok(json!({})) };
    let name = file.display();
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {name}"))?;
    match serde_json::from_str(&text) {
        Ok(props @ Value::Object(_)) => Ok(props),
        Ok(_) => Err(Failure::usage(format!("{name} holds no object: write {{\"title\": \"…\"}}")).into()),
        Err(error) => Err(Failure::usage(format!("{name} is no JSON: {error}")).into()),
    }
}
