//! A room: a wall in window light and a table.

use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Rgb;
use crate::builtin::math::{bell, lerp, smooth, unit};
use crate::builtin::outline::Outline;
use crate::builtin::scene::{Scene, Stand};

/// Paints the room; the subject stands on the table.
pub(in crate::builtin) fn paint(canvas: &mut Canvas, scene: &Scene<'_>) -> Stand {
    wall(canvas, scene);
    table(canvas, scene);
    let v = lerp(scene.horizon, 1.0, 0.42);
    Stand { u: scene.focus, v, size: scene.length(0.47) * scene.zoom() }
}

/// Daylight in a room is softer and warmer than under the sky.
fn wall(canvas: &mut Canvas, scene: &Scene<'_>) {
    let noise = scene.noise("plaster");
    let dark = scene.light.sky(0.75).mix(Rgb::hex(0x423228), 0.75);
    let bright = scene.light.sky(0.08).mix(Rgb::hex(0xdcb886), 0.72);
    let lamp = scene.is_dark();
    canvas.each(0.0, 1.0, |u, v, pixel| {
        let from_light = unit((u / scene.aspect - 0.5) * scene.side + 0.5);
        let pool = bell(0.72, 0.55, from_light) * bell(0.25, 0.75, v);
        let mottled = 0.07 * noise.fbm(u * 4.0, v * 4.0, 5) + 0.02 * noise.fbm(u * 60.0, v * 60.0, 2);
        let strength = unit(0.10 + if lamp { 0.45 } else { 0.72 } * pool + mottled);
        *pixel = dark.mix(bright, strength) * if lamp { 0.5 } else { 0.8 };
    });
    window_light(canvas, scene);
}

/// The window's shape on the wall, slanting with the sun.
fn window_light(canvas: &mut Canvas, scene: &Scene<'_>) {
    let slant = 0.16 * scene.side;
    let left = scene.across(0.30) - 0.12;
    let light = scene.light.sky(0.05) * 0.10 + scene.light.disc.light * 0.07;
    for row in 0..3_u8 {
        for column in 0..2_u8 {
            let (u, v) = (left + f32::from(column) * 0.17, 0.06 + f32::from(row) * 0.15);
            let skew = |du: f32, dv: f32| (u + du - slant * (v + dv - 0.3), v + dv);
            let pane =
                Outline::polygon(&[skew(0.0, 0.0), skew(0.15, 0.02), skew(0.15, 0.15), skew(0.0, 0.13)]);
            canvas.shine(&pane, |_, y| light * smooth(0.55, 0.05, y));
        }
    }
}

fn table(canvas: &mut Canvas, scene: &Scene<'_>) {
    let noise = scene.noise("wood");
    let line = scene.horizon;
    let (dark, bright) = (Rgb::hex(0x4a2e1e), Rgb::hex(0xa87448));
    let tint = scene.light.sky(0.4);
    canvas.cover(line, 1.0, |u, v| {
        let near = (v - line) / (1.0 - line);
        let grain = noise.fbm(u * 2.2, v * 60.0 + 3.0 * noise.at(u * 1.5, v * 6.0), 4);
        let plank = ((near * 3.2).floor() as i32, 0);
        let tone = unit(0.42 + 0.5 * grain + 0.22 * (noise.cell(plank.0, 7) - 0.5));
        let seam = smooth(0.0, 0.03, (near * 3.2) - (near * 3.2).floor());
        let wood = dark.mix(bright, tone).mix(tint, 0.12) * (0.6 + 0.4 * seam);
        let from_light = unit((u / scene.aspect - 0.5) * scene.side + 0.5);
        let pool = 0.35 + 0.85 * from_light * (1.0 - 0.35 * near);
        let sheen = bell(0.75, 0.3, from_light) * bell(0.12, 0.22, near) * 0.16;
        let light = scene.light.sky(0.1).over(Rgb::WHITE, 0.4);
        Some((wood.lit(light) * (pool * 0.95) + light * sheen, 1.0))
    });
    canvas.each(line, line + 0.01, |_, v, pixel| *pixel = *pixel * lerp(0.75, 1.0, unit((v - line) / 0.01)));
}
