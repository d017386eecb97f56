//! `preview`: one frame as a picture.

use std::fs;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context as _, Result};
use scene::Canvas;
use serde_json::json;

use super::{ffmpeg, props, wanted};
use crate::cli::Preview;
use crate::failure::Failure;
use crate::patches::Sheets;
use crate::pixels::Pixels;
use crate::sources::{self, Source};
use crate::ui::Ui;
use crate::wire::{Order, Turns};
use crate::worker::Worker;

pub(super) fn run(ui: &Ui, program: Option<&Path>, arguments: &Preview) -> Result<()> {
    let began = Instant::now();
    let (scenes, public) = sources::read(&arguments.given.scene)?;
    let mut worker = Worker::start(ffmpeg::folder(&public, program))?;
    let props = props(arguments.given.props.as_deref())?;
    let mut left = arguments.frame;
    let mut film = 0;
    for source in &scenes {
        let job = source.job(&props, wanted(&arguments.given));
        let canvas =
            worker.open(&Order::Open(Box::new(job))).map_err(|problem| Failure::scene(source, problem))?;
        if left < canvas.frames {
            let rgba = paint(&mut worker, source, canvas, left)?;
            save(arguments, canvas, &rgba)?;
            let document = json!({ "out": arguments.out.to_string_lossy(), "frame": arguments.frame, "width": canvas.width,
                "height": canvas.height, "wall_ms": u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX) });
            let text = format!(
                "{}  frame {} of {}, {} x {}",
                arguments.out.display(),
                arguments.frame,
                source.name,
                canvas.width,
                canvas.height
            );
            return ui.answer(&document, &text);
        }
        left -= canvas.frames;
        film += canvas.frames;
    }
    let message = format!(
        "there is no frame {}: the film has the frames 0 to {}",
        arguments.frame,
        film.saturating_sub(1)
    );
    Err(Failure::usage(message).into())
}

fn paint(worker: &mut Worker, source: &Source, canvas: Canvas, n: u32) -> Result<Vec<u8>> {
    let turns = Turns { first: n, end: n + 1, painter: 0, painters: 1, run: 1 };
    let order = Order::Paint { turns, pixels: Pixels::Rgba, hashed: false, forgiving: false };
    let failed = |problem| Failure::scene(source, problem);
    worker.paint(&order).map_err(failed)?;
    let painted = worker.painted().map_err(failed)?;
    let mut sheets = Sheets::new(Pixels::Rgba, canvas.width, canvas.height);
    Ok(sheets.receive(worker.pictures(), painted.bytes)?.to_vec())
}

fn save(arguments: &Preview, canvas: Canvas, rgba: &[u8]) -> Result<()> {
    let out = &arguments.out;
    if let Some(folder) = out.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    let color = image::ExtendedColorType::Rgba8;
    image::save_buffer_with_format(out, rgba, canvas.width, canvas.height, color, image::ImageFormat::Png)
        .with_context(|| format!("cannot write {}", out.display()))
}
