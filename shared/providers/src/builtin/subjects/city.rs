//! A skyline at the horizon, and a bridge.

use super::surface::{lit_window, wall};
use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Rgb;
use crate::builtin::intent::Setting;
use crate::builtin::math::{bell, lerp, smooth, unit};
use crate::builtin::noise::Noise;
use crate::builtin::outline::Outline;
use crate::builtin::random::Random;
use crate::builtin::scene::Scene;

/// One building of a skyline.
struct Block {
    u: f32,
    half: f32,
    foot: f32,
    tall: f32,
    depth: f32,
    paint: Rgb,
    key: u64,
    /// True for the roofs of villages.
    gabled: bool,
}

/// Paints a city along the horizon, three rows deep, highest around the focus.
pub(in crate::builtin) fn skyline(canvas: &mut Canvas, scene: &Scene<'_>) {
    let mut chance = scene.chance("skyline");
    let low = scene.place == Setting::Street;
    let village = scene.says("village") || scene.says("town");
    for row in 0..3_u8 {
        let near = f32::from(row) / 2.0;
        let depth = if low { 0.9 - 0.1 * near } else { lerp(0.74, 0.22, near) };
        let half = scene.length(0.028) * scene.zoom();
        let count = (scene.aspect / half * lerp(0.75, 0.55, near)) as usize;
        for _ in 0..count {
            let u = chance.range(0.0, scene.aspect);
            let centre = bell(scene.focus, 0.36 * scene.aspect.max(0.6), u);
            let rise = chance.unit();
            let share =
                lerp(0.10, lerp(0.46, 0.30, near), centre * (0.35 + 0.65 * rise * rise)) + 0.05 * rise;
            let block = Block {
                u,
                half: half * chance.range(0.55, 1.15) * if village { 1.3 } else { 1.0 },
                gabled: village,
                foot: scene.horizon + 0.003,
                tall: scene.length(share)
                    * scene.zoom()
                    * if village { 0.36 } else { 1.0 }
                    * if low { 0.45 } else { 1.0 }
                    * (scene.horizon / 0.66),
                depth,
                paint: Rgb::hex(FRONTS[chance.index(FRONTS.len())]),
                key: chance.bits(),
            };
            block.paint(canvas, scene, &mut chance);
        }
    }
}

const FRONTS: [u32; 7] = [0x8a8e98, 0xb0a292, 0x707888, 0xa88470, 0xc4bcac, 0x5e6678, 0x947468];

impl Block {
    fn paint(&self, canvas: &mut Canvas, scene: &Scene<'_>, chance: &mut Random) {
        let Self { u, half, foot, tall, depth, paint, key, gabled } = *self;
        let top = foot - tall;
        let turn = chance.range(0.15, 0.45) * half;
        let corner = u - scene.side * turn;
        let noise = Noise::new(key);
        let rows = (tall / scene.length(0.0125)).max(2.0);
        let columns = (2.0 * half / scene.length(0.0085)).max(2.0);
        let mut outline = Outline::rect(u - half, top, 2.0 * half, tall);
        match if gabled { 1 } else { chance.index(5) } {
            0 => outline.add_polygon(&[
                (u - half * 0.6, top + 0.001),
                (u - half * 0.6, top - tall * 0.09),
                (u + half * 0.6, top - tall * 0.09),
                (u + half * 0.6, top + 0.001),
            ]),
            1 => outline.add_polygon(&[
                (u - half, top + 0.001),
                (u, top - half * 1.3),
                (u + half, top + 0.001),
            ]),
            2 => outline.add_polygon(&[
                (u - half * 0.07, top + 0.001),
                (u, top - tall * 0.22),
                (u + half * 0.07, top + 0.001),
            ]),
            _ => {}
        }
        canvas.fill(&outline, |x, y| {
            let lit = (x - corner) * scene.side > 0.0;
            let face = wall(scene, paint, if lit { scene.side * 0.75 } else { -scene.side * 0.55 });
            let (cx, cy) = ((x - u + half) / (2.0 * half) * columns, (y - top) / tall * rows);
            let (fx, fy) = (cx - cx.floor(), cy - cy.floor());
            let pane = y > top && (0.22..0.80).contains(&fx) && (0.22..0.74).contains(&fy);
            let tone = noise.cell(cx as i32, cy as i32);
            let colour = if pane && tone < 0.46 {
                lit_window(scene, 0.45 + 0.75 * noise.cell(cy as i32, cx as i32))
            } else if pane {
                face.over(scene.light.sky(0.4) * 0.4, 0.35 + 0.3 * tone)
            } else {
                face
            };
            // Streets breathe mist: the foot of a block is paler than its top.
            let low = smooth(foot - scene.length(0.10), foot, y);
            scene.light.through(colour, depth + 0.30 * low)
        });
    }
}

