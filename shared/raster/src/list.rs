//! What a frame draws, as a list of values.
//!
//! Two frames with equal lists have equal pixels, and where two lists differ tells which pixels may differ: so the
//! list is what damage is computed from, and everything a draw depends on is in it.

use std::sync::Arc;

use takumi_core::{resources::image_buffer::ImageBuffer, style::BlendMode};

use crate::{area::Area, filter::Step, mask::Placed};

/// A premultiplied pixel.
pub(crate) type Pixel = [u8; 4];

/// One draw, or a group of draws that composites as one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Item {
    Fill(Fill),
    Group(Group),
}

/// A shape filled with a paint.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fill {
    /// What it may touch.
    pub(crate) bounds: Area,
    pub(crate) shape: Shape,
    pub(crate) paint: Paint,
    pub(crate) clip: Clip,
}

/// Draws into a layer of their own, put on what is below with one opacity.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Group {
    pub(crate) bounds: Area,
    pub(crate) opacity: u8,
    pub(crate) blend: BlendMode,
    /// What shows of the pixels behind it, below its draws.
    pub(crate) backdrop: Option<Backdrop>,
    pub(crate) clip: Clip,
    pub(crate) items: Vec<Item>,
}

/// The pixels behind a box, filtered.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Backdrop {
    pub(crate) shape: Shape,
    pub(crate) steps: Vec<Step>,
}

/// Where a draw has ink.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    /// Whole pixels.
    Area(Area),
    Mask(Placed),
}

/// What limits a draw.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Clip {
    pub(crate) area: Area,
    pub(crate) masks: Arc<Vec<ClipMask>>,
}

/// The inside or the outside of a mask.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ClipMask {
    pub(crate) placed: Placed,
    pub(crate) outside: bool,
}

/// What a shape is filled with. Coordinates are those of the canvas.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Paint {
    Solid(Pixel),
    Linear(Arc<Linear>),
    Radial(Arc<Radial>),
    Conic(Arc<Conic>),
    Image(Arc<Image>),
}

/// The colours along a gradient.
#[derive(Debug, PartialEq)]
pub(crate) struct Ramp {
    /// At least one.
    pub(crate) colours: Vec<Pixel>,
    pub(crate) opaque: bool,
    /// Start over after the last colour instead of keeping it.
    pub(crate) repeats: bool,
}

/// A linear gradient: pixel (x, y) has colour `x * across + y * down + start` of the ramp.
#[derive(Debug, PartialEq)]
pub(crate) struct Linear {
    pub(crate) ramp: Ramp,
    pub(crate) across: f32,
    pub(crate) down: f32,
    pub(crate) start: f32,
}

/// A radial gradient: `matrix` takes a pixel to the plane in which the colour of the ramp is the distance from the
/// origin, less `start`.
#[derive(Debug, PartialEq)]
pub(crate) struct Radial {
    pub(crate) ramp: Ramp,
    pub(crate) matrix: Matrix,
    pub(crate) start: f32,
    /// The distance from which on it is transparent.
    pub(crate) reach: Option<f32>,
}

/// A conic gradient: `matrix` takes a pixel to the plane whose origin is the centre; the clockwise turn from the top
/// less `start`, times `scale` and plus `offset`, is the place on the ramp.
#[derive(Debug, PartialEq)]
pub(crate) struct Conic {
    pub(crate) ramp: Ramp,
    pub(crate) matrix: Matrix,
    pub(crate) start: f32,
    pub(crate) scale: f32,
    pub(crate) offset: f32,
}

/// An image, sampled where `matrix` takes a pixel's centre.
#[derive(Debug)]
pub(crate) struct Image {
    pub(crate) pixels: Arc<ImageBuffer>,
    pub(crate) matrix: Matrix,
    /// Take the nearest pixel instead of mixing four.
    pub(crate) nearest: bool,
    pub(crate) opaque: bool,
}

