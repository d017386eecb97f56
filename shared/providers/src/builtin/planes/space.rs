//! Outer space: stars, a nebula and the limb of a planet; and the ground of a moon, under a sky without air.

use crate::builtin::canvas::{Canvas, below};
use crate::builtin::colour::Rgb;
use crate::builtin::math::{lerp, smooth, unit};
use crate::builtin::noise::Noise;
use crate::builtin::scene::{Scene, Stand};

/// Paints space; the subject floats in its middle.
pub(in crate::builtin) fn paint(canvas: &mut Canvas, scene: &Scene<'_>) -> Stand {
    let noise = scene.noise("nebula");
    let (deep, glow) = (scene.light.sky(1.0) * 0.25, scene.light.sky(0.12));
    let other = scene.light.sky(0.5);
    canvas.each(0.0, 1.0, |u, v, pixel| {
        let bend = noise.fbm(u * 1.4, v * 1.4, 4);
        let cloud = unit(0.5 + 0.9 * noise.fbm(u * 1.7 + bend, v * 1.7 - bend, 6));
        let band = smooth(0.7, 0.0, (v - 0.45 - 0.3 * (u - 0.5 * scene.aspect) * scene.side).abs());
        let gas = other.mix(glow, unit(0.5 + bend));
        *pixel = deep.over(gas, 0.62 * cloud * cloud * band);
    });
    stars(canvas, scene);
    planet(canvas, scene, (scene.across(0.22), 0.98), scene.length(0.62));
    Stand { u: scene.focus, v: 0.72, size: scene.length(0.47) * scene.zoom() }
}

fn stars(canvas: &mut Canvas, scene: &Scene<'_>) {
    let mut chance = scene.chance("stars");
    for _ in 0..(scene.aspect * 700.0) as usize {
        let at = (chance.range(0.0, scene.aspect), chance.unit());
        let bright = chance.unit();
        let tint = Rgb::hex(0xcfddff).over(Rgb::hex(0xffe6c4), chance.unit());
        canvas.glow(
            at,
            lerp(0.0016, 0.0075, bright * bright * bright * bright),
            tint * lerp(0.6, 2.6, bright * bright),
        );
    }
}

/// A planet seen from orbit, lit from the sun's side.
fn planet(canvas: &mut Canvas, scene: &Scene<'_>, centre: (f32, f32), radius: f32) {
    let noise = scene.noise("planet");
    let pixel = canvas.pixel();
    let (land, sea) = (scene.accent(0xb88a5a), scene.light.sky(0.6));
    canvas.cover(centre.1 - radius * 1.1, centre.1 + radius * 1.1, |u, v| {
        let (x, y) = ((u - centre.0) / radius, (v - centre.1) / radius);
        let far = (x * x + y * y).sqrt();
        let cover = smooth(1.0 + pixel / radius, 1.0 - pixel / radius, far);
        (cover > 0.0).then(|| {
            let z = (1.0 - far * far).max(0.0).sqrt();
            let (mx, my) = (x / (0.4 + z), y / (0.4 + z));
            let bands = noise.fbm(mx * 1.2, my * 5.0 + 0.8 * noise.fbm(mx * 3.0, my * 3.0, 3), 5);
            let ground = sea.mix(land, unit(0.5 + 0.9 * bands));
            let facing = unit(x * scene.side * 0.75 - y * 0.55 + z * 0.15);
            let rim = smooth(0.80, 1.0, far) * facing;
            (ground * (0.03 + 1.15 * facing) + scene.light.sky(0.2) * (0.5 * rim), cover)
        })
    });
    canvas.glow(
        (centre.0 + scene.side * radius * 0.5, centre.1 - radius * 0.7),
        radius * 0.9,
        scene.light.sky(0.3) * 0.14,
    );
}

/// Craters on the ground of a moon.
const CRATERS: usize = 34;

/// Paints the ground of a moon to its near horizon, with a planet in the black sky.
pub(in crate::builtin) fn surface(canvas: &mut Canvas, scene: &Scene<'_>) -> Stand {
    let deep = scene.light.sky(1.0) * 0.06;
    canvas.each(0.0, 1.0, |_, _, pixel| *pixel = deep);
    stars(canvas, scene);
    planet(canvas, scene, (scene.across(0.26), 0.38 * scene.horizon), scene.length(0.17));
    let noise = scene.noise("regolith");
    let craters = craters(scene);
    let pixel = canvas.pixel();
    let line = |u: f32| scene.horizon + 0.004 * noise.fbm(u * 2.0, 1.0, 3);
    canvas.cover(scene.horizon - 0.02, 1.0, |u, v| {
        let edge = line(u);
        let cover = below(edge, v, pixel);
        (cover > 0.0).then(|| (regolith(scene, noise, &craters, (u, v), edge), cover))
    });
    canvas.mark_ground();
    Stand { u: scene.focus, v: lerp(scene.horizon, 1.0, 0.5), size: scene.length(0.47) * scene.zoom() }
}

/// Places and half widths of craters, the farthest first and smallest.
fn craters(scene: &Scene<'_>) -> Vec<(f32, f32, f32)> {
    let mut chance = scene.chance("craters");
    let one = |at: usize| {
        let near = (at as f32 + chance.unit()) / CRATERS as f32;
        let v = lerp(scene.horizon + 0.012, 1.02, near * near);
        (chance.range(0.0, scene.aspect), v, lerp(0.010, 0.13, near * near) * chance.range(0.5, 1.1))
    };
    (0..CRATERS).map(one).collect()
}

/// Dust in hard light: bowls whose far wall is lit and whose near wall lies in shade, with bright rims.
fn regolith(
    scene: &Scene<'_>,
    noise: Noise,
    craters: &[(f32, f32, f32)],
    (u, v): (f32, f32),
    edge: f32,
) -> Rgb {
    let near = unit((v - edge) / (1.0 - edge));
    let distance = 1.0 / (near + 0.06);
    let (dark, bright) = scene.ground();
    let x = (u - scene.focus) * distance;
    let grit = noise.fbm(x * 5.0, distance * 9.0, 4);
    let mut slope = 0.35 * grit;
    let mut tone = 0.55 + 0.3 * noise.fbm(x * 0.7, distance * 1.5, 3);
    for (cu, cv, half) in craters {
        let (x, y) = ((u - cu) / half, (v - cv) / (half * 0.30));
        let far = x * x + y * y;
        if far < 1.7 {
            let inside = smooth(1.0, 0.8, far);
            slope -= inside * (0.9 * x * far.sqrt() * scene.side.signum());
            tone += 0.35 * smooth(1.7, 1.15, far) * smooth(0.85, 1.1, far) - 0.18 * inside;
        }
    }
    // No air scatters light: what the sun does not reach is dark, and distance pales nothing.
    let sun = scene.light.key.over(Rgb::WHITE, 0.5) + Rgb::WHITE * 0.25;
    dark.mix(bright, unit(tone)).lit(sun * unit(0.62 + slope) * (1.0 - 0.25 * smooth(0.5, 1.0, near)))
}
