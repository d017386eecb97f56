//! Gradients of drawings, as SVG has them: colours are mixed as they are, before their opacity is multiplied in, and beyond
//! the ends a gradient goes on as its spread says ("Scalable Vector Graphics 2", 14.2).

use std::sync::Arc;

use takumi_core::{
    geometry::Point,
    resources::image::{SvgGradient, SvgGradientStop, SvgOpPaint, SvgSpreadMethod},
    style::{Affine, Color},
};

use super::device::solid;
use crate::list::{Linear, Matrix, Paint, Pixel, Radial, Ramp};

/// The least and the most colours of a ramp: two for each pixel that it crosses.
const FEWEST: f32 = 64.0;
const MOST: f32 = 4096.0;

/// Whether a paint is ours: no pattern, and no gradient whose light lies off its centre.
pub(super) fn is_ours(paint: &SvgOpPaint) -> bool {
    match paint {
        SvgOpPaint::Color(_) | SvgOpPaint::Linear { .. } => true,
        SvgOpPaint::Radial { center, radius, focal, focal_radius, .. } => {
            center == focal && focal_radius < radius
        }
        SvgOpPaint::Pattern { .. } => false,
    }
}

/// What `paint`, which [`is_ours`], is at an opacity from 0 to 1 when `transform` takes the drawing's coordinates to the
/// canvas; `None` when nothing is painted.
pub(super) fn paint(paint: &SvgOpPaint, opacity: f32, transform: Affine) -> Option<Paint> {
    match paint {
        SvgOpPaint::Color(colour) => Some(solid(faded(*colour, opacity))),
        SvgOpPaint::Linear { start, end, gradient } => linear(*start, *end, gradient, opacity, transform),
        SvgOpPaint::Radial { center, radius, focal_radius, gradient, .. } => {
            radial(*center, (*focal_radius, *radius), gradient, opacity, transform)
        }
        SvgOpPaint::Pattern { .. } => None,
    }
}

/// A colour with an opacity from 0 to 1.
fn faded(colour: Color, opacity: f32) -> Color {
    let [red, green, blue, alpha] = colour.0;
    // The cast saturates.
    Color([red, green, blue, (f32::from(alpha) * opacity).round() as u8])
}

fn linear(
    start: Point<f32>,
    end: Point<f32>,
    gradient: &SvgGradient,
    opacity: f32,
    transform: Affine,
) -> Option<Paint> {
    let last = gradient.stops.last()?;
    let (across, down) = (end.x - start.x, end.y - start.y);
    let square = across * across + down * down;
    let to_canvas = transform * gradient.transform;
    let Some(Affine { a, b, c, d, x, y }) = to_canvas.invert().filter(|_| square > 0.0) else {
        return Some(solid(faded(last.color, last.opacity * opacity)));
    };
    let length = (to_canvas.a * across + to_canvas.c * down).hypot(to_canvas.b * across + to_canvas.d * down);
    let (ramp, scale) = ramp(gradient, opacity, length);
    let along = |x: f32, y: f32| (x * across + y * down) / square * scale;
    Some(Paint::Linear(Arc::new(Linear {
        ramp,
        across: along(a, b),
        down: along(c, d),
        start: along(x - start.x, y - start.y),
    })))
}

/// From the inner of two radii around `center` to the outer.
fn radial(
    center: Point<f32>,
    (inner, outer): (f32, f32),
    gradient: &SvgGradient,
    opacity: f32,
    transform: Affine,
) -> Option<Paint> {
    let last = gradient.stops.last()?;
    let to_canvas = transform * gradient.transform;
    let Some(Affine { a, b, c, d, x, y }) = to_canvas.invert().filter(|_| outer > inner) else {
        return Some(solid(faded(last.color, last.opacity * opacity)));
    };
    let (wide, tall) = to_canvas.scale_components();
    let (ramp, scale) = ramp(gradient, opacity, (outer - inner) * wide.abs().max(tall.abs()));
    let scale = scale / (outer - inner);
    let matrix = Matrix {
        a: a * scale,
        b: b * scale,
        c: c * scale,
        d: d * scale,
        e: (x - center.x) * scale,
        f: (y - center.y) * scale,
    };
    Some(Paint::Radial(Arc::new(Radial::new(ramp, matrix, inner * scale))))
}

/// The colours along a gradient that is `length` pixels long, and how many of them one turn of it takes.
fn ramp(gradient: &SvgGradient, opacity: f32, length: f32) -> (Ramp, f32) {
    let last = (2.0 * length).clamp(FEWEST, MOST).round();
    let mut colours: Vec<Pixel> =
        (0..=last as usize).map(|index| at(&gradient.stops, index as f32 / last, opacity)).collect();
    if gradient.spread == SvgSpreadMethod::Reflect {
        let back: Vec<Pixel> = colours.iter().rev().skip(1).copied().collect();
        colours.extend(back);
    }
    (Ramp::new(colours, gradient.spread != SvgSpreadMethod::Pad), last)
}

/// The colour at a place from 0 to 1. Where two stops share it, the later one has it.
fn at(stops: &[SvgGradientStop], place: f32, opacity: f32) -> Pixel {
    let after = stops.partition_point(|stop| stop.offset <= place);
    let (Some(next), Some(before)) = (stops.get(after), after.checked_sub(1).and_then(|at| stops.get(at)))
    else {
        let only = if after == 0 { stops.first() } else { stops.last() };
        return only.map_or([0; 4], |stop| pixel(channels(stop), opacity));
    };
    let share = (place - before.offset) / (next.offset - before.offset);
    let (from, to) = (channels(before), channels(next));
    pixel(std::array::from_fn(|index| from[index] + share * (to[index] - from[index])), opacity)
}

/// Red, green and blue from 0 to 255, and the opacity from 0 to 1.
fn channels(stop: &SvgGradientStop) -> [f32; 4] {
    let [red, green, blue, alpha] = stop.color.0.map(f32::from);
    [red, green, blue, alpha / 255.0 * stop.opacity]
}

fn pixel([red, green, blue, alpha]: [f32; 4], opacity: f32) -> Pixel {
    let alpha = alpha * opacity;
    // The casts saturate.
    [red, green, blue, 255.0].map(|channel| (channel * alpha).round() as u8)
}
