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

mod blur;
mod canvas;
mod colour;
mod easel;
pub mod edit;
mod figure;
mod finish;
pub mod intent;
mod light;
mod math;
mod noise;
mod outline;
mod palette;
mod planes;
mod png;
mod provider;
mod random;
mod scene;
mod styles;
mod subjects;

use canvas::Canvas;
pub use easel::Atelier;
pub use intent::Intent;
use intent::{Subject, Swatch};
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
    paint_plan(&mut canvas, &plan, brief.seed);
    let dither = Scene::new(&plan.intent, &canvas, brief.seed).noise("dither");
    let rgb = finish::bytes(&canvas, dither);
    Painting { width, height, rgb, intent: plan.intent }
}

/// An intent, and what edits have made of it.
#[derive(Clone, Debug)]
struct Plan {
    intent: Intent,
    /// The subject was taken out; its place stays.
    absent: bool,
    extras: Vec<Extra>,
}

/// A thing that was added beside the subject.
#[derive(Clone, Debug)]
struct Extra {
    subject: Subject,
    words: String,
    swatches: Vec<Swatch>,
}

impl Plan {
    fn of(intent: Intent) -> Self {
        Self { intent, absent: false, extras: Vec::new() }
    }
}

fn paint_plan(canvas: &mut Canvas, plan: &Plan, seed: u64) {
    let intent = &plan.intent;
    let scene = Scene::new(intent, canvas, seed);
    if intent.subject == Subject::Abstract {
        subjects::composition(canvas, &scene);
    } else {
        let backdrop = if plan.absent { |_: &mut Canvas, _: &Scene<'_>| {} } else { subjects::backdrop };
        let stand = planes::paint(canvas, &scene, backdrop);
        for (place, extra) in plan.extras.iter().enumerate() {
            extra.paint(canvas, &scene, stand, place);
        }
        if !plan.absent {
            subjects::paint(canvas, &scene, stand);
        }
        planes::front::paint(canvas, &scene);
        planes::weather::paint(canvas, &scene);
    }
    styles::apply(canvas, &scene);
}

impl Extra {
    /// Paints the thing on the side away from the subject, smaller than it and as far into the picture.
    fn paint(&self, canvas: &mut Canvas, scene: &Scene<'_>, stand: scene::Stand, place: usize) {
        let mut intent = scene.intent.clone();
        intent.subject = self.subject;
        intent.subject_words.clone_from(&self.words);
        intent.palette.swatches.retain(|swatch| swatch.role == intent::Role::Scene);
        intent.palette.swatches.extend(self.swatches.iter().cloned());
        let focus = scene.across([0.26, 0.12, 0.42][place % 3]);
        let scene = scene.around(&intent, focus);
        subjects::paint(canvas, &scene, scene::Stand { u: focus, size: stand.size * 0.6, ..stand });
    }
}

#[cfg(test)]
mod tests;
