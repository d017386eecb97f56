//! Drawings (SVG) whose paths are drawn as they are: sharp at every scale, and without a picture in between.

use takumi_core::{
    geometry::{PathCommand, Point, Rect, Size},
    layout::{
        node::{ImageSourceInput, NodeKind},
        tree::RenderNode,
    },
    resources::image::{ImageSource, SvgFill, SvgLineCap, SvgLineJoin, SvgOp, SvgSource, SvgStrokeStyle},
    style::{Affine, BlendMode},
};
use tiny_skia::{LineCap, LineJoin, Stroke, StrokeDash};

use super::{End, Recorder, gradient};
use crate::{list::Shape, outline::Pen};

/// What a `Pop` ends.
enum Open {
    Transform(Affine),
    Clip,
    Group,
}

/// Whether a drawing has nothing but paths in colours and gradients, clips, groups and transforms.
pub(super) fn is_plain(ops: &[SvgOp]) -> bool {
    ops.iter().all(|op| match op {
        SvgOp::PushTransform(_)
        | SvgOp::PushClip { .. }
        | SvgOp::PushOpacity { .. }
        | SvgOp::PushIsolation { .. }
        | SvgOp::Pop => true,
        SvgOp::Draw { fill, stroke, anti_alias, .. } => {
            *anti_alias
                && fill.as_ref().is_none_or(|fill| gradient::is_ours(&fill.paint))
                && stroke.as_ref().is_none_or(|stroke| gradient::is_ours(&stroke.paint))
        }
        _ => false,
    })
}

/// Whether a drawing is seen outside of its box too. Who makes the nodes says so at the beginning of the markup: in a computed
/// style `overflow: visible` is also what an element has that says nothing, and drawings are cut by default.
pub(super) fn overflows(drawing: &SvgSource) -> bool {
    drawing.source().starts_with("<svg overflow=\"visible\"")
}

/// Whether a node is a drawing that [`overflows`].
pub(super) fn is_overflowing(node: &RenderNode) -> bool {
    let Some(NodeKind::Image(image)) = node.node.as_ref().map(|node| &node.kind) else { return false };
    matches!(&image.src, ImageSourceInput::Loaded(ImageSource::Svg(drawing)) if overflows(drawing))
}

/// What a drawing can have ink in, `transform` taking its coordinates to those of the answer.
fn reach(ops: &[SvgOp], mut transform: Affine) -> Option<Rect<f32>> {
    let mut all: Option<Rect<f32>> = None;
    let mut add = |corners: Rect<f32>, transform: Affine| {
        let corners = placed(corners, transform);
        all = Some(all.map_or(corners, |all| union(all, corners)));
    };
    let mut open = Vec::new();
    for op in ops {
        match op {
            SvgOp::Pop => transform = open.pop().unwrap_or(transform),
            SvgOp::PushTransform(inner) => {
                open.push(transform);
                transform *= *inner;
            }
            SvgOp::PushFilter(filters) => {
                open.push(transform);
                if let Some(region) = filters.region() {
                    let (left, top, right, bottom) =
                        (region.left(), region.top(), region.right(), region.bottom());
                    add(Rect { left, top, right, bottom }, transform);
                }
            }
            SvgOp::Draw { path, stroke, .. } => {
                // The corners of a line reach further than its width.
                let wide = stroke.as_ref().map_or(0.0, |pen| pen.width * pen.miter_limit.max(1.5) / 2.0);
                if let Some(corners) = corners(path, wide) {
                    add(corners, transform);
                }
            }
            SvgOp::Image { width, height, .. } => {
                add(Rect { left: 0.0, top: 0.0, right: *width, bottom: *height }, transform);
            }
            _ => open.push(transform),
        }
    }
    all
}

fn union(one: Rect<f32>, other: Rect<f32>) -> Rect<f32> {
    Rect {
        left: one.left.min(other.left),
        top: one.top.min(other.top),
        right: one.right.max(other.right),
        bottom: one.bottom.max(other.bottom),
    }
}

/// The box around a path's points, and so much more on each side.
fn corners(path: &[PathCommand], more: f32) -> Option<Rect<f32>> {
    let points = path.iter().flat_map(|command| match command {
        PathCommand::MoveTo(end) | PathCommand::LineTo(end) => vec![*end],
        PathCommand::QuadTo(one, end) => vec![*one, *end],
        PathCommand::CubicTo(one, two, end) => vec![*one, *two, *end],
        PathCommand::Close => Vec::new(),
    });
    let one = |Point { x, y }| Rect { left: x - more, top: y - more, right: x + more, bottom: y + more };
    points.map(one).reduce(union)
}

