//! A ridge tent with an open door.

use super::house::shade;
use super::surface::{slope, wall};
use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Rgb;
use crate::builtin::figure::Frame;
use crate::builtin::math::{smooth, unit};
use crate::builtin::outline::Outline;
use crate::builtin::planes::ground;
use crate::builtin::scene::{Scene, Stand};

/// The front's top, and the back's.
const FRONT: (f32, f32) = (0.24, 0.64);
const BACK: (f32, f32) = (-0.42, 0.58);

/// Paints a tent whose door faces the light.
pub(in crate::builtin) fn tent(canvas: &mut Canvas, scene: &Scene<'_>, stand: Stand) {
    let frame = Frame::facing_light(scene, stand, 0.92);
    ground::shadow(canvas, scene, (stand.u, stand.v), frame.size * 0.62, frame.size * 0.35);
    let cloth = scene.own(0, 0xd8782c);
    let noise = scene.noise("canvas");
    lines(canvas, scene, frame);
    let flank = slope(scene, cloth, -0.5 * scene.side * frame.facing);
    shade(canvas, frame, &[(-0.14, 0.0), FRONT, (-0.09, 0.595), BACK, (-0.78, 0.05)], |x, y| {
        // The cloth sags between the poles, and folds run down from the ridge.
        let fold = noise.fbm(x * 16.0 + y * 5.0, y * 2.0, 3);
        flank * (0.84 + 0.22 * fold + 0.25 * unit(y))
    });
    let front = wall(scene, cloth * 1.1, 0.6 * scene.side);
    shade(canvas, frame, &[(-0.14, 0.0), FRONT, (0.62, -0.01)], |x, y| {
        front * (0.9 + 0.16 * noise.fbm(x * 14.0, y * 4.0, 3))
    });
    let inside = scene.light.on(cloth * 0.16, [0.0, 0.2, 0.7]);
    let glow = scene.light.lamp * (1.1 * scene.light.lamps);
    shade(canvas, frame, &[(0.07, -0.004), (0.235, 0.53), (0.40, -0.006)], |_, y| {
        inside + glow * smooth(0.6, 0.0, y)
    });
    // The door's flaps, tied back to both sides.
    let flap = wall(scene, cloth.over(Rgb::hex(0xfff0d8), 0.45), 0.3 * scene.side);
    frame.plain(canvas, &[(0.235, 0.56), (0.115, 0.16), (0.07, -0.004), (0.0, 0.0), (0.06, 0.19)], flap);
    frame.plain(
        canvas,
        &[(0.235, 0.56), (0.355, 0.16), (0.40, -0.006), (0.47, -0.008), (0.41, 0.19)],
        flap * 0.92,
    );
    if scene.light.lamps > 0.2 {
        canvas.glow(frame.at(0.235, 0.14), 0.5 * frame.size, scene.light.lamp * (0.7 * scene.light.lamps));
    }
}

/// Poles and the lines that hold them.
fn lines(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame) {
    let cord = scene.light.on(Rgb::hex(0xe0d8c4), [0.3 * scene.side, 0.4, 0.7]);
    let wide = 0.008 * frame.size;
    for (from, to) in [(FRONT, (0.92, -0.03)), (BACK, (-1.02, 0.04))] {
        canvas.fill(&Outline::taper(frame.at(from.0, from.1), frame.at(to.0, to.1), wide, wide), |_, _| cord);
    }
    for (x, y) in [FRONT, BACK] {
        let pole = frame.figure().limb(&[(x, y - 0.05, 0.02), (x, y + 0.055, 0.018)]);
        pole.paint(canvas, scene, 0.01, |_, _| Rgb::hex(0x8a8c90));
    }
}
