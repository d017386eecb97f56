//! Clips and groups of the scene.

use std::sync::Arc;

use takumi_core::{
    Error,
    context::RenderContext,
    geometry::{ComputedLayout, Point, Rect},
    layout::{
        background_image_geometry::{BoxBackgroundPaintContext, FillLayers},
        border::BorderProperties,
    },
    paint_chunk::{PaintChunk, PropertySink},
    paint_property::{ClipId, ClipKind, ClipNode, EffectId, EffectKind, EffectNode},
    painter::{FillShape, SnappedBox},
    scene::{NodePaint, SceneView},
    style::{Affine, BackgroundImage, BlendMode},
};

use super::{End, MOST_REACH, Recorder, background::Place, drawing::is_overflowing, placed, places::Places};
use crate::{
    area::Area,
    filter::Step,
    list::{Backdrop, Group, Image, Item, Matrix, Paint, Shape},
    mask::Placed,
};

/// A filter or a mask on more pixels than this is not ours to paint.
pub(super) const MOST_PICTURE: usize = 1 << 23;

/// Enters and leaves the scene's clips and groups, and records what is painted in them.
pub(super) struct Sink<'s, 'm> {
    pub(super) view: SceneView<'s>,
    pub(super) recorder: Recorder<'m>,
    pub(super) owners: &'s [Option<&'s NodePaint>],
    pub(super) places: Places,
    /// For each open group, whether it cannot be seen.
    pub(super) hidden: Vec<bool>,
}

impl Sink<'_, '_> {
    pub(super) fn chunk(&mut self, chunk: &PaintChunk<'_>) {
        if self.recorder.stopped() || self.hidden.contains(&true) {
            return;
        }
        if let Some(bounds) = chunk.node.paint_bounds
            && !self.recorder.limit().meets(Area::from(bounds).grown(self.slack(chunk.node)))
            && !self.view.root.node_at_path(&chunk.node.path).is_some_and(is_overflowing)
        {
            return;
        }
        if let Err(error) = self.recorder.part(self.view, &self.places, chunk) {
            self.recorder.fail(error);
        }
    }

    /// How far what a box draws may lie outside of its bounds, which are the engine's: its own place and that of its text
    /// are rounded otherwise.
    fn slack(&self, paint: &NodePaint) -> i32 {
        let moved = self.places.moved(&paint.path);
        let Affine { c, d, .. } = paint.transform;
        // The cast saturates, and a reach beyond the most of filters is none to be seen.
        (moved.x.abs().max(moved.y.abs()) + c.abs().max(d.abs())).ceil().min(MOST_REACH as f32) as i32
    }

    /// What becomes of the group that `effect` opens, whose box is `owner`'s.
    fn end_of(&mut self, owner: &NodePaint, effect: &EffectNode) -> Result<End, Error> {
        let (_, layout, context) = placed(self.view, &self.places, owner)?;
        let style = &context.style;
        if effect.kind == EffectKind::Filter {
            let steps = Step::of(&style.misc1_data.filter, &context).unwrap_or_else(|_| {
                self.recorder.refuse("a filter of an SVG document");
                Vec::new()
            });
            return Ok(End::Filter(steps));
        }
        // The cast saturates.
        let opacity = (style.svg_data.opacity.0 * 255.0).round() as u8;
        let mask = if opacity > 0 { self.recorder.mask(&context, layout)? } else { None };
        let blend = style.misc_data.mix_blend_mode;
        let backdrop = self.recorder.behind(&context, layout);
        Ok(match backdrop.filter(|_| opacity > 0) {
            Some(backdrop) => End::Glass(opacity, mask, blend, backdrop),
            None => End::Composite(opacity, mask, blend),
        })
    }
}

impl PropertySink for Sink<'_, '_> {
    fn push_clip(&mut self, _id: ClipId, clip: &ClipNode) {
        let (ClipKind::Shape(shape) | ClipKind::ClipPath(shape)) = &clip.kind else { return };
        let transform = self.places.place(&clip.owner, clip.transform);
        let shape = self.recorder.means.masks.shape(shape, transform);
        self.recorder.push_clip(shape, false);
    }

    fn pop_clip(&mut self, clip: &ClipNode) {
        if !matches!(clip.kind, ClipKind::PixelMovingFilter(_)) {
            self.recorder.pop_clip();
        }
    }

    fn begin_effect(&mut self, id: EffectId, effect: &EffectNode) {
        let owner = self.owners.get(id.index()).copied().flatten();
        let end = match owner {
            Some(owner) if !self.hidden.contains(&true) => self.end_of(owner, effect),
            Some(_) => Ok(End::Composite(0, None, BlendMode::Normal)),
            None => Err(Error::InvalidLayoutNode(0)),
        };
        let end = end.unwrap_or_else(|error| {
            self.recorder.fail(error);
            End::Composite(0, None, BlendMode::Normal)
        });
        self.hidden.push(matches!(end, End::Composite(0, ..)));
        self.recorder.open_group(end);
    }

    fn end_effect(&mut self) {
        self.hidden.pop();
        self.recorder.close_group();
    }
}

