//! Outer space: stars, a nebula and the limb of a planet.

use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Rgb;
use crate::builtin::math::{lerp, smooth, unit};
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
    planet(canvas, scene);
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
fn planet(canvas: &mut Canvas, scene: &Scene<'_>) {
    let noise = scene.noise("planet");
    let radius = scene.length(0.62);
    let centre = (scene.across(0.22), 0.98);
    let pixel = canvas.pixel();
    let (land, sea) = (scene.accent(0xb88a5a), scene.light.sky(0.6));
    canvas.cover(centre.1 - radius * 1.1, 1.0, |u, v| {
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
