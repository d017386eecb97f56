//! Towers, pagodas and churches.

use super::house::shade;
use super::masonry::{masonry, pane, shaft, spire};
use super::surface::{slope, wall};
use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Rgb;
use crate::builtin::figure::Frame;
use crate::builtin::math::lerp;
use crate::builtin::planes::ground;
use crate::builtin::scene::{Scene, Stand};

/// Paints a stone tower with a steep roof.
pub(in crate::builtin) fn tower(canvas: &mut Canvas, scene: &Scene<'_>, stand: Stand) {
    let frame = Frame::facing_light(scene, stand, 1.12);
    ground::shadow(canvas, scene, (frame.u, frame.v), frame.size * 0.16, frame.size * 0.5);
    let (stone, tiles) = (scene.own(0, 0xbcac94), scene.own(1, 0x8c4434));
    if scene.says("pagoda") {
        return pagoda(canvas, scene, frame, stone, tiles);
    }
    shaft(canvas, scene, frame, (0.0, 0.0), (0.135, 0.105), (0.0, 0.66), stone);
    shaft(canvas, scene, frame, (0.0, 0.0), (0.105, 0.145), (0.64, 0.70), stone * 0.9);
    shaft(canvas, scene, frame, (0.0, 0.0), (0.145, 0.145), (0.70, 0.80), stone);
    spire(canvas, scene, frame, 0.0, 0.175, (0.79, 1.10), tiles);
    for (x, y) in [(0.02, 0.18), (-0.03, 0.36), (0.02, 0.52)] {
        pane(canvas, scene, frame, x, y, 0.018, 0.065);
    }
    if scene.says("clock") {
        let face = scene
            .light
            .on(Rgb::hex(0xf6f0de), [0.1, 0.2, 0.9])
            .over(scene.light.lamp * 1.2, 0.6 * scene.light.lamps);
        frame.figure().oval(0.0, 0.745, 0.052, 0.052).paint(canvas, scene, 0.01, |_, _| Rgb::hex(0x302a26));
        canvas.dab(frame.at(0.0, 0.745), (0.044 * frame.size, 0.044 * frame.size), (1.0, 0.0), face, 1.0);
        frame.plain(canvas, &[(-0.003, 0.745), (0.0, 0.785), (0.004, 0.745)], Rgb::hex(0x1c1816));
        frame.plain(canvas, &[(0.0, 0.748), (0.028, 0.735), (0.0, 0.742)], Rgb::hex(0x1c1816));
    } else {
        for x in [-0.09, 0.0, 0.09] {
            pane(canvas, scene, frame, x, 0.72, 0.020, 0.065);
        }
    }
    frame.panel(
        canvas,
        scene,
        &[(-0.035, 0.0), (-0.035, 0.10), (0.0, 0.125), (0.035, 0.10), (0.035, 0.0)],
        Rgb::hex(0x4a3022),
        0.0,
    );
}

fn pagoda(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame, plaster: Rgb, tiles: Rgb) {
    for level in 0..5_u8 {
        let t = f32::from(level) / 5.0;
        let (low, half) = (0.02 + 0.19 * f32::from(level), lerp(0.17, 0.09, t));
        frame.panel(
            canvas,
            scene,
            &[(-half, low), (-half, low + 0.13), (half, low + 0.13), (half, low)],
            plaster.over(Rgb::hex(0x9a3428), 0.5),
            0.2 * scene.side,
        );
        for step in -1_i8..=1 {
            pane(canvas, scene, frame, f32::from(step) * half * 0.58, low + 0.03, half * 0.16, 0.07);
        }
        let (eave, y) = (half * 1.75, low + 0.12);
        let roof = [
            (-eave, y + 0.035),
            (-eave * 0.8, y + 0.012),
            (0.0, y),
            (eave * 0.8, y + 0.012),
            (eave, y + 0.035),
            (half * 0.95, y + 0.075),
            (half * 0.6, y + 0.095),
            (-half * 0.6, y + 0.095),
            (-half * 0.95, y + 0.075),
        ];
        shade(canvas, frame, &roof, |x, _| slope(scene, tiles, x / eave * frame.facing));
    }
    frame.panel(canvas, scene, &[(-0.008, 0.98), (0.0, 1.20), (0.008, 0.98)], Rgb::hex(0xc8a050), 0.3);
}

/// Paints a church: nave and steeple.
pub(in crate::builtin) fn church(canvas: &mut Canvas, scene: &Scene<'_>, stand: Stand) {
    let frame = Frame::facing_light(scene, stand, 1.0);
    ground::shadow(canvas, scene, (frame.u, frame.v), frame.size * 0.45, frame.size * 0.4);
    let (stone, tiles) = (scene.own(0, 0xe6dcc6), scene.own(1, 0x5c545c));
    let noise = scene.noise("masonry");
    let long = wall(scene, stone, -scene.side * 0.4);
    shade(canvas, frame, &[(-0.52, 0.01), (-0.52, 0.27), (0.12, 0.28), (0.12, 0.0)], |x, y| {
        long * masonry(noise, x, y)
    });
    shade(canvas, frame, &[(-0.55, 0.26), (-0.47, 0.47), (0.12, 0.49), (0.12, 0.27)], |x, y| {
        let row = if (y * 50.0) - (y * 50.0).floor() < 0.18 { 0.84 } else { 1.0 };
        slope(scene, tiles * (row * (0.92 + 0.2 * noise.at(x * 12.0, y * 12.0))), -scene.side * 0.4)
    });
    for x in [-0.44, -0.31, -0.18, -0.05] {
        pane(canvas, scene, frame, x, 0.07, 0.026, 0.14);
    }
    let front = wall(scene, stone, scene.side * 0.55);
    shade(canvas, frame, &[(0.10, 0.0), (0.10, 0.66), (0.32, 0.66), (0.32, 0.0)], |x, y| {
        front * masonry(noise, x, y)
    });
    frame.panel(
        canvas,
        scene,
        &[(0.085, 0.655), (0.085, 0.68), (0.335, 0.68), (0.335, 0.655)],
        stone * 0.85,
        0.3 * scene.side,
    );
    spire(canvas, scene, frame, 0.21, 0.125, (0.675, 1.16), tiles);
    pane(canvas, scene, frame, 0.21, 0.50, 0.030, 0.11);
    pane(canvas, scene, frame, 0.21, 0.26, 0.030, 0.11);
    frame.panel(
        canvas,
        scene,
        &[(0.165, 0.0), (0.165, 0.12), (0.21, 0.165), (0.255, 0.12), (0.255, 0.0)],
        Rgb::hex(0x503222),
        0.5 * scene.side,
    );
    let gold = scene.light.on(Rgb::hex(0xe0b85c), [0.3, 0.3, 0.8]);
    frame.plain(canvas, &[(0.205, 1.15), (0.205, 1.25), (0.215, 1.25), (0.215, 1.15)], gold);
    frame.plain(canvas, &[(0.185, 1.205), (0.185, 1.217), (0.235, 1.217), (0.235, 1.205)], gold);
}
