//! Birds, fish and things that fly or leap.

use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Rgb;
use crate::builtin::figure::Frame;
use crate::builtin::math::{cos, lerp, sin, smooth};
use crate::builtin::outline::Outline;
use crate::builtin::scene::{Scene, Stand};

/// Paints a bird in flight, with its flock far behind.
pub(in crate::builtin) fn bird(canvas: &mut Canvas, scene: &Scene<'_>, stand: Stand) {
    flock(canvas, scene, 9);
    let size = stand.size * 0.92;
    let frame = Frame { u: stand.u, v: (scene.horizon * 0.56).max(0.2), size, facing: scene.side };
    let (body, tip) = plumage(scene);
    let wing = |shift: f32, rise: f32| {
        [
            (0.16 + shift, 0.07),
            (0.13 + shift, 0.24 * rise),
            (0.02 + shift, 0.42 * rise),
            (-0.20 + shift, 0.60 * rise),
            (-0.46 + shift, 0.70 * rise),
            (-0.30 + shift, 0.52 * rise),
            (-0.24 + shift, 0.42 * rise),
            (-0.16 + shift, 0.26 * rise),
            (-0.16 + shift, 0.05),
        ]
    };
    let feathers = scene.noise("feathers");
    let coat = move |x: f32, y: f32| {
        let worn = 0.94 + 0.12 * feathers.fbm(x * 40.0 + y * 30.0, y * 8.0, 2);
        body.mix(tip, smooth(0.42, 0.62, y)) * worn
    };
    frame.figure().polygon(&wing(0.10, 0.86)).paint(canvas, scene, 0.02, |x, y| coat(x, y) * 0.66);
    frame
        .figure()
        .polygon(&[(-0.34, 0.02), (-0.58, 0.07), (-0.55, 0.0), (-0.57, -0.07), (-0.32, -0.03)])
        .paint(canvas, scene, 0.02, |x, y| coat(x, y) * 0.9);
    let trunk =
        [(-0.40, 0.0, 0.05), (-0.22, 0.02, 0.12), (0.05, 0.03, 0.20), (0.28, 0.07, 0.14), (0.40, 0.10, 0.11)];
    frame.figure().limb(&trunk).paint(canvas, scene, 0.045, coat);
    frame.figure().polygon(&wing(0.0, 1.0)).paint(canvas, scene, 0.025, coat);
    let beak = scene.light.on(Rgb::hex(0xe0962c), [scene.side * 0.5, 0.3, 0.7]);
    frame.plain(canvas, &[(0.44, 0.13), (0.54, 0.085), (0.44, 0.065)], beak);
    frame.figure().oval(0.405, 0.12, 0.012, 0.012).paint(canvas, scene, 0.01, |_, _| Rgb::hex(0x100e0e));
}

fn plumage(scene: &Scene<'_>) -> (Rgb, Rgb) {
    let known: &[(&str, u32, u32)] = &[
        ("crow", 0x282830, 0x16161c),
        ("raven", 0x282830, 0x16161c),
        ("eagle", 0x6a482e, 0x3a281c),
        ("hawk", 0x8a6240, 0x4a3222),
        ("falcon", 0x7c7470, 0x403c3e),
        ("owl", 0xa88860, 0x6a5038),
        ("robin", 0xc05a30, 0x5a483a),
    ];
    let (body, tip) = known
        .iter()
        .find(|(word, ..)| scene.says(word))
        .map_or((0xf0eeea, 0x3e424a), |(_, body, tip)| (*body, *tip));
    (scene.own(0, body), Rgb::hex(tip))
}

