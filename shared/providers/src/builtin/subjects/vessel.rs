//! Boats and ships, mirrored in the water that they lie on.

use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Rgb;
use crate::builtin::figure::Frame;
use crate::builtin::math::{bell, smooth, unit};
use crate::builtin::outline::Outline;
use crate::builtin::planes::{ground, shore, water};
use crate::builtin::scene::{Scene, Stand};

/// Paints a boat: under sail, or rowed when the words say so.
pub(in crate::builtin) fn boat(canvas: &mut Canvas, scene: &Scene<'_>, stand: Stand) {
    let rowed = ["canoe", "row", "kayak", "gondola", "dinghy", "barca"].iter().any(|word| scene.says(word));
    let frame = Frame::facing_light(scene, stand, if rowed { 1.25 } else { 1.08 });
    afloat(canvas, scene, frame, |canvas| {
        if !rowed {
            sails(canvas, scene, frame);
        }
        let hull = hull(canvas, scene, frame, 0.085, 0xb43a2e);
        if rowed {
            oars(canvas, scene, frame);
        } else {
            cabin(canvas, scene, frame, hull);
        }
    });
}

/// Paints a ship: three masts, or funnels when the words say so.
pub(in crate::builtin) fn ship(canvas: &mut Canvas, scene: &Scene<'_>, stand: Stand) {
    let steam = ["steam", "ferry", "cargo", "trawler", "liner", "cruise", "container"]
        .iter()
        .any(|word| scene.says(word));
    let frame = Frame::facing_light(scene, stand, 1.18);
    afloat(canvas, scene, frame, |canvas| {
        if steam {
            decks(canvas, scene, frame);
        } else {
            rig(canvas, scene, frame);
        }
        hull(canvas, scene, frame, 0.13, if steam { 0x2c384a } else { 0x5c3824 });
    });
}

/// Paints the vessel, then its mirror image and the foam at its waterline.
fn afloat(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame, paint: impl FnOnce(&mut Canvas)) {
    let surface = canvas.owner(frame.u, frame.v + 0.02);
    let first = canvas.next_shape();
    paint(canvas);
    if frame.v <= scene.horizon || !shore::afloat(scene) {
        ground::shadow(canvas, scene, (frame.u, frame.v), frame.size * 0.4, 0.02);
        return;
    }
    water::reflect(canvas, scene, first, surface, shore::swell(scene), |_| frame.v);
    let foam = scene.light.ambient * 0.9 + scene.light.key * 0.3;
    let noise = scene.noise("wake");
    canvas.each(frame.v - 0.008, frame.v + 0.05, |u, v, pixel| {
        let (x, y) = frame.within(u, v);
        let torn = noise.fbm(u * 30.0, v * 80.0, 3);
        let line = bell(0.0, 0.010, y + 0.010 * torn) * smooth(0.47, 0.38, x.abs());
        let wake = 0.6 * bell(-0.025, 0.014, y + 0.03 * torn) * smooth(-0.2, -0.5, x) * smooth(-1.3, -0.5, x);
        *pixel = pixel.over(foam, unit(0.75 * line + wake));
    });
}

/// The hull, `deep` from rail to water; gives the height of the rail.
fn hull(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame, deep: f32, paint: u32) -> f32 {
    let colour = scene.own(0, paint);
    let outline = [
        (-0.42, deep),
        (-0.2, deep * 0.82),
        (0.1, deep * 0.82),
        (0.32, deep),
        (0.52, deep * 1.35),
        (0.46, deep * 0.7),
        (0.38, -0.004),
        (-0.36, -0.004),
        (-0.41, deep * 0.5),
    ];
    let figure = frame.figure().polygon(&outline);
    let noise = scene.noise("hull");
    figure.paint(canvas, scene, 0.035, |x, y| {
        let plank = ((y / deep) * 5.0 - ((y / deep) * 5.0).floor()) < 0.14;
        let rail = y > deep * (0.72 + 0.9 * (x - 0.1).max(0.0));
        let worn = 0.9 + 0.2 * noise.fbm(x * 12.0, y * 40.0, 3);
        let boot = y < deep * 0.16;
        let base = if rail {
            Rgb::hex(0xeee4d0)
        } else if boot {
            Rgb::hex(0x2a2626)
        } else {
            colour
        };
        base * (worn * if plank && !rail { 0.8 } else { 1.0 })
    });
    deep
}

