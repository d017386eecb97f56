//! Changes of light and frame that need to know nothing of what is seen.

use crate::builtin::blur::blurred;
use crate::builtin::canvas::Canvas;
use crate::builtin::colour::{Lab, Rgb};
use crate::builtin::math::{lerp, smooth, unit};

/// A change of the picture as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::builtin) enum Tone {
    Brighter,
    Darker,
    Warmer,
    Cooler,
    MoreContrast,
    LessContrast,
    Vivid,
    Muted,
    Monochrome,
    Sepia,
    Blurred,
    Sharper,
    Mirrored,
    Closer,
}

impl Tone {
    pub(in crate::builtin) const ALL: &'static [Self] = &[
        Self::Brighter,
        Self::Darker,
        Self::Warmer,
        Self::Cooler,
        Self::MoreContrast,
        Self::LessContrast,
        Self::Vivid,
        Self::Muted,
        Self::Monochrome,
        Self::Sepia,
        Self::Blurred,
        Self::Sharper,
        Self::Mirrored,
        Self::Closer,
    ];

    /// Its heading in the lexicon.
    pub(in crate::builtin) fn name(self) -> &'static str {
        match self {
            Self::Brighter => "brighter",
            Self::Darker => "darker",
            Self::Warmer => "warmer",
            Self::Cooler => "cooler",
            Self::MoreContrast => "more contrast",
            Self::LessContrast => "less contrast",
            Self::Vivid => "vivid",
            Self::Muted => "muted",
            Self::Monochrome => "monochrome",
            Self::Sepia => "sepia",
            Self::Blurred => "blurred",
            Self::Sharper => "sharper",
            Self::Mirrored => "mirrored",
            Self::Closer => "closer",
        }
    }
}

/// How much nearer "zoom in" goes.
const NEARER: f32 = 1.5;

pub(super) fn apply(canvas: &mut Canvas, tone: Tone) {
    match tone {
        Tone::Brighter => each(canvas, |lab| lab.at(lab.l + 0.14 * (1.0 - lab.l))),
        Tone::Darker => each(canvas, |lab| lab.at(lab.l * 0.80)),
        Tone::Warmer => each(canvas, |lab| shifted(lab, 0.012, 0.035)),
        Tone::Cooler => each(canvas, |lab| shifted(lab, -0.010, -0.035)),
        Tone::MoreContrast => each(canvas, |lab| lab.at(unit(0.55 + (lab.l - 0.55) * 1.25))),
        Tone::LessContrast => each(canvas, |lab| lab.at(0.55 + (lab.l - 0.55) * 0.75)),
        Tone::Vivid => each(canvas, |lab| lab.saturated(1.35)),
        Tone::Muted => each(canvas, |lab| lab.saturated(0.55)),
        Tone::Monochrome => each(canvas, |lab| lab.saturated(0.0)),
        Tone::Sepia => each(canvas, |lab| Lab { l: lerp(0.08, 0.96, lab.l), a: 0.018, b: 0.055 }),
        Tone::Blurred => soften(canvas),
        Tone::Sharper => sharpen(canvas),
        Tone::Mirrored => mirror(canvas),
        Tone::Closer => closer(canvas),
    }
}

pub(super) fn each(canvas: &mut Canvas, change: impl Fn(Lab) -> Lab) {
    for pixel in canvas.pixels_mut() {
        *pixel = change(pixel.lab()).rgb();
    }
}

/// A tint that leaves black and white as they are.
fn shifted(lab: Lab, a: f32, b: f32) -> Lab {
    let room = smooth(0.0, 0.25, lab.l) * (1.0 - 0.6 * smooth(0.9, 1.0, lab.l));
    Lab { l: lab.l, a: lab.a + a * room, b: lab.b + b * room }
}

fn soften(canvas: &mut Canvas) {
    let radius = (canvas.height() / 160).max(1);
    let soft = blurred(canvas.pixels(), canvas.width(), canvas.height(), radius);
    canvas.pixels_mut().copy_from_slice(&soft);
}

/// An unsharp mask: the difference from the blurred picture, added again.
fn sharpen(canvas: &mut Canvas) {
    let soft = blurred(canvas.pixels(), canvas.width(), canvas.height(), 1);
    for (pixel, soft) in canvas.pixels_mut().iter_mut().zip(&soft) {
        let more = |sharp: f32, soft: f32| (sharp + 0.7 * (sharp - soft)).max(0.0);
        *pixel = Rgb { r: more(pixel.r, soft.r), g: more(pixel.g, soft.g), b: more(pixel.b, soft.b) };
    }
}

fn mirror(canvas: &mut Canvas) {
    let width = canvas.width();
    for row in canvas.pixels_mut().chunks_exact_mut(width) {
        row.reverse();
    }
}

fn closer(canvas: &mut Canvas) {
    let whole = canvas.clone();
    let aspect = canvas.aspect();
    canvas.each(0.0, 1.0, |u, v, pixel| {
        *pixel = whole.sample(0.5 * aspect + (u - 0.5 * aspect) / NEARER, 0.5 + (v - 0.5) / NEARER);
    });
}
