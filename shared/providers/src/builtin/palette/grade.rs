//! Pulling a picture towards the colours that were asked for.

use super::Palette;
use super::cube::Cube;
use crate::builtin::canvas::Canvas;
use crate::builtin::colour::{Lab, Rgb};
use crate::builtin::math::{exp, lerp, smooth, unit};

/// Draws a picture's colours towards a palette; one that names no colour for the scene changes nothing.
pub(in crate::builtin) fn grade(canvas: &mut Canvas, palette: &Palette) {
    if let Some(grade) = Grade::new(palette) {
        let cube = Cube::of(|colour| grade.apply(colour));
        for pixel in canvas.pixels_mut() {
            *pixel = cube.apply(*pixel);
        }
    }
}

/// Colours drawn towards a palette: hues strongly, lightness a little, so that forms stay.
#[derive(Clone, Debug)]
struct Grade {
    anchors: Vec<Lab>,
    strength: f32,
}

/// A swatch's shadow: darker, warm hues redder, cool hues bluer, as shadows are in paint.
fn shade(lab: Lab) -> Lab {
    let warm = (lab.warmth() / 0.12).clamp(-1.0, 1.0);
    Lab { l: lab.l * 0.66, a: lab.a * 0.8 + 0.045 * warm.max(0.0), b: lab.b * 0.8 + 0.03 * warm.min(0.0) }
}

/// A swatch's light: paler and less colourful.
fn tint(lab: Lab) -> Lab {
    Lab { l: lerp(lab.l, 1.0, 0.7), a: lab.a * 0.6, b: lab.b * 0.6 }
}

/// How near, in Oklab, a colour counts as belonging to a swatch.
const REACH: f32 = 0.08;

impl Grade {
    /// The grade for a palette, or nothing when it names no colour for the scene.
    fn new(palette: &Palette) -> Option<Self> {
        let named = palette.scene();
        // One colour sets a tone; two or more are a palette.
        let strength = match named.len() {
            0 => return None,
            1 => 0.6,
            _ => 0.84,
        };
        let anchors = named.iter().flat_map(|lab| [*lab, shade(*lab), tint(*lab)]).collect();
        Some(Self { anchors, strength })
    }

    /// The graded colour.
    fn apply(&self, colour: Rgb) -> Rgb {
        let lab = colour.lab();
        let (mut total, mut pull, mut swatch_l) = (1e-9, (0.0, 0.0), 0.0);
        let mut nearest = f32::MAX;
        for anchor in &self.anchors {
            let (dl, da, db) = (lab.l - anchor.l, lab.a - anchor.a, lab.b - anchor.b);
            let far = dl * dl * 0.5 + da * da * 1.4 + db * db * 1.4;
            nearest = nearest.min(far);
            let weight = exp(-far / (2.0 * REACH * REACH)) + 1e-6;
            total += weight;
            // Darker and lighter tones of a swatch are less colourful than the swatch itself.
            let room = 1.0 - 0.75 * smooth(0.0, 0.55, dl.abs());
            pull.0 += weight * anchor.a * room;
            pull.1 += weight * anchor.b * room;
            swatch_l += weight * anchor.l;
        }
        let (a, b, l) = (pull.0 / total, pull.1 / total, swatch_l / total);
        let close = exp(-nearest / (2.0 * REACH * REACH));
        // What is nearly grey or nearly black or white takes less of the hue.
        let toned = self.strength
            * lerp(0.55, 1.0, unit(lab.chroma() / 0.05))
            * smooth(0.02, 0.2, lab.l)
            * (1.0 - 0.5 * smooth(0.9, 1.0, lab.l));
        Lab {
            l: lerp(lab.l, l, 0.18 * self.strength * close),
            a: lerp(lab.a, a, toned),
            b: lerp(lab.b, b, toned),
        }
        .rgb()
    }
}
