//! Weather between the viewer and the picture: mist, rain, snow and lightning.

use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Rgb;
use crate::builtin::intent::{Mood, Setting, Weather};
use crate::builtin::math::{bell, lerp, smooth, unit};
use crate::builtin::outline::Outline;
use crate::builtin::scene::Scene;

/// Paints what falls or drifts.
pub(in crate::builtin) fn paint(canvas: &mut Canvas, scene: &Scene<'_>) {
    if matches!(scene.place, Setting::Space | Setting::Moon) {
        return;
    }
    match scene.intent.weather {
        Weather::Fog => mist(canvas, scene, 0.75),
        Weather::Rain => rain(canvas, scene, 1.0),
        Weather::Storm => {
            rain(canvas, scene, 1.5);
            grey(canvas, scene);
        }
        Weather::Snow => {
            mist(canvas, scene, 0.25);
            snow(canvas, scene);
        }
        _ if matches!(scene.intent.mood, Mood::Mysterious | Mood::Romantic) => mist(canvas, scene, 0.4),
        _ => {}
    }
}

/// Banks of fog that lie along the horizon and drift over the ground.
fn mist(canvas: &mut Canvas, scene: &Scene<'_>, strength: f32) {
    let noise = scene.noise("mist");
    let colour = scene.light.haze.over(scene.light.ambient, 0.15);
    canvas.each(0.0, 1.0, |u, v, pixel| {
        let bank = bell(scene.horizon + 0.03, 0.14, v) + 0.7 * bell(scene.horizon + 0.22, 0.10, v);
        let drift = unit(0.55 + 0.75 * noise.fbm(u * 1.6, v * 7.0, 4));
        let veil = 0.22 * smooth(1.0, 0.2, v);
        *pixel = pixel.over(colour, unit(strength * (bank * drift + veil)));
    });
}

fn rain(canvas: &mut Canvas, scene: &Scene<'_>, strength: f32) {
    let mut chance = scene.chance("rain");
    let light = scene.light.haze.over(Rgb::WHITE * 0.8, 0.3);
    let slant = 0.16 * scene.side * strength;
    for _ in 0..(scene.aspect * 900.0 * strength) as usize {
        let near = chance.unit() * chance.unit();
        let (u, v) = (chance.range(-0.1, scene.aspect + 0.1), chance.range(-0.05, 1.0));
        let length = lerp(0.018, 0.075, near);
        let streak =
            Outline::taper((u, v), (u - slant * length, v + length), 0.0006, lerp(0.0010, 0.0019, near));
        canvas.veil(&streak, light, lerp(0.18, 0.42, near));
    }
    let noise = scene.noise("curtains");
    canvas.each(0.0, 1.0, |u, v, pixel| {
        let curtain = unit(0.4 + 0.8 * noise.fbm((u + slant * v) * 3.0, v * 0.5, 3));
        *pixel = pixel.over(light * 0.8, 0.12 * strength * curtain);
    });
}

fn snow(canvas: &mut Canvas, scene: &Scene<'_>) {
    let mut chance = scene.chance("snow");
    let light = scene.light.ambient.over(Rgb::WHITE, 0.35) * 1.15;
    for _ in 0..(scene.aspect * 1_100.0) as usize {
        let near = chance.unit();
        let near = near * near * near;
        let at = (chance.range(0.0, scene.aspect), chance.unit());
        let size = lerp(0.0012, 0.0075, near);
        canvas.glow(at, size * 2.2, light * lerp(0.6, 0.5, near));
    }
}

/// A storm takes colour and light from everything but the sky's breaks.
fn grey(canvas: &mut Canvas, scene: &Scene<'_>) {
    let top = scene.light.sky(0.8);
    canvas.each(0.0, 1.0, |_, v, pixel| {
        let grey = Rgb::WHITE * pixel.luma();
        *pixel = pixel.over(grey.over(top, 0.3), 0.18 + 0.1 * smooth(0.4, 0.0, v));
    });
}
