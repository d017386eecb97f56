//! Parts of stone buildings.

use super::house::shade;
use super::surface::{lit_window, rounded};
use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Rgb;
use crate::builtin::figure::Frame;
use crate::builtin::math::{lerp, unit};
use crate::builtin::noise::Noise;
use crate::builtin::scene::Scene;

/// Courses of stone, lighter and darker.
pub(super) fn masonry(noise: Noise, x: f32, y: f32) -> f32 {
    let row = (y * 42.0).floor();
    let shift = noise.cell(row as i32, 3);
    let column = (x * 24.0 + shift).floor();
    let joint = (y * 42.0 - row < 0.12) || (x * 24.0 + shift - column < 0.07);
    let stone = 0.86 + 0.22 * noise.cell(column as i32, row as i32);
    if joint { stone * 0.78 } else { stone * (0.95 + 0.1 * noise.fbm(x * 60.0, y * 60.0, 2)) }
}

/// A round tower's shaft between two heights, `half` wide on each side.
pub(super) fn shaft(
    canvas: &mut Canvas,
    scene: &Scene<'_>,
    frame: Frame,
    at: (f32, f32),
    half: (f32, f32),
    heights: (f32, f32),
    stone: Rgb,
) {
    let noise = scene.noise("masonry");
    let (low, high) = heights;
    let x = at.0;
    let corners = [(x - half.0, low), (x - half.1, high), (x + half.1, high), (x + half.0, low)];
    shade(canvas, frame, &corners, |a, b| {
        let t = unit((b - low) / (high - low));
        let across = (a - x) / lerp(half.0, half.1, t);
        rounded(scene, stone * masonry(noise, a, b), across * frame.facing)
    });
}

pub(super) fn spire(
    canvas: &mut Canvas,
    scene: &Scene<'_>,
    frame: Frame,
    x: f32,
    half: f32,
    heights: (f32, f32),
    tiles: Rgb,
) {
    shade(canvas, frame, &[(x - half, heights.0), (x, heights.1), (x + half, heights.0)], |a, b| {
        let reach = (half * (heights.1 - b) / (heights.1 - heights.0)).max(1e-3);
        let row = if (b * 60.0) - (b * 60.0).floor() < 0.2 { 0.85 } else { 1.0 };
        rounded(scene, tiles * row, (a - x) / reach * frame.facing)
    });
}

pub(super) fn pane(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame, x: f32, y: f32, w: f32, h: f32) {
    let points = [
        (x - w, y),
        (x - w, y + h * 0.7),
        (x - w * 0.6, y + h * 0.92),
        (x, y + h),
        (x + w * 0.6, y + h * 0.92),
        (x + w, y + h * 0.7),
        (x + w, y),
    ];
    frame.plain(canvas, &points, lit_window(scene, 1.0));
    if scene.is_dark() {
        canvas.glow(frame.at(x, y + h * 0.5), 0.12 * frame.size, scene.light.lamp * 0.25);
    }
}

/// Battlements along the top of a wall.
pub(super) fn merlons(
    canvas: &mut Canvas,
    scene: &Scene<'_>,
    frame: Frame,
    from: f32,
    to: f32,
    y: f32,
    stone: Rgb,
) {
    let count = ((to - from) / 0.045).max(3.0) as i32;
    let step = (to - from) / (2 * count - 1) as f32;
    for at in 0..count {
        let x = from + 2.0 * step * at as f32;
        let across = ((x - from) / (to - from) * 2.0 - 1.0) * frame.facing;
        let points = [(x, y - 0.005), (x, y + 0.04), (x + step, y + 0.04), (x + step, y - 0.005)];
        frame.plain(canvas, &points, rounded(scene, stone, across));
    }
}
