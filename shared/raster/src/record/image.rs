//! Images.

use std::sync::Arc;

use takumi_core::{
    Error,
    context::RenderContext,
    geometry::{Point, Size},
    layout::{decoration::ClipBox, node::ImageData, replaced::ReplacedPlacement},
    painter::{BoxPainter, FillShape, PaintDevice},
    resources::{
        glyph::ResolvedBitmapGlyph,
        image::{ImageSource, RenderedImage, SvgRaster, SvgSource},
        image_buffer::ImageBuffer,
    },
    style::{Affine, ImageScalingAlgorithm},
};

use super::{
    Boxed, Recorder,
    device::BoxDevice,
    drawing::{is_plain, overflows, to_drawn},
};
use crate::list::{Image, Matrix, Paint, Shape};

/// A drawing of fewer bytes is drawn path by path, however it came.
const SMALL_DRAWING: usize = 4096;
/// Above this scale a drawing is rastered anew instead of being enlarged.
const SHARP: f32 = 1.02;
/// The steps of such a raster: a drawing that grows is not rastered for every frame.
const STEP: f32 = 1.25;

/// An image that is ready to be sampled: how its pixels lie on what is drawn.
struct Ready {
    pixels: Arc<ImageBuffer>,
    /// From the drawn rectangle, whose top left corner is the origin, to the image's pixels.
    to_pixels: Affine,
    nearest: bool,
}

