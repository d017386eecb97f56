//! Flowers: blooms of petals on stems.

use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Rgb;
use crate::builtin::figure::Frame;
use crate::builtin::math::{cos, lerp, sin, smooth};
use crate::builtin::outline::Outline;
use crate::builtin::random::Random;
use crate::builtin::scene::{Scene, Stand};

/// A kind of bloom: rings of petals around a heart.
struct Kind {
    word: &'static str,
    petals: u8,
    rings: u8,
    /// A petal's width as a share of its length.
    broad: f32,
    heart: f32,
    petal: u32,
    core: u32,
}

const KINDS: [Kind; 7] = [
    Kind {
        word: "sunflower",
        petals: 19,
        rings: 2,
        broad: 0.24,
        heart: 0.42,
        petal: 0xf4b41c,
        core: 0x4a2a14,
    },
    Kind { word: "rose", petals: 6, rings: 5, broad: 0.95, heart: 0.10, petal: 0xc4243a, core: 0x8a1428 },
    Kind { word: "peony", petals: 9, rings: 5, broad: 0.7, heart: 0.10, petal: 0xe884a4, core: 0xd05080 },
    Kind { word: "poppy", petals: 5, rings: 2, broad: 0.95, heart: 0.20, petal: 0xdc3222, core: 0x1e161c },
    Kind { word: "tulip", petals: 5, rings: 2, broad: 0.62, heart: 0.08, petal: 0xe04050, core: 0xf0c040 },
    Kind { word: "lavender", petals: 6, rings: 3, broad: 0.5, heart: 0.12, petal: 0x8468c0, core: 0x5c4494 },
    Kind { word: "daisy", petals: 17, rings: 1, broad: 0.24, heart: 0.28, petal: 0xf8f4ea, core: 0xf0b828 },
];

/// Paints one great flower before a field of its kind.
pub(in crate::builtin) fn paint(canvas: &mut Canvas, scene: &Scene<'_>, stand: Stand) {
    let mut chance = scene.chance("field");
    for row in 0..4_u8 {
        let near = f32::from(row) / 4.0;
        for _ in 0..(10.0 * scene.aspect) as usize {
            let u = chance.range(-0.02, scene.aspect + 0.02);
            let v = lerp(scene.horizon + 0.03, 1.02, near * near) + chance.range(-0.02, 0.03);
            let size = stand.size * lerp(0.07, 0.30, near) * chance.range(0.8, 1.2);
            one(canvas, scene, Frame { u, v, size, facing: scene.side }, &mut chance, usize::from(row));
        }
    }
    let frame = Frame { u: stand.u, v: 1.06, size: stand.size * 1.72, facing: scene.side };
    one(canvas, scene, frame, &mut chance, 0);
}

fn one(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame, chance: &mut Random, shade: usize) {
    let lean = chance.range(-0.06, 0.06);
    let (dark, bright) = scene.foliage();
    let green = dark.mix(bright, 0.45);
    frame.figure().limb(&[(0.0, 0.0, 0.030), (lean, 0.40, 0.026), (lean * 1.6, 0.78, 0.024)]).paint(
        canvas,
        scene,
        0.012,
        |_, _| green,
    );
    for (side, y) in [(-1.0_f32, 0.22), (1.0, 0.36)] {
        let leaf = frame.figure().limb(&[
            (lean * y, y, 0.02),
            (side * 0.10, y + 0.08, 0.085),
            (side * 0.22, y + 0.13, 0.06),
            (side * 0.30, y + 0.12, 0.006),
        ]);
        leaf.paint(canvas, scene, 0.02, |_, b| green * (0.9 + 0.6 * (b - y)));
    }
    bloom(canvas, scene, frame.moved(lean * 1.7, 0.80, 0.25), shade);
}

/// Paints a bloom of radius one in this frame; `shade` varies the colour a little.
pub(super) fn bloom(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame, shade: usize) {
    let words = scene.intent.subject_words.to_lowercase();
    let bunch = ["bouquet", "vase"].iter().any(|word| scene.says(word));
    let named = KINDS.iter().find(|kind| words.contains(kind.word));
    let kind = named.unwrap_or(if bunch { &KINDS[[1, 6, 2, 6, 3][shade % 5]] } else { &KINDS[6] });
    let petal =
        scene.own(0, if named.is_none() && !bunch && kind.word == "daisy" { 0xe85c6c } else { kind.petal });
    let petal = petal * [1.0, 0.9, 1.06, 0.94][shade % 4];
    let core = Rgb::hex(kind.core);
    for ring in 0..kind.rings {
        let t = f32::from(ring) / f32::from(kind.rings);
        let reach = 1.0 - 0.72 * t;
        for at in 0..kind.petals {
            let angle = (f32::from(at) + 0.5 * f32::from(ring)) / f32::from(kind.petals)
                * std::f32::consts::TAU
                + 0.3;
            let way = (cos(angle), sin(angle));
            let tone = (0.74 + 0.26 * t) * (0.95 + 0.08 * sin(f32::from(at) * 7.3 + f32::from(ring)));
            leaf(canvas, scene, frame, (way, reach, kind.broad * reach), petal * tone, core);
        }
    }
    let heart = frame.figure().oval(0.0, 0.0, kind.heart, kind.heart * 0.94);
    let seeds = scene.noise("seeds");
    heart.paint(canvas, scene, kind.heart * 0.5, |x, y| {
        core * (0.8 + 0.7 * smooth(0.0, 0.6, seeds.at(x * 26.0, y * 26.0)))
    });
}

/// One petal from the heart outwards, folded along its middle.
fn leaf(
    canvas: &mut Canvas,
    scene: &Scene<'_>,
    frame: Frame,
    form: ((f32, f32), f32, f32),
    colour: Rgb,
    core: Rgb,
) {
    let ((cx, cy), long, wide) = form;
    let at = |along: f32, across: f32| {
        let (x, y) = (cx * along - cy * across, cy * along + cx * across);
        frame.at(x, y * 0.94)
    };
    let half = wide * 0.5;
    let points = [
        at(0.0, 0.0),
        at(long * 0.35, half * 0.75),
        at(long * 0.72, half),
        at(long * 0.95, half * 0.5),
        at(long, 0.0),
        at(long * 0.95, -half * 0.5),
        at(long * 0.72, -half),
        at(long * 0.35, -half * 0.75),
    ];
    canvas.fill(&Outline::smooth(&points), |u, v| {
        let (x, y) = frame.within(u, v);
        let y = y / 0.94;
        let (along, across) = ((x * cx + y * cy) / long, (y * cx - x * cy) / half.max(1e-3));
        let normal =
            [frame.facing * (cx * 0.35 - cy * across * 0.45), cy * 0.35 + cx * across * 0.45 + 0.1, 0.8];
        let deep = core.mix(colour, smooth(0.05, 0.55, along));
        let rim = 0.80 + 0.26 * smooth(0.5, 1.0, along) - 0.22 * smooth(0.65, 1.0, across.abs());
        scene.light.on(deep * rim, normal) * 1.08
    });
}
