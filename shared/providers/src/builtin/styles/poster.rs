//! A screen-printed poster: a handful of flat inks inside a paper border.

use super::{field, swatches};
use crate::builtin::canvas::Canvas;
use crate::builtin::colour::{Lab, Rgb};
use crate::builtin::math::{lerp, smooth, unit};
use crate::builtin::scene::Scene;

/// Inks of a print.
const INKS: usize = 10;

pub(super) fn apply(canvas: &mut Canvas, scene: &Scene<'_>) {
    let flat: Vec<Rgb> = field::patches(canvas, 0.005)
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
    canvas.pixels_mut().copy_from_slice(&flat);
    let source = canvas.clone();
    let (aspect, pixel_size) = (canvas.aspect(), canvas.pixel());
    let (squeegee, paper) = (scene.noise("squeegee"), Rgb::hex(0xf4ead4));
    canvas.each(0.0, 1.0, |u, v, pixel| {
        // Four looks into each pixel give the cut edges their smoothness.
        let quarter = 0.25 * pixel_size;
        let corners = [(-quarter, -quarter), (quarter, -quarter), (-quarter, quarter), (quarter, quarter)];
        let look = |(du, dv): (f32, f32)| {
            inks[swatches::nearest(&set, source.sample(u + du, v + dv).lab()).0] * 0.25
        };
        *pixel = corners.into_iter().map(look).fold(Rgb::BLACK, |sum, part| sum + part);
        let speck = smooth(0.60, 0.80, squeegee.fbm(u * 130.0, v * 130.0, 2));
        let edge = u.min(aspect - u).min(v).min(1.0 - v);
        let inside = smooth(0.036 - pixel_size, 0.036 + pixel_size, edge);
        let ink = pixel.over(paper, 0.12 * speck) * (1.0 + 0.03 * squeegee.fbm(u * 3.0, v * 40.0, 2));
        *pixel = (paper * (1.0 + 0.012 * squeegee.at(u * 80.0, v * 80.0))).over(ink, unit(inside));
    });
}
