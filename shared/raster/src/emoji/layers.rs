//! The operations of a glyph in colour, carried out on pixels.
//!
//! What each of them means is in the OpenType specification, chapter `COLR`.

use skrifa::{
    FontRef, GlyphId, MetadataProvider as _,
    color::{Brush, ColorPainter, ColorStop, CompositeMode, Extend, Transform as Matrix},
    instance::{LocationRef, Size},
    outline::{DrawSettings, OutlineGlyphCollection, OutlinePen},
    raw::types::{BoundingBox, Point as FontPoint},
};
use tiny_skia::{
    BlendMode, Color, FillRule, GradientStop, LinearGradient, Mask, Paint, Path, PathBuilder, Pixmap,
    PixmapPaint, Point, RadialGradient, Rect, Shader, SpreadMode, SweepGradient, Transform,
};

/// No glyph of a sane font nests deeper, and each layer is a picture.
const DEEPEST: usize = 16;
/// The palette's entry that is the text's colour. We take black: pictures use it for nothing.
const FOREGROUND: u16 = 0xffff;

/// A picture in the making.
pub(super) struct Layers<'f> {
    outlines: OutlineGlyphCollection<'f>,
    palette: Vec<Color>,
    /// The picture, and on it the layers that are open.
    layers: Vec<Pixmap>,
    modes: Vec<CompositeMode>,
    /// The layers that are not painted because there are too many.
    skipped: usize,
    transforms: Vec<Transform>,
    /// The clips that hold; none is the whole picture.
    clips: Vec<Option<Mask>>,
}

impl<'f> Layers<'f> {
    /// An empty picture of `width` by `height` pixels, to which `to_pixels` takes the font's units.
    pub(super) fn new(font: &FontRef<'f>, width: u32, height: u32, to_pixels: Transform) -> Option<Self> {
        let colours = font.color_palettes();
        let palette = colours.get(0).map(|palette| {
            let colour =
                |c: &skrifa::color::Color| Color::from_rgba8(c.red(), c.green(), c.blue(), c.alpha());
            palette.colors().iter().map(colour).collect()
        });
        Some(Self {
            outlines: font.outline_glyphs(),
            palette: palette.unwrap_or_default(),
            layers: vec![Pixmap::new(width, height)?],
            modes: Vec::new(),
            skipped: 0,
            transforms: vec![to_pixels],
            clips: Vec::new(),
        })
    }

    pub(super) fn finish(mut self) -> Option<Pixmap> {
        self.layers.truncate(1);
        self.layers.pop()
    }

    fn transform(&self) -> Transform {
        self.transforms.last().copied().unwrap_or_default()
    }

    /// An outline in pixels.
    fn outline(&self, glyph: GlyphId) -> Option<Path> {
        let mut pen = Pen(PathBuilder::new());
        let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
        self.outlines.get(glyph)?.draw(settings, &mut pen).ok()?;
        pen.0.finish()?.transform(self.transform())
    }

    /// Narrows the clip to a path in pixels, or to nothing.
    fn clip(&mut self, path: Option<&Path>) {
        let Some(canvas) = self.layers.first() else { return };
        let Some(mut mask) = Mask::new(canvas.width(), canvas.height()) else { return };
        if let Some(path) = path {
            match self.clips.last() {
                Some(Some(outer)) => {
                    mask.clone_from(outer);
                    mask.intersect_path(path, FillRule::Winding, true, Transform::identity());
                }
                _ => mask.fill_path(path, FillRule::Winding, true, Transform::identity()),
            }
        }
        self.clips.push(Some(mask));
    }

    fn colour(&self, index: u16, alpha: f32) -> Color {
        let mut colour = match self.palette.get(usize::from(index)) {
            Some(colour) => *colour,
            None if index == FOREGROUND => Color::BLACK,
            None => Color::TRANSPARENT,
        };
        colour.apply_opacity(alpha.clamp(0.0, 1.0));
        colour
    }

    fn stops(&self, stops: &[ColorStop]) -> Vec<GradientStop> {
        let stop =
            |stop: &ColorStop| GradientStop::new(stop.offset, self.colour(stop.palette_index, stop.alpha));
        stops.iter().map(stop).collect()
    }

    /// What fills a shape; `None` is a gradient without extent.
    fn shader(&self, brush: &Brush<'_>, to_pixels: Transform) -> Option<Shader<'static>> {
        match *brush {
            Brush::Solid { palette_index, alpha } => {
                Some(Shader::SolidColor(self.colour(palette_index, alpha)))
            }
            Brush::LinearGradient { p0, p1, color_stops, extend } => {
                LinearGradient::new(point(p0), point(p1), self.stops(color_stops), spread(extend), to_pixels)
            }
            Brush::RadialGradient { c0, r0, c1, r1, color_stops, extend } => RadialGradient::new(
                point(c0),
                r0.max(0.0),
                point(c1),
                r1.max(0.0),
                self.stops(color_stops),
                spread(extend),
                to_pixels,
            ),
            Brush::SweepGradient { c0, start_angle, end_angle, color_stops, extend } => SweepGradient::new(
                point(c0),
                start_angle,
                end_angle,
                self.stops(color_stops),
                spread(extend),
                to_pixels,
            ),
        }
    }

    /// Fills a path in pixels, or all of the clip.
    fn paint(&mut self, path: Option<&Path>, brush: &Brush<'_>, to_pixels: Transform) {
        let Some(shader) = self.shader(brush, to_pixels) else { return };
        let mask = self.clips.last().and_then(Option::as_ref);
        let paint = Paint { shader, ..Paint::default() };
        let Some(layer) = self.layers.last_mut() else { return };
        match path {
            Some(path) => layer.fill_path(path, &paint, FillRule::Winding, Transform::identity(), mask),
            None => {
                if let Some(all) = Rect::from_xywh(0.0, 0.0, layer.width() as f32, layer.height() as f32) {
                    layer.fill_rect(all, &paint, Transform::identity(), mask);
                }
            }
        }
    }
}

impl ColorPainter for Layers<'_> {
    fn push_transform(&mut self, transform: Matrix) {
        self.transforms.push(self.transform().pre_concat(matrix(transform)));
    }

