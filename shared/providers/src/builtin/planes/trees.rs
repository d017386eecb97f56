//! Trees and bushes, from dots on a far slope to a crown of leaves.

use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Rgb;
use crate::builtin::math::{cos, lerp, sin, smooth, unit};
use crate::builtin::outline::Outline;
use crate::builtin::random::Random;
use crate::builtin::scene::Scene;

/// Where a tree stands, how tall it is and how far away (0 near, 1 far).
#[derive(Clone, Copy, Debug)]
pub(in crate::builtin) struct Plant {
    pub(in crate::builtin) u: f32,
    pub(in crate::builtin) v: f32,
    pub(in crate::builtin) tall: f32,
    pub(in crate::builtin) depth: f32,
}

/// A fir: tiers of boughs that droop and widen towards the foot.
pub(in crate::builtin) fn conifer(canvas: &mut Canvas, scene: &Scene<'_>, plant: Plant, chance: &mut Random) {
    let Plant { u, v, tall, depth } = plant;
    let tiers = if tall < 0.05 { 5 } else { 11 };
    let wide = tall * chance.range(0.15, 0.21);
    let (mut left, mut right) = (vec![(u, v - tall)], Vec::new());
    for tier in 1..=tiers {
        let t = tier as f32 / tiers as f32;
        let reach = wide * (0.08 + 0.92 * t) * chance.range(0.82, 1.12);
        let back = wide * (0.08 + 0.92 * t) * 0.52;
        let foot = v - tall * 0.06 - tall * 0.94 * (1.0 - t);
        let drop = tall * 0.022;
        left.push((u - reach, foot + drop));
        left.push((u - back, foot - drop * 0.6));
        right.push((u + reach * chance.range(0.85, 1.1), foot + drop));
        right.push((u + back, foot - drop * 0.6));
    }
    right.reverse();
    left.extend(right);
    let (dark, bright) = needles(scene);
    let trunk = Outline::rect(u - tall * 0.012, v - tall * 0.1, tall * 0.024, tall * 0.1);
    let bark = scene.light.through(scene.light.on(Rgb::hex(0x4a382c), [0.0, 0.2, 0.8]), depth);
    canvas.fill(&trunk, |_, _| bark);
    let noise = scene.noise("needles");
    let white = if scene.is_wintry() { 1.0 } else { 0.0 };
    canvas.fill(&Outline::polygon(&left), |x, y| {
        let across = ((x - u) / wide).clamp(-1.0, 1.0);
        let tuft = noise.fbm(x * 16.0 / tall.max(0.02), y * 24.0 / tall.max(0.02), 3);
        let leaf = dark.mix(bright, unit(0.25 + 0.35 * across * scene.side + 0.4 * tuft));
        let leaf = leaf.over(Rgb::hex(0xecf2f8), white * smooth(0.0, 0.5, tuft + 0.1));
        let lit = scene.light.on(leaf, [across * 0.8, 0.35 + 0.4 * tuft, 0.5]);
        scene.light.through(lit, depth)
    });
}

fn needles(scene: &Scene<'_>) -> (Rgb, Rgb) {
    let (dark, bright) = (Rgb::hex(0x18302a), Rgb::hex(0x4d7446));
    let (_, leaf) = scene.foliage();
    if scene.is_wintry() { (dark, bright) } else { (dark, bright.mix(leaf, 0.25)) }
}

/// A broad-leaved tree: trunk, boughs and a crown of leaf dabs lit as one round form.
pub(in crate::builtin) fn broadleaf(
    canvas: &mut Canvas,
    scene: &Scene<'_>,
    plant: Plant,
    chance: &mut Random,
) {
    let Plant { u, v, tall, depth } = plant;
    let lean = chance.range(-0.05, 0.05) * tall;
    let fork = (u + lean * 0.5, v - tall * 0.32);
    let bark = |x: f32| {
        let lit = scene.light.on(Rgb::hex(0x5b483a), [((x - u) / (tall * 0.05)).clamp(-0.9, 0.9), 0.1, 0.6]);
        scene.light.through(lit, depth)
    };
    let trunk = Outline::ribbon(&[
        (u, v, tall * 0.085),
        (u + lean * 0.1, v - tall * 0.06, tall * 0.055),
        (fork.0, fork.1, tall * 0.042),
        (u + lean, v - tall * 0.6, tall * 0.02),
    ]);
    canvas.fill(&trunk, |x, _| bark(x));
    let mut clumps = Vec::new();
    for at in 0..7_u8 {
        let angle = -0.25 + f32::from(at) / 6.0 * 3.65;
        let reach = tall * chance.range(0.23, 0.33);
        clumps.push((
            u + lean - reach * cos(angle) * 1.05,
            v - tall * 0.66 - reach * sin(angle) * 0.95,
            tall * chance.range(0.13, 0.18),
        ));
    }
    clumps.push((u + lean, v - tall * 0.70, tall * 0.22));
    for clump in &clumps {
        let bough = Outline::taper(fork, (clump.0, clump.1 + clump.2 * 0.3), tall * 0.024, tall * 0.008);
        canvas.fill(&bough, |x, _| bark(x));
    }
    crown(canvas, scene, plant, &clumps, chance);
}