impl Recorder<'_> {
    /// An element's image, in its content box.
    pub(super) fn image(&mut self, image: &ImageData, boxed: &Boxed<'_>) -> Result<(), Error> {
        let Ok(source) = image.src.resolve(boxed.context) else { return Ok(()) };
        let (width, height) = source.size(&boxed.context.sizing);
        let painter = BoxPainter::new(boxed.context, boxed.layout);
        let replaced = painter.replaced_content(Size { width, height });
        let content = boxed.layout.content_box_offset();
        let (origin, size) = match replaced.clip {
            Some(clip) => (clip.offset - content, clip.size),
            None => (replaced.placement.offset, replaced.placement.size),
        };
        let visible =
            ReplacedPlacement { offset: replaced.placement.offset - origin, size: replaced.placement.size }
                .clipped(size);
        let offset = content + origin + visible.origin;
        let drawn = visible.size.map(f32::trunc);
        let at = boxed.context.transform * Affine::translation(offset.x, offset.y);
        let crop = visible.crop;
        let ready = if let ImageSource::Svg(svg) = &source {
            let full = replaced.placement.size;
            let scale = Size {
                width: replaced.container.width / full.width,
                height: replaced.container.height / full.height,
            };
            let cut = |point: Point<f32>| Point { x: point.x * scale.width, y: point.y * scale.height };
            let part = cut(Point { x: visible.size.width, y: visible.size.height });
            let part = Size { width: part.x, height: part.y };
            // A drawing of the page is new in each frame anyway; another one is cheaper to copy when it is large.
            let own = boxed.node.node.as_ref().is_some_and(|node| node.tag_name() == Some("svg"));
            if drawable(&source, drawn).is_some() && (own || svg.source().len() < SMALL_DRAWING) {
                let ops = self.means.drawings.paths(svg, boxed.context, replaced.container);
                if is_plain(&ops) {
                    let crop = cut(crop);
                    let to_canvas = at * to_drawn(part, drawn) * Affine::translation(-crop.x, -crop.y);
                    if own && overflows(svg) {
                        self.drawing(&ops, to_canvas);
                        return Ok(());
                    }
                    self.drawn(boxed, replaced.clip, (drawn, offset), |recorder, shape| {
                        recorder.push_clip(shape, false);
                        recorder.drawing(&ops, to_canvas);
                        recorder.pop_clip();
                    });
                    return Ok(());
                }
            }
            let sharper = sharper(at, drawn);
            if own && overflows(svg) {
                let to_canvas = at * to_drawn(part, drawn);
                let fine = (drawn.width / part.width * sharper, drawn.height / part.height * sharper);
                return self.overflowing(svg, boxed, replaced.container, to_canvas, fine);
            }
            let Some((columns, rows)) = drawable(&source, drawn.map(|side| side * sharper)) else {
                return Ok(());
            };
            let raster = SvgRaster::cropped(replaced.container, cut(crop), part, columns, rows);
            let algorithm = boxed.context.style.misc_inherited_data.image_rendering;
            let pixels = svg.rasterize_cached(raster, algorithm, boxed.context)?;
            let to_pixels = Affine::scale(columns as f32 / drawn.width, rows as f32 / drawn.height);
            Ready { pixels, to_pixels, nearest: false }
        } else {
            let Some((columns, rows)) = drawable(&source, drawn) else { return Ok(()) };
            let Some(ready) = sampled(&source, columns, rows, replaced.placement.size, crop, boxed.context)?
            else {
                return Ok(());
            };
            ready
        };
        let paint = self.image_paint(ready, at);
        self.drawn(boxed, replaced.clip, (drawn, offset), |recorder, shape| {
            if let Some(paint) = paint {
                recorder.fill(shape, paint);
            }
        });
        Ok(())
    }

    /// A drawing that is seen outside of its box too and has more than plain paths. `to_canvas` takes its coordinates to the
    /// canvas; `fine` are the pixels of its raster for one of them.
    fn overflowing(
        &mut self,
        svg: &Arc<SvgSource>,
        boxed: &Boxed<'_>,
        container: Size<f32>,
        to_canvas: Affine,
        (across, down): (f32, f32),
    ) -> Result<(), Error> {
        let ops = self.means.drawings.paths(svg, boxed.context, container);
        let Some(area) = self.reached(&ops, to_canvas) else { return Ok(()) };
        // Whole pixels of its own, so that what is inside of the box is what it is without the rest.
        let (left, top) = ((area.left * across).floor(), (area.top * down).floor());
        let pixels =
            Size { width: (area.right * across).ceil() - left, height: (area.bottom * down).ceil() - top };
        let origin = Point { x: left / across, y: top / down };
        let size = Size { width: pixels.width / across, height: pixels.height / down };
        let Some((columns, rows)) = drawable(&ImageSource::Svg(Arc::clone(svg)), pixels) else {
            return Ok(());
        };
        let raster = SvgRaster::cropped(container, origin, size, columns, rows);
        let algorithm = boxed.context.style.misc_inherited_data.image_rendering;
        let pixels = svg.rasterize_cached(raster, algorithm, boxed.context)?;
        let at = to_canvas * Affine::translation(origin.x, origin.y);
        let shape = self.means.masks.shape(&FillShape::Rect(size), at);
        let ready = Ready { pixels, to_pixels: Affine::scale(across, down), nearest: false };
        if let Some(paint) = self.image_paint(ready, at) {
            self.fill(shape, paint);
        }
        Ok(())
    }

    /// Draws into a rectangle of a box, inside of the box's curve when it has one.
    fn drawn(
        &mut self,
        boxed: &Boxed<'_>,
        clip: Option<ClipBox>,
        (size, offset): (Size<f32>, Point<f32>),
        draw: impl FnOnce(&mut Self, Option<Shape>),
    ) {
        let mut device = BoxDevice::of(self, boxed.context);
        let shape = device.shape(&FillShape::Rect(size), Affine::translation(offset.x, offset.y));
        let rounded = clip.filter(|clip| !clip.border.is_zero());
        if let Some(clip) = rounded {
            device.push_clip(&clip.into(), Affine::IDENTITY);
        }
        draw(self, shape);
        if rounded.is_some() {
            self.pop_clip();
        }
    }

    /// An image of a background, as large as a tile that lies under `at`.
    pub(super) fn image_tile(
        &mut self,
        source: &ImageSource,
        image_size: Size<f32>,
        tile: Size<f32>,
        at: Affine,
        context: &RenderContext,
    ) -> Result<Option<Paint>, Error> {
        let ready = if let ImageSource::Svg(svg) = source {
            let Some((columns, rows)) = drawable(source, tile.map(|side| side * sharper(at, tile))) else {
                return Ok(None);
            };
            let raster = SvgRaster::whole(image_size, columns, rows);
            let pixels =
                svg.rasterize_cached(raster, context.style.misc_inherited_data.image_rendering, context)?;
            let to_pixels = Affine::scale(columns as f32 / tile.width, rows as f32 / tile.height);
            Ready { pixels, to_pixels, nearest: false }
        } else {
            let Some((columns, rows)) = drawable(source, tile) else { return Ok(None) };
            let Some(ready) = sampled(source, columns, rows, tile, Point::ZERO, context)? else {
                return Ok(None);
            };
            ready
        };
        Ok(self.image_paint(ready, at))
    }

    /// `ready`, its top left corner at the origin of `at`.
    fn image_paint(&mut self, ready: Ready, at: Affine) -> Option<Paint> {
        let Affine { a, b, c, d, x, y } = ready.to_pixels * at.invert()?;
        let matrix = Matrix { a, b, c, d, e: x, f: y };
        let finite = [a, b, c, d, x, y].iter().all(|value| value.is_finite());
        if ready.pixels.width() == 0 || ready.pixels.height() == 0 || !finite {
            return None;
        }
        let opaque = self.means.is_opaque(&ready.pixels);
        Some(Paint::Image(Arc::new(Image { pixels: ready.pixels, matrix, nearest: ready.nearest, opaque })))
    }

    /// A picture whose pixels are `at`'s.
    pub(super) fn picture_paint(&mut self, pixels: Arc<ImageBuffer>, at: Affine) -> Option<Paint> {
        self.image_paint(Ready { pixels, to_pixels: Affine::IDENTITY, nearest: false }, at)
    }

    /// Draws a picture whose pixels are `at`'s.
    pub(super) fn picture(&mut self, pixels: &Arc<ImageBuffer>, at: Affine) {
        let size = Size { width: pixels.width() as f32, height: pixels.height() as f32 };
        let shape = self.means.masks.shape(&FillShape::Rect(size), at);
        if let Some(paint) = self.picture_paint(Arc::clone(pixels), at) {
            self.fill(shape, paint);
        }
    }

    /// A glyph that is a picture, its origin at `at`.
    pub(super) fn glyph_image(&mut self, glyph: &ResolvedBitmapGlyph, at: Affine) {
        let at = at * glyph.image_transform();
        let size = Size { width: glyph.image.width() as f32, height: glyph.image.height() as f32 };
        let shape = self.means.masks.shape(&FillShape::Rect(size), at);
        let ready =
            Ready { pixels: Arc::new(glyph.image.clone()), to_pixels: Affine::IDENTITY, nearest: false };
        if let Some(paint) = self.image_paint(ready, at) {
            self.fill(shape, paint);
        }
    }
}

