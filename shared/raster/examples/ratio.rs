//! Milliseconds a frame, of takumi's own backend and of ours, interleaved.
//!
//! `cargo run -p raster --profile engine --example ratio [scene] [frames]`

#![expect(clippy::print_stdout, reason = "its output is its purpose")]
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "frames and pixels are counted in thousands, and a picture's grain is what it may be"
)]

#[path = "ratio/scenes.rs"]
mod scenes;
#[path = "../src/tests/stage.rs"]
mod stage;

use std::time::Duration;

use raster::Painter;
use stage::Stage;

#[expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]
fn now() -> std::time::Instant {
    std::time::Instant::now()
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let wanted = arguments.next().unwrap_or_else(|| "abc".into());
    let most: u32 = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(u32::MAX);
    let only_ours = arguments.next().is_some();
    let stage = Stage::new((2400, 1600));
    for scene in scenes::ALL {
        if wanted.contains(scene.name) {
            measure(&stage, scene, most, only_ours);
        }
    }
}

fn measure(stage: &Stage, scene: &scenes::Moving, most: u32, only_ours: bool) {
    let mut painter = Painter::new(scene.size.0, scene.size.1);
    let (mut ours, mut theirs, mut slow) = (Duration::ZERO, Duration::ZERO, None);
    let (mut worst, mut off) = (1.0_f64, 0_u64);
    let frames = scene.frames.min(most);
    for frame in 0..frames {
        let laid = stage.scene(scene.size, &(scene.html)(frame));
        let start = now();
        let painted = painter.paint(&laid).expect("ours paints");
        ours += start.elapsed();
        slow = painted.slow.or(slow);
        if only_ours {
            continue;
        }
        let start = now();
        let reference = takumi_raster::render_scene(&laid).expect("theirs paints");
        theirs += start.elapsed();
        let (error, largest) = difference(painted.rgba, reference.as_raw());
        worst = worst.min(-error);
        off = off.max(largest);
    }
    let each = |time: Duration| time.as_secs_f64() * 1e3 / f64::from(frames);
    println!(
        "{} {}x{}: theirs {:.2} ms, ours {:.2} ms, ratio {:.2}; worst mean difference {:.4}, largest {}{}",
        scene.name,
        scene.size.0,
        scene.size.1,
        each(theirs),
        each(ours),
        theirs.as_secs_f64() / ours.as_secs_f64().max(1e-9),
        -worst,
        off,
        slow.map(|what| format!("; slow: {what}")).unwrap_or_default(),
    );
}

/// The mean and the largest difference of a channel.
fn difference(ours: &[u8], theirs: &[u8]) -> (f64, u64) {
    let (mut sum, mut largest) = (0_u64, 0);
    for (ours, theirs) in ours.iter().zip(theirs) {
        let off = u64::from(ours.abs_diff(*theirs));
        sum += off;
        largest = largest.max(off);
    }
    (sum as f64 / ours.len() as f64, largest)
}
