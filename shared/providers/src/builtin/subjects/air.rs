//! Balloons and rockets.

use super::house::shade;
use super::surface::ball;
use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Rgb;
use crate::builtin::figure::Frame;
use crate::builtin::intent::Setting;
use crate::builtin::math::{cos, lerp, sin, smooth, unit};
use crate::builtin::outline::Outline;
use crate::builtin::planes::ground;
use crate::builtin::scene::{Scene, Stand};

/// Paints a hot-air balloon, with two far ones.
pub(in crate::builtin) fn balloon(canvas: &mut Canvas, scene: &Scene<'_>, stand: Stand) {
    let mut chance = scene.chance("balloons");
    for at in 0..3_u8 {
        let u = scene.across(chance.range(0.10, 0.42));
        let far = Frame {
            u,
            v: scene.horizon * chance.range(0.42, 0.85),
            size: stand.size * chance.range(0.14, 0.26),
            facing: 1.0,
        };
        envelope(canvas, scene, far, 0.35, usize::from(at) + 1);
    }
    let frame = Frame {
        u: stand.u,
        v: (scene.horizon * 0.98).min(0.86),
        size: stand.size * 1.25,
        facing: scene.side,
    };
    envelope(canvas, scene, frame, 0.06, 0);
}

fn envelope(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame, depth: f32, kind: usize) {
    const CLOTH: [(u32, u32); 4] =
        [(0xd03c30, 0xf4d88c), (0x2a7a8a, 0xf2ead8), (0xe8a030, 0xa0343c), (0x5a4a8a, 0xf0b870)];
    let (first, second) = CLOTH[kind % CLOTH.len()];
    let (first, second) = if kind == 0 {
        (scene.own(0, first), scene.own(1, second))
    } else {
        (Rgb::hex(first), Rgb::hex(second))
    };
    let half = |y: f32| {
        // A sphere above, drawn in to the mouth below.
        let t = (y - 0.24) / 0.76;
        if t > 0.45 {
            0.37 * (1.0 - ((t - 0.45) / 0.55) * ((t - 0.45) / 0.55)).max(0.0).sqrt()
        } else {
            lerp(0.06, 0.37, sin(unit(t / 0.45) * std::f32::consts::FRAC_PI_2))
        }
    };
    let side = |sign: f32| {
        (0..=24_u8)
            .map(move |at| (f32::from(at) / 24.0, sign))
            .map(|(t, sign)| (sign * half(0.24 + 0.76 * t), 0.24 + 0.76 * t))
    };
    let mut points: Vec<_> = side(-1.0).collect();
    let mut right: Vec<_> = side(1.0).collect();
    right.reverse();
    points.extend(right);
    for x in [-0.055_f32, 0.055] {
        canvas.fill(
            &Outline::taper(
                frame.at(x * 0.8, 0.09),
                frame.at(x, 0.25),
                0.004 * frame.size,
                0.004 * frame.size,
            ),
            |_, _| Rgb::hex(0x3a3028).lit(scene.light.ambient),
        );
    }
    shade(canvas, frame, &points, |x, y| {
        let across = (x / half(y).max(0.01)).clamp(-1.0, 1.0);
        // Gores bunch towards the rim, as on a globe.
        let gore = ((across - 0.28 * across * across * across) * 5.2 + 20.5).floor() as i32;
        let band = (0.50..0.58).contains(&y);
        let cloth = if (gore % 2 == 0) == band { second } else { first };
        let up = (y - 0.62) / 0.40;
        let warm = scene.light.lamp * (0.55 * scene.light.lamps * smooth(0.9, 0.25, y));
        let lit = ball(
            scene,
            cloth,
            across * frame.facing * 0.96,
            (up * (1.0 - across.abs() * 0.3)).clamp(-0.9, 0.9),
        ) + cloth.lit(warm);
        scene.light.through(lit, depth)
    });
    shade(canvas, frame, &[(-0.055, 0.0), (-0.065, 0.10), (0.065, 0.10), (0.055, 0.0)], |x, y| {
        let weave =
            if (((x * 90.0).floor() + (y * 90.0).floor()) as i32).rem_euclid(2) == 0 { 1.0 } else { 0.8 };
        scene
            .light
            .through(scene.light.on(Rgb::hex(0x9a6c3c) * weave, [x * 8.0 * frame.facing, 0.1, 0.7]), depth)
    });
    if scene.light.lamps > 0.2 {
        canvas.glow(frame.at(0.0, 0.20), 0.14 * frame.size, scene.light.lamp * 1.6);
    }
}