/// Adds a group whose draws have ink in `all` to `list`, without a layer where none is needed.
pub(super) fn composite(mut group: Group, all: Area, list: &mut Vec<Item>) {
    if group.bounds.is_empty() || group.opacity == 0 {
        return;
    }
    // An opaque group is what its draws are, unless a soft clip would have to be applied to each of them, or a blend
    // mode or a filter of what is behind sees only what is in the group.
    let soft = !group.clip.masks.is_empty() || !group.clip.area.contains(all);
    if group.opacity == 255
        && group.blend == BlendMode::Normal
        && group.backdrop.is_none()
        && !soft
        && !group.items.iter().any(blends)
    {
        list.append(&mut group.items);
        return;
    }
    list.push(Item::Group(group));
}

fn blends(item: &Item) -> bool {
    matches!(item, Item::Group(group) if group.blend != BlendMode::Normal || group.backdrop.is_some())
}

impl Recorder<'_> {
    /// Draws a group's picture after its filters, which may reach over all of `limit`.
    pub(super) fn filter(&mut self, items: Vec<Item>, steps: Vec<Step>, limit: Area) {
        let inked = items.iter().fold(Area::default(), |all, item| all.union(item.bounds()));
        if inked.is_empty() {
            return;
        }
        let reach = steps.iter().map(Step::reach).fold(0, i32::saturating_add).min(MOST_REACH);
        let area = inked.grown(reach).intersect(limit);
        if area.pixels() > MOST_PICTURE {
            return self.refuse("a filter on more than eight million pixels");
        }
        let means = &mut *self.means;
        let Some(pixels) = means.pictures.filtered(items, steps, area, &mut means.replay) else { return };
        let matrix = Matrix { a: 1.0, b: 0.0, c: 0.0, d: 1.0, e: -area.left as f32, f: -area.top as f32 };
        let image = Image { pixels, matrix, nearest: false, opaque: false };
        self.fill(Some(Shape::Area(area)), Paint::Image(Arc::new(image)));
    }

    /// What a box shows of the pixels behind it.
    fn behind(&mut self, context: &RenderContext, layout: ComputedLayout) -> Option<Backdrop> {
        let filters: Vec<_> = context
            .style
            .misc1_data
            .backdrop_filter
            .iter()
            .filter(|filter| !filter.is_drop_shadow())
            .cloned()
            .collect();
        if filters.is_empty() {
            return None;
        }
        if self.open.iter().any(|open| matches!(open.end, End::Glass(..))) {
            // It would see what is in the outer one without what shows through that.
            self.refuse("a backdrop filter inside of another");
        }
        let Ok(steps) = Step::of(&filters, context) else {
            self.refuse("a filter of an SVG document");
            return None;
        };
        let border = BorderProperties::from_context(context, layout.size, layout.border);
        let shape = FillShape::RoundedRect { border, size: layout.size, offset: Point::ZERO };
        let shape = self.means.masks.shape(&shape, context.transform)?;
        if shape.bounds().intersect(self.limit()).pixels() > MOST_PICTURE {
            self.refuse("a filter on more than eight million pixels");
        }
        Some(Backdrop { shape, steps })
    }

    /// The mask that a box's `mask-image` lays over its group; `None` when it has none.
    fn mask(&mut self, context: &RenderContext, layout: ComputedLayout) -> Result<Option<Placed>, Error> {
        let images = context.style.misc2_data.mask_image.as_deref().unwrap_or_default();
        if images.iter().all(|image| matches!(image, BackgroundImage::None)) {
            return Ok(None);
        }
        let paint_offset = context.box_paint_offset(layout);
        let snapped = SnappedBox::new(paint_offset, layout.size);
        let (offset, size) = (snapped.offset(), snapped.size());
        let layers = FillLayers::mask(&context.style).resolve(
            images,
            &BoxBackgroundPaintContext::mask(layout.size, paint_offset),
            context,
        );
        if layers.is_empty() {
            return Ok(None);
        }
        let border = BorderProperties::from_context(context, layout.size, layout.border);
        let shape = FillShape::RoundedRect { border, size, offset: Point::ZERO };
        let border_box = Rect {
            left: offset.x,
            top: offset.y,
            right: offset.x + size.width,
            bottom: offset.y + size.height,
        };
        let place = Place {
            context,
            border_box,
            origin: context.transform,
            shape: &shape,
            shape_at: context.transform * Affine::translation(offset.x, offset.y),
        };
        self.open_group(End::Composite(255, None, BlendMode::Normal));
        for layer in &layers {
            self.layer(&place, layer)?;
        }
        let limit = self.limit();
        let items = self.take_group();
        let area = items.iter().fold(Area::default(), |all, item| all.union(item.bounds())).intersect(limit);
        if area.pixels() > MOST_PICTURE {
            self.refuse("a mask of more than eight million pixels");
            return Ok(None);
        }
        let means = &mut *self.means;
        Ok(Some(means.pictures.alpha(items, area, &mut means.replay)))
    }
}