/// `size` in whole pixels, when `source` has something to show at it.
fn drawable(source: &ImageSource, size: Size<f32>) -> Option<(u32, u32)> {
    // The casts saturate.
    let (width, height) = (size.width as u32, size.height as u32);
    source.is_drawable_at(width, height).then_some((width, height))
}

/// How much finer than its layout a drawing is rastered under `transform`.
fn sharper(transform: Affine, size: Size<f32>) -> f32 {
    let (x, y) = transform.scale_components();
    let scale = x.abs().max(y.abs());
    if !scale.is_finite() || scale <= SHARP {
        return 1.0;
    }
    let step = STEP.powf((scale.ln() / STEP.ln()).ceil());
    // Not finer than 2048 pixels a side.
    step.min(2048.0 / size.width.max(size.height).max(1.0)).max(1.0)
}

/// A bitmap drawn at `full` size of which the part from `crop` on is shown.
fn sampled(
    source: &ImageSource,
    columns: u32,
    rows: u32,
    full: Size<f32>,
    crop: Point<f32>,
    context: &RenderContext,
) -> Result<Option<Ready>, Error> {
    let natural = match source {
        ImageSource::Bitmap(bitmap) => (bitmap.width(), bitmap.height()),
        ImageSource::Animated(animated) => animated.dimensions(),
        ImageSource::Encoded(encoded) => encoded.dimensions(),
        _ => return Ok(None),
    };
    let algorithm = context.style.misc_inherited_data.image_rendering;
    let rendered = source.render_for_layout(columns, rows, algorithm, context.time_ms(), context)?;
    let RenderedImage::Sampled { source, algorithm, source_scale, .. } = rendered else { return Ok(None) };
    if full.width <= 0.0 || full.height <= 0.0 {
        return Ok(None);
    }
    let to_pixels = Affine::scale(
        source_scale.0 * natural.0 as f32 / full.width,
        source_scale.1 * natural.1 as f32 / full.height,
    ) * Affine::translation(crop.x, crop.y);
    let nearest = matches!(algorithm, ImageScalingAlgorithm::Pixelated);
    Ok(Some(Ready { pixels: source, to_pixels, nearest }))
}