    fn pop_transform(&mut self) {
        self.transforms.pop();
    }

    fn push_clip_glyph(&mut self, glyph_id: GlyphId) {
        let path = self.outline(glyph_id);
        self.clip(path.as_ref());
    }

    fn push_clip_box(&mut self, clip_box: BoundingBox<f32>) {
        // The outermost box is what the picture was made for.
        if self.clips.is_empty() {
            return self.clips.push(None);
        }
        let BoundingBox { x_min, y_min, x_max, y_max } = clip_box;
        let path = Rect::from_ltrb(x_min, y_min, x_max, y_max)
            .and_then(|rect| PathBuilder::from_rect(rect).transform(self.transform()));
        self.clip(path.as_ref());
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn fill(&mut self, brush: Brush<'_>) {
        self.paint(None, &brush, self.transform());
    }

    fn fill_glyph(&mut self, glyph_id: GlyphId, brush_transform: Option<Matrix>, brush: Brush<'_>) {
        let Some(path) = self.outline(glyph_id) else { return };
        let to_pixels = brush_transform
            .map_or(self.transform(), |transform| self.transform().pre_concat(matrix(transform)));
        self.paint(Some(&path), &brush, to_pixels);
    }

    fn push_layer(&mut self, composite_mode: CompositeMode) {
        let layer = self.layers.first().and_then(|canvas| Pixmap::new(canvas.width(), canvas.height()));
        match layer {
            Some(layer) if self.layers.len() < DEEPEST => {
                self.layers.push(layer);
                self.modes.push(composite_mode);
            }
            _ => self.skipped += 1,
        }
    }

    fn pop_layer(&mut self) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        let Some(mode) = self.modes.pop() else { return };
        let Some(layer) = self.layers.pop() else { return };
        let mask = self.clips.last().and_then(Option::as_ref);
        let paint = PixmapPaint { blend_mode: blend_mode(mode), ..PixmapPaint::default() };
        if let Some(below) = self.layers.last_mut() {
            below.draw_pixmap(0, 0, layer.as_ref(), &paint, Transform::identity(), mask);
        }
    }
}

fn point(FontPoint { x, y }: FontPoint<f32>) -> Point {
    Point::from_xy(x, y)
}

fn matrix(Matrix { xx, yx, xy, yy, dx, dy }: Matrix) -> Transform {
    Transform::from_row(xx, yx, xy, yy, dx, dy)
}

fn spread(extend: Extend) -> SpreadMode {
    match extend {
        Extend::Repeat => SpreadMode::Repeat,
        Extend::Reflect => SpreadMode::Reflect,
        _ => SpreadMode::Pad,
    }
}

fn blend_mode(mode: CompositeMode) -> BlendMode {
    match mode {
        CompositeMode::Clear => BlendMode::Clear,
        CompositeMode::Src => BlendMode::Source,
        CompositeMode::Dest => BlendMode::Destination,
        CompositeMode::DestOver => BlendMode::DestinationOver,
        CompositeMode::SrcIn => BlendMode::SourceIn,
        CompositeMode::DestIn => BlendMode::DestinationIn,
        CompositeMode::SrcOut => BlendMode::SourceOut,
        CompositeMode::DestOut => BlendMode::DestinationOut,
        CompositeMode::SrcAtop => BlendMode::SourceAtop,
        CompositeMode::DestAtop => BlendMode::DestinationAtop,
        CompositeMode::Xor => BlendMode::Xor,
        CompositeMode::Plus => BlendMode::Plus,
        CompositeMode::Screen => BlendMode::Screen,
        CompositeMode::Overlay => BlendMode::Overlay,
        CompositeMode::Darken => BlendMode::Darken,
        CompositeMode::Lighten => BlendMode::Lighten,
        CompositeMode::ColorDodge => BlendMode::ColorDodge,
        CompositeMode::ColorBurn => BlendMode::ColorBurn,
        CompositeMode::HardLight => BlendMode::HardLight,
        CompositeMode::SoftLight => BlendMode::SoftLight,
        CompositeMode::Difference => BlendMode::Difference,
        CompositeMode::Exclusion => BlendMode::Exclusion,
        CompositeMode::Multiply => BlendMode::Multiply,
        CompositeMode::HslHue => BlendMode::Hue,
        CompositeMode::HslSaturation => BlendMode::Saturation,
        CompositeMode::HslColor => BlendMode::Color,
        CompositeMode::HslLuminosity => BlendMode::Luminosity,
        _ => BlendMode::SourceOver,
    }
}

/// Collects an outline, in the font's units.
struct Pen(PathBuilder);

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        self.0.quad_to(cx0, cy0, x, y);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.0.cubic_to(cx0, cy0, cx1, cy1, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}
