//! Things on a table: bottles, bowls, fruit, flowers, a candle.

use super::flower;
use super::surface::{ball, rounded};
use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Rgb;
use crate::builtin::figure::Frame;
use crate::builtin::math::{lerp, smooth, unit};
use crate::builtin::outline::Outline;
use crate::builtin::random::Random;
use crate::builtin::scene::{Scene, Stand};

/// Half the width at heights from 0 to 1, the outline of a turned form.
type Profile = &'static [(f32, f32)];

const BOTTLE: Profile = &[
    (0.0, 0.125),
    (0.03, 0.135),
    (0.50, 0.135),
    (0.62, 0.105),
    (0.72, 0.045),
    (0.93, 0.040),
    (0.94, 0.052),
    (1.0, 0.050),
];
const JUG: Profile =
    &[(0.0, 0.13), (0.04, 0.15), (0.25, 0.225), (0.45, 0.235), (0.68, 0.14), (0.85, 0.115), (1.0, 0.15)];
const BOWL: Profile = &[(0.0, 0.20), (0.08, 0.24), (0.25, 0.55), (0.55, 0.82), (1.0, 0.98)];
const CUP: Profile = &[(0.0, 0.28), (0.06, 0.32), (0.4, 0.45), (1.0, 0.50)];
const VASE: Profile = &[(0.0, 0.13), (0.05, 0.14), (0.35, 0.24), (0.60, 0.22), (0.82, 0.10), (1.0, 0.14)];
const CANDLE: Profile = &[(0.0, 0.22), (0.05, 0.24), (0.07, 0.10), (0.10, 0.085), (1.0, 0.082)];

/// Paints the things that the words name, or a bottle, a bowl of fruit and a jug.
pub(in crate::builtin) fn paint(canvas: &mut Canvas, scene: &Scene<'_>, stand: Stand) {
    let stand = Stand { size: stand.size * 1.25, ..stand };
    let mut chance = scene.chance("table");
    let says = |words: &[&str]| words.iter().any(|word| scene.says(word));
    let frame = |x: f32, y: f32, tall: f32| Frame {
        u: stand.u + scene.side * x * stand.size,
        v: stand.v + y * stand.size,
        size: tall * stand.size,
        facing: scene.side,
    };
    let flowers = says(&["flower", "bouquet", "vase", "rose", "tulip", "sunflower"]);
    if flowers {
        bouquet(canvas, scene, frame(-0.05, 0.0, 0.62));
    } else if says(&["cup", "coffee", "tea", "mug"]) {
        cup(canvas, scene, frame(0.0, 0.12, 0.46));
        turned(canvas, scene, frame(-0.62, 0.0, 0.56), JUG, scene.own(1, 0x4a6a7c), false);
    } else if says(&["candle"]) {
        candle(canvas, scene, frame(0.0, 0.05, 0.72));
    } else {
        turned(canvas, scene, frame(-0.50, -0.04, 1.0), BOTTLE, scene.own(1, 0x2c4a34), true);
        turned(canvas, scene, frame(-0.05, 0.0, 0.62), JUG, scene.own(0, 0x3c6a86), false);
    }
    let natural: &[u32] = fruit_of(scene);
    let scattered = [(0.34, 0.10), (0.55, 0.14), (0.46, 0.19), (-0.34, 0.15), (0.74, 0.10)];
    let bowl = says(&["bowl", "basket"]) || !(flowers || says(&["cup", "coffee", "tea", "mug", "candle"]));
    if bowl {
        let base = frame(0.42, 0.07, 0.28);
        for (x, y) in [(-0.50, 1.02), (0.50, 1.02), (0.0, 1.10), (-0.24, 1.42), (0.27, 1.44)] {
            fruit(canvas, scene, base.moved(x * 1.05, y * 0.95, 0.42), natural, &mut chance);
        }
        turned(canvas, scene, base, BOWL, scene.own(2, 0xd8ccb4), false);
    }
    for (x, y) in scattered.into_iter().skip(if bowl { 3 } else { 0 }) {
        let at = frame(x, y + if bowl { 0.06 } else { 0.0 }, 0.105);
        contact(canvas, scene, at, 1.0);
        fruit(canvas, scene, at.moved(0.0, 0.86, 1.0), natural, &mut chance);
    }
}

