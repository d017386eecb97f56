//! The line where ground or water meets the air: kept in sight, as painters keep it, by a lighter air and a darker ground.
//!
//! Haze, a mirror of water and a palette of few tones can each bring both sides to one colour. Then nothing says where the
//! eye's height is, and the picture falls flat.

use super::canvas::Canvas;
use super::colour::Lab;
use super::intent::Weather;
use super::math::smooth;
use super::scene::Scene;

/// Height of the bands on both sides that are compared.
const BAND: f32 = 0.025;
/// How far the change reaches up into the air and down into the ground.
const UP: f32 = 0.16;
const DOWN: f32 = 0.34;
/// Where the ground may begin, above the horizon: it rises under its subject.
const RISE: f32 = 0.10;
/// The least difference of both sides, in Oklab; fog leaves less.
const STEP: f32 = 0.13;
const STEP_IN_FOG: f32 = 0.075;

/// Parts air and ground as far as they are alike.
pub(super) fn part(canvas: &mut Canvas, scene: &Scene<'_>) {
    let Some(edges) = edges(canvas, scene) else { return };
    let Some((above, below)) = sides(canvas, &edges) else { return };
    let step = if scene.intent.weather == Weather::Fog { STEP_IN_FOG } else { STEP };
    let (apart, hue) = (above.l - below.l, (above.a - below.a).hypot(above.b - below.b));
    let due = (step * step - hue * hue).max(0.25 * step * step).sqrt();
    // Ground that is clearly the lighter side, as snow at dusk is, stays so.
    let sign = if apart < -0.04 { -1.0 } else { 1.0 };
    let missing = due - sign * apart;
    if missing <= 0.0 {
        return;
    }
    let darker = (below.l * 0.45).min(0.62 * missing);
    let (down, up) = if sign > 0.0 { (-darker, missing - darker) } else { (0.4 * missing, -0.6 * missing) };
    shift(canvas, &edges, up, down);
}

/// For each column the row where the ground begins; nothing where something hides it.
fn edges(canvas: &Canvas, scene: &Scene<'_>) -> Option<Vec<Option<usize>>> {
    let first = canvas.ground()?;
    let (width, height) = (canvas.width(), canvas.height());
    let from = ((scene.horizon - RISE).max(0.0) * height as f32) as usize;
    let to = (((scene.horizon + RISE) * height as f32) as usize).min(height);
    let owners = canvas.owners();
    let edge = |x: usize| (from..to).find(|y| owners[y * width + x] >= first);
    Some((0..width).map(edge).collect())
}

/// The mean colours of both sides, over the columns that the subject leaves free.
fn sides(canvas: &Canvas, edges: &[Option<usize>]) -> Option<(Lab, Lab)> {
    let band = ((BAND * canvas.height() as f32) as usize).max(2);
    let (width, height) = (canvas.width(), canvas.height());
    let (mut above, mut below, mut count) = (Lab::default(), Lab::default(), 0.0);
    for (x, edge) in edges.iter().enumerate().step_by(3) {
        let Some(edge) = edge.filter(|edge| *edge > band && edge + band < height) else { continue };
        let is_subject = |y: usize| canvas.subject().is_some_and(|subject| subject[y * width + x]);
        if is_subject(edge - 1) || is_subject(edge + band) {
            continue;
        }
        for y in 1..band {
            let lab = |y: usize| canvas.pixels()[y * width + x].lab();
            let add = |sum: Lab, lab: Lab| Lab { l: sum.l + lab.l, a: sum.a + lab.a, b: sum.b + lab.b };
            (above, below, count) = (add(above, lab(edge - 1 - y)), add(below, lab(edge + y)), count + 1.0);
        }
    }
    let mean = |sum: Lab| Lab { l: sum.l / count, a: sum.a / count, b: sum.b / count };
    (count > 0.0).then(|| (mean(above), mean(below)))
}

/// Changes lightness on both sides, most at the edge.
fn shift(canvas: &mut Canvas, edges: &[Option<usize>], up: f32, down: f32) {
    let (width, pixel) = (canvas.width(), canvas.pixel());
    let usual = edges.iter().flatten().sum::<usize>() / edges.iter().flatten().count().max(1);
    let subject = canvas.subject().map(<[bool]>::to_vec);
    for (at, colour) in canvas.pixels_mut().iter_mut().enumerate() {
        if subject.as_ref().is_some_and(|subject| subject[at]) {
            continue;
        }
        let (x, y) = (at % width, at / width);
        let edge = edges[x].unwrap_or(usual);
        let away = (y as f32 - edge as f32) * pixel;
        let by = if y < edge { up * smooth(UP, 0.0, -away) } else { down * smooth(DOWN, 0.0, away) };
        if by.abs() > 0.002 {
            let lab = colour.lab();
            let l = (lab.l + by).clamp(0.02, 0.985);
            // A darker colour keeps its hue's strength in proportion.
            *colour = Lab { l, ..lab.saturated((l / lab.l.max(0.05)).clamp(0.7, 1.1)) }.rgb();
        }
    }
}