/// Leaves: many dabs in each clump, from the shaded back to the lit front.
fn crown(
    canvas: &mut Canvas,
    scene: &Scene<'_>,
    plant: Plant,
    clumps: &[(f32, f32, f32)],
    chance: &mut Random,
) {
    let (dark, bright) = scene.foliage();
    let centre = (plant.u, plant.v - plant.tall * 0.68);
    let radius = plant.tall * 0.40;
    let pixels = plant.tall / canvas.pixel();
    let each = (pixels * 0.9).clamp(24.0, 260.0) as usize;
    for &(cu, cv, r) in clumps {
        canvas.fill(&Outline::ellipse((cu, cv), r * 0.92, r * 0.86), |u, v| {
            let normal = [(u - centre.0) / radius, -(v - centre.1) / radius, 0.45];
            let leaf = dark.mix(bright, unit(0.22 - 0.35 * (v - cv) / r)) * 0.72;
            scene.light.through(scene.light.on(leaf, normal), plant.depth)
        });
    }
    canvas.next_shape();
    for layer in 0..3_u8 {
        let front = f32::from(layer) / 2.0;
        for &(cu, cv, r) in clumps {
            for _ in 0..each / 3 {
                let (angle, far) = (chance.range(0.0, std::f32::consts::TAU), chance.unit().sqrt());
                let spread = lerp(1.08, 0.9, front);
                let at = (cu + r * spread * far * cos(angle), cv + r * spread * far * sin(angle));
                let whole = [(at.0 - centre.0) / radius, -(at.1 - centre.1) / radius, 0.5];
                let own = [(at.0 - cu) / r, -(at.1 - cv) / r];
                let normal = [0.6 * whole[0] + 0.5 * own[0], 0.5 * whole[1] + 0.6 * own[1], 0.45];
                let tone = unit(lerp(0.05, 0.55, front) + 0.25 * own[1] + chance.range(-0.12, 0.2));
                let leaf = dark.mix(bright, tone) * lerp(0.62, 1.08, front);
                let lit = scene.light.through(scene.light.on(leaf, normal), plant.depth);
                let size = plant.tall * chance.range(0.010, 0.021);
                let turn = chance.range(0.0, std::f32::consts::PI);
                canvas.dab(at, (size, size * 0.62), (cos(turn), sin(turn)), lit, 0.92);
            }
        }
    }
}

/// A row of trees along a line, the far edge of a field.
pub(in crate::builtin) fn belt(
    canvas: &mut Canvas,
    scene: &Scene<'_>,
    line: f32,
    tall: f32,
    depth: f32,
    name: &str,
) {
    let noise = scene.noise(name);
    let (dark, bright) = scene.foliage();
    let pixel = canvas.pixel();
    canvas.cover(line - tall * 1.6, line + pixel, |u, v| {
        let gaps = smooth(-0.25, 0.25, noise.at(u * 2.2, 9.0));
        let crowns = 0.55 + 0.45 * noise.fbm(u * 9.0, 0.0, 2).abs() + 0.22 * noise.fbm(u * 60.0, v * 60.0, 2);
        let crest = line - tall * crowns * gaps;
        let cover = smooth(crest - 0.5 * pixel, crest + 1.5 * pixel, v) * gaps.min(1.0);
        (cover > 0.0).then(|| {
            let clump = noise.fbm(u * 30.0, v * 34.0, 3);
            let leaf = dark.mix(bright, unit(0.3 + 0.45 * clump + 0.5 * (line - v) / tall * 0.6));
            let lit = scene.light.on(leaf, [scene.side * 0.3 + clump, 0.6, 0.5]);
            (scene.light.through(lit, depth), cover)
        })
    });
}
