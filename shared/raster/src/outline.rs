//! Shapes turned into coverage.

mod coverage;

use std::sync::Arc;

use takumi_core::{geometry::PathCommand, style::Affine};
use tiny_skia::{FillRule, Path, Stroke, Transform};

use crate::{
    area::Area,
    list::Shape,
    mask::{Mask, Placed},
};

/// A mask with more pixels than this is cut to the surroundings of the canvas.
const MOST_PIXELS: usize = 1 << 23;
/// An outline that reaches further from its origin, in pixels, is dropped: the scan converter does not bear it.
const MOST_AWAY: f32 = 1.0e6;
/// How far outside of the canvas a cut mask reaches, so that the cut's edge stays invisible.
const HALO: i32 = 8;

/// One byte of coverage a pixel of `area`.
#[derive(Debug)]
pub(crate) struct Dense {
    pub(crate) area: Area,
    pub(crate) bytes: Vec<u8>,
    /// Whether it was cut to the canvas, so that it serves only where it was made.
    pub(crate) cut: bool,
}

/// How the inside of a path is found.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Pen {
    NonZero,
    EvenOdd,
    Stroke(Stroke),
}

/// A path on the grid of the pixels that it covers.
struct Placing {
    path: Path,
    rule: FillRule,
    area: Area,
    cut: bool,
}

impl Placing {
    /// The path of `commands` under `transform`; `None` when no pixel is covered. `canvas` limits very large ones.
    fn of(commands: &[PathCommand], pen: &Pen, transform: Affine, canvas: Area) -> Option<Self> {
        let mut path = PathCommand::build_path(commands)?;
        if let Pen::Stroke(stroke) = pen {
            if let Some(dash) = &stroke.dash {
                // No path is left of one that lies in a gap: nothing of it is painted.
                path = path.dash(dash, 1.0)?;
            }
            path = path.stroke(stroke, 1.0)?;
        }
        let path = path.transform(transform.into())?;
        let bounds = path.compute_tight_bounds()?;
        let edges = [bounds.left(), bounds.top(), bounds.right(), bounds.bottom()];
        if !edges.iter().all(|edge| edge.abs() < MOST_AWAY) {
            return None;
        }
        let mut area = Area::enclosing(bounds.left(), bounds.top(), bounds.right(), bounds.bottom());
        let cut = area.pixels() > MOST_PIXELS;
        if cut {
            area = area.intersect(canvas.grown(HALO));
        }
        if area.is_empty() {
            return None;
        }
        let rule = if *pen == Pen::EvenOdd { FillRule::EvenOdd } else { FillRule::Winding };
        let to_grid = Transform::from_translate(-(area.left as f32), -(area.top as f32));
        Some(Self { path: path.transform(to_grid)?, rule, area, cut })
    }
}

/// A mask that was just made, and the pixel at which it begins.
#[derive(Debug)]
pub(crate) struct Packed {
    pub(crate) mask: Mask,
    pub(crate) left: i32,
    pub(crate) top: i32,
    /// As in [`Dense`].
    pub(crate) cut: bool,
}

impl Packed {
    /// The coverage of `commands` under `transform`; `None` when no pixel is covered. `canvas` limits very large ones.
    pub(crate) fn of(commands: &[PathCommand], pen: &Pen, transform: Affine, canvas: Area) -> Option<Self> {
        let Placing { path, rule, area, cut } = Placing::of(commands, pen, transform, canvas)?;
        let mask = coverage::packed(&path, rule, area.width(), area.height());
        Some(Self { mask, left: area.left, top: area.top, cut })
    }
}

impl Dense {
    /// As [`Packed::of`].
    pub(crate) fn of(commands: &[PathCommand], pen: &Pen, transform: Affine, canvas: Area) -> Option<Self> {
        let Placing { path, rule, area, cut } = Placing::of(commands, pen, transform, canvas)?;
        let bytes = coverage::coverage(&path, rule, area.width(), area.height());
        Some(Self { area, bytes, cut })
    }

    /// Packed; a seam outside of it is none.
    pub(crate) fn pack(&self, seam: (usize, usize)) -> Packed {
        let Area { left, top, .. } = self.area;
        let mask = Mask::pack(&self.bytes, self.area.width(), self.area.height(), seam);
        Packed { mask, left, top, cut: self.cut }
    }
}

/// Full coverage of `area` as a mask.
pub(crate) fn whole(area: Area) -> Placed {
    let more = (area.width().saturating_sub(1) as u32, area.height().saturating_sub(1) as u32);
    Placed { mask: Arc::new(Mask::pack(&[255], 1, 1, (0, 0))), left: area.left, top: area.top, more }
}

/// An upright rectangle, its edges with exactly the coverage they have; `None` when it has no area.
pub(crate) fn rectangle(left: f32, top: f32, right: f32, bottom: f32) -> Option<Shape> {
    let area = Area::enclosing(left, top, right, bottom);
    let finite = [left, top, right, bottom].iter().all(|edge| edge.is_finite());
    if !finite || area.is_empty() {
        return None;
    }
    if [left, top, right, bottom].iter().all(|edge| edge.fract() == 0.0) {
        return Some(Shape::Area(area));
    }
    let (columns, wider) = edge_coverage(left, right, area.left, area.width());
    let (rows, taller) = edge_coverage(top, bottom, area.top, area.height());
    let bytes: Vec<u8> = rows
        .iter()
        // A product of two fractions times 255: within a byte.
        .flat_map(|row| columns.iter().map(move |column| (row * column * 255.0).round() as u8))
        .collect();
    let mask = Mask::pack(&bytes, columns.len(), rows.len(), (1, 1));
    let more = (wider, taller);
    Some(Shape::Mask(Placed { mask: Arc::new(mask), left: area.left, top: area.top, more }))
}

/// The coverage of the pixels from `first` on between two edges, at most three of them, and how often the second is
/// meant in addition.
fn edge_coverage(from: f32, to: f32, first: i32, count: usize) -> (Vec<f32>, u32) {
    let of = |pixel: i32| (to.min(pixel as f32 + 1.0) - from.max(pixel as f32)).clamp(0.0, 1.0);
    if count <= 3 {
        return ((0..count as i32).map(|index| of(first + index)).collect(), 0);
    }
    (vec![of(first), 1.0, of(first + count as i32 - 1)], count as u32 - 3)
}