/// `(a x + c y + e, b x + d y + f)` of a pixel's centre (x, y).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Matrix {
    pub(crate) a: f32,
    pub(crate) b: f32,
    pub(crate) c: f32,
    pub(crate) d: f32,
    pub(crate) e: f32,
    pub(crate) f: f32,
}

impl Ramp {
    /// Of `colours`, or of nothing seen when there are none.
    pub(crate) fn new(colours: Vec<Pixel>, repeats: bool) -> Self {
        let opaque = colours.iter().all(|colour| colour[3] == 255) && !colours.is_empty();
        let colours = if colours.is_empty() { vec![[0; 4]] } else { colours };
        Self { repeats: repeats && colours.len() > 1, colours, opaque }
    }
}

impl Radial {
    /// A gradient that paints nothing beyond the last of its colours that is seen.
    pub(crate) fn new(ramp: Ramp, matrix: Matrix, start: f32) -> Self {
        let inked = ramp.colours.iter().rposition(|colour| *colour != [0; 4]).map_or(0, |last| last + 2);
        let reach = (!ramp.repeats && inked < ramp.colours.len()).then_some(inked as f32 + start);
        Self { ramp, matrix, start, reach }
    }

    /// The columns in which row `y` may have ink; the others are transparent.
    pub(crate) fn columns(&self, y: i32) -> Option<(f32, f32)> {
        let Some(reach) = self.reach else { return Some((f32::NEG_INFINITY, f32::INFINITY)) };
        let Matrix { a, b, c, d, e, f } = self.matrix;
        let row = y as f32 + 0.5;
        let (u, v) = (c * row + e, d * row + f);
        // |(u, v) + x (a, b)| <= reach, solved for x.
        let (square, half) = (a * a + b * b, a * u + b * v);
        let root = half * half - square * (u * u + v * v - reach * reach);
        if square <= 0.0 || !root.is_finite() {
            return Some((f32::NEG_INFINITY, f32::INFINITY));
        }
        (root > 0.0).then(|| ((-half - root.sqrt()) / square - 2.0, (-half + root.sqrt()) / square + 2.0))
    }
}

impl PartialEq for Image {
    fn eq(&self, other: &Self) -> bool {
        (self.matrix, self.nearest) == (other.matrix, other.nearest)
            && (Arc::ptr_eq(&self.pixels, &other.pixels)
                || (self.pixels.width() == other.pixels.width() && self.pixels.data() == other.pixels.data()))
    }
}

impl Item {
    pub(crate) fn bounds(&self) -> Area {
        match self {
            Self::Fill(fill) => fill.bounds,
            Self::Group(group) => group.bounds,
        }
    }
}

impl Paint {
    /// Whether nothing below can be seen through it.
    pub(crate) fn is_opaque(&self) -> bool {
        match self {
            Self::Solid(colour) => colour[3] == 255,
            Self::Linear(gradient) => gradient.ramp.opaque,
            Self::Radial(gradient) => gradient.ramp.opaque,
            Self::Conic(gradient) => gradient.ramp.opaque,
            Self::Image(image) => image.opaque,
        }
    }
}

impl Shape {
    pub(crate) fn bounds(&self) -> Area {
        match self {
            Self::Area(area) => *area,
            Self::Mask(placed) => placed.bounds(),
        }
    }
}

impl Clip {
    /// No limit but `area`.
    pub(crate) fn within(area: Area) -> Self {
        Self { area, masks: Arc::default() }
    }

    /// Narrowed to a shape, or to what is outside of it.
    pub(crate) fn narrowed(&self, shape: Shape, outside: bool) -> Self {
        match shape {
            Shape::Area(area) if !outside => {
                Self { area: self.area.intersect(area), masks: Arc::clone(&self.masks) }
            }
            shape => {
                let placed = match shape {
                    Shape::Mask(placed) => placed,
                    Shape::Area(area) => crate::outline::whole(area),
                };
                let area = if outside { self.area } else { self.area.intersect(placed.bounds()) };
                let mut masks = Vec::clone(&self.masks);
                masks.push(ClipMask { placed, outside });
                Self { area, masks: Arc::new(masks) }
            }
        }
    }
}