/// Far birds: two strokes each.
pub(super) fn flock(canvas: &mut Canvas, scene: &Scene<'_>, count: u8) {
    let mut chance = scene.chance("flock");
    let centre = (scene.across(0.28), scene.horizon * 0.42);
    let ink = scene.light.through(scene.light.on(Rgb::hex(0x3c3e46), [0.0, -0.3, 0.7]), 0.35);
    for _ in 0..count {
        let at = (centre.0 + chance.range(-0.20, 0.20), centre.1 + chance.range(-0.10, 0.10));
        let (span, lift) = (scene.length(chance.range(0.010, 0.022)), chance.range(0.15, 0.6));
        for side in [-1.0_f32, 1.0] {
            let wing = [
                (at.0, at.1, span * 0.16),
                (at.0 + side * span * 0.5, at.1 - span * lift, span * 0.15),
                (at.0 + side * span, at.1 - span * lift * 0.45, span * 0.03),
            ];
            canvas.fill(&Outline::ribbon(&wing), |_, _| ink);
        }
    }
}

/// Paints a fish that leaps out of the water, with its splash.
pub(in crate::builtin) fn fish(canvas: &mut Canvas, scene: &Scene<'_>, stand: Stand) {
    let whale = ["whale", "orca", "dolphin", "shark"].iter().any(|word| scene.says(word));
    let natural = if whale { 0x3e5064 } else { 0xd86a30 };
    let back = scene.own(0, natural);
    let belly = if whale { Rgb::hex(0xd8dcde) } else { Rgb::hex(0xf4dcb8) };
    let frame = Frame { u: stand.u, v: stand.v, size: stand.size * 1.05, facing: scene.side };
    let scales = scene.noise("scales");
    let skin = |x: f32, y: f32| {
        let along = 0.32 - 0.55 * (x - 0.05) * (x - 0.05) * 3.0;
        let mark = if whale { 0.0 } else { 0.35 * smooth(0.1, 0.3, scales.at(x * 6.0, y * 7.0)) };
        back.mix(belly, smooth(0.02, -0.10, y - along)).mix(Rgb::hex(0xf8f0e4), mark)
            * (0.92 + 0.14 * scales.fbm(x * 40.0, y * 40.0, 2))
    };
    let body = frame.figure().limb(&[
        (-0.46, -0.02, 0.05),
        (-0.34, 0.16, 0.12),
        (-0.12, 0.36, 0.26),
        (0.12, 0.42, 0.30),
        (0.34, 0.34, 0.24),
        (0.48, 0.22, 0.12),
    ]);
    let fins = frame
        .figure()
        .polygon(&[(-0.42, 0.02), (-0.66, 0.06), (-0.54, -0.02), (-0.56, -0.20), (-0.40, -0.06)])
        .polygon(&[(-0.06, 0.46), (-0.10, 0.70), (0.12, 0.56)])
        .polygon(&[(0.14, 0.30), (0.02, 0.10), (0.22, 0.22)]);
    fins.paint(canvas, scene, 0.02, |_, _| back * 0.72);
    body.paint(canvas, scene, 0.07, skin);
    frame.figure().oval(0.37, 0.355, 0.022, 0.024).paint(canvas, scene, 0.01, |_, _| Rgb::hex(0x101012));
    canvas.glow(frame.at(0.375, 0.362), 0.012 * frame.size, Rgb::WHITE);
    splash(canvas, scene, frame);
}

fn splash(canvas: &mut Canvas, scene: &Scene<'_>, frame: Frame) {
    let mut chance = scene.chance("splash");
    let foam = scene.light.ambient * 1.05 + scene.light.key * 0.35;
    let root = frame.at(-0.42, -0.06);
    canvas.next_shape();
    for ring in 0..5_u8 {
        let wide = frame.size * lerp(0.14, 0.52, f32::from(ring) / 4.0);
        canvas.veil(&Outline::ellipse((root.0, root.1 + 0.012), wide, wide * 0.14), foam, 0.11);
    }
    for _ in 0..420 {
        let (angle, far) = (chance.range(0.25, 2.9), chance.unit().sqrt());
        let reach = frame.size * 0.34 * far * lerp(0.5, 1.0, chance.unit());
        let at = (root.0 + reach * cos(angle), root.1 - reach * sin(angle) * 1.1);
        let size = frame.size * lerp(0.020, 0.004, far) * chance.range(0.4, 1.0);
        canvas.dab(at, (size, size), (1.0, 0.0), foam, 0.7);
    }
}
