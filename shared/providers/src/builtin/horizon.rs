//! The line where ground or water meets the air: kept in sight, as painters keep it, by a lighter air and a darker ground.
//!
//! Haze, a mirror of water and a palette of few tones can each bring both sides to one colour. Then nothing says where the
//! eye's height is, and the picture falls flat. So both planes are parted over their breadth, and once more close to the line,
//! where the eye looks for it: a glow of air above a darker far edge.

use super::canvas::{Canvas, Ground};
use super::colour::{Lab, Sides};
use super::intent::Weather;
use super::math::smooth;
use super::scene::Scene;

/// How both sides of the line are parted.
struct Parting {
    /// Height of the bands on both sides that are compared.
    band: f32,
    /// From where the change fades and how far it reaches, up into the air and down into the ground.
    up: (f32, f32),
    down: (f32, f32),
    /// The least difference of both sides, in Oklab; fog leaves less.
    step: f32,
    in_fog: f32,
}

/// A step that lasts is seen as the end of a plane, one that fades at once as a stripe.
const PLANES: Parting =
    Parting { band: 0.025, up: (0.05, 0.20), down: (0.12, 0.42), step: 0.22, in_fog: 0.14 };
/// Close to the line, where everything that stands on the ground and hides it takes from what is seen of it.
const EDGE: Parting =
    Parting { band: 0.015, up: (0.012, 0.07), down: (0.014, 0.11), step: 0.33, in_fog: 0.22 };
/// The lightest and darkest that either side may become.
const LIGHTEST: f32 = 0.985;
const DARKEST: f32 = 0.02;

/// Parts air and ground as far as they are alike: by `share` of the whole step.
pub(super) fn part(canvas: &mut Canvas, scene: &Scene<'_>, share: f32) {
    apart(canvas, scene, &PLANES, share);
}

/// Draws the line itself: parts both sides close to it.
pub(super) fn line(canvas: &mut Canvas, scene: &Scene<'_>) {
    apart(canvas, scene, &EDGE, 1.0);
}

fn apart(canvas: &mut Canvas, scene: &Scene<'_>, parting: &Parting, share: f32) {
    let Some(ground) = canvas.ground().cloned() else { return };
    let Some((above, below)) = sides(canvas, &ground, parting.band) else { return };
    let step = share * if scene.intent.weather == Weather::Fog { parting.in_fog } else { parting.step };
    let (apart, hue) = (above.l - below.l, (above.a - below.a).hypot(above.b - below.b));
    let due = (step * step - hue * hue).max(0.25 * step * step).sqrt();
    // Ground that is clearly the lighter side, as snow at dusk is, stays so.
    let sign = if apart < -0.04 { -1.0 } else { 1.0 };
    let missing = due - sign * apart;
    if missing <= 0.0 {
        return;
    }
    let (down, up) = if sign > 0.0 {
        // Air that is nearly white cannot become lighter: the ground takes its part.
        let darker = (below.l * 0.45).min(0.62 * missing);
        let lighter = (missing - darker).min((LIGHTEST - above.l).max(0.0));
        (-(missing - lighter).min(below.l * 0.6), lighter)
    } else {
        (0.4 * missing, -0.6 * missing)
    };
    shift(canvas, &ground, parting, (up, down));
}

/// The mean colours of both sides, over the columns that the subject leaves free.
fn sides(canvas: &Canvas, ground: &Ground, band: f32) -> Option<(Lab, Lab)> {
    let band = ((band * canvas.height() as f32) as usize).max(2);
    let (width, height) = (canvas.width(), canvas.height());
    let mut sides = Sides::default();
    for (x, edge) in ground.edges.iter().enumerate().step_by(3) {
        // What stands on the ground hides its edge.
        let stands =
            *edge <= band || edge + band >= height || canvas.owners()[(edge - 2) * width + x] > ground.shape;
        for y in (1..band).filter(|_| !stands) {
            let lab = |y: usize| canvas.pixels()[y * width + x].lab();
            sides.add(lab(edge - 1 - y), lab(edge + y));
        }
    }
    sides.means(0.0)
}

/// Which shapes stand across the edge: a cliff, a tree. They are one thing above and below it, and keep their tone.
fn standing(canvas: &Canvas, ground: &Ground) -> Vec<bool> {
    let width = canvas.width();
    let most = canvas.owners().iter().copied().max().unwrap_or(0);
    let mut standing = vec![false; usize::from(most) + 1];
    for (x, edge) in ground.edges.iter().enumerate().filter(|(_, edge)| **edge >= 2) {
        let owner = canvas.owners()[(edge - 2) * width + x];
        standing[usize::from(owner)] |= owner > ground.shape;
    }
    standing
}

/// Changes lightness on both sides, most at the edge.
fn shift(canvas: &mut Canvas, ground: &Ground, parting: &Parting, (up, down): (f32, f32)) {
    let (width, pixel) = (canvas.width(), canvas.pixel());
    let standing = standing(canvas, ground);
    let subject = canvas.subject();
    let is_kept =
        |(at, owner): (usize, &u16)| standing[usize::from(*owner)] || subject.is_some_and(|is| is[at]);
    let kept: Vec<bool> = canvas.owners().iter().enumerate().map(is_kept).collect();
    for (at, colour) in canvas.pixels_mut().iter_mut().enumerate().filter(|(at, _)| !kept[*at]) {
        let (x, y) = (at % width, at / width);
        let edge = ground.edges[x];
        let away = (y as f32 - edge as f32) * pixel;
        let by = if y < edge {
            up * smooth(parting.up.1, parting.up.0, -away)
        } else {
            down * smooth(parting.down.1, parting.down.0, away)
        };
        if by.abs() > 0.002 {
            let lab = colour.lab();
            let l = (lab.l + by).clamp(DARKEST, LIGHTEST);
            // A darker colour keeps its hue's strength in proportion.
            *colour = Lab { l, ..lab.saturated((l / lab.l.max(0.05)).clamp(0.7, 1.1)) }.rgb();
        }
    }
}
