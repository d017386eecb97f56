//! Air: the sky's gradient, sun or moon, stars and clouds.

use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Rgb;
use crate::builtin::intent::{Hour, Mood, Weather};
use crate::builtin::math::{bell, exp, lerp, sin, smooth, unit};
use crate::builtin::noise::Noise;
use crate::builtin::scene::Scene;

/// Paints the sky down to just below the horizon.
pub(in crate::builtin) fn paint(canvas: &mut Canvas, scene: &Scene<'_>) {
    let horizon = scene.horizon;
    let ramp: Vec<Rgb> = (0..=512_u16).map(|step| scene.light.sky(f32::from(step) / 512.0)).collect();
    let noise = scene.noise("sky");
    let glow = halo_colour(scene);
    canvas.each(0.0, 1.0, |u, v, pixel| {
        let t = (horizon - v) / horizon;
        // Level at the horizon, higher up as uneven as air is.
        let waver =
            0.012 * noise.at(u * 1.3, v * 4.0) + 0.16 * smooth(0.08, 0.6, t) * noise.at(u * 0.8, v * 1.1);
        let t = unit(t + waver);
        let place = t * 511.0;
        let at = place as usize;
        *pixel = ramp[at].over(ramp[at + 1], place - at as f32) + glow * halo(scene, u, v);
    });
    if scene.light.stars > 0.02 && !scene.is_outlined() {
        stars(canvas, scene);
    }
    if scene.shows_disc() {
        disc(canvas, scene);
    }
    clouds(canvas, scene);
    aurora(canvas, scene);
}

/// Light scattered around the sun: round near it, stretched along the horizon when it is low.
fn halo(scene: &Scene<'_>, u: f32, v: f32) -> f32 {
    let disc = &scene.light.disc;
    let (du, dv) = (u - disc.u, v - disc.v);
    let round = (du * du + dv * dv).sqrt();
    let low = 1.0 - smooth(0.1, 0.6, scene.horizon - disc.v);
    let flat = (du * du * 0.12 + dv * dv * 2.4).sqrt();
    let strength = 0.34 * exp(-round / (0.22 * disc.halo)) + 0.30 * low * exp(-flat / (0.16 * disc.halo));
    strength * if disc.is_moon { 0.35 } else { 0.9 }
}

/// The sun's light in the hue of the sky around it: the air that scatters it has already tinted it.
fn halo_colour(scene: &Scene<'_>) -> Rgb {
    let around = scene.light.sky(0.08);
    let peak = around.r.max(around.g).max(around.b).max(1e-3);
    scene.light.disc.light.lit(around * (1.0 / peak))
}

fn disc(canvas: &mut Canvas, scene: &Scene<'_>) {
    let disc = scene.light.disc;
    let pixel = canvas.pixel();
    let craters = scene.noise("moon");
    canvas.each(disc.v - disc.radius - pixel, disc.v + disc.radius + pixel, |u, v, colour| {
        let (du, dv) = (u - disc.u, v - disc.v);
        let far = (du * du + dv * dv).sqrt();
        let cover = smooth(disc.radius + pixel, disc.radius - pixel, far);
        if cover > 0.0 {
            let seas = if disc.is_moon {
                1.0 - 0.28 * smooth(0.05, 0.5, craters.fbm(du * 34.0, dv * 34.0, 3))
            } else {
                1.25
            };
            *colour = colour.over(disc.light * seas, cover);
        }
    });
}

fn stars(canvas: &mut Canvas, scene: &Scene<'_>) {
    let mut chance = scene.chance("stars");
    let band = scene.noise("milky way");
    let strength = scene.light.stars;
    if strength > 0.9 {
        let tilt = 0.45 * scene.side;
        canvas.each(0.0, scene.horizon, |u, v, pixel| {
            let along = v - 0.26 - tilt * (u - 0.5 * scene.aspect);
            let cloud = unit(0.5 + 0.7 * band.fbm(u * 3.0, v * 3.0, 4));
            let fade = smooth(scene.horizon, scene.horizon * 0.5, v);
            *pixel += Rgb::hex(0x6f7fb8) * (0.11 * bell(0.0, 0.13, along) * cloud * cloud * fade);
        });
    }
    let count = (scene.aspect * 620.0 * strength) as usize;
    for _ in 0..count {
        let (u, raw) = (chance.range(0.0, scene.aspect), chance.unit());
        let (v, bright, hue) = (raw * scene.horizon * 0.95, chance.unit(), chance.unit());
        let fade = strength
            * smooth(scene.horizon * lerp(0.6, 0.95, strength), scene.horizon * lerp(0.1, 0.45, strength), v);
        let size = lerp(0.0006, 0.0017, bright * bright * bright);
        let tint = Rgb::hex(0xcfddff).over(Rgb::hex(0xffe9cf), hue);
        canvas.glow((u, v), size * 2.6, tint * (fade * lerp(0.5, 2.2, bright * bright)));
    }
}

/// How clouds look in a weather: how much of the sky they cover, and how solid they are.
struct Cover {
    threshold: f32,
    solid: f32,
    shade: f32,
}

