//! Drawings (SVG) whose paths are drawn as they are: sharp at every scale, and without a picture in between.

use takumi_core::{
    geometry::{PathCommand, Size},
    resources::image::{SvgFill, SvgLineCap, SvgLineJoin, SvgOp, SvgOpPaint, SvgStrokeStyle},
    style::{Affine, BlendMode, Color},
};
use tiny_skia::{LineCap, LineJoin, Stroke, StrokeDash};

use super::{End, Recorder, device::solid};
use crate::{list::Shape, outline::Pen};

/// What a `Pop` ends.
enum Open {
    Transform(Affine),
    Clip,
    Group,
}

/// Whether a drawing has nothing but paths in plain colours, clips, groups and transforms.
pub(super) fn is_plain(ops: &[SvgOp]) -> bool {
    let plain = |paint: &SvgOpPaint| matches!(paint, SvgOpPaint::Color(_));
    ops.iter().all(|op| match op {
        SvgOp::PushTransform(_)
        | SvgOp::PushClip { .. }
        | SvgOp::PushOpacity { .. }
        | SvgOp::PushIsolation { .. }
        | SvgOp::Pop => true,
        SvgOp::Draw { fill, stroke, anti_alias, .. } => {
            *anti_alias
                && fill.as_ref().is_none_or(|fill| plain(&fill.paint))
                && stroke.as_ref().is_none_or(|stroke| plain(&stroke.paint))
        }
        _ => false,
    })
}

impl Recorder<'_> {
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
        let SvgOpPaint::Color(colour) = fill.paint else { return };
        let pen = if fill.evenodd { Pen::EvenOdd } else { Pen::NonZero };
        let placed = self.means.masks.path(path, &pen, transform);
        self.fill(placed.map(Shape::Mask), solid(faded(colour, fill.opacity)));
    }

    fn stroke_path(&mut self, path: &[PathCommand], style: &SvgStrokeStyle, transform: Affine) {
        let SvgOpPaint::Color(colour) = style.paint else { return };
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
        self.fill(placed.map(Shape::Mask), solid(faded(colour, style.opacity)));
    }
}

/// A colour with an opacity from 0 to 1.
fn faded(colour: Color, opacity: f32) -> Color {
    let [red, green, blue, alpha] = colour.0;
    // The cast saturates.
    Color([red, green, blue, (f32::from(alpha) * opacity).round() as u8])
}

/// From a drawing laid out for `part` of it to a rectangle of `drawn` pixels.
pub(super) fn to_drawn(part: Size<f32>, drawn: Size<f32>) -> Affine {
    Affine::scale(drawn.width / part.width, drawn.height / part.height)
}
