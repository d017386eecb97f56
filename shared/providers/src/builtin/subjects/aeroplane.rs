//! An airliner in flight, from the side and a little above.

use super::surface::{lit_window, wall};
use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Rgb;
use crate::builtin::figure::Frame;
use crate::builtin::math::smooth;
use crate::builtin::scene::{Scene, Stand};

/// Rise over run of its climb.
const CLIMB: f32 = 0.16;

/// Paints an aeroplane that climbs towards the light.
pub(in crate::builtin) fn aeroplane(canvas: &mut Canvas, scene: &Scene<'_>, stand: Stand) {
    let size = stand.size * 1.25;
    let frame = Frame { u: stand.u, v: (scene.horizon * 0.52).max(0.2), size, facing: scene.side };
    let (paint, trim) = (scene.own(0, 0xeef0f2), scene.own(1, 0xc8342c));
    let metal = Rgb::hex(0xb4bac2);
    // The far wing and tailplane, in the body's shade.
    wing(canvas, scene, frame, &[(0.16, 0.03), (-0.05, 0.25), (-0.13, 0.25), (-0.06, 0.03)], metal * 0.6);
    wing(canvas, scene, frame, &[(-0.42, 0.03), (-0.53, 0.11), (-0.58, 0.11), (-0.52, 0.03)], metal * 0.6);
    wing(canvas, scene, frame, &[(-0.34, 0.05), (-0.52, 0.27), (-0.62, 0.27), (-0.55, 0.03)], trim);
    let body = climbing(&[
        (-0.60, 0.035, 0.035),
        (-0.46, 0.015, 0.10),
        (-0.28, 0.0, 0.145),
        (0.30, 0.0, 0.145),
        (0.44, -0.008, 0.12),
        (0.53, -0.022, 0.06),
    ]);
    frame.figure().limb(&body).paint(canvas, scene, 0.05, |x, y| {
        let across = y - CLIMB * x;
        // A stripe below the windows.
        paint.mix(trim, smooth(0.010, 0.004, (across + 0.022).abs()))
    });
    windows(canvas, scene, frame);
    for x in [0.02_f32, -0.10] {
        let engine = climbing(&[
            (x + 0.07, -0.125 + 0.35 * (x - 0.02), 0.075),
            (x - 0.05, -0.13 + 0.35 * (x - 0.02), 0.055),
        ]);
        frame.figure().limb(&engine[..]).paint(canvas, scene, 0.02, |_, _| paint * 0.8);
    }
    wing(canvas, scene, frame, &[(0.16, -0.035), (-0.26, -0.27), (-0.36, -0.27), (-0.10, -0.045)], metal);
    wing(canvas, scene, frame, &[(-0.42, 0.01), (-0.60, -0.09), (-0.66, -0.09), (-0.54, 0.015)], metal);
    if scene.is_dark() {
        canvas.glow(at(frame, -0.35, -0.27), 0.07 * size, Rgb::hex(0xff4030) * 1.6);
        canvas.glow(at(frame, 0.50, -0.03), 0.16 * size, scene.light.lamp * 1.4);
    }
}

fn windows(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame) {
    let pane = if scene.is_dark() { lit_window(scene, 1.0) } else { Rgb::hex(0x28323e) };
    for step in 0..17_u8 {
        let x = -0.36 + 0.044 * f32::from(step);
        let figure = frame.figure().oval(x, 0.024 + CLIMB * x, 0.011, 0.015);
        figure.paint(canvas, scene, 0.01, |_, _| pane);
    }
    let cockpit = [(0.425, 0.025), (0.475, 0.022), (0.495, 0.0), (0.43, 0.0)].map(climb);
    frame.plain(canvas, &cockpit, pane);
}

fn wing(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame, points: &[(f32, f32)], colour: Rgb) {
    let placed: Vec<_> = points.iter().map(|point| climb(*point)).collect();
    frame.plain(canvas, &placed, wall(scene, colour, 0.3 * scene.side));
}

fn climb((x, y): (f32, f32)) -> (f32, f32) {
    (x, y + CLIMB * x)
}

fn climbing(points: &[(f32, f32, f32)]) -> Vec<(f32, f32, f32)> {
    points.iter().map(|(x, y, wide)| (*x, y + CLIMB * x, *wide)).collect()
}

fn at(frame: Frame, x: f32, y: f32) -> (f32, f32) {
    let (x, y) = climb((x, y));
    frame.at(x, y)
}
