//! A steam train on its embankment.

use super::car::wheel;
use super::house::shade;
use super::smoke;
use super::surface::lit_window;
use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Rgb;
use crate::builtin::figure::Frame;
use crate::builtin::math::unit;
use crate::builtin::outline::Outline;
use crate::builtin::scene::{Scene, Stand};

/// Paints a steam train that crosses the picture on an embankment.
pub(in crate::builtin) fn train(canvas: &mut Canvas, scene: &Scene<'_>, stand: Stand) {
    let frame = Frame::facing_light(scene, stand, 0.74);
    embankment(canvas, scene, frame);
    let paint = scene.own(0, 0x2c4a3c);
    let steel = Rgb::hex(0x303236);
    for coach in 0..5_u8 {
        carriage(
            canvas,
            scene,
            frame.moved(-0.98 - 0.82 * f32::from(coach), 0.0, 1.0),
            scene.own(0, 0x8a2e2a),
        );
    }
    frame.panel(
        canvas,
        scene,
        &[(-0.55, 0.10), (-0.55, 0.30), (-0.24, 0.30), (-0.24, 0.10)],
        paint,
        0.2 * scene.side,
    );
    frame
        .figure()
        .limb(&[(-0.50, 0.32, 0.06), (-0.30, 0.32, 0.05)])
        .paint(canvas, scene, 0.02, |_, _| Rgb::hex(0x1c1a1a));
    shade(canvas, frame, &[(0.02, 0.17), (0.02, 0.40), (0.60, 0.40), (0.60, 0.17)], |x, y| {
        let across = (y - 0.285) / 0.115;
        let band = if (x * 5.0) - (x * 5.0).floor() < 0.07 { Rgb::hex(0xc8a04c) } else { paint };
        scene.light.on(band, [0.0, across, (1.0 - across * across).max(0.05).sqrt()])
    });
    frame.figure().oval(0.605, 0.285, 0.03, 0.115).paint(canvas, scene, 0.03, |_, _| steel);
    frame.panel(
        canvas,
        scene,
        &[(0.49, 0.39), (0.475, 0.56), (0.585, 0.56), (0.565, 0.39)],
        steel,
        0.4 * scene.side,
    );
    frame.figure().oval(0.22, 0.41, 0.05, 0.05).oval(0.36, 0.41, 0.045, 0.04).paint(
        canvas,
        scene,
        0.03,
        |_, _| Rgb::hex(0xc8a04c),
    );
    frame.panel(
        canvas,
        scene,
        &[(-0.21, 0.14), (-0.21, 0.50), (0.04, 0.50), (0.04, 0.14)],
        paint,
        0.3 * scene.side,
    );
    frame.panel(canvas, scene, &[(-0.25, 0.49), (-0.23, 0.535), (0.06, 0.535), (0.08, 0.49)], steel, 0.1);
    frame.plain(
        canvas,
        &[(-0.16, 0.34), (-0.16, 0.45), (-0.02, 0.45), (-0.02, 0.34)],
        lit_window(scene, 1.0),
    );
    frame.panel(
        canvas,
        scene,
        &[(0.58, 0.06), (0.58, 0.17), (0.63, 0.17), (0.72, 0.035)],
        Rgb::hex(0xa0342a),
        0.4 * scene.side,
    );
    frame.panel(canvas, scene, &[(-0.55, 0.10), (-0.55, 0.145), (0.64, 0.17), (0.64, 0.12)], steel, 0.0);
    for (x, r) in [(-0.47, 0.06), (-0.32, 0.06), (-0.11, 0.10), (0.12, 0.10), (0.34, 0.10), (0.53, 0.06)] {
        wheel(canvas, scene, frame, x, r, r);
    }
    frame.panel(
        canvas,
        scene,
        &[(-0.13, 0.085), (-0.13, 0.11), (0.36, 0.11), (0.36, 0.085)],
        Rgb::hex(0xb0b2b6),
        0.2,
    );
    canvas.glow(frame.at(0.63, 0.42), 0.08 * frame.size, scene.light.lamp * (0.4 + 1.6 * scene.light.lamps));
    smoke(canvas, scene, frame.at(0.53, 0.59), 0.10 * frame.size, 2.2);
}

fn carriage(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame, paint: Rgb) {
    frame.panel(
        canvas,
        scene,
        &[(-0.38, 0.09), (-0.38, 0.43), (0.38, 0.43), (0.38, 0.09)],
        paint,
        0.25 * scene.side,
    );
    frame.panel(
        canvas,
        scene,
        &[(-0.38, 0.26), (-0.38, 0.41), (0.38, 0.41), (0.38, 0.26)],
        paint.over(Rgb::hex(0xeee0c0), 0.8),
        0.25 * scene.side,
    );
    frame.panel(
        canvas,
        scene,
        &[(-0.40, 0.42), (-0.34, 0.475), (0.34, 0.475), (0.40, 0.42)],
        Rgb::hex(0x4a484a),
        0.1,
    );
    for step in 0..6_u8 {
        let x = -0.34 + 0.118 * f32::from(step);
        frame.plain(
            canvas,
            &[(x, 0.285), (x, 0.385), (x + 0.088, 0.385), (x + 0.088, 0.285)],
            lit_window(scene, 1.0),
        );
    }
    for x in [-0.28, -0.16, 0.16, 0.28] {
        wheel(canvas, scene, frame, x, 0.055, 0.055);
    }
}

/// The line lies in the land: its bed is ground, in the ground's tone, and grass grows over its edges. A bed of another tone
/// would be a second horizon.
fn embankment(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame) {
    let noise = scene.noise("ballast");
    let (top, foot) = (frame.v - 0.004, frame.v + 0.05);
    let depth = 0.30 * (1.0 - unit((frame.v - scene.horizon) / (1.0 - scene.horizon)));
    let land = canvas.ground().map(|ground| ground.shape);
    let (owners, width, scale) = (canvas.owners().to_vec(), canvas.width(), canvas.height() as f32);
    canvas.each(top - 0.016, foot, |u, v, pixel| {
        let at = (v * scale) as usize * width + (u * scale) as usize;
        let fringe = foot - 0.02 + 0.03 * noise.fbm(u * 20.0, 3.0, 3);
        let crown = top + 0.016 * noise.fbm(u * 26.0, 9.0, 4);
        if v < fringe && v > crown && land.is_none_or(|land| owners[at] == land) {
            let grit = noise.fbm(u * 60.0, v * 110.0, 3);
            let stone = Rgb::hex(0x6a625a).mix(Rgb::hex(0xa89c8c), unit(0.5 + 0.6 * grit));
            let lit = scene.light.through(scene.light.on(stone, [0.2 * scene.side, 0.7, 0.5]), depth);
            // As light or dark as the land, or nearly.
            let tone = lit.lab();
            let own = pixel.lab();
            *pixel = own.mix(tone.at(own.l + 0.25 * (tone.l - own.l) + 0.05 * grit), 0.6).rgb();
        }
    });
    let steel = scene.light.through(scene.light.on(Rgb::hex(0x55504c), [0.0, 0.9, 0.3]), depth);
    canvas.veil(&Outline::rect(0.0, frame.v - 0.002, scene.aspect, 0.003), steel, 0.6);
}
