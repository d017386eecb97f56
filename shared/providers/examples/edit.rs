//! Paints a picture and edits it: `edit OUT.png "a prompt" "an instruction" ...` writes the picture and each edit of it in a
//! row, and prints which share of the pixels each changed by more than ten levels. `--file` edits the picture's file instead, as
//! one of which only the pixels are known.

use providers::builtin::edit::{Original, Wanted, edit};
use providers::builtin::{Brief, Painting, paint, to_png};

const SIZE: (u32, u32) = (480, 320);
const SEED: u64 = 7;

#[expect(clippy::print_stdout, reason = "an example for the terminal says what changed")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let as_file = arguments.iter().position(|one| one == "--file").map(|at| arguments.remove(at)).is_some();
    let [out, prompt, instructions @ ..] = arguments.as_slice() else {
        return Err("usage: edit [--file] OUT.png PROMPT INSTRUCTION...".into());
    };
    let brief = Brief { prompt, style: None, width: SIZE.0, height: SIZE.1, seed: SEED };
    let first = paint(&brief);
    let file = to_png(&first)?;
    let original = if as_file { Original::File(&file) } else { Original::Painted(brief, &[]) };
    let mut row = vec![first.clone()];
    for instruction in instructions {
        let wanted = Wanted { instruction, style: None, width: SIZE.0, height: SIZE.1, seed: SEED };
        match edit(&original, &wanted) {
            Ok(edited) => {
                println!("{instruction}: {:.1} % changed", 100.0 * difference(&first, &edited));
                row.push(edited);
            }
            Err(why) => println!("{instruction}: refused: {why}"),
        }
    }
    std::fs::write(out, to_png(&joined(&row))?)?;
    Ok(())
}

/// The share of pixels of which some channel differs by more than ten levels.
fn difference(one: &Painting, other: &Painting) -> f64 {
    let far = |(a, b): &(&[u8], &[u8])| a.iter().zip(*b).any(|(a, b)| a.abs_diff(*b) > 10);
    let pairs = one.rgb.chunks_exact(3).zip(other.rgb.chunks_exact(3));
    let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    count(pairs.filter(far).count()) / count(one.rgb.len() / 3)
}

/// Pictures of one size, four to a row.
fn joined(row: &[Painting]) -> Painting {
    let columns = row.len().min(4);
    let rows = row.len().div_ceil(columns);
    let (width, height) = (SIZE.0 as usize, SIZE.1 as usize);
    let mut rgb = vec![255_u8; columns * width * rows * height * 3];
    for (place, painting) in row.iter().enumerate() {
        let (left, top) = (place % columns * width, place / columns * height);
        for (y, line) in painting.rgb.chunks_exact(width * 3).enumerate() {
            let start = ((top + y) * columns * width + left) * 3;
            rgb[start..start + line.len()].copy_from_slice(line);
        }
    }
    let side = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Painting { width: side(columns * width), height: side(rows * height), rgb, intent: row[0].intent.clone() }
}