/// The box around a transformed box.
fn placed(Rect { left, top, right, bottom }: Rect<f32>, by: Affine) -> Rect<f32> {
    let Affine { a, b, c, d, x, y } = by;
    let point = |px: f32, py: f32| {
        let (x, y) = (a * px + c * py + x, b * px + d * py + y);
        Rect { left: x, top: y, right: x, bottom: y }
    };
    [point(right, top), point(right, bottom), point(left, bottom)].into_iter().fold(point(left, top), union)
}

impl Recorder<'_> {
    /// The part of a drawing that has ink and can be seen, in its own coordinates, which `to_canvas` takes to the canvas.
    pub(super) fn reached(&self, ops: &[SvgOp], to_canvas: Affine) -> Option<Rect<f32>> {
        let limit = self.limit();
        let seen = Rect {
            left: limit.left as f32,
            top: limit.top as f32,
            right: limit.right as f32,
            bottom: limit.bottom as f32,
        };
        let seen = placed(seen, to_canvas.invert()?);
        let ink = reach(ops, Affine::IDENTITY)?;
        let both = Rect {
            left: ink.left.max(seen.left),
            top: ink.top.max(seen.top),
            right: ink.right.min(seen.right),
            bottom: ink.bottom.min(seen.bottom),
        };
        (both.left < both.right && both.top < both.bottom).then_some(both)
    }

    /// Draws what [`is_plain`], `transform` taking the drawing's coordinates to the canvas.
    pub(super) fn drawing(&mut self, ops: &[SvgOp], mut transform: Affine) {
        let mut open = Vec::new();
        for op in ops {
            match op {
                SvgOp::PushTransform(inner) => {
                    open.push(Open::Transform(transform));
                    transform *= *inner;
                }
                SvgOp::PushClip { path, evenodd, .. } => {
                    let pen = if *evenodd { Pen::EvenOdd } else { Pen::NonZero };
                    let shape = self.means.masks.path(path, &pen, transform);
                    self.push_clip(shape.map(Shape::Mask), false);
                    open.push(Open::Clip);
                }
                SvgOp::PushOpacity { opacity, .. } => {
                    // The cast saturates.
                    let opacity = (opacity * 255.0).round() as u8;
                    self.open_group(End::Composite(opacity, None, BlendMode::Normal));
                    open.push(Open::Group);
                }
                SvgOp::PushIsolation { .. } => {
                    self.open_group(End::Composite(255, None, BlendMode::Normal));
                    open.push(Open::Group);
                }
                SvgOp::Pop => match open.pop() {
                    Some(Open::Transform(outer)) => transform = outer,
                    Some(Open::Clip) => self.pop_clip(),
                    Some(Open::Group) => self.close_group(),
                    None => {}
                },
                SvgOp::Draw { path, fill, stroke, .. } => {
                    if let Some(fill) = fill {
                        self.fill_path(path, fill, transform);
                    }
                    if let Some(stroke) = stroke {
                        self.stroke_path(path, stroke, transform);
                    }
                }
                _ => {}
            }
        }
    }

    fn fill_path(&mut self, path: &[PathCommand], fill: &SvgFill, transform: Affine) {
        let Some(paint) = gradient::paint(&fill.paint, fill.opacity, transform) else { return };
        let pen = if fill.evenodd { Pen::EvenOdd } else { Pen::NonZero };
        let placed = self.means.masks.path(path, &pen, transform);
        self.fill(placed.map(Shape::Mask), paint);
    }

    fn stroke_path(&mut self, path: &[PathCommand], style: &SvgStrokeStyle, transform: Affine) {
        let Some(paint) = gradient::paint(&style.paint, style.opacity, transform) else { return };
        let dash =
            style.dash.as_ref().and_then(|(lengths, offset)| StrokeDash::new(lengths.clone(), *offset));
        let pen = Pen::Stroke(Stroke {
            width: style.width,
            miter_limit: style.miter_limit,
            line_cap: match style.cap {
                SvgLineCap::Butt => LineCap::Butt,
                SvgLineCap::Round => LineCap::Round,
                SvgLineCap::Square => LineCap::Square,
            },
            line_join: match style.join {
                SvgLineJoin::Miter => LineJoin::Miter,
                SvgLineJoin::Round => LineJoin::Round,
                SvgLineJoin::Bevel => LineJoin::Bevel,
            },
            dash,
        });
        let placed = self.means.masks.path(path, &pen, transform);
        self.fill(placed.map(Shape::Mask), paint);
    }
}

/// From a drawing laid out for `part` of it to a rectangle of `drawn` pixels.
pub(super) fn to_drawn(part: Size<f32>, drawn: Size<f32>) -> Affine {
    Affine::scale(drawn.width / part.width, drawn.height / part.height)
}