/// Paints a rocket that rises on its flame, or coasts in space.
pub(in crate::builtin) fn rocket(canvas: &mut Canvas, scene: &Scene<'_>, stand: Stand) {
    let lift = if scene.place == Setting::Space { 0.30 } else { 0.26 };
    let frame =
        Frame { u: stand.u, v: stand.v - stand.size * lift, size: stand.size * 1.0, facing: scene.side };
    flame(canvas, scene, frame, stand.v);
    let (hull, fins) = (scene.own(0, 0xeeeae4), scene.own(1, 0xc8382c));
    for x in [-1.0_f32, 1.0] {
        frame.panel(
            canvas,
            scene,
            &[(x * 0.09, 0.30), (x * 0.22, 0.08), (x * 0.22, -0.06), (x * 0.09, 0.04)],
            fins,
            x * 0.6 * frame.facing,
        );
    }
    let half = |y: f32| {
        if y > 0.45 {
            0.115 * (1.0 - ((y - 0.45) / 0.55) * ((y - 0.45) / 0.55)).max(0.0)
        } else {
            lerp(0.085, 0.115, smooth(0.0, 0.4, y))
        }
    };
    let left: Vec<_> = (0..=20_u8).map(|at| f32::from(at) / 20.0).map(|y| (-half(y), y)).collect();
    let right = left.iter().rev().map(|(x, y)| (-x, *y));
    let outline: Vec<_> = left.iter().copied().chain(right).collect();
    shade(canvas, frame, &outline, |x, y| {
        let paint = if y > 0.78 || (0.08..0.13).contains(&y) { fins } else { hull };
        super::surface::rounded(scene, paint, x / half(y).max(0.01) * frame.facing)
    });
    frame.panel(
        canvas,
        scene,
        &[(-0.018, 0.22), (-0.018, -0.08), (0.018, -0.08), (0.018, 0.22)],
        fins * 0.85,
        0.0,
    );
    frame.panel(
        canvas,
        scene,
        &[(-0.06, 0.0), (-0.075, -0.05), (0.075, -0.05), (0.06, 0.0)],
        Rgb::hex(0x505056),
        0.2,
    );
    frame.figure().oval(0.0, 0.58, 0.048, 0.048).paint(canvas, scene, 0.015, |_, _| Rgb::hex(0x6a7078));
    frame.figure().oval(0.0, 0.58, 0.034, 0.034).paint(canvas, scene, 0.015, |_, _| Rgb::hex(0x4a8aa8));
}

fn flame(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame, floor: f32) {
    let noise = scene.noise("flame");
    let mut chance = scene.chance("exhaust");
    if scene.place != Setting::Space {
        ground::shadow(canvas, scene, (frame.u, floor), frame.size * 0.3, 0.0);
        for _ in 0..90 {
            let (angle, far) = (chance.range(0.0, std::f32::consts::PI), chance.unit());
            let at = (
                frame.u + far * 0.55 * frame.size * cos(angle),
                floor - 0.10 * frame.size * sin(angle) * (1.0 - 0.5 * far),
            );
            let size = frame.size * lerp(0.085, 0.045, far);
            let tone = scene.light.on(Rgb::hex(0xe6ded4), [cos(angle), sin(angle), 0.5])
                + scene.light.lamp * (0.5 * (1.0 - far) * (1.0 - far));
            canvas.dab(at, (size, size * 0.8), (1.0, 0.0), tone, 0.30);
        }
    }
    let root = frame.at(0.0, -0.05);
    let reach = (floor - root.1).max(0.2 * frame.size);
    canvas.shine(&Outline::rect(root.0 - 0.1 * frame.size, root.1, 0.2 * frame.size, reach), |u, v| {
        let t = (v - root.1) / reach;
        let wide = 0.075 * frame.size * (1.0 - 0.65 * t) * (1.0 + 0.25 * noise.at(v * 40.0, 1.0));
        let off = ((u - root.0) / wide.max(1e-4)).abs();
        let hot = smooth(1.0, 0.0, off) * (1.0 - t * t);
        Rgb::hex(0xff902c) * (2.2 * hot) + Rgb::hex(0xfff2c8) * (2.4 * hot * hot * (1.0 - t))
    });
    canvas.glow(root, 0.5 * frame.size, Rgb::hex(0xffa850) * 0.9);
}