fn sails(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame) {
    let timber = Rgb::hex(0x7a5434);
    let canvas_white = scene.own(1, 0xf6eedc);
    frame
        .figure()
        .limb(&[(0.04, 0.07, 0.018), (0.035, 0.99, 0.010)])
        .paint(canvas, scene, 0.008, |_, _| timber);
    frame
        .figure()
        .limb(&[(0.04, 0.155, 0.014), (-0.42, 0.14, 0.010)])
        .paint(canvas, scene, 0.006, |_, _| timber);
    let main = [
        (0.02, 0.97),
        (-0.06, 0.78),
        (-0.17, 0.55),
        (-0.31, 0.32),
        (-0.42, 0.165),
        (-0.2, 0.155),
        (0.02, 0.18),
    ];
    let jib =
        [(0.055, 0.90), (0.16, 0.66), (0.29, 0.40), (0.47, 0.14), (0.28, 0.175), (0.085, 0.17), (0.10, 0.5)];
    for (points, seams, tone) in [(&main[..], 7.0, 1.0), (&jib[..], 6.0, 0.92)] {
        let points: Vec<_> = points.iter().map(|(x, y)| frame.at(*x, *y)).collect();
        crate::builtin::figure::relief(
            canvas,
            &Outline::polygon(&points),
            0.09 * frame.size,
            |u, v, normal| {
                let (x, y) = frame.within(u, v);
                let seam = (y * seams * 1.6 + x * 0.8) - (y * seams * 1.6 + x * 0.8).floor() < 0.06;
                // Cloth lets a third of the light through from behind.
                let front = scene.light.on(
                    canvas_white * tone,
                    [normal[0] * 0.7 + 0.35 * scene.side, normal[1] * 0.6, normal[2]],
                );
                let behind = scene.light.key.lit(canvas_white) * 0.22;
                (front + behind) * if seam { 0.86 } else { 1.0 }
            },
        );
    }
    let flag = scene.light.on(scene.own(0, 0xc83a30), [0.2, 0.2, 0.9]);
    frame.plain(canvas, &[(0.035, 1.02), (-0.09, 1.0), (0.035, 0.975)], flag);
}

fn cabin(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame, rail: f32) {
    let white = Rgb::hex(0xe8e0d0);
    let base = rail * 0.8;
    frame.panel(
        canvas,
        scene,
        &[(-0.12, base), (-0.10, base + 0.05), (0.12, base + 0.05), (0.19, base)],
        white,
        scene.side * 0.3,
    );
    for x in [-0.05, 0.02, 0.09] {
        let glass = super::surface::lit_window(scene, 0.9);
        frame.plain(
            canvas,
            &[(x, base + 0.016), (x, base + 0.036), (x + 0.035, base + 0.036), (x + 0.035, base + 0.016)],
            glass,
        );
    }
    if scene.is_dark() {
        canvas.glow(frame.at(0.04, base + 0.03), 0.16 * frame.size, scene.light.lamp * 0.6);
        canvas.glow(frame.at(0.035, 1.0), 0.05 * frame.size, scene.light.lamp * 1.4);
    }
}

fn oars(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame) {
    let coat = Rgb::hex(0x344a60);
    frame.figure().limb(&[(0.0, 0.09, 0.11), (0.0, 0.20, 0.10)]).paint(canvas, scene, 0.03, |_, _| coat);
    frame.figure().oval(0.005, 0.285, 0.036, 0.042).paint(canvas, scene, 0.02, |_, _| Rgb::hex(0xc8946a));
    frame
        .figure()
        .limb(&[(-0.07, 0.315, 0.014), (0.08, 0.315, 0.014)])
        .limb(&[(0.0, 0.32, 0.06), (0.0, 0.335, 0.05)])
        .paint(canvas, scene, 0.01, |_, _| Rgb::hex(0xd8bc84));
    let oar = frame.figure().limb(&[(0.06, 0.17, 0.012), (-0.26, 0.0, 0.012), (-0.36, -0.045, 0.035)]);
    oar.paint(canvas, scene, 0.008, |_, _| Rgb::hex(0xb08454));
    if scene.is_dark() {
        canvas.glow(frame.at(0.36, 0.17), 0.22 * frame.size, scene.light.lamp * 1.2);
    }
}