fn cover_of(scene: &Scene<'_>) -> Cover {
    let dramatic = f32::from(u8::from(matches!(scene.intent.mood, Mood::Dramatic | Mood::Epic)));
    let (threshold, solid, shade) = match scene.intent.weather {
        Weather::Clear if scene.intent.hour == Hour::Night => (0.42, 0.35, 0.5),
        Weather::Clear | Weather::Wind if low_sun(scene) => (0.06 - 0.1 * dramatic, 0.85, 0.8),
        Weather::Clear | Weather::Wind => (0.2 - 0.16 * dramatic, 0.8, 0.55),
        Weather::Cloudy => (0.02, 0.9, 0.7),
        Weather::Fog => (0.1, 0.25, 0.3),
        Weather::Overcast | Weather::Snow => (-0.35, 0.75, 0.6),
        Weather::Rain => (-0.4, 0.85, 0.85),
        Weather::Storm => (-0.3, 0.98, 1.25),
    };
    Cover { threshold, solid, shade }
}

/// Clouds in perspective: they flatten and crowd towards the horizon. Their light is found by comparing
/// the density here with that a little nearer to the sun.
fn clouds(canvas: &mut Canvas, scene: &Scene<'_>) {
    let cover = cover_of(scene);
    let (shape, wisp) = (scene.noise("clouds"), scene.noise("wisps"));
    let light = &scene.light;
    let disc = light.disc;
    let lit = cloud_light(scene);
    let ramp: Vec<Rgb> = (0..=256_u16).map(|step| light.sky(f32::from(step) / 256.0)).collect();
    canvas.each(0.0, scene.horizon, |u, v, pixel| {
        let t = unit((scene.horizon - v) / scene.horizon);
        let spread = 1.0 / (t + 0.16);
        let (x, y) = ((u - disc.u) * spread * 0.62, spread * 1.55);
        let here = density(shape, wisp, x, y);
        let amount =
            smooth(cover.threshold, cover.threshold + 0.42, here) * cover.solid * smooth(0.0, 0.07, t);
        if amount < 0.004 {
            return;
        }
        let (du, dv) = (disc.u - u, disc.v - v);
        let far = (du * du + dv * dv).sqrt().max(0.05);
        let nearer = density(shape, wisp, x + du / far * 0.16, y - dv / far * 0.16 * spread);
        let edge = unit(0.5 + (here - nearer) * 1.9);
        let thick = smooth(cover.threshold, cover.threshold + 0.8, here);
        let near_sun = exp(-far / (0.75 * disc.halo.max(0.3)));
        let sky = ramp[(t * 256.0) as usize];
        let dark = sky.over(lit.shade, 0.72) * (1.0 - 0.28 * thick * cover.shade);
        let bright = lit.bright * (0.62 + 0.75 * near_sun) + sky * 0.12;
        let colour = dark.over(bright, edge * (1.0 - 0.5 * thick * cover.shade.min(1.0)));
        *pixel = pixel.over(colour, unit(amount));
    });
}

fn low_sun(scene: &Scene<'_>) -> bool {
    matches!(scene.intent.hour, Hour::Dawn | Hour::Golden | Hour::Sunset | Hour::Dusk)
}

struct CloudLight {
    bright: Rgb,
    shade: Rgb,
}

fn cloud_light(scene: &Scene<'_>) -> CloudLight {
    let light = &scene.light;
    let low = low_sun(scene);
    let horizon = light.sky(0.03);
    let bright = if low { horizon.over(light.key, 0.25) } else { light.key * 0.42 + light.ambient * 0.62 };
    let shade = light.sky(0.55).mix(light.ambient * 0.75, 0.5);
    let shade = if low { light.sky(0.42).mix(light.sky(0.9), 0.4) } else { shade };
    CloudLight { bright, shade }
}

/// Heaped forms with frayed edges, about -1..=1.
fn density(shape: Noise, wisp: Noise, x: f32, y: f32) -> f32 {
    let bend = 0.35 * wisp.at(x * 0.8 + 3.0, y * 0.5);
    shape.fbm(x * 0.9 + bend, y * 0.8 + bend, 5) + 0.25 * shape.at(x * 0.3 + 9.0, y * 0.22)
}

/// Paints curtains of northern lights on the sky.
fn aurora(canvas: &mut Canvas, scene: &Scene<'_>) {
    if !(scene.says("aurora") || scene.says("northern")) {
        return;
    }
    let noise = scene.noise("aurora");
    let (low, high) = (Rgb::hex(0x3cf0a0), Rgb::hex(0xa050e0));
    canvas.each(0.0, scene.horizon, |u, v, pixel| {
        for band in 0..3_u8 {
            let b = f32::from(band);
            let foot = scene.horizon * (0.82 - 0.16 * b)
                + 0.10 * sin(u * (2.3 + b) + 2.0 * b)
                + 0.08 * noise.fbm(u * 2.0, b * 5.0, 3);
            let up = foot - v;
            if up > 0.0 {
                let rays =
                    0.45 + 0.75 * unit(0.5 + noise.fbm(u * 22.0 + 3.0 * noise.at(u * 2.0, b), b * 9.0, 3));
                let fall = exp(-up * 5.5) * smooth(0.0, 0.02, up);
                *pixel += low.over(high, smooth(0.05, 0.35, up)) * (0.42 * rays * fall);
            }
        }
    });
}
