//! Water: what stands beyond it mirrored, waves in perspective, the sun's path, foam.

use crate::builtin::canvas::{Canvas, below};
use crate::builtin::colour::Rgb;
use crate::builtin::intent::{Mood, Weather};
use crate::builtin::math::{bell, exp, lerp, smooth, unit};
use crate::builtin::scene::Scene;

/// How rough a stretch of water is.
#[derive(Clone, Copy, Debug)]
pub(in crate::builtin) struct Swell {
    /// 0 for a mirror, 1 for a fresh breeze, more for a storm.
    pub(in crate::builtin) height: f32,
    /// How much white there is on the crests.
    pub(in crate::builtin) foam: f32,
}

impl Swell {
    /// The sea in this weather.
    pub(in crate::builtin) fn sea(scene: &Scene<'_>) -> Self {
        let (height, foam) = match scene.intent.weather {
            Weather::Storm => (2.0, 0.9),
            Weather::Wind => (1.3, 0.5),
            Weather::Rain => (1.0, 0.2),
            Weather::Fog | Weather::Snow => (0.45, 0.0),
            _ => (0.75, 0.06),
        };
        let calm = if scene.intent.mood == Mood::Calm { 0.5 } else { 1.0 };
        Self { height: height * calm, foam: foam * calm }
    }

    /// A lake or river: the sea's weather, a sixth of its waves.
    pub(in crate::builtin) fn inland(scene: &Scene<'_>) -> Self {
        let sea = Self::sea(scene);
        Self { height: sea.height * 0.24, foam: 0.0 }
    }
}

/// Paints water from the horizon to the bottom, mirroring what is already painted above.
pub(in crate::builtin) fn paint(canvas: &mut Canvas, scene: &Scene<'_>, swell: Swell) {
    let horizon = scene.horizon;
    let above = canvas.clone();
    let (noise, chop) = (scene.noise("waves"), scene.noise("chop"));
    let pixel = canvas.pixel();
    let body = body_colour(scene);
    let disc = scene.light.disc;
    let path_light = disc.light * if disc.is_moon { 0.7 } else { 1.0 };
    canvas.cover(horizon - pixel, 1.0, |u, v| {
        let cover = below(horizon, v, pixel);
        if cover <= 0.0 {
            return None;
        }
        let near = unit((v - horizon) / (1.0 - horizon));
        let distance = 1.0 / (near + 0.035);
        let x = (u - 0.5 * scene.aspect) * distance;
        let long = noise.fbm(x * 0.8, distance * 4.5, 4);
        let short = chop.fbm(x * 3.2 + long, distance * 15.0, 3);
        let wave = (0.65 * long + 0.45 * short) * swell.height;
        let amplitude = lerp(0.004, 0.055, near);
        let mirror_v = horizon - (v - horizon) * 0.92 - (wave * amplitude).abs() - wave * amplitude * 0.6;
        let mirror_u = u + 0.35 * amplitude * wave + 0.1 * amplitude * short * swell.height;
        let mirrored = above.sample(mirror_u, mirror_v.clamp(0.0, horizon - pixel));
        // A wave's near face looks down into the water, its far face shows the sky (after Fresnel).
        // Waves tilt their faces, so a rough sea is darker than the sky right from the horizon.
        let grazing = 1.0 - 0.32 * swell.height.min(1.2) - 0.44 * smooth(0.0, 1.0, near);
        let sky_share = unit(grazing + 0.30 * wave - 0.05 * swell.height);
        let deep = body * (0.85 + 0.35 * wave);
        let mut colour = deep.over(mirrored * 0.93, sky_share);
        colour += path_light * glitter(scene, u, near, long, short, swell.height);
        if swell.foam > 0.0 {
            let crest =
                smooth(0.55 - 0.3 * swell.foam, 1.15 - 0.3 * swell.foam, wave / swell.height.max(0.3));
            let torn = smooth(-0.1, 0.5, chop.fbm(x * 9.0, distance * 30.0, 3));
            let foam = scene.light.ambient * 0.8 + scene.light.key * 0.25;
            colour = colour.over(foam, unit(crest * torn * swell.foam * 1.5));
        }
        Some((colour, cover))
    });
    canvas.mark_ground();
    shimmer_line(canvas, scene);
}

/// The sun's broken path on the waves, widening towards the viewer.
fn glitter(scene: &Scene<'_>, u: f32, near: f32, long: f32, short: f32, height: f32) -> f32 {
    let disc = &scene.light.disc;
    let width = lerp(0.035, 0.17, near) * (0.6 + 0.6 * height);
    let column = bell(disc.u, width, u + 0.03 * long);
    let high = exp(-((scene.horizon - disc.v).max(0.0)) * 1.6);
    let below_horizon = if disc.v > scene.horizon { 0.4 } else { 1.0 };
    let facet = smooth(0.18, 0.62, 0.5 * short + 0.5 * long + 0.12);
    column * (0.10 + 1.05 * facet) * high * below_horizon * lerp(1.0, 0.5, near)
}

/// A thin bright line where the water meets the sky.
fn shimmer_line(canvas: &mut Canvas, scene: &Scene<'_>) {
    let disc = scene.light.disc;
    let horizon = scene.horizon;
    canvas.each(horizon, horizon + 0.02, |u, v, pixel| {
        let fall = 1.0 - smooth(0.0, 0.012, v - horizon);
        let strength = 0.10 + 0.5 * bell(disc.u, 0.3, u);
        *pixel += scene.light.haze * (0.25 * fall * strength);
    });
}

fn body_colour(scene: &Scene<'_>) -> Rgb {
    let sky = scene.light.sky(0.85);
    let deep = sky.mix(Rgb::hex(0x0f4a56), 0.35);
    deep.lit(Rgb::WHITE * 0.35 + scene.light.ambient * 0.55)
}

/// Mirrors what stands on the water: every pixel owned by a shape from `first` on is reflected about the
/// line `shore`, broken by waves and fading with distance from it.
pub(in crate::builtin) fn reflect(
    canvas: &mut Canvas,
    scene: &Scene<'_>,
    first: u16,
    water: u16,
    swell: Swell,
    shore: impl Fn(f32) -> f32,
) {
    let above = canvas.clone();
    let noise = scene.noise("chop");
    let body = body_colour(scene);
    canvas.each(scene.horizon, 1.0, |u, v, pixel| {
        let line = shore(u);
        if v <= line || above.owner(u, v) != water {
            return;
        }
        let away = v - line;
        let ripple = noise.fbm(u * 22.0, v * 90.0, 3) * (0.3 + swell.height) * (0.004 + 0.11 * away);
        let (mu, mv) = (u + ripple * 0.8, line - away * 1.04 - ripple * 0.6);
        if mv > 0.0 && above.owner(mu, mv) >= first {
            let mirrored = above.sample(mu, mv).over(body, 0.22);
            let fade = 0.82 * exp(-away * (0.8 + 1.6 * swell.height));
            *pixel = pixel.over(mirrored, fade);
        }
    });
}