fn rig(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame) {
    let timber = Rgb::hex(0x543824);
    let cloth = scene.own(1, 0xeee2c8);
    frame
        .figure()
        .limb(&[(0.46, 0.17, 0.018), (0.70, 0.27, 0.007)])
        .paint(canvas, scene, 0.006, |_, _| timber);
    for (x, tall) in [(-0.26, 0.78), (0.03, 0.98), (0.29, 0.84)] {
        frame.figure().limb(&[(x, 0.1, 0.018), (x, tall, 0.007)]).paint(canvas, scene, 0.006, |_, _| timber);
        for (low, high, half) in [(0.19, 0.44, 0.135), (0.46, 0.67, 0.115), (0.69, 0.86, 0.085)] {
            let (low, high) = (low * tall, high * tall);
            let shape = [
                (x - half, high),
                (x + half, high),
                (x + half * 1.22, (low + high) * 0.5),
                (x + half * 1.12, low),
                (x + 0.02, low + 0.02),
                (x - half * 1.0, low),
                (x - half * 0.92, (low + high) * 0.5),
            ];
            let sail = frame.figure().polygon(&shape);
            sail.paint(canvas, scene, 0.04, |a, _| cloth * (0.9 + 0.1 * smooth(0.0, 0.02, (a - x).abs())));
        }
    }
    frame.panel(canvas, scene, &[(0.34, 0.22), (0.66, 0.255), (0.34, 0.62)], cloth * 0.94, 0.3 * scene.side);
    frame.panel(
        canvas,
        scene,
        &[(-0.42, 0.11), (-0.44, 0.21), (-0.24, 0.19), (-0.22, 0.11)],
        Rgb::hex(0x6c442a),
        0.2 * scene.side,
    );
    for x in [-0.40, -0.34, -0.28] {
        frame.plain(
            canvas,
            &[(x, 0.135), (x, 0.17), (x + 0.03, 0.17), (x + 0.03, 0.135)],
            super::surface::lit_window(scene, 1.0),
        );
    }
}

fn decks(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame) {
    let white = Rgb::hex(0xece8de);
    for (level, (from, to)) in [(-0.34, 0.30), (-0.28, 0.22), (-0.16, 0.16)].into_iter().enumerate() {
        let low = 0.11 + 0.075 * level as f32;
        frame.panel(
            canvas,
            scene,
            &[(from, low), (from, low + 0.075), (to, low + 0.075), (to + 0.02, low)],
            white,
            scene.side * 0.35,
        );
        for step in 0..10_u8 {
            let x = from + 0.02 + f32::from(step) * 0.056;
            if x < to - 0.03 {
                frame.plain(
                    canvas,
                    &[(x, low + 0.025), (x, low + 0.052), (x + 0.03, low + 0.052), (x + 0.03, low + 0.025)],
                    super::surface::lit_window(scene, 0.95),
                );
            }
        }
    }
    for x in [-0.12, 0.04] {
        let funnel = frame.figure().polygon(&[
            (x - 0.045, 0.33),
            (x - 0.06, 0.56),
            (x + 0.03, 0.56),
            (x + 0.045, 0.33),
        ]);
        let red = scene.own(0, 0xb83a2c);
        funnel.paint(canvas, scene, 0.02, |_, y| if y > 0.51 { Rgb::hex(0x242224) } else { red });
        super::smoke(canvas, scene, frame.at(x - 0.015, 0.58), 0.09 * frame.size, 1.0);
    }
}
