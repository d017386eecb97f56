//! A box's background.

use takumi_core::{
    Error,
    context::RenderContext,
    geometry::{Point, Rect, Size},
    layout::{
        background_image_geometry::{BackgroundLayer, ImageTiling},
        node::resolve_image,
    },
    painter::{BackgroundClipArea, BoxPainter, FillShape, TextClip},
    style::{Affine, BackgroundImage, BlendMode},
};

use super::{Recorder, device::BoxDevice, effect::MOST_PICTURE, paint};
use crate::{
    area::Area,
    list::{Paint, Shape},
};

/// A background with more tiles than this is not ours to paint.
const MOST_TILES: usize = 4096;

/// Whether `value` is a whole number, but for the error of the sums that placed it.
fn whole(value: f32) -> bool {
    (value - value.round()).abs() < 1e-3
}

impl Recorder<'_> {
    pub(super) fn background(
        &mut self,
        painter: &BoxPainter<'_>,
        text: Option<&TextClip<'_>>,
    ) -> Result<(), Error> {
        let background = painter.background();
        if background.layers.iter().any(|layer| layer.blend_mode != BlendMode::Normal) {
            self.refuse("a blend mode of a background");
            return Ok(());
        }
        match background.clip {
            BackgroundClipArea::BorderArea(_) => {
                self.refuse("a background in the border");
                return Ok(());
            }
            BackgroundClipArea::Text => {
                let Some(text) = text else { return Ok(()) };
                return text.paint_background(Point::ZERO, &mut BoxDevice::of(self, painter.context()));
            }
            BackgroundClipArea::BorderBox(_) | BackgroundClipArea::Inner(_) => {}
        }
        painter.background_color(Point::ZERO, &mut BoxDevice::of(self, painter.context()));
        let Some(shape) = background.clip.shape(background.size) else { return Ok(()) };
        let context = painter.context();
        let place = Place {
            context,
            border_box: background.border_box(),
            origin: context.transform,
            shape: &shape,
            shape_at: context.transform * to(Point { x: background.offset.x, y: background.offset.y }),
        };
        for layer in &background.layers {
            self.layer(&place, layer)?;
        }
        Ok(())
    }

    /// One image of a background.
    pub(super) fn layer(&mut self, place: &Place<'_>, layer: &BackgroundLayer<'_>) -> Result<(), Error> {
        let tiling = &layer.tiling;
        let (xs, ys) = tiling.origins();
        let one = xs.len() == 1 && ys.len() == 1;
        if !one && !lands_on_pixels(tiling) {
            self.refuse("a background whose tiles begin inside of pixels");
            return Ok(());
        }
        if xs.len().saturating_mul(ys.len()) > MOST_TILES {
            self.refuse("a background of very many tiles");
            return Ok(());
        }
        let all = self.means.masks.shape(place.shape, place.shape_at);
        if !one && !on_pixels(place.origin) {
            return self.pattern(place, layer, all);
        }
        let one = one && tiling.covers(place.border_box);
        if !one {
            self.push_clip(all.clone(), false);
            let dest = FillShape::Rect(size_of(tiling.dest));
            let dest = self.means.masks.shape(&dest, place.origin * to(tiling.dest.top_left()));
            self.push_clip(dest, false);
        }
        for y in &ys {
            for x in &xs {
                let at = place.origin * to(Point { x: *x, y: *y });
                let Some(paint) = self.tile(place.context, layer, at)? else { continue };
                let shape =
                    if one { all.clone() } else { self.means.masks.shape(&FillShape::Rect(tiling.tile), at) };
                self.fill(shape, paint);
            }
        }
        if !one {
            self.pop_clip();
            self.pop_clip();
        }
        Ok(())
    }

    /// Tiles that lie turned, scaled or inside of pixels: they are painted into a picture that does, so that no seams
    /// show between them.
    fn pattern(
        &mut self,
        place: &Place<'_>,
        layer: &BackgroundLayer<'_>,
        all: Option<Shape>,
    ) -> Result<(), Error> {
        let dest = layer.tiling.dest;
        let size = size_of(dest);
        let area = Area::enclosing(0.0, 0.0, size.width, size.height);
        if area.pixels() > MOST_PICTURE {
            self.refuse("a pattern of more than eight million pixels");
            return Ok(());
        }
        self.open_picture(area);
        let (xs, ys) = layer.tiling.origins();
        for y in &ys {
            for x in &xs {
                let at = to(Point { x: x - dest.left, y: y - dest.top });
                let Some(paint) = self.tile(place.context, layer, at)? else { continue };
                let shape = self.means.masks.shape(&FillShape::Rect(layer.tiling.tile), at);
                self.fill(shape, paint);
            }
        }
        let items = self.take_group();
        let means = &mut *self.means;
        let Some(pixels) = means.pictures.filtered(items, Vec::new(), area, &mut means.replay) else {
            return Ok(());
        };
        let at = place.origin * to(dest.top_left());
        let Some(paint) = self.picture_paint(pixels, at) else { return Ok(()) };
        let shape = self.means.masks.shape(&FillShape::Rect(size), at);
        self.push_clip(all, false);
        self.fill(shape, paint);
        self.pop_clip();
        Ok(())
    }

    /// What a tile that lies under `transform` is painted with.
    fn tile(
        &mut self,
        context: &RenderContext,
        layer: &BackgroundLayer<'_>,
        transform: Affine,
    ) -> Result<Option<Paint>, Error> {
        let size = layer.tiling.tile.map(|side| if whole(side) { side.round() } else { side });
        Ok(match layer.image {
            BackgroundImage::None => None,
            BackgroundImage::Linear(gradient) => paint::linear(gradient, size, transform, context),
            BackgroundImage::Radial(gradient) => paint::radial(gradient, size, transform, context),
            BackgroundImage::Conic(gradient) => paint::conic(gradient, size, transform, context),
            BackgroundImage::Url(url) => match resolve_image(url, context) {
                Ok(source) => self.image_tile(&source, layer.tiling.image_size, size, transform, context)?,
                Err(_) => None,
            },
        })
    }
}

/// Where a background's images go.
pub(super) struct Place<'p> {
    pub(super) context: &'p RenderContext,
    /// The box that a single tile has to cover to need no clip of its own.
    pub(super) border_box: Rect<f32>,
    /// From the coordinates that tiles are placed in to the canvas.
    pub(super) origin: Affine,
    /// What is painted, and where it is.
    pub(super) shape: &'p FillShape,
    pub(super) shape_at: Affine,
}

/// Whether a transform moves by whole pixels and does nothing else.
fn on_pixels(transform: Affine) -> bool {
    transform.only_translation() && whole(transform.x) && whole(transform.y)
}

/// Whether every tile begins and ends where its layer's pixels do.
fn lands_on_pixels(tiling: &ImageTiling) -> bool {
    let lengths = [tiling.tile.width, tiling.tile.height, tiling.spacing.width, tiling.spacing.height];
    let phase = [tiling.phase.x - tiling.dest.left, tiling.phase.y - tiling.dest.top];
    lengths.into_iter().chain(phase).all(whole)
}

fn to(point: Point<f32>) -> Affine {
    Affine::translation(point.x, point.y)
}

fn size_of(rect: Rect<f32>) -> Size<f32> {
    Size { width: rect.right - rect.left, height: rect.bottom - rect.top }
}
