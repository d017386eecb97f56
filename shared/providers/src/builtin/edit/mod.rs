//! Pictures changed as an instruction says; what it does not name stays.
//!
//! A picture that this painter painted is painted again from its own prompt and seed with the instruction merged into the
//! intent, so that every stroke that does not depend on the change falls where it fell. Of any other picture the pixels are
//! all that is known: its light, colour, season, weather and manner can be changed, and things in it cannot. An instruction
//! that is not understood whole is refused: half an edit is a wrong one.

mod clauses;
mod merge;
mod tone;
mod touch;

use super::canvas::Canvas;
use super::intent::{self, Intent};
use super::scene::Scene;
use super::{Brief, Painting, Plan, finish};
use clauses::Change;
pub(super) use tone::Tone;

/// A picture that is to be changed.
#[derive(Clone, Copy, Debug)]
pub enum Original<'a> {
    /// One that this painter painted, and the instructions that have changed it since, oldest first.
    Painted(Brief<'a>, &'a [String]),
    /// Any file.
    File(&'a [u8]),
}

/// What an edit gives: width and height in pixels, and the seed for what it adds, such as falling snow.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The instruction, in the caller's words.
    pub instruction: &'a str,
    /// A style chosen beside it.
    pub style: Option<&'a str>,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Another seed gives other flakes and drops.
    pub seed: u64,
}

/// Changes a picture, or says why rules cannot.
pub fn edit(original: &Original<'_>, wanted: &Wanted<'_>) -> Result<Painting, String> {
    let width = wanted.width.clamp(*super::SIZES.start(), *super::SIZES.end());
    let height = wanted.height.clamp(*super::SIZES.start(), *super::SIZES.end());
    let mut changes = clauses::read(wanted.instruction)?;
    changes.extend(wanted.style.and_then(intent::style_of).map(Change::Style));
    match original {
        Original::Painted(brief, before) => {
            let mut plan = Plan::of(intent::parse(brief.prompt, brief.style));
            let mut tones = Vec::new();
            for instruction in *before {
                merge::into(&mut plan, &mut tones, &clauses::read(instruction)?)?;
            }
            merge::into(&mut plan, &mut tones, &changes)?;
            let mut canvas = Canvas::new(width, height);
            super::paint_plan(&mut canvas, &plan, brief.seed);
            for tone in tones {
                tone::apply(&mut canvas, tone);
            }
            Ok(finished(&canvas, plan.intent, brief.seed))
        }
        Original::File(bytes) => {
            let mut canvas = touch::open(bytes, width, height)?;
            let intent = touch::apply(&mut canvas, &changes, wanted.seed)?;
            Ok(finished(&canvas, intent, wanted.seed))
        }
    }
}

fn finished(canvas: &Canvas, intent: Intent, seed: u64) -> Painting {
    let rgb = finish::bytes(canvas, Scene::new(&intent, canvas, seed).noise("dither"));
    let (width, height) = (canvas.width() as u32, canvas.height() as u32);
    Painting { width, height, rgb, intent }
}

#[cfg(test)]
mod tests;
