//! A screen-printed poster: a handful of flat inks inside a paper border.

use super::{field, swatches};
use crate::builtin::canvas::Canvas;
use crate::builtin::colour::{Lab, Rgb};
use crate::builtin::math::{lerp, smooth, unit};
use crate::builtin::scene::Scene;

/// Inks of a print.
const INKS: usize = 10;
/// Width of the paper around them.
const BORDER: f32 = 0.036;

pub(super) fn apply(canvas: &mut Canvas, scene: &Scene<'_>) {
    let flat: Vec<Rgb> = waved(canvas, scene, &field::patches(canvas, 0.005))
        .iter()
        .map(|pixel| {
            let lab = pixel.lab();
            lab.at(lerp(0.55, lab.l, 1.12).clamp(0.03, 0.97)).saturated(1.25).rgb()
        })
        .collect();
    let fixed: Vec<Lab> =
        scene.intent.palette.swatches.iter().map(super::super::palette::Swatch::lab).collect();
    let set = swatches::of(&flat, &fixed, INKS.max(fixed.len() + 5));
    let inks: Vec<Rgb> = set.iter().map(|lab| lab.rgb()).collect();
    let plates: Vec<usize> = flat.iter().map(|pixel| swatches::nearest(&set, pixel.lab()).0).collect();
    let (width, height) = (canvas.width(), canvas.height());
    canvas.pixels_mut().copy_from_slice(&flat);
    let source = canvas.clone();
    let (aspect, pixel_size) = (canvas.aspect(), canvas.pixel());
    let (squeegee, paper) = (scene.noise("squeegee"), Rgb::hex(0xf4ead4));
    let mut at = 0;
    canvas.each(0.0, 1.0, |u, v, pixel| {
        // Four looks into each pixel give the cut edges their smoothness.
        let quarter = 0.25 * pixel_size;
        let corners = [(-quarter, -quarter), (quarter, -quarter), (-quarter, quarter), (quarter, quarter)];
        let look = |(du, dv): (f32, f32)| {
            inks[swatches::nearest(&set, source.sample(u + du, v + dv).lab()).0] * 0.25
        };
        *pixel = if is_inside(&plates, at, width, height) {
            inks[plates[at]]
        } else {
            corners.into_iter().map(look).fold(Rgb::BLACK, |sum, part| sum + part)
        };
        at += 1;
        let speck = smooth(0.60, 0.80, squeegee.fbm(u * 130.0, v * 130.0, 2));
        let edge = u.min(aspect - u).min(v).min(1.0 - v);
        let inside = smooth(BORDER - pixel_size, BORDER + pixel_size, edge);
        let ink = pixel.over(paper, 0.12 * speck) * (1.0 + 0.03 * squeegee.fbm(u * 3.0, v * 40.0, 2));
        *pixel = (paper * (1.0 + 0.012 * squeegee.at(u * 80.0, v * 80.0))).over(ink, unit(inside));
    });
    canvas.claim(|u, v| u.min(aspect - u).min(v).min(1.0 - v) < BORDER);
}

/// The air's colours in waves: level bands of ink would be so many horizons.
fn waved(canvas: &Canvas, scene: &Scene<'_>, flat: &[Rgb]) -> Vec<Rgb> {
    let (width, height, pixel) = (canvas.width(), canvas.height(), canvas.pixel());
    let (owners, noise, disc) = (canvas.owners(), scene.noise("bands"), scene.light.disc);
    let mut waved = flat.to_vec();
    for (at, colour) in waved.iter_mut().enumerate().filter(|(at, _)| owners[*at] == 0) {
        let (u, v) = ((at % width) as f32 * pixel, (at / width) as f32 * pixel);
        let (du, dv) = (u - disc.u, v - disc.v);
        let aside = smooth(1.2 * disc.radius, 3.0 * disc.radius, (du * du + dv * dv).sqrt());
        let high = smooth(0.0, 0.12, scene.horizon - v);
        let from = v + 0.075 * aside * high * noise.fbm(u * 1.3, v * 2.2, 2);
        let row = ((from * height as f32).max(0.0) as usize).min(height - 1);
        if owners[row * width + at % width] == 0 {
            *colour = flat[row * width + at % width];
        }
    }
    waved
}

/// Whether all pixels around this one have its ink.
fn is_inside(plates: &[usize], at: usize, width: usize, height: usize) -> bool {
    let (x, y) = (at % width, at / width);
    let rows = y.saturating_sub(1)..=(y + 1).min(height - 1);
    let (left, right) = (x.saturating_sub(1), (x + 1).min(width - 1));
    rows.into_iter()
        .all(|y| plates[y * width + left..=y * width + right].iter().all(|ink| *ink == plates[at]))
}
