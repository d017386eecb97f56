//! Glyphs in colour: pictures that a font describes as layers of filled outlines (the table `COLR`, version 1).
//!
//! The engine resolves version 0 and bitmaps alone, so these are painted here, once for each size, and drawn as images.

mod layers;

use std::sync::Arc;

use skrifa::{
    FontRef, GlyphId, MetadataProvider as _, Tag,
    color::{ColorGlyph, ColorGlyphFormat},
    instance::{LocationRef, Size},
    raw::{TableProvider as _, types::BoundingBox},
};
use takumi_core::{layout::inline::PositionedInlineRun, resources::image_buffer::ImageBuffer, style::Affine};

use crate::shelf::Shelf;
use layers::Layers;

/// What the pictures may take in memory, in bytes.
const LIMIT: usize = 16 << 20;
/// From this scale on, up or down, a glyph is painted anew instead of being stretched.
const SHARP: f32 = 1.02;
/// The steps of such sizes: a glyph that grows is not painted for every frame.
const STEP: f32 = 1.25;
/// The largest size in pixels of an em. Larger glyphs are stretched.
const MOST: f32 = 1024.0;

/// A cache of glyphs in colour, by font, glyph and size.
#[derive(Debug)]
pub(crate) struct Emoji {
    shelf: Shelf<(u64, u32, u32), Stamp>,
}

/// A glyph's picture.
#[derive(Debug)]
pub(crate) struct Stamp {
    pub(crate) pixels: Arc<ImageBuffer>,
    /// From the picture's pixels to the glyph's space, whose origin is on the baseline and whose unit is that of the
    /// run's font size.
    pub(crate) placed: Affine,
}

/// The font of a run, when it has glyphs in colour.
pub(crate) struct Coloured<'r> {
    font: FontRef<'r>,
    id: u64,
    size: f32,
}

impl<'r> Coloured<'r> {
    pub(crate) fn of(run: &'r PositionedInlineRun) -> Option<Self> {
        let shaped = &run.glyph_run;
        let font = FontRef::from_index(shaped.font_data(), shaped.font_index).ok()?;
        font.table_data(Tag::new(b"COLR"))?;
        Some(Self { font, id: shaped.font_id(), size: shaped.font_size })
    }

    fn glyph(&self, glyph: u32) -> Option<ColorGlyph<'r>> {
        self.font.color_glyphs().get_with_format(GlyphId::new(glyph), ColorGlyphFormat::ColrV1)
    }

    /// The size at which a glyph is painted that is seen under `transform`.
    fn size_under(&self, transform: Affine) -> f32 {
        let (across, down) = transform.scale_components();
        let scale = across.max(down);
        if !scale.is_finite() || scale <= 0.0 || (1.0 / SHARP..=SHARP).contains(&scale) {
            return self.size.min(MOST);
        }
        let step = STEP.powf((scale.ln() / STEP.ln()).ceil());
        (self.size * step).min(MOST)
    }
}

impl Emoji {
    pub(crate) fn new() -> Self {
        Self { shelf: Shelf::new(LIMIT) }
    }

    /// The picture of a glyph that is seen under `transform`; `None` when the font has no colours for it.
    pub(crate) fn stamp(&mut self, font: &Coloured<'_>, glyph: u32, transform: Affine) -> Option<Arc<Stamp>> {
        let size = font.size_under(transform);
        let key = (font.id, glyph, size.to_bits());
        if let Some(known) = self.shelf.get(&key) {
            return Some(known);
        }
        let (pixels, left, top) = paint(font, glyph, size)?;
        let weight = pixels.data().len();
        let unit = font.size / size;
        let placed = Affine::scale(unit, unit) * Affine::translation(left, top);
        let stamp = Arc::new(Stamp { pixels: Arc::new(pixels), placed });
        self.shelf.put(key, &stamp, weight);
        Some(stamp)
    }
}

/// A glyph at `size` pixels of an em, and where the picture's corner lies seen from the origin.
fn paint(font: &Coloured<'_>, glyph: u32, size: f32) -> Option<(ImageBuffer, f32, f32)> {
    let colour = font.glyph(glyph)?;
    let units = f32::from(font.font.head().ok()?.units_per_em());
    // A glyph without a box is hardly larger than this.
    let around = BoundingBox { x_min: -0.5 * size, y_min: -size, x_max: 2.0 * size, y_max: 1.5 * size };
    let bounds = colour.bounding_box(LocationRef::default(), Size::new(size)).unwrap_or(around);
    // One more pixel at each side, which is transparent: there the picture is mixed with nothing.
    let (left, top) = (bounds.x_min.floor() - 1.0, -bounds.y_max.ceil() - 1.0);
    let width = (bounds.x_max.ceil() + 1.0 - left).clamp(1.0, 4.0 * MOST) as u32;
    let height = (1.0 - bounds.y_min.floor() - top).clamp(1.0, 4.0 * MOST) as u32;
    let scale = size / units;
    let to_pixels = tiny_skia::Transform::from_row(scale, 0.0, 0.0, -scale, -left, -top);
    let mut layers = Layers::new(&font.font, width, height, to_pixels)?;
    colour.paint(LocationRef::default(), &mut layers).ok()?;
    let pixels = layers.finish()?.take();
    Some((ImageBuffer::from_premultiplied_rgba(pixels, width, height)?, left, top))
}

#[cfg(test)]
mod tests;
