//! Gradients resolved to what the kernels take.

use std::{f32::consts::TAU, sync::Arc};

use takumi_core::{
    context::RenderContext,
    geometry::Size,
    paint::{ColorLut, ConicGradientTile, LinearGradientTile, RadialGradientTile},
    style::{Affine, ConicGradient, LinearGradient, RadialGradient},
};

use crate::list::{Conic, Linear, Matrix, Paint, Radial, Ramp};

fn ramp(colours: &ColorLut, repeats: bool) -> Ramp {
    let colours: Vec<_> = colours
        .colors()
        .iter()
        .map(|colour| [colour.red(), colour.green(), colour.blue(), colour.alpha()])
        .collect();
    Ramp::new(colours, repeats)
}

/// `gradient` over a tile of `size` that lies under `transform`; `None` when that is flat.
pub(super) fn linear(
    gradient: &LinearGradient,
    size: Size<f32>,
    transform: Affine,
    context: &RenderContext,
) -> Option<Paint> {
    let tile = LinearGradientTile::sized(gradient, size, &context.sizing, context.current_color, false);
    let inverse = transform.invert()?;
    let scale = tile.position_to_lut_scale;
    let begin = if tile.repeating { tile.repeat_start } else { 0.0 };
    let along = |x: f32, y: f32| (x * tile.dir_x + y * tile.dir_y) * scale;
    Some(Paint::Linear(Arc::new(Linear {
        ramp: ramp(&tile.lut, tile.repeating),
        across: along(inverse.a, inverse.b),
        down: along(inverse.c, inverse.d),
        start: along(inverse.x, inverse.y) + (tile.projection_bias - begin) * scale,
    })))
}

/// The same for a radial one.
pub(super) fn radial(
    gradient: &RadialGradient,
    size: Size<f32>,
    transform: Affine,
    context: &RenderContext,
) -> Option<Paint> {
    let tile = RadialGradientTile::sized(gradient, size, &context.sizing, context.current_color, false);
    let inverse = transform.invert()?;
    let scale = tile.radius_scale * tile.position_to_lut_scale;
    let (across, down) = (tile.inv_radius_x * scale, tile.inv_radius_y * scale);
    let matrix = Matrix {
        a: inverse.a * across,
        b: inverse.b * down,
        c: inverse.c * across,
        d: inverse.d * down,
        e: (inverse.x - tile.cx) * across,
        f: (inverse.y - tile.cy) * down,
    };
    let start = if tile.repeating { tile.repeat_start * tile.position_to_lut_scale } else { 0.0 };
    Some(Paint::Radial(Arc::new(Radial::new(ramp(&tile.lut, tile.repeating), matrix, start))))
}

/// The same for a conic one.
pub(super) fn conic(
    gradient: &ConicGradient,
    size: Size<f32>,
    transform: Affine,
    context: &RenderContext,
) -> Option<Paint> {
    let tile = ConicGradientTile::sized(gradient, size, &context.sizing, context.current_color, false);
    let Affine { a, b, c, d, x, y } = transform.invert()?;
    let matrix = Matrix { a, b, c, d, e: x - tile.cx, f: y - tile.cy };
    let ramp = ramp(&tile.lut, tile.repeating);
    let (scale, offset) = if ramp.repeats {
        (360.0 * tile.angle_to_lut_scale, -tile.repeat_start_deg * tile.angle_to_lut_scale)
    } else {
        // Each colour has an equal part of the turn, from its whole number on to the next.
        (ramp.colours.len() as f32, -0.5)
    };
    Some(Paint::Conic(Arc::new(Conic { ramp, matrix, start: tile.start_rad / TAU, scale, offset })))
}
