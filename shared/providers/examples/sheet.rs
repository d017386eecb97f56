//! Paints a sheet of prompts into one PNG file.
//!
//! `sheet out.png` paints the standard sheet; `sheet out.png 480x300 7 "a prompt" "another"` paints the given prompts at
//! this size and seed, four to a row.

use providers::builtin::intent::parse;
use providers::builtin::{Brief, Painting, paint, to_png};

/// The sheet of the README: twelve subjects, and each of the eight styles.
const PROMPTS: [&str; 12] = [
    "a lighthouse on a cliff at dusk, teal and amber",
    "a city street at night, neon",
    "a snowy mountain above a lake at dawn",
    "two sailing boats at sunset",
    "a village in the hills in autumn, oil painting",
    "a horse in a meadow in the morning, watercolour",
    "a woman with an umbrella in a street in the rain",
    "a still life with a bottle and lemons",
    "a castle on a hill, blueprint",
    "a steam train through the meadows, travel poster",
    "a windmill by a river, ink drawing",
    "a pixel art rocket in the desert",
];

const COLUMNS: u32 = 4;
const GAP: u32 = 8;

#[expect(clippy::print_stdout, reason = "an example for the terminal says what it understood")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let out = arguments.next().ok_or("usage: sheet OUT.png [WIDTHxHEIGHT SEED PROMPT...]")?;
    let size = arguments.next().unwrap_or_else(|| "288x192".to_owned());
    let (width, height) =
        size.split_once('x').ok_or("the size is written as WIDTHxHEIGHT, for example 288x192")?;
    let (width, height) = (width.parse()?, height.parse()?);
    let seed = arguments.next().map_or(Ok(7), |seed| seed.parse())?;
    let own: Vec<String> = arguments.collect();
    let prompts: Vec<&str> =
        if own.is_empty() { PROMPTS.to_vec() } else { own.iter().map(String::as_str).collect() };
    let paintings: Vec<Painting> = prompts
        .iter()
        .map(|prompt| {
            let painting = paint(&Brief { prompt, style: None, width, height, seed });
            let intent = parse(prompt, None);
            println!("{prompt}: {}, {}, {}, {}", intent.subject, intent.setting, intent.hour, intent.style);
            painting
        })
        .collect();
    std::fs::write(out, to_png(&sheet(&paintings))?)?;
    Ok(())
}

/// The paintings, all of one size, in rows on white.
fn sheet(paintings: &[Painting]) -> Painting {
    let columns = COLUMNS.min(u32::try_from(paintings.len()).unwrap_or(COLUMNS));
    let rows = u32::try_from(paintings.len()).unwrap_or(1).div_ceil(columns);
    let first = &paintings[0];
    let width = columns * (first.width + GAP) - GAP;
    let height = rows * (first.height + GAP) - GAP;
    let mut rgb = vec![255_u8; (width * height * 3) as usize];
    for (painting, place) in paintings.iter().zip(0_u32..) {
        let (left, top) = (place % columns * (first.width + GAP), place / columns * (first.height + GAP));
        for (line, row) in painting.rgb.chunks_exact((painting.width * 3) as usize).zip(0_u32..) {
            let start = (((top + row) * width + left) * 3) as usize;
            rgb[start..start + line.len()].copy_from_slice(line);
        }
    }
    Painting { width, height, rgb, intent: first.intent.clone() }
}
