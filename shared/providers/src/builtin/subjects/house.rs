//! A house with a gable towards the viewer, seen a little from the side.

use super::smoke;
use super::surface::{lit_window, slope, wall};
use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Rgb;
use crate::builtin::figure::Frame;
use crate::builtin::math::smooth;
use crate::builtin::planes::ground;
use crate::builtin::scene::{Scene, Stand};

/// Paints the house.
pub(in crate::builtin) fn paint(canvas: &mut Canvas, scene: &Scene<'_>, stand: Stand) {
    // The gable end looks towards the light, the long wall away from it.
    let frame = Frame::facing_light(scene, Stand { u: stand.u - scene.side * 0.05, ..stand }, 0.92);
    ground::shadow(canvas, scene, (frame.u, frame.v), frame.size * 0.55, frame.size * 0.4);
    let timber =
        ["cabin", "hut", "barn", "shed", "shack", "chalet", "lodge"].iter().any(|word| scene.says(word));
    let natural = if scene.says("barn") {
        0xa0362c
    } else if timber {
        0x8a5c3a
    } else {
        0xece2cc
    };
    let plaster = scene.own(0, natural);
    let tiles = scene.own(1, if timber { 0x5a4c46 } else { 0xa44e38 });
    let noise = scene.noise("plaster");
    let boards = move |x: f32, y: f32| {
        let board = (y * 26.0) - (y * 26.0).floor();
        let seam = if timber && board < 0.13 { 0.72 } else { 1.0 };
        seam * (0.94 + 0.14 * noise.fbm(x * 30.0, y * 30.0, 3)) * (0.82 + 0.18 * smooth(0.0, 0.08, y))
    };
    let side_wall = wall(scene, plaster, -scene.side * 0.55);
    let gable_wall = wall(scene, plaster, scene.side * 0.6);
    shade(canvas, frame, &[(-0.52, 0.02), (-0.52, 0.34), (0.08, 0.36), (0.08, 0.0)], |x, y| {
        side_wall * boards(x, y)
    });
    shade(canvas, frame, &[(0.08, 0.0), (0.08, 0.36), (0.28, 0.66), (0.46, 0.35), (0.46, 0.015)], |x, y| {
        gable_wall * boards(x, y)
    });
    chimney(canvas, scene, frame);
    roof(canvas, scene, frame, tiles);
    openings(canvas, scene, frame);
}

/// A flat shape whose colour follows the frame's own coordinates.
pub(super) fn shade(
    canvas: &mut Canvas,
    frame: Frame,
    points: &[(f32, f32)],
    mut colour: impl FnMut(f32, f32) -> Rgb,
) {
    let placed: Vec<_> = points.iter().map(|(x, y)| frame.at(*x, *y)).collect();
    canvas.fill(&crate::builtin::outline::Outline::polygon(&placed), |u, v| {
        let (x, y) = frame.within(u, v);
        colour(x, y)
    });
}

fn chimney(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame) {
    let brick = Rgb::hex(0x925a48);
    frame.panel(
        canvas,
        scene,
        &[(-0.30, 0.52), (-0.30, 0.80), (-0.24, 0.80), (-0.24, 0.52)],
        brick,
        -scene.side * 0.4,
    );
    frame.panel(
        canvas,
        scene,
        &[(-0.24, 0.52), (-0.24, 0.80), (-0.20, 0.795), (-0.20, 0.52)],
        brick,
        scene.side * 0.7,
    );
    frame.panel(
        canvas,
        scene,
        &[(-0.315, 0.79), (-0.315, 0.82), (-0.19, 0.82), (-0.19, 0.79)],
        brick * 0.8,
        0.0,
    );
    if scene.is_dark() || scene.is_wintry() || scene.light.lamps > 0.2 {
        smoke(canvas, scene, frame.at(-0.25, 0.84), 0.05 * frame.size, 0.6);
    }
}

fn roof(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame, tiles: Rgb) {
    let noise = scene.noise("tiles");
    let white = if scene.is_wintry() { 0.86 } else { 0.0 };
    let tile = |x: f32, y: f32| {
        let row = (y * 34.0) - (y * 34.0).floor();
        let column = (x * 30.0 + (y * 34.0).floor() * 0.5) - (x * 30.0 + (y * 34.0).floor() * 0.5).floor();
        let line = if row < 0.18 {
            0.72
        } else if column < 0.10 {
            0.86
        } else {
            1.0
        };
        let worn = 0.88 + 0.28 * noise.fbm(x * 14.0, y * 14.0, 3);
        (tiles * (line * worn))
            .over(Rgb::hex(0xf2f5f8), white * smooth(-0.9, -0.5, noise.at(x * 4.0, y * 9.0)))
    };
    shade(canvas, frame, &[(-0.57, 0.315), (-0.43, 0.67), (0.285, 0.70), (0.06, 0.33)], |x, y| {
        slope(scene, tile(x, y), -scene.side * 0.4)
    });
    // The edge of the roof over the gable.
    let board = Rgb::hex(0xf0eadc).over(tiles, 0.25);
    frame.panel(
        canvas,
        scene,
        &[(0.045, 0.315), (0.285, 0.70), (0.285, 0.655), (0.075, 0.325)],
        board,
        scene.side * 0.2,
    );
    frame.panel(
        canvas,
        scene,
        &[(0.285, 0.70), (0.285, 0.655), (0.475, 0.31), (0.50, 0.315)],
        board * 0.9,
        scene.side * 0.7,
    );
}

fn openings(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame) {
    let trim = Rgb::hex(0xf2ece0);
    for (x, y, w, h, turn) in [
        (-0.45, 0.13, 0.10, 0.13, -0.5),
        (-0.27, 0.132, 0.10, 0.13, -0.5),
        (-0.09, 0.134, 0.10, 0.13, -0.5),
        (0.325, 0.12, 0.075, 0.135, 0.6),
        (0.235, 0.40, 0.075, 0.11, 0.6),
    ] {
        let rect = |grow: f32| {
            [
                (x - grow, y - grow),
                (x - grow, y + h + grow),
                (x + w + grow, y + h + grow),
                (x + w + grow, y - grow),
            ]
        };
        frame.panel(canvas, scene, &rect(0.012), trim, turn * scene.side);
        let glass = lit_window(scene, 1.0);
        shade(canvas, frame, &rect(0.0), |a, b| {
            let bar = (a - x - w * 0.5).abs() < 0.005 || (b - y - h * 0.55).abs() < 0.005;
            if bar {
                wall(scene, trim, turn * scene.side)
            } else {
                glass * (0.85 + 0.3 * smooth(y, y + h, b))
            }
        });
        if scene.is_dark() {
            canvas.glow(frame.at(x + w * 0.5, y + h * 0.5), 0.24 * frame.size, scene.light.lamp * 0.22);
            canvas.glow(frame.at(x + w * 0.5, y - 0.14), 0.16 * frame.size, scene.light.lamp * 0.10);
        }
    }
    let door = scene.own(1, 0x3c5a56);
    frame.panel(
        canvas,
        scene,
        &[(0.125, 0.0), (0.125, 0.245), (0.225, 0.25), (0.225, 0.004)],
        trim,
        0.6 * scene.side,
    );
    frame.panel(
        canvas,
        scene,
        &[(0.135, 0.0), (0.135, 0.232), (0.215, 0.236), (0.215, 0.004)],
        door,
        0.6 * scene.side,
    );
    canvas.glow(frame.at(0.205, 0.115), 0.012 * frame.size, Rgb::hex(0xe8c870));
}
