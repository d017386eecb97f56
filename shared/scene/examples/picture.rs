//! One frame of a scene as a PNG, and how long each frame takes: `cargo run -p scene --profile engine --example picture scene.tsx 30 out.png [ffmpeg]`.

#![expect(clippy::print_stdout, reason = "its output is its purpose")]

use std::path::Path;

use scene::{Folder, Limits, Scene, Wanted, compile};

#[expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]
fn now() -> std::time::Instant {
    std::time::Instant::now()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(file), Some(frame), Some(out)) = (arguments.next(), arguments.next(), arguments.next()) else {
        return Err("scene.tsx frame out.png".into());
    };
    let began = now();
    let tsx = std::fs::read_to_string(&file)?;
    let module = compile(&file, &tsx)
        .map_err(|told| told.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
    let public = Path::new(&file).with_file_name("public");
    let folder = Folder::new(public);
    // Without an ffmpeg a film in the scene is a problem.
    let assets = Box::new(match arguments.next() {
        Some(ffmpeg) => folder.with_films(ffmpeg.into()),
        None => folder,
    });
    let mut scene =
        Scene::open(&module, &serde_json::json!({}), assets, &Limits::default(), Wanted::default())?;
    let canvas = scene.canvas();
    let picture = scene.frame(frame.parse()?)?;
    println!("first picture after {} ms", began.elapsed().as_millis());
    image::save_buffer(&out, picture.rgba, picture.width, picture.height, image::ExtendedColorType::Rgba8)?;
    let began = now();
    let mut still = 0;
    for n in 0..canvas.frames {
        still += u32::from(scene.frame(n)?.is_unchanged());
    }
    let each = began.elapsed().as_secs_f64() * 1_000.0 / f64::from(canvas.frames);
    println!("{canvas:?}: {each:.2} ms a frame, {still} frames are as the one before");
    for warning in scene.warnings() {
        println!("{}: {}", warning.code, warning.message);
    }
    Ok(())
}
