//! `scene check`: what is wrong with scenes, told before a film is made of them.

use std::path::Path;

use anyhow::Result;
use scene::{Canvas, Problem, Warning};
use serde_json::json;

use super::{ffmpeg, props, wanted};
use crate::cli::Check;
use crate::failure::{Failure, Told};
use crate::pixels::Pixels;
use crate::sources;
use crate::ui::Ui;
use crate::wire::{Job, Order, Turns};
use crate::worker::Worker;

/// So many frames of a scene are tried, spread over its length.
const TRIED: u32 = 5;

pub(super) fn run(ui: &Ui, program: Option<&Path>, arguments: &Check) -> Result<()> {
    let (scenes, public) = sources::read(&arguments.given.scene)?;
    let props = props(arguments.given.props.as_deref())?;
    let mut wrong = Vec::new();
    let mut lines = Vec::new();
    let mut documents = Vec::new();
    for source in &scenes {
        let job = source.job(&props, wanted(&arguments.given));
        let mut worker = Worker::start(ffmpeg::folder(&public, program))?;
        match try_out(&mut worker, job) {
            Ok((canvas, warnings)) => {
                ui.warn(&warnings);
                let Canvas { width, height, fps, frames } = canvas;
                lines.push(format!("{}  {width} x {height}, {frames} frames at {fps} fps", source.name));
                documents.push(json!({ "file": source.name, "canvas": canvas, "warnings": warnings }));
            }
            Err(problem) => wrong.push(Told::new(source, problem)),
        }
    }
    if !wrong.is_empty() {
        return Err(Failure::Scenes(wrong).into());
    }
    ui.answer(&json!({ "scenes": documents }), &lines.join("\n"))
}

/// Opens a scene and paints some of its frames.
fn try_out(worker: &mut Worker, job: Job) -> Result<(Canvas, Vec<Warning>), Problem> {
    let canvas = worker.open(&Order::Open(Box::new(job)))?;
    let mut warnings: Vec<Warning> = Vec::new();
    for step in 0..TRIED.min(canvas.frames) {
        let n = canvas.frames.saturating_sub(1) * step / TRIED.min(canvas.frames).saturating_sub(1).max(1);
        let turns = Turns { first: n, end: n + 1, painter: 0, painters: 1, run: 1 };
        worker.paint(&Order::Paint { turns, pixels: Pixels::Rgba, hashed: false, forgiving: false })?;
        let painted = worker.painted()?;
        let mut picture = std::io::Read::take(worker.pictures(), painted.bytes as u64);
        std::io::copy(&mut picture, &mut std::io::sink())
            .map_err(|error| Problem::Paint { message: error.to_string() })?;
        warnings.extend(worker.done()?);
    }
    Ok((canvas, warnings))
}