fn fruit_of(scene: &Scene<'_>) -> &'static [u32] {
    let known: [(&str, &[u32]); 6] = [
        ("lemon", &[0xf0d030, 0xe8c428]),
        ("orange", &[0xf08c1c, 0xe87c18]),
        ("pear", &[0xc4c048, 0xb0b850]),
        ("peach", &[0xf0a878, 0xe88860]),
        ("grape", &[0x5a2c5c, 0x6c3870]),
        ("apple", &[0xb82420, 0x96b03c, 0xc83a28]),
    ];
    known
        .iter()
        .find(|(word, _)| scene.says(word))
        .map_or(&[0xc03024, 0xe8a830, 0x96a83c, 0xd85c28], |(_, colours)| *colours)
}

/// A shadow where a thing touches the table.
fn contact(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame, half: f32) {
    let away = frame.at(-half * 0.55, -0.02);
    for ring in 0..5_u8 {
        let grow = 0.75 + 0.16 * f32::from(ring);
        canvas.veil(
            &Outline::ellipse(away, half * 1.35 * frame.size * grow, half * 0.32 * frame.size * grow),
            scene.light.ambient * 0.05,
            0.17,
        );
    }
}

fn width_at(profile: Profile, y: f32) -> f32 {
    let next = profile.iter().position(|(at, _)| *at >= y).unwrap_or(profile.len() - 1).max(1);
    let (from, to) = (profile[next - 1], profile[next]);
    let t = smooth(from.0, to.0, y);
    lerp(from.1, to.1, t)
}

/// A form turned on a wheel or blown, with a rim, a window's highlight and a shadow.
fn turned(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame, profile: Profile, colour: Rgb, glass: bool) {
    let wide = profile.iter().map(|(_, half)| *half).fold(0.0, f32::max);
    contact(canvas, scene, frame, wide);
    let lathe = |sign: f32| {
        (0..=32_u8).map(move |at| f32::from(at) / 32.0).map(move |y| (sign * width_at(profile, y), y))
    };
    let foot = (0..=12_u8)
        .map(|at| f32::from(at) / 12.0 * 2.0 - 1.0)
        .map(|t| (-t * profile[0].1, -0.22 * profile[0].1 * (1.0 - t * t).sqrt()));
    let mut right: Vec<_> = lathe(1.0).collect();
    right.reverse();
    let outline: Vec<_> = lathe(-1.0).chain(right).chain(foot).collect();
    let points: Vec<_> = outline.iter().map(|(x, y)| frame.at(*x, *y)).collect();
    let noise = scene.noise("glaze");
    let sky = scene.light.sky(0.1);
    canvas.fill(&Outline::polygon(&points), |u, v| {
        let (x, y) = frame.within(u, v);
        let across = x / width_at(profile, y.clamp(0.0, 1.0)).max(0.01);
        let glaze = colour * (0.92 + 0.12 * noise.fbm(x * 9.0, y * 9.0, 3));
        let body = rounded(scene, glaze, across * frame.facing);
        let shine = smooth(0.09, 0.0, (across - 0.48).abs()) * smooth(0.04, 0.15, y) * smooth(0.93, 0.7, y);
        let through = if glass { sky.lit(colour) * (0.9 * smooth(-0.2, -0.8, across)) } else { Rgb::BLACK };
        body + through + sky * (shine * if glass { 0.75 } else { 0.42 })
    });
    let (rim, top) = (profile[profile.len() - 1].1, frame.at(0.0, 1.0));
    let inside = rounded(scene, colour * 0.38, 0.0);
    let lip = rounded(scene, colour * 1.15, 0.3 * scene.side);
    canvas.fill(&Outline::ellipse(top, rim * frame.size, rim * 0.24 * frame.size), |_, _| lip);
    canvas.fill(&Outline::ellipse(top, rim * 0.88 * frame.size, rim * 0.19 * frame.size), |_, _| inside);
}

fn fruit(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame, colours: &[u32], chance: &mut Random) {
    let colour = scene.own(0, colours[chance.index(colours.len())]);
    let (lean, noise) = (chance.range(-0.2, 0.2), scene.noise("peel"));
    let blush = Rgb::hex(0xf2c050);
    let (centre, r) = (frame.at(0.0, 0.0), frame.size);
    canvas.fill(&Outline::ellipse(centre, r, r * 0.93), |u, v| {
        let (x, y) = ((u - centre.0) / r, (centre.1 - v) / r);
        let streak = noise.fbm(x * 3.0 + lean * 20.0, y * 1.2, 3);
        ball(scene, colour.mix(blush, unit(0.1 + 0.4 * streak)), x * 0.98, y * 0.98)
            * (0.75 + 0.25 * smooth(-1.0, -0.2, y))
    });
    let stalk = frame.figure().limb(&[(0.0, 0.80, 0.10), (lean, 1.22, 0.08)]);
    stalk.paint(canvas, scene, 0.04, |_, _| Rgb::hex(0x543822));
}

fn cup(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame) {
    let china = scene.own(0, 0xf2ece2);
    canvas.fill(&Outline::ellipse(frame.at(0.0, 0.0), 0.86 * frame.size, 0.17 * frame.size), |u, _| {
        rounded(scene, china * 0.95, (u - frame.u) / frame.size)
    });
    let handle = frame.figure().limb(&[
        (-0.44, 0.80, 0.09),
        (-0.72, 0.70, 0.09),
        (-0.70, 0.38, 0.09),
        (-0.38, 0.28, 0.09),
    ]);
    handle.paint(canvas, scene, 0.03, |_, _| china);
    turned(canvas, scene, frame, CUP, china, false);
    let coffee = rounded(scene, Rgb::hex(0x4a2816), 0.1);
    canvas
        .fill(&Outline::ellipse(frame.at(0.0, 0.985), 0.43 * frame.size, 0.088 * frame.size), |_, _| coffee);
    super::smoke(canvas, scene, frame.at(0.05, 1.08), 0.10 * frame.size, 0.18);
}

fn candle(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame) {
    turned(canvas, scene, frame, CANDLE, scene.own(0, 0xf0e4c8), false);
    let flame = frame.at(0.0, 1.10);
    let fire = frame.figure().limb(&[(0.0, 1.03, 0.05), (0.0, 1.09, 0.07), (0.005, 1.19, 0.008)]);
    fire.paint(canvas, scene, 0.02, |_, y| Rgb::hex(0xffc858) * lerp(2.4, 1.4, unit((y - 1.03) / 0.16)));
    canvas.glow(flame, 0.24 * frame.size, Rgb::hex(0xffd880) * 1.6);
    canvas.glow(flame, 1.1 * frame.size, Rgb::hex(0xffa850) * 0.5);
}

fn bouquet(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame) {
    let mut chance = scene.chance("bouquet");
    let mut heads: Vec<(f32, f32, f32)> = (0..11_u8)
        .map(|at| {
            let x = (f32::from(at) / 10.0 * 2.0 - 1.0) * 0.62;
            (
                x + chance.range(-0.05, 0.05),
                1.32 + 0.42 * (1.0 - x * x) * chance.range(0.3, 1.2),
                chance.range(0.16, 0.23),
            )
        })
        .collect();
    for (x, y, _) in &heads {
        let stem = frame.figure().limb(&[(0.02 * x, 0.85, 0.022), (x * 0.5, 1.12, 0.020), (*x, *y, 0.018)]);
        stem.paint(canvas, scene, 0.01, |_, _| Rgb::hex(0x4a7438));
        let leaf = frame.figure().limb(&[
            (x * 0.4, 1.02, 0.02),
            (x * 0.8 + 0.05, 1.12, 0.09),
            (x * 1.15, 1.16, 0.01),
        ]);
        leaf.paint(canvas, scene, 0.02, |_, _| Rgb::hex(0x3c6634));
    }
    heads.sort_by(|a, b| b.1.total_cmp(&a.1));
    for (at, (x, y, size)) in heads.iter().enumerate() {
        flower::bloom(canvas, scene, frame.moved(*x, *y, *size), at);
    }
    turned(canvas, scene, frame, VASE, scene.own(1, 0x3c6484), false);
}
