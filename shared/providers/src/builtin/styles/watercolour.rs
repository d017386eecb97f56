//! Watercolour: flat washes with dark rims, blooms and granulation on white paper.

use super::field;
use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Rgb;
use crate::builtin::math::{pow, smooth, unit};
use crate::builtin::noise::Noise;
use crate::builtin::scene::Scene;

pub(super) fn apply(canvas: &mut Canvas, scene: &Scene<'_>) {
    let rims = field::contours(canvas, 0.0022, 2.2);
    let mut washes = canvas.clone();
    washes.pixels_mut().copy_from_slice(&field::patches(canvas, 0.005));
    let (wobble, flow, grain) = (scene.noise("wobble"), scene.noise("flow"), scene.noise("paper"));
    let (width, height, aspect) = (canvas.width(), canvas.height(), canvas.aspect());
    let paper = Rgb::hex(0xfaf6ec);
    canvas.each(0.0, 1.0, |u, v, pixel| {
        let shake =
            (0.004 * wobble.fbm(u * 18.0, v * 18.0, 3), 0.004 * wobble.fbm(u * 18.0 + 40.0, v * 18.0, 3));
        let (mu, mv) = (u + shake.0, v + shake.1);
        let wash = washes.sample(mu, mv);
        let x = ((mu * height as f32).max(0.0) as usize).min(width - 1);
        let y = ((mv * height as f32).max(0.0) as usize).min(height - 1);
        let tooth = grain.fbm(u * 170.0, v * 170.0, 3);
        let bloom = flow.fbm(u * 3.2, v * 3.2, 5);
        // Pigment lies thicker at a wash's rim and in the paper's hollows.
        let density = 0.80 + 0.34 * bloom + 0.16 * tooth + 0.55 * rims[y * width + x];
        let thin = |c: f32| pow(unit(c * 1.12 + 0.03), density.max(0.2));
        let painted = Rgb { r: thin(wash.r), g: thin(wash.g), b: thin(wash.b) };
        let light = paper * (1.0 + 0.045 * tooth);
        let bare = 0.16 * smooth(0.15, 0.7, bloom) + 0.10 * smooth(0.35, 0.8, tooth);
        let edge = edge(u, v, aspect, flow, tooth);
        let inside = smooth(0.022, 0.029, edge);
        let rim = 0.16 * smooth(0.05, 0.030, edge) * inside;
        *pixel = light.over(painted.lit(light) * (1.0 - rim), unit(inside * (1.0 - bare)));
    });
    canvas.claim(|u, v| edge(u, v, aspect, flow, 0.0) < 0.024);
}

/// How far a place lies from the edge of the painted field, which is ragged where the brush ran dry.
fn edge(u: f32, v: f32, aspect: f32, flow: Noise, tooth: f32) -> f32 {
    let border = u.min(aspect - u).min(v).min(1.0 - v);
    let ragged = if border < 0.08 { 0.014 * flow.fbm(u * 7.0, v * 7.0, 3) + 0.003 * tooth } else { 0.0 };
    border + ragged
}
