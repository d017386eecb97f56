//! The device that takumi's painters draw a box with.

use takumi_core::{
    context::RenderContext,
    geometry::{Point, Size},
    layout::border::BorderProperties,
    painter::{FillShape, LayerBounds, PaintDevice, ShadowShape, StrokeStyle},
    shadow::SizedShadow,
    style::{Affine, BlendMode, Color},
};
use tiny_skia::{LineCap, Stroke, StrokeDash};

use super::{End, Recorder, text::Shadow};
use crate::{
    list::{Paint, Pixel, Shape},
    outline::Pen,
};

/// Records what is drawn for one box.
pub(super) struct BoxDevice<'r, 'm> {
    pub(super) recorder: &'r mut Recorder<'m>,
    pub(super) transform: Affine,
    /// Where its box begins in the space that text is rounded in; needed for text.
    pub(super) place: Option<Point<f32>>,
    /// What is drawn casts this shadow instead of being drawn.
    pub(super) shadow: Option<Shadow>,
}

impl<'r, 'm> BoxDevice<'r, 'm> {
    pub(super) fn of(recorder: &'r mut Recorder<'m>, context: &RenderContext) -> Self {
        Self { recorder, transform: context.transform, place: None, shadow: None }
    }

    pub(super) fn shape(&mut self, shape: &FillShape, transform: Affine) -> Option<Shape> {
        self.recorder.means.masks.shape(shape, self.transform * transform)
    }

    /// The same without partial coverage: a pixel is in or out by its centre.
    fn aliased(&mut self, shape: &FillShape, transform: Affine, outside: bool) {
        let shape = self.shape(shape, transform);
        let shape = shape.map(|shape| match shape {
            Shape::Mask(placed) => Shape::Mask(placed.aliased()),
            area @ Shape::Area(_) => area,
        });
        self.recorder.push_clip(shape, outside);
    }
}

/// A colour as a pixel.
pub(super) fn solid(colour: Color) -> Paint {
    Paint::Solid(pixel(colour))
}

fn pixel(colour: Color) -> Pixel {
    let colour = colour.premultiplied();
    [colour.red(), colour.green(), colour.blue(), colour.alpha()]
}

impl PaintDevice for BoxDevice<'_, '_> {
    fn transform(&self) -> Affine {
        self.transform
    }

    fn fill_shape(&mut self, shape: &FillShape, color: Color, transform: Affine) {
        if self.shadow.is_some() {
            return self.cast(shape, None, transform);
        }
        let shape = self.shape(shape, transform);
        self.recorder.fill(shape, solid(color));
    }

    fn stroke_shape(&mut self, shape: &FillShape, stroke: &StrokeStyle, transform: Affine) {
        if self.shadow.is_some() {
            return self.cast(shape, Some(pen(stroke)), transform);
        }
        let pen = Pen::Stroke(pen(stroke));
        let transform = self.transform * transform;
        let placed = self.recorder.means.masks.path(&shape.to_commands(), &pen, transform);
        self.recorder.fill(placed.map(Shape::Mask), solid(stroke.color));
    }

    fn push_clip(&mut self, shape: &FillShape, transform: Affine) {
        if self.shadow.is_some() {
            self.recorder.refuse("a clip in a text shadow");
        }
        let shape = self.shape(shape, transform);
        self.recorder.push_clip(shape, false);
    }

    fn push_clip_out(&mut self, shape: &FillShape, transform: Affine) {
        if self.shadow.is_some() {
            self.recorder.refuse("a clip in a text shadow");
        }
        let shape = self.shape(shape, transform);
        self.recorder.push_clip(shape, true);
    }

    fn push_aliased_clip(&mut self, shape: &FillShape, transform: Affine) {
        self.aliased(shape, transform, false);
    }

    fn push_aliased_clip_out(&mut self, shape: &FillShape, transform: Affine) {
        self.aliased(shape, transform, true);
    }

    fn pop_clip(&mut self) {
        self.recorder.pop_clip();
    }

    fn with_border_mask(
        &mut self,
        _border: &BorderProperties,
        _size: Size<f32>,
        _origin: Point<f32>,
        _content: impl FnOnce(&mut Self),
    ) {
        self.recorder.refuse("a background in the border");
    }

    fn begin_layer(&mut self, opacity: f32, _bounds: Option<LayerBounds>) {
        // The cast saturates.
        self.recorder.open_group(End::Composite((opacity * 255.0).round() as u8, None, BlendMode::Normal));
    }

    fn end_layer(&mut self) {
        self.recorder.close_group();
    }

    fn fill_shadow(&mut self, shape: &ShadowShape, shadow: &SizedShadow, transform: Affine) {
        let transform = self.transform * (Affine::translation(shadow.offset_x, shadow.offset_y) * transform);
        let blur = shadow.blur_radius * self.transform.uniform_scale();
        match self.recorder.means.masks.shadow(&shape.fill_shape(), transform, blur) {
            Ok(placed) => self.recorder.fill(placed.map(Shape::Mask), solid(shadow.color)),
            Err(_) => self.recorder.refuse("a shadow larger than eight million pixels"),
        }
    }
}

fn pen(style: &StrokeStyle) -> Stroke {
    Stroke {
        width: style.width,
        line_cap: if style.round_cap { LineCap::Round } else { LineCap::Butt },
        dash: style.dash.and_then(|lengths| StrokeDash::new(lengths.to_vec(), 0.0)),
        ..Stroke::default()
    }
}
