//! A bicycle from the side.

use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Rgb;
use crate::builtin::figure::Frame;
use crate::builtin::math::{cos, sin};
use crate::builtin::outline::Outline;
use crate::builtin::planes::ground;
use crate::builtin::scene::{Scene, Stand};

const RADIUS: f32 = 0.265;
const HUBS: [(f32, f32); 2] = [(-0.36, RADIUS), (0.36, RADIUS)];
const CRANK: (f32, f32) = (-0.04, 0.25);
const SEAT: (f32, f32) = (-0.14, 0.60);
const HEAD: (f32, f32) = (0.235, 0.62);

/// Paints a bicycle that stands on its wheels.
pub(in crate::builtin) fn bicycle(canvas: &mut Canvas, scene: &Scene<'_>, stand: Stand) {
    let frame = Frame::facing_light(scene, stand, 1.02);
    ground::shadow(canvas, scene, (stand.u, stand.v), frame.size * 0.50, frame.size * 0.25);
    let paint = scene.own(0, 0xc4342c);
    let (rubber, steel) = (Rgb::hex(0x222226), Rgb::hex(0xb8bcc2));
    for hub in HUBS {
        wheel(canvas, scene, frame, hub, (rubber, steel));
    }
    let bar = |canvas: &mut Canvas, points: &[(f32, f32, f32)], colour: Rgb| {
        frame.figure().limb(points).paint(canvas, scene, 0.012, |_, _| colour);
    };
    let tube = |canvas: &mut Canvas, from: (f32, f32), to: (f32, f32), wide: f32| {
        bar(canvas, &[(from.0, from.1, wide), (to.0, to.1, wide)], paint);
    };
    tube(canvas, HUBS[0], CRANK, 0.022);
    tube(canvas, HUBS[0], (SEAT.0 + 0.005, SEAT.1 - 0.04), 0.020);
    tube(canvas, CRANK, (SEAT.0 - 0.02, SEAT.1 + 0.07), 0.032);
    tube(canvas, CRANK, (HEAD.0 + 0.015, HEAD.1 - 0.05), 0.036);
    tube(canvas, (SEAT.0, SEAT.1), HEAD, 0.032);
    bar(
        canvas,
        &[(0.225, 0.66, 0.03), (0.27, 0.50, 0.028), (0.31, 0.38, 0.024), (0.36, RADIUS, 0.022)],
        paint,
    );
    bar(
        canvas,
        &[(0.222, 0.66, 0.024), (0.208, 0.745, 0.024), (0.15, 0.785, 0.024), (0.07, 0.775, 0.034)],
        steel,
    );
    bar(canvas, &[(-0.28, 0.695, 0.055), (-0.18, 0.70, 0.055), (-0.05, 0.688, 0.022)], rubber);
    frame.figure().oval(CRANK.0, CRANK.1, 0.062, 0.062).paint(canvas, scene, 0.012, |_, _| steel * 0.7);
    bar(canvas, &[(CRANK.0, CRANK.1, 0.022), (0.02, 0.11, 0.022)], steel);
    bar(canvas, &[(-0.02, 0.105, 0.03), (0.06, 0.105, 0.03)], rubber);
}

/// A tyre, its rim, spokes and hub.
fn wheel(
    canvas: &mut Canvas,
    scene: &Scene<'_>,
    frame: Frame,
    (x, y): (f32, f32),
    (rubber, steel): (Rgb, Rgb),
) {
    let ring = |canvas: &mut Canvas, radius: f32, wide: f32, colour: Rgb| {
        let points: Vec<_> = (0..=48_u8)
            .map(|step| f32::from(step) / 48.0 * std::f32::consts::TAU)
            .map(|angle| frame.at(x + radius * cos(angle), y + radius * sin(angle)))
            .map(|(u, v)| (u, v, wide * frame.size))
            .collect();
        let lit = scene.light.on(colour, [0.2 * scene.side, 0.4, 0.8]);
        // In quarters: a closed stroke would be filled as a disc.
        for part in [0, 12, 24, 36] {
            canvas.fill(&Outline::ribbon(&points[part..=part + 12]), |_, _| lit);
        }
    };
    let thin = scene.light.on(steel * 0.8, [0.2 * scene.side, 0.4, 0.8]);
    for spoke in 0..9_u8 {
        let angle = 0.2 + f32::from(spoke) / 9.0 * std::f32::consts::TAU;
        let end = frame.at(x + RADIUS * cos(angle), y + RADIUS * sin(angle));
        let wide = 0.006 * frame.size;
        canvas.fill(&Outline::taper(frame.at(x, y), end, wide, wide), |_, _| thin);
    }
    ring(canvas, RADIUS - 0.030, 0.018, steel);
    ring(canvas, RADIUS - 0.008, 0.036, rubber);
    frame.figure().oval(x, y, 0.026, 0.026).paint(canvas, scene, 0.01, |_, _| steel);
}
