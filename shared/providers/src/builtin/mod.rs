//! The built-in painter: pictures from rules, with no network, no key and no model.
//!
//! It is a sketch engine. It reads a prompt with word lists ([`intent`]), plans light and proportions,
//! and paints planes of air, land and water around a subject that it knows how to draw. Its pictures
//! are for previews, offline work and tests; they never stand in silently for a paid provider's.
//!
//! Same brief, same bytes: chance is seeded, no result depends on threads, maps or the system's
//! mathematics library.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap,
    clippy::many_single_char_names,
    reason = "pixels, noise lattices and colours are numbers of many kinds; every cast is bounded by a picture's size"
)]
#![expect(clippy::unreadable_literal, reason = "colours are written as the web writes them: 0xRRGGBB")]

mod bands;
mod blur;
mod canvas;
mod colour;
mod easel;
pub mod edit;
mod figure;
mod finish;
mod horizon;
pub mod intent;
mod light;
mod math;
mod noise;
mod outline;
mod palette;
mod plan;
mod planes;
mod png;
mod provider;
mod random;
mod scene;
mod silhouette;
mod styles;
mod subjects;

use canvas::Canvas;
pub use easel::Atelier;
pub use intent::Intent;
use plan::Plan;
pub use png::{EncodeError, to_png};
pub use provider::Builtin;
use scene::Scene;

/// What to paint: everything that may change a pixel.
#[derive(Clone, Copy, Debug)]
pub struct Brief<'a> {
    /// The prompt, in the caller's words.
    pub prompt: &'a str,
    /// A style chosen beside the prompt; wins over the prompt's own when the painter knows it.
    pub style: Option<&'a str>,
    /// Width in pixels, taken as 64..=4096.
    pub width: u32,
    /// Height in pixels, taken as 64..=4096.
    pub height: u32,
    /// Another seed gives another picture of the same intent.
    pub seed: u64,
}

/// A finished picture.
#[derive(Clone, Debug)]
pub struct Painting {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Eight-bit sRGB, row by row from the top left.
    pub rgb: Vec<u8>,
    /// What was understood, and so what was painted.
    pub intent: Intent,
}

/// Sizes outside these bounds are moved to the nearer bound, in pixels.
pub const SIZES: std::ops::RangeInclusive<u32> = 64..=4096;

/// Paints a brief. Total: every prompt at every size gives a picture.
pub fn paint(brief: &Brief<'_>) -> Painting {
    let width = brief.width.clamp(*SIZES.start(), *SIZES.end());
    let height = brief.height.clamp(*SIZES.start(), *SIZES.end());
    let plan = Plan::of(intent::parse(brief.prompt, brief.style));
    let mut canvas = Canvas::new(width, height);
    plan.paint(&mut canvas, brief.seed);
    let dither = Scene::new(&plan.intent, &canvas, brief.seed).noise("dither");
    let rgb = finish::bytes(&canvas, dither);
    Painting { width, height, rgb, intent: plan.intent }
}

#[cfg(test)]
mod tests;
