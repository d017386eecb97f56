//! `export`: a film.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use anyhow::{Context as _, Result};
use serde_json::json;

use super::{ffmpeg, props, wanted};
use crate::cli::{Export, Policy};
use crate::export::{Outcome, Request, export};
use crate::failure::Failure;
use crate::preset::Format;
use crate::sources;
use crate::ui::Ui;

pub(super) fn run(ui: &Ui, program: Option<PathBuf>, arguments: Export) -> Result<()> {
    let began = Instant::now();
    let ffmpeg = ffmpeg::find(program)?;
    let request = request(arguments)?;
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        // The second time the process ends at once.
        signal_hook::flag::register_conditional_shutdown(signal, 130, Arc::clone(&stop))?;
        signal_hook::flag::register(signal, Arc::clone(&stop))?;
    }
    let mut bar = ui.bar();
    let made = export(&request, &ffmpeg, &stop, &mut bar);
    bar.end();
    let outcome = made?;
    ui.warn(&outcome.warnings);
    ui.excuse(&outcome.excused);
    tell(ui, &request, &outcome, began)
}

fn request(arguments: Export) -> Result<Request> {
    let (scenes, public) = sources::read(&arguments.given.scene)?;
    let named = arguments.out.as_deref().and_then(Format::of);
    let format = arguments.format.or(named).unwrap_or(Format::Mp4);
    if arguments.chunks > 1 && !format.joins() {
        return Err(Failure::usage("only mp4 and webm can be joined from parts: leave --chunks out").into());
    }
    let out = arguments.out.unwrap_or_else(|| name_of(&arguments.given.scene, format));
    Ok(Request {
        scenes,
        public,
        props: props(arguments.given.props.as_deref())?,
        wanted: wanted(&arguments.given),
        frames: arguments.frames,
        format,
        quality: arguments.quality,
        out,
        threads: arguments.threads.unwrap_or_else(cores),
        chunks: arguments.chunks,
        forgiving: arguments.on_error == Policy::Placeholder,
        hashed: arguments.hashes,
    })
}

fn cores() -> u32 {
    std::thread::available_parallelism().map_or(1, |cores| u32::try_from(cores.get()).unwrap_or(1)).min(64)
}

/// The film of a scene whose place nobody named: its name, in the folder where the command runs.
fn name_of(scene: &Path, format: Format) -> PathBuf {
    let place = scene.canonicalize().unwrap_or_else(|_| scene.to_owned());
    let stem = place.file_stem().unwrap_or("film".as_ref()).to_owned();
    if format.is_folder() {
        PathBuf::from(stem)
    } else {
        PathBuf::from(stem).with_extension(format.extension())
    }
}

fn tell(ui: &Ui, request: &Request, outcome: &Outcome, began: Instant) -> Result<()> {
    let out = &request.out;
    let bytes = size_of(out).with_context(|| format!("cannot look at {}", out.display()))?;
    let canvas = outcome.canvas;
    let took = began.elapsed();
    let seconds = f64::from(canvas.frames) / f64::from(canvas.fps);
    let document = json!({
        "out": out.to_string_lossy(),
        "format": request.format,
        "quality": request.quality,
        "width": canvas.width,
        "height": canvas.height,
        "fps": canvas.fps,
        "frames": canvas.frames,
        "seconds": seconds,
        "bytes": bytes,
        "wall_ms": u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        "warnings": outcome.warnings,
        "problems": outcome.excused,
        "hashes": request.hashed.then_some(&outcome.hashes),
    });
    let speed = f64::from(canvas.frames) / took.as_secs_f64().max(0.001);
    let text = format!(
        "{}  {} x {}, {seconds:.2} s at {} fps, {}\n{} frames in {:.2} s: {speed:.0} a second",
        out.display(),
        canvas.width,
        canvas.height,
        canvas.fps,
        indicatif::HumanBytes(bytes),
        canvas.frames,
        took.as_secs_f64()
    );
    ui.answer(&document, &text)
}

/// Bytes of a file, or of all files of a folder.
fn size_of(place: &Path) -> std::io::Result<u64> {
    if !place.is_dir() {
        return Ok(place.metadata()?.len());
    }
    let mut sum = 0;
    for entry in place.read_dir()? {
        sum += entry?.metadata()?.len();
    }
    Ok(sum)
}
