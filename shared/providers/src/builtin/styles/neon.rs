//! Night neon: dark forms drawn in tubes of coloured light, with haze and scan lines.

use super::field;
use crate::builtin::blur::blurred;
use crate::builtin::canvas::Canvas;
use crate::builtin::colour::{Lab, Rgb};
use crate::builtin::finish;
use crate::builtin::math::{cos, smooth, unit};
use crate::builtin::scene::Scene;

pub(super) fn apply(canvas: &mut Canvas, scene: &Scene<'_>) {
    let (width, height) = (canvas.width(), canvas.height());
    let lines = field::contours(canvas, 0.0013, 6.0);
    let tubes = colours(scene);
    let drift = scene.noise("tubes");
    let labs = field::labs(canvas.pixels());
    let mut light = vec![Rgb::BLACK; labs.len()];
    let pixel = canvas.pixel();
    for (at, glow) in light.iter_mut().enumerate() {
        let (u, v) = ((at % width) as f32 * pixel, (at / width) as f32 * pixel);
        let place = unit(0.5 + 0.9 * drift.at(u * 1.1, v * 1.4) + 0.5 * (v - 0.5)) * (tubes.len() - 1) as f32;
        let first = place as usize;
        let tube = tubes[first].mix(tubes[(first + 1).min(tubes.len() - 1)], place - first as f32).rgb();
        let line = smooth(0.22, 0.8, lines[at]);
        // What was bright before, such as windows and lamps, shines on.
        let lamp = smooth(0.72, 1.0, labs[at].l) * 0.55;
        *glow = tube * (line * 1.15 + lamp * 0.5);
    }
    let near = blurred(&light, width, height, field::pixels(canvas, 0.004));
    let far = blurred(&near, width, height, field::pixels(canvas, 0.022));
    let (deep, haze) = (Rgb::hex(0x070516), tubes[tubes.len() / 2].at(0.34).rgb());
    for (at, pixel) in canvas.pixels_mut().iter_mut().enumerate() {
        let lab = labs[at];
        let body = deep.over(haze, 0.75 * smooth(0.12, 0.95, lab.l)) + pixel.lit(haze) * 0.9;
        *pixel = body
            + light[at] * 0.95
            + near[at] * 0.9
            + far[at] * 1.1
            + Rgb::WHITE * (0.22 * unit(light[at].luma() * 1.6 - 0.35));
    }
    let rows = 260.0_f32.min(canvas.height() as f32 / 3.0) * std::f32::consts::TAU;
    canvas.each(0.0, 1.0, |_, v, pixel| *pixel = *pixel * (0.955 + 0.045 * cos(v * rows)));
    finish::tone(canvas);
    finish::vignette(canvas, 0.45);
}

/// Tubes in the picture's named colours, or cyan, violet and magenta.
fn colours(scene: &Scene<'_>) -> Vec<Lab> {
    let named = scene.intent.palette.scene();
    if named.len() > 1 {
        return named.into_iter().map(|lab| lab.at(lab.l.max(0.55))).collect();
    }
    let mut tubes: Vec<Lab> =
        [0x22d8ff, 0x7a5cff, 0xff3cc8].iter().map(|code| Rgb::hex(*code).lab()).collect();
    tubes.extend(named.into_iter().map(|lab| lab.at(lab.l.max(0.55))));
    tubes
}