/// A suspension bridge from bank to bank.
pub(in crate::builtin) fn bridge(canvas: &mut Canvas, scene: &Scene<'_>) {
    let deck = scene.horizon - scene.length(0.055);
    let steel = scene.own(0, 0xb24a36);
    let tall = scene.length(0.36) * scene.zoom();
    let foot = lerp(scene.horizon, 1.0, 0.10);
    let towers = [0.26, 0.74].map(|share| share * scene.aspect);
    let span = towers[1] - towers[0];
    // A road over water is cambered: highest in the middle.
    let road = |u: f32| {
        let aside = u / scene.aspect * 2.0 - 1.0;
        deck + 0.045 * aside * aside
    };
    let hang = |u: f32| {
        let from = if u < towers[0] {
            (towers[0] - u) / span
        } else if u > towers[1] {
            (u - towers[1]) / span
        } else {
            0.0
        };
        let middle = ((u - towers[0]) / span - 0.5) * 2.0;
        if from > 0.0 {
            road(u) - tall * (1.0 - 1.6 * from).max(0.0)
        } else {
            road(u) - 0.018 - (tall - 0.018) * middle * middle
        }
    };
    let paint = |x: f32, y: f32| {
        scene.light.through(wall(scene, steel, unit(0.5 + (x - y) * 0.1) * scene.side * 0.6), 0.12)
    };
    let steps = (scene.aspect * 60.0) as usize;
    for step in 0..steps {
        let u = step as f32 / steps as f32 * scene.aspect;
        let line = hang(u);
        if line < road(u) {
            canvas.fill(&Outline::taper((u, line), (u, road(u)), 0.0014, 0.0014), paint);
        }
    }
    let cable: Vec<_> =
        (0..=120_u8).map(|at| f32::from(at) / 120.0 * scene.aspect).map(|u| (u, hang(u), 0.0055)).collect();
    canvas.fill(&Outline::ribbon(&cable), paint);
    for u in towers {
        for side in [-1.0_f32, 1.0] {
            let x = u + side * 0.020;
            canvas.fill(
                &Outline::taper((x * 1.0 + side * 0.008, foot), (x, road(u) - tall), 0.018, 0.011),
                paint,
            );
        }
        for share in [0.0, 0.35, 0.7, 1.0] {
            let y = road(u) - tall * (0.02 + 0.95 * share);
            canvas.fill(&Outline::rect(u - 0.022, y, 0.044, 0.012), paint);
        }
        canvas.fill(&Outline::rect(u - 0.05, foot - 0.012, 0.10, 0.025), |_, _| {
            wall(scene, Rgb::hex(0x7c7670), 0.2 * scene.side)
        });
    }
    let along: Vec<_> = (0..=40_u8)
        .map(|at| f32::from(at) / 40.0 * scene.aspect)
        .map(|u| (u, road(u) + 0.002, 0.020))
        .collect();
    canvas.fill(&Outline::ribbon(&along), |x, y| {
        let rib = ((x * 80.0) - (x * 80.0).floor()) < 0.5 && y > road(x);
        paint(x, y) * if rib { 0.72 } else { 0.95 }
    });
    if scene.is_dark() {
        for step in 0..24_u8 {
            let u = (f32::from(step) + 0.5) / 24.0 * scene.aspect;
            canvas.glow((u, road(u) - 0.016), 0.022, scene.light.lamp * 1.6);
        }
    }
}
