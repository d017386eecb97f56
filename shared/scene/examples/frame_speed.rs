//! How long each step of a frame takes, over whole scenes: `cargo run -p scene --profile engine --example frame_speed scene.tsx …`.
//!
//! Each scene is opened anew in every round, and each step's fastest time of a frame over all rounds counts. The sum of the
//! frames' checksums is printed too: what changes the speed must not change it.

#![expect(clippy::print_stdout, reason = "its output is its purpose")]

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;

use scene::{Folder, Limits, Module, Scene, Step, Wanted, compile};

const STEPS: [Step; 6] = [Step::Script, Step::Stream, Step::Nodes, Step::Layout, Step::Write, Step::Paint];
const ROUNDS: usize = 4;

type Failed = Box<dyn std::error::Error>;

#[expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]
fn now() -> Instant {
    Instant::now()
}

/// The steps of each frame, and all of it with what is dropped at its end.
type Times = Vec<[Duration; 7]>;

struct Round {
    times: Times,
    /// From the source to the first pixels.
    first: Duration,
    checksum: u32,
}

fn main() -> Result<(), Failed> {
    println!(
        "{:<14} {:>7} {:>7} {:>7} {:>7} | {:>6} {:>6} {:>6} {:>6} | {:>6} checksum",
        "ms a frame", "script", "stream", "nodes", "layout", "write", "paint", "all", "worst", "first"
    );
    for file in std::env::args().skip(1) {
        measure(&file)?;
    }
    println!("peak memory {} MB", peak_memory().unwrap_or_default());
    Ok(())
}

fn measure(file: &str) -> Result<(), Failed> {
    let tsx = std::fs::read_to_string(file)?;
    let mut best: Option<Round> = None;
    for _ in 0..ROUNDS {
        let round = play(file, &tsx)?;
        best = Some(match best {
            Some(best) => faster(best, round)?,
            None => round,
        });
    }
    if let Some(best) = best {
        print(file, &best);
    }
    Ok(())
}

fn opened(file: &str, tsx: &str) -> Result<Scene, Failed> {
    let module: Module = compile(file, tsx)
        .map_err(|told| told.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
    let public = Path::new(file).with_file_name("public");
    let assets = Box::new(Folder::new(public));
    Ok(Scene::open(&module, &Value::Null, assets, &Limits::default(), Wanted::default())?)
}

fn play(file: &str, tsx: &str) -> Result<Round, Failed> {
    let began = now();
    let mut scene = opened(file, tsx)?;
    let mut round = Round { times: Times::new(), first: Duration::ZERO, checksum: 0 };
    for n in 0..scene.canvas().frames {
        let mut times = [Duration::ZERO; 7];
        let start = now();
        let mut last = start;
        let picture = scene.frame_in_steps(n, &mut |step| {
            let at = now();
            if let Some(index) = STEPS.iter().position(|other| *other == step) {
                times[index] = at - last;
            }
            last = at;
        })?;
        times[6] = start.elapsed();
        if n == 0 {
            round.first = began.elapsed();
        }
        round.checksum = round.checksum.rotate_left(1) ^ crc32fast::hash(picture.rgba);
        round.times.push(times);
    }
    Ok(round)
}

/// The shorter time of each step of two rounds, which must show the same.
fn faster(mut best: Round, other: Round) -> Result<Round, Failed> {
    if best.checksum != other.checksum {
        return Err("two rounds of one scene show different pixels".into());
    }
    for (times, others) in best.times.iter_mut().zip(other.times) {
        for (time, other) in times.iter_mut().zip(others) {
            *time = (*time).min(other);
        }
    }
    best.first = best.first.min(other.first);
    Ok(best)
}

fn print(file: &str, Round { times, first, checksum }: &Round) {
    let name = Path::new(file).file_stem().map(|name| name.to_string_lossy()).unwrap_or_default();
    let milliseconds = |time: Duration| time.as_secs_f64() * 1_000.0;
    // The first frame has a column of its own.
    let later = times.get(1..).unwrap_or_default();
    let count = f64::from(u32::try_from(later.len()).unwrap_or(u32::MAX)).max(1.0);
    let mean = |index: usize| milliseconds(later.iter().map(|times| times[index]).sum()) / count;
    let [script, stream, nodes, layout, write, paint] = [0, 1, 2, 3, 4, 5].map(mean);
    let worst = later.iter().map(|times| times[6]).max().unwrap_or_default();
    println!(
        "{name:<14} {script:7.3} {stream:7.3} {nodes:7.3} {layout:7.3} | {write:6.2} {paint:6.2} {:6.2} {:6.2} | {:6.1} {checksum:08x}",
        mean(6),
        milliseconds(worst),
        milliseconds(*first),
    );
}

/// The most memory that the process had, in megabytes, where the system tells it.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse::<u64>().ok().map(|kilobytes| kilobytes / 1_024)
}
