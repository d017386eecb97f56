//! Ground in perspective: grass, sand, snow or earth, from the horizon to the viewer's feet.

use crate::builtin::canvas::{Canvas, below};
use crate::builtin::colour::Rgb;
use crate::builtin::intent::Setting;
use crate::builtin::math::{lerp, smooth, unit};
use crate::builtin::noise::Noise;
use crate::builtin::outline::Outline;
use crate::builtin::planes::ridge::unit3;
use crate::builtin::scene::Scene;

/// Paints ground from `line` (which may undulate) to the bottom.
pub(in crate::builtin) fn paint(canvas: &mut Canvas, scene: &Scene<'_>, line: impl Fn(f32) -> f32) {
    let pixel = canvas.pixel();
    let noise = scene.noise("ground");
    canvas.cover(scene.horizon - 0.12, 1.0, |u, v| {
        let edge = line(u);
        let cover = below(edge, v, pixel);
        (cover > 0.0).then(|| (surface(scene, noise, u, v, edge), cover))
    });
    canvas.mark_ground();
}

/// The ground's colour at a point seen from the picture's eye.
pub(in crate::builtin) fn surface(scene: &Scene<'_>, noise: Noise, u: f32, v: f32, edge: f32) -> Rgb {
    let near = unit((v - edge) / (1.0 - edge).max(0.05));
    let distance = 1.0 / (near + 0.05);
    let x = (u - scene.focus) * distance;
    let (dark, bright) = scene.ground();
    let patches = noise.fbm(x * 0.55, distance * 1.6, 4);
    let fine = noise.fbm(x * 9.0, distance * 16.0 + v * 40.0, 3);
    let (tone, relief) = match scene.place {
        Setting::Desert | Setting::Coast | Setting::Sea | Setting::Island => {
            let ripple = noise.at(x * 2.0 + 2.0 * patches, distance * 22.0 + 5.0 * patches);
            (0.55 + 0.3 * patches + 0.12 * ripple, 0.4 * ripple)
        }
        _ if scene.is_wintry() => (0.7 + 0.3 * patches, 0.55 * patches + 0.1 * fine),
        _ => {
            // Long grass is seen from the side: it streaks upright near the viewer.
            let blades = noise.fbm(u * 150.0, v * 26.0, 2) * smooth(0.15, 0.8, near);
            (0.45 + 0.45 * patches + 0.22 * fine + 0.30 * blades, 0.35 * fine + 0.4 * blades)
        }
    };
    let slope = unit3([0.25 * patches + 0.5 * relief, 0.9, 0.3 + 0.2 * relief]);
    let lit = scene.light.on(dark.mix(bright, unit(tone)), slope);
    // The foreground falls into shade, which leads the eye into the picture.
    let shade = 1.0 - 0.34 * smooth(0.45, 1.0, near);
    // The far edge stays darker than the sky, so that the horizon is a line.
    scene.light.through(lit * shade, 0.30 * (1.0 - near) * (1.0 - near))
}

/// A road or path that winds from the viewer to `end` on the horizon.
pub(in crate::builtin) fn road(
    canvas: &mut Canvas,
    scene: &Scene<'_>,
    end: (f32, f32),
    width: f32,
    paved: bool,
) {
    let mut chance = scene.chance("road");
    let bend = chance.range(0.25, 0.5) * scene.side * if paved { 0.35 } else { 0.6 };
    let start = scene.aspect * 0.5 + chance.range(-0.12, 0.12);
    let middle = |t: f32| {
        let swing = bend * (t * (1.0 - t)) * 2.0 * (1.0 - t * 0.4);
        lerp(start, end.0, 1.0 - (1.0 - t) * (1.0 - t)) + swing
    };
    let points: Vec<(f32, f32, f32)> = (0..=40_u8)
        .map(|step| {
            let t = f32::from(step) / 40.0;
            let v = lerp(1.02, end.1, 1.0 - (1.0 - t) * (1.0 - t));
            let near = unit((v - end.1) / (1.02 - end.1));
            (middle(t), v, width * near + 0.0025)
        })
        .collect();
    let noise = scene.noise("gravel");
    let (base, edge) = if paved { (0x4c4c50, 0x747270) } else { (0x8a7050, 0xc2a880) };
    let wintry = scene.is_wintry();
    canvas.fill(&Outline::ribbon(&points), |u, v| {
        let near = unit((v - end.1) / (1.0 - end.1));
        let grit = noise.fbm(u * 60.0 / (near + 0.2), v * 120.0 / (near + 0.2), 3);
        let stone = Rgb::hex(base).mix(Rgb::hex(edge), unit(0.45 + 0.5 * grit));
        let stone = if wintry { stone.mix(Rgb::hex(0xdde4ee), 0.6) } else { stone };
        scene.light.through(scene.light.on(stone, [0.0, 0.95, 0.3]), 0.55 * (1.0 - near) * (1.0 - near))
    });
    if paved {
        centre_line(canvas, scene, &points);
    }
}

fn centre_line(canvas: &mut Canvas, scene: &Scene<'_>, points: &[(f32, f32, f32)]) {
    let paint = scene.light.on(Rgb::hex(0xe8d99a), [0.0, 0.95, 0.3]);
    for pair in points.windows(2).step_by(2) {
        let [from, to] = pair else { continue };
        let dash = Outline::ribbon(&[(from.0, from.1, from.2 * 0.035), (to.0, to.1, to.2 * 0.035)]);
        canvas.veil(&dash, paint, 0.9);
    }
}

/// Lines of light that run to the horizon and across: what neon has in place of grass.
pub(in crate::builtin) fn grid(canvas: &mut Canvas, scene: &Scene<'_>, top: f32) {
    let light = Rgb::WHITE * 0.75;
    for step in -14_i8..=14 {
        let from = scene.aspect * 0.5 + f32::from(step) * 0.024;
        let to = scene.aspect * 0.5 + f32::from(step) * 0.30;
        canvas.veil(&Outline::taper((from, top), (to, 1.02), 0.0006, 0.0040), light, 0.8);
    }
    for step in 1..=9_u8 {
        let near = f32::from(step) / 9.0;
        let v = lerp(top, 1.0, near * near * 0.9 + 0.02);
        canvas.veil(&Outline::rect(0.0, v, scene.aspect, lerp(0.0008, 0.0036, near)), light, 0.6);
    }
}

/// A soft shadow on the ground, away from the light.
pub(in crate::builtin) fn shadow(
    canvas: &mut Canvas,
    scene: &Scene<'_>,
    at: (f32, f32),
    half: f32,
    length: f32,
) {
    let sun = (scene.light.key.luma() * 0.6).min(1.0);
    let centre = (at.0 - scene.side * length * 0.5, at.1 + 0.006 + half * 0.06);
    let tone = scene.light.ambient * 0.10;
    for ring in 0..14_u8 {
        let grow = 0.45 + 0.055 * f32::from(ring);
        let outline = Outline::ellipse(centre, (half + length * 0.5) * grow, (half * 0.20 + 0.006) * grow);
        canvas.veil(&outline, tone, 0.022 + 0.038 * sun);
    }
}
