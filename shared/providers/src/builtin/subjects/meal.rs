//! A plate of food with its knife and fork.

use super::surface::{ball, rounded};
use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Rgb;
use crate::builtin::figure::Frame;
use crate::builtin::math::{cos, sin, unit};
use crate::builtin::outline::Outline;
use crate::builtin::random::Random;
use crate::builtin::scene::{Scene, Stand};

/// Height of a level circle to its width, seen across the table.
const TILT: f32 = 0.40;

/// Paints a plate, what lies on it, and the cutlery at its sides.
pub(in crate::builtin) fn meal(canvas: &mut Canvas, scene: &Scene<'_>, stand: Stand) {
    let frame =
        Frame { u: stand.u, v: stand.v + 0.12 * stand.size, size: stand.size * 1.25, facing: scene.side };
    let mut chance = scene.chance("meal");
    plate(canvas, scene, frame);
    cutlery(canvas, scene, frame);
    let steak = scene.own(1, 0x8a4826);
    let noise = scene.noise("crust");
    let meat = frame.figure().limb(&[(0.02, -0.05, 0.20), (0.18, -0.01, 0.26), (0.32, 0.04, 0.16)]);
    meat.paint(canvas, scene, 0.05, |x, y| {
        let seared = noise.at((x + y) * 26.0, 1.0);
        steak * (0.85 + 0.25 * noise.fbm(x * 30.0, y * 30.0, 3) - 0.30 * unit(seared * 3.0))
    });
    // Mashed potato in a mound, greens before it, tomatoes beside it.
    let mash = frame.figure().limb(&[(-0.30, 0.03, 0.24), (-0.20, 0.10, 0.26), (-0.08, 0.07, 0.20)]);
    mash.paint(canvas, scene, 0.07, |x, y| {
        Rgb::hex(0xf2d88c) * (0.88 + 0.2 * noise.fbm(x * 22.0, y * 22.0, 3))
    });
    balls(canvas, scene, frame, &mut chance, &GREENS);
    balls(canvas, scene, frame, &mut chance, &TOMATOES);
}

/// A heap of round things on the plate.
struct Heap {
    centre: (f32, f32),
    spread: f32,
    count: u8,
    radius: f32,
    colour: u32,
}

const GREENS: Heap =
    Heap { centre: (-0.20, -0.10), spread: 0.13, count: 16, radius: 0.040, colour: 0x5c9a34 };
const TOMATOES: Heap =
    Heap { centre: (0.13, -0.155), spread: 0.10, count: 4, radius: 0.066, colour: 0xd83a28 };

fn balls(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame, chance: &mut Random, heap: &Heap) {
    let colour = Rgb::hex(heap.colour);
    let mut places: Vec<(f32, f32)> = (0..heap.count)
        .map(|_| (chance.range(0.0, std::f32::consts::TAU), chance.unit().sqrt() * heap.spread))
        .map(|(angle, far)| (heap.centre.0 + far * cos(angle), heap.centre.1 + TILT * far * sin(angle)))
        .collect();
    places.sort_by(|a, b| b.1.total_cmp(&a.1));
    for (x, y) in places {
        let (centre, r) = (frame.at(x, y), heap.radius * frame.size);
        canvas.fill(&Outline::ellipse(centre, r, r * 0.94), |u, v| {
            ball(scene, colour, (u - centre.0) / r * 0.97, (centre.1 - v) / r * 0.97)
        });
    }
}

/// A white plate: its shadow, the rim, and the well.
fn plate(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame) {
    let china = scene.own(0, 0xf6f2ea);
    let round =
        |x: f32, y: f32, r: f32| Outline::ellipse(frame.at(x, y), r * frame.size, r * TILT * frame.size);
    for ring in 0..5_u8 {
        canvas.veil(&round(-0.04, -0.035, 0.60 + 0.025 * f32::from(ring)), scene.light.ambient * 0.05, 0.16);
    }
    canvas.fill(&round(0.0, -0.018, 0.58), |u, _| rounded(scene, china * 0.72, (u - frame.u) / frame.size));
    canvas.fill(&round(0.0, 0.0, 0.58), |u, _| rounded(scene, china, 0.5 * (u - frame.u) / frame.size));
    canvas
        .fill(&round(0.0, 0.0, 0.43), |u, _| rounded(scene, china * 0.84, -0.5 * (u - frame.u) / frame.size));
    canvas.fill(&round(0.0, -0.012, 0.415), |u, _| {
        rounded(scene, china * 0.95, 0.3 * (u - frame.u) / frame.size)
    });
}

fn cutlery(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame) {
    let steel = Rgb::hex(0xc4c8ce);
    let piece = |canvas: &mut Canvas, points: &[(f32, f32, f32)]| {
        frame.figure().limb(points).paint(canvas, scene, 0.012, |_, _| steel);
    };
    piece(canvas, &[(0.70, -0.20, 0.045), (0.68, -0.02, 0.035)]);
    piece(canvas, &[(0.68, -0.02, 0.05), (0.665, 0.12, 0.05), (0.65, 0.20, 0.015)]);
    piece(canvas, &[(-0.72, -0.20, 0.042), (-0.695, 0.02, 0.024), (-0.69, 0.06, 0.05)]);
    for tine in [-0.032_f32, 0.0, 0.032] {
        piece(canvas, &[(-0.69 + tine, 0.06, 0.016), (-0.678 + tine, 0.20, 0.010)]);
    }
}
