//! How a subject's surfaces take light.

use crate::builtin::colour::Rgb;
use crate::builtin::math::{smooth, unit};
use crate::builtin::scene::Scene;

/// A colour on an upright cylinder, -1..=1 across.
pub(super) fn rounded(scene: &Scene<'_>, surface: Rgb, across: f32) -> Rgb {
    let x = across.clamp(-1.0, 1.0);
    let front = (1.0 - x * x).max(0.0).sqrt();
    let lit = scene.light.on(surface, [x, 0.05, front]);
    // Low sun wraps around the lit side as a thin bright edge.
    let rim = scene.light.key.lit(surface) * (0.55 * smooth(0.62, 0.98, x * scene.side));
    lit * (0.86 + 0.14 * front) + rim
}

/// A colour on a ball; `x` to the right and `y` up, the rim at length 1.
pub(super) fn ball(scene: &Scene<'_>, surface: Rgb, x: f32, y: f32) -> Rgb {
    let z = (1.0 - x * x - y * y).max(0.0).sqrt();
    let lit = scene.light.on(surface, [x, y, z]);
    let gloss = unit(x * scene.side * 0.55 + y * 0.6 + z * 0.58);
    let gloss = gloss * gloss * gloss * gloss;
    lit * (0.72 + 0.28 * z) + scene.light.key * (0.16 * gloss * gloss * gloss)
}

/// A flat wall that faces the viewer, turned a little to one side (-1..=1).
pub(in crate::builtin) fn wall(scene: &Scene<'_>, surface: Rgb, turn: f32) -> Rgb {
    scene.light.on(surface, [turn, 0.05, (1.0 - turn * turn).max(0.0).sqrt()])
}

/// A roof's slope.
pub(super) fn slope(scene: &Scene<'_>, surface: Rgb, turn: f32) -> Rgb {
    scene.light.on(surface, [turn * 0.6, 0.65, 0.45])
}

/// A pane of glass: lamp light after dark, the sky by day.
pub(super) fn lit_window(scene: &Scene<'_>, brightness: f32) -> Rgb {
    let day = scene.light.sky(0.5) * 0.30 + Rgb::hex(0x1c242c) * 0.6;
    day.over(scene.light.lamp * (1.25 * brightness), unit(scene.light.lamps))
}
