//! Pictures of nothing in particular, and things that no word list knows.

use super::surface::rounded;
use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Rgb;
use crate::builtin::figure::Frame;
use crate::builtin::math::{cos, lerp, sin, smooth, unit};
use crate::builtin::outline::Outline;
use crate::builtin::planes::ground;
use crate::builtin::scene::{Scene, Stand};

/// Colours of a picture whose prompt names none.
const NATURAL: [u32; 5] = [0x142c44, 0xd84a34, 0xf0b848, 0x2e8a86, 0xf2e6d0];

/// Paints an abstract composition over the whole picture.
pub(in crate::builtin) fn composition(canvas: &mut Canvas, scene: &Scene<'_>) {
    let mut colours: Vec<Rgb> =
        scene.intent.palette.swatches.iter().map(|swatch| swatch.lab().rgb()).collect();
    if colours.len() < 3 {
        colours.extend(NATURAL.map(Rgb::hex));
    }
    let mut chance = scene.chance("shapes");
    let (ground_tone, noise) = (colours[chance.index(colours.len())], scene.noise("paint"));
    let second = colours[chance.index(colours.len())];
    canvas.each(0.0, 1.0, |u, v, pixel| {
        let flow = noise.fbm(u * 1.2 + noise.at(u, v), v * 1.2, 4);
        *pixel = ground_tone.mix(second, unit(0.25 + 0.5 * flow))
            * (0.92 + 0.10 * noise.fbm(u * 30.0, v * 30.0, 2));
    });
    let count = 16 + usize::from(scene.intent.complexity) * 2;
    for at in 0..count {
        let t = at as f32 / count as f32;
        let size = lerp(0.42, 0.05, t) * chance.range(0.7, 1.3);
        let place = (
            scene.focus + chance.range(-0.62, 0.62) * scene.aspect * lerp(0.7, 0.9, t),
            chance.range(0.08, 0.92),
        );
        let angle = [0.0, 0.785, 0.42, 1.18][chance.index(4)];
        let colour = colours[chance.index(colours.len())];
        let (kind, depth) = (chance.index(5), chance.range(0.012, 0.03));
        let shape = |shift: f32| form(kind, (place.0 - scene.side * shift, place.1 + shift), size, angle);
        for blur in 1..4_u8 {
            canvas.veil(&shape(depth * f32::from(blur) * 0.45), Rgb::BLACK, 0.09);
        }
        canvas.fill(&shape(0.0), |u, v| {
            let brushed = noise.fbm(u * 90.0 * cos(angle) + v * 90.0 * sin(angle), (v - u) * 6.0, 3);
            let light = 1.0 + 0.30 * ((u - place.0) * scene.side - (v - place.1)) / size;
            colour * (light.clamp(0.6, 1.4) * (0.96 + 0.12 * brushed))
        });
    }
}

/// One of five plain forms.
fn form(kind: usize, at: (f32, f32), size: f32, angle: f32) -> Outline {
    let (c, s) = (cos(angle), sin(angle));
    let turn = |x: f32, y: f32| (at.0 + (x * c - y * s) * size, at.1 + (x * s + y * c) * size);
    let ring = |from: f32, to: f32| (0..=40_u8).map(move |i| from + (to - from) * f32::from(i) / 40.0);
    match kind {
        0 => Outline::ellipse(at, size * 0.5, size * 0.5),
        1 => Outline::polygon(&[turn(-0.5, 0.35), turn(0.5, 0.35), turn(0.0, -0.5)]),
        2 => Outline::polygon(&[turn(-0.9, -0.07), turn(0.9, -0.05), turn(0.9, 0.05), turn(-0.9, 0.07)]),
        3 => {
            let arc = ring(0.0, std::f32::consts::PI).map(|a| turn(0.5 * cos(a), 0.5 * sin(a)));
            let back = ring(std::f32::consts::PI, 0.0).map(|a| turn(0.34 * cos(a), 0.34 * sin(a)));
            Outline::polygon(&arc.chain(back).collect::<Vec<_>>())
        }
        _ => Outline::polygon(&[turn(-0.4, -0.4), turn(0.4, -0.4), turn(0.4, 0.4), turn(-0.4, 0.4)]),
    }
}

/// What monuments are made of.
const MATERIALS: [u32; 6] = [0xc88c4c, 0x5a868c, 0xd8d0c0, 0xa85448, 0x706a8c, 0x7c8c5c];

/// Paints a monument whose form follows the words: the same words, the same thing.
pub(in crate::builtin) fn unknown(canvas: &mut Canvas, scene: &Scene<'_>, stand: Stand) {
    let mut chance = scene.chance_of_words();
    let frame = Frame::facing_light(scene, stand, 0.95);
    ground::shadow(canvas, scene, (frame.u, frame.v), frame.size * 0.24, frame.size * 0.4);
    let material = scene.own(0, MATERIALS[chance.index(6)]);
    let trim = scene.own(1, 0xe8d8a8);
    if scene.says("pyramid") {
        return pyramid(canvas, scene, frame, scene.own(0, 0xc8a468));
    }
    let knots: Vec<f32> =
        (0..7).map(|at| chance.range(0.07, 0.30) * if at == 0 { 1.15 } else { 1.0 }).collect();
    let waist = chance.range(2.0, 5.0);
    let half = |y: f32| {
        let place = unit(y) * 5.999;
        let at = place as usize;
        lerp(knots[at], knots[at + 1], smooth(0.0, 1.0, place - at as f32))
    };
    let left: Vec<_> = (0..=60_u8).map(|at| f32::from(at) / 60.0).map(|y| (-half(y), y)).collect();
    let outline: Vec<_> = left.iter().copied().chain(left.iter().rev().map(|(x, y)| (-x, *y))).collect();
    let noise = scene.noise("patina");
    super::house::shade(canvas, frame, &outline, |x, y| {
        let across = x / half(y).max(0.02);
        let band = (y * waist * 2.0) - (y * waist * 2.0).floor();
        let paint = if band < 0.10 { trim } else { material };
        rounded(scene, paint * (0.9 + 0.2 * noise.fbm(x * 14.0, y * 14.0, 3)), across * frame.facing)
    });
    let crown = frame.figure().oval(0.0, 1.10, 0.11, 0.11);
    crown.paint(canvas, scene, 0.06, |_, _| trim);
    if scene.is_dark() {
        canvas.glow(frame.at(0.0, 1.10), 0.5 * frame.size, scene.light.lamp * 0.7);
    }
}

/// Two faces of courses of stone, one in the light.
fn pyramid(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame, stone: Rgb) {
    let noise = scene.noise("courses");
    let faces = [
        ([(-0.95, -0.02), (0.0, 0.98), (0.22, -0.10)], -0.55),
        ([(0.22, -0.10), (0.0, 0.98), (0.85, 0.0)], 0.65),
    ];
    for (face, turn) in faces {
        let lit = super::surface::slope(scene, stone, turn * scene.side * frame.facing);
        super::house::shade(canvas, frame, &face, |x, y| {
            let course = if (y * 24.0) - (y * 24.0).floor() < 0.14 { 0.82 } else { 1.0 };
            lit * (course * (0.9 + 0.2 * noise.fbm(x * 20.0, y * 30.0, 3)))
        });
    }
}
