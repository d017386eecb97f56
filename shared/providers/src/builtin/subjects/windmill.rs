//! A windmill of the Dutch kind.

use super::house::shade;
use super::masonry::{pane, shaft};
use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Rgb;
use crate::builtin::figure::Frame;
use crate::builtin::math::{cos, sin, smooth};
use crate::builtin::planes::ground;
use crate::builtin::scene::{Scene, Stand};

/// Paints a windmill of the Dutch kind.
pub(in crate::builtin) fn windmill(canvas: &mut Canvas, scene: &Scene<'_>, stand: Stand) {
    let frame = Frame::facing_light(scene, stand, 0.98);
    ground::shadow(canvas, scene, (frame.u, frame.v), frame.size * 0.2, frame.size * 0.5);
    let (body, cap) = (scene.own(0, 0xe6dac0), scene.own(1, 0x6c4230));
    shaft(canvas, scene, frame, (0.0, 0.0), (0.20, 0.115), (0.0, 0.68), body);
    frame.panel(
        canvas,
        scene,
        &[(-0.27, 0.215), (-0.27, 0.235), (0.27, 0.235), (0.27, 0.215)],
        Rgb::hex(0x6a4c34),
        0.2,
    );
    for at in -4_i8..=4 {
        let x = f32::from(at) * 0.066;
        frame.panel(
            canvas,
            scene,
            &[(x - 0.004, 0.235), (x - 0.004, 0.285), (x + 0.004, 0.285), (x + 0.004, 0.235)],
            Rgb::hex(0x6a4c34),
            0.1,
        );
    }
    let dome = frame.figure().limb(&[(-0.11, 0.685, 0.05), (-0.02, 0.72, 0.13), (0.10, 0.695, 0.06)]);
    dome.paint(canvas, scene, 0.04, |_, _| cap);
    for (x, y) in [(0.0, 0.34), (-0.01, 0.50), (0.08, 0.08)] {
        pane(canvas, scene, frame, x, y, 0.022, 0.065);
    }
    frame.panel(
        canvas,
        scene,
        &[(-0.04, 0.0), (-0.04, 0.12), (0.0, 0.14), (0.04, 0.12), (0.04, 0.0)],
        Rgb::hex(0x4a6a5a),
        0.0,
    );
    let hub = (0.0, 0.70);
    let turn = scene.chance("sails").range(0.2, 1.3);
    for arm in 0..4_u8 {
        let angle = turn + f32::from(arm) * std::f32::consts::FRAC_PI_2;
        sail(canvas, scene, frame, hub, (cos(angle), sin(angle)));
    }
    frame.figure().oval(hub.0, hub.1, 0.026, 0.026).paint(canvas, scene, 0.015, |_, _| Rgb::hex(0x3a2820));
}

fn sail(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame, hub: (f32, f32), way: (f32, f32)) {
    let at = |along: f32, across: f32| {
        (hub.0 + way.0 * along - way.1 * across, hub.1 + way.1 * along + way.0 * across)
    };
    let (timber, cloth) = (Rgb::hex(0x5a402c), Rgb::hex(0xf0e6d0));
    let lit = scene.light.on(cloth, [scene.side * 0.4, 0.3, 0.8]);
    let corners = [at(0.10, 0.0), at(0.47, 0.0), at(0.47, 0.10), at(0.10, 0.08)];
    shade(canvas, frame, &corners, |x, y| {
        let along = (x - hub.0) * way.0 + (y - hub.1) * way.1;
        let rung = (along * 22.0) - (along * 22.0).floor();
        lit * (0.85 + 0.15 * smooth(0.1, 0.25, rung))
    });
    let beam = [at(0.0, -0.008), at(0.49, -0.005), at(0.49, 0.006), at(0.0, 0.009)];
    frame.panel(canvas, scene, &beam, timber, 0.1);
}
