//! Cars and vans from the side.

use super::house::shade;
use super::surface::lit_window;
use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Rgb;
use crate::builtin::figure::Frame;
use crate::builtin::math::{lerp, smooth, unit};
use crate::builtin::outline::Outline;
use crate::builtin::scene::{Scene, Stand};

/// Paints a car from the side.
pub(in crate::builtin) fn car(canvas: &mut Canvas, scene: &Scene<'_>, stand: Stand) {
    let frame = Frame::facing_light(scene, stand, 0.98);
    let boxy =
        ["van", "bus", "truck", "camper", "lorry", "jeep", "pickup"].iter().any(|word| scene.says(word));
    let paint = scene.own(0, if scene.says("taxi") { 0xf0b41c } else { 0xc4342c });
    for ring in 0..3_u8 {
        let grow = 1.0 + 0.08 * f32::from(ring);
        canvas.veil(
            &Outline::ellipse(frame.at(0.0, 0.005), 0.56 * frame.size * grow, 0.035 * frame.size * grow),
            scene.light.ambient * 0.06,
            0.3,
        );
    }
    let (body, glass) = if boxy { (&VAN[..], &VAN_GLASS[..]) } else { (&SALOON[..], &SALOON_GLASS[..]) };
    let smooth_body: Vec<_> = body.iter().map(|(x, y)| frame.at(*x, *y)).collect();
    let shine = scene.light.sky(0.5);
    crate::builtin::figure::relief(canvas, &Outline::smooth(&smooth_body), 0.05 * frame.size, |u, v, n| {
        let (_, y) = frame.within(u, v);
        let lacquer = if boxy && y > 0.30 { paint.over(Rgb::hex(0xf4ecdc), 0.85) } else { paint };
        let gloss = unit(n[1] * 1.3 - 0.15) * 0.42;
        let line = smooth(0.006, 0.0, (y - 0.24).abs()) * 0.3;
        scene.light.on(lacquer * (1.0 - line), n).over(shine, gloss)
    });
    for pane in glass {
        let dim = lit_window(scene, 0.35);
        shade(canvas, frame, pane, |x, y| {
            dim.over(shine * 0.9, 0.45 * smooth(0.0, 0.08, (y - 0.34) - 0.25 * (x - 0.1).abs()))
        });
    }
    frame.panel(
        canvas,
        scene,
        &[(-0.52, 0.12), (-0.52, 0.15), (0.53, 0.15), (0.53, 0.12)],
        Rgb::hex(0xc8ccd0),
        0.3 * scene.side,
    );
    for x in [-0.30, 0.31] {
        wheel(canvas, scene, frame, x, 0.085, 0.088);
    }
    let lamp = Rgb::hex(0xf6f0d8);
    frame.figure().oval(0.505, 0.205, 0.022, 0.028).paint(canvas, scene, 0.01, |_, _| lamp);
    frame.figure().oval(-0.505, 0.215, 0.014, 0.026).paint(canvas, scene, 0.01, |_, _| Rgb::hex(0xc8201c));
    if scene.is_dark() {
        headlights(canvas, scene, frame);
    }
}

const SALOON: [(f32, f32); 14] = [
    (-0.54, 0.10),
    (-0.55, 0.20),
    (-0.50, 0.28),
    (-0.36, 0.30),
    (-0.22, 0.415),
    (-0.02, 0.44),
    (0.12, 0.41),
    (0.25, 0.30),
    (0.44, 0.27),
    (0.53, 0.22),
    (0.55, 0.12),
    (0.50, 0.075),
    (0.0, 0.07),
    (-0.50, 0.075),
];
const SALOON_GLASS: [&[(f32, f32)]; 2] = [
    &[(-0.29, 0.305), (-0.19, 0.395), (-0.05, 0.412), (-0.05, 0.305)],
    &[(-0.025, 0.305), (-0.025, 0.412), (0.10, 0.39), (0.20, 0.305)],
];
const VAN: [(f32, f32); 12] = [
    (-0.54, 0.10),
    (-0.545, 0.35),
    (-0.52, 0.53),
    (-0.40, 0.555),
    (0.0, 0.56),
    (0.36, 0.55),
    (0.46, 0.50),
    (0.53, 0.33),
    (0.55, 0.14),
    (0.50, 0.075),
    (0.0, 0.07),
    (-0.50, 0.075),
];
const VAN_GLASS: [&[(f32, f32)]; 4] = [
    &[(-0.48, 0.345), (-0.48, 0.485), (-0.29, 0.485), (-0.29, 0.345)],
    &[(-0.25, 0.345), (-0.25, 0.485), (-0.05, 0.485), (-0.05, 0.345)],
    &[(-0.01, 0.345), (-0.01, 0.485), (0.18, 0.485), (0.18, 0.345)],
    &[(0.23, 0.345), (0.23, 0.485), (0.40, 0.475), (0.46, 0.345)],
];

pub(super) fn wheel(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame, x: f32, y: f32, r: f32) {
    frame.figure().oval(x, y, r, r).paint(canvas, scene, 0.02, |_, _| Rgb::hex(0x242428));
    frame.figure().oval(x, y, r * 0.58, r * 0.58).paint(canvas, scene, 0.02, |_, _| Rgb::hex(0xc0c2c6));
    frame.figure().oval(x, y, r * 0.2, r * 0.2).paint(canvas, scene, 0.01, |_, _| Rgb::hex(0x5a5c60));
}

fn headlights(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame) {
    let from = frame.at(0.51, 0.205);
    let end = (from.0 + frame.facing * 0.9 * frame.size, from.1 + 0.12 * frame.size);
    let light = scene.light.lamp.over(Rgb::WHITE, 0.4);
    canvas.shine(&Outline::taper(from, end, 0.04 * frame.size, 0.42 * frame.size), |u, v| {
        let along = unit((u - from.0) * frame.facing / (0.9 * frame.size));
        let off = ((v - lerp(from.1, end.1, along)) / (lerp(0.02, 0.21, along) * frame.size)).abs();
        light * (0.34 * smooth(1.0, 0.1, off) * (1.0 - along) * (1.0 - along))
    });
    canvas.glow(from, 0.20 * frame.size, light * 2.0);
    canvas.glow(frame.at(-0.51, 0.215), 0.12 * frame.size, Rgb::hex(0xff3020) * 1.2);
}
