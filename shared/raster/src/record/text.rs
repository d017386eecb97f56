//! Glyphs, and the shadows that text casts.

use takumi_core::{
    font_style::SizedFontStyle,
    geometry::Point,
    layout::inline::{PositionedGlyph, PositionedInlineRun},
    painter::{BoxFrame, FillShape, GlyphDevice, GlyphFill, StripBackground},
    resources::glyph::{ResolvedBitmapGlyph, ResolvedGlyph, ResolvedOutlineGlyph},
    shadow::SizedShadow,
    style::{Affine, BlendMode, Color, FillRule, LineJoin as CssJoin, PaintOrder, PaintPhase},
};
use tiny_skia::{LineJoin, Stroke};

use super::{
    End, MOST_REACH,
    background::Place,
    device::{BoxDevice, solid},
    places::to_baseline,
};
use crate::{
    area::Area,
    emoji::{Coloured, Stamp},
    list::{Fill, Item, Paint, Shape},
    mask::Placed,
    outline::{Pen, whole},
};

/// A letter made bold keeps its right angles, and gets no thorns where its outline is rough.
const BOLD_MITRE: f32 = 2.0;

/// A shadow of text, and what casts it.
pub(super) struct Shadow {
    style: SizedShadow,
    cast: Vec<Placed>,
}

/// A glyph's place, to a quarter of a pixel along the line and to a whole one across: so few masks serve a text.
///
/// Text that is turned by less than its letters show lies along the line all the same: Skia counts the turn in steps of 1/1024.
fn snapped(transform: Affine) -> Affine {
    let none = |part: f32| (part * 1024.0).round() == 0.0;
    let (across, down) = if none(transform.b) {
        (4.0, 1.0)
    } else if none(transform.a) {
        (1.0, 4.0)
    } else {
        (4.0, 4.0)
    };
    Affine { x: (transform.x * across).round() / across, y: (transform.y * down).round() / down, ..transform }
}

/// The pixels that a picture of `size` under `at` may touch.
fn bounds(at: Affine, (width, height): (f32, f32)) -> Area {
    let xs = [0.0, at.a * width, at.c * height, at.a * width + at.c * height];
    let ys = [0.0, at.b * width, at.d * height, at.b * width + at.d * height];
    let least = |all: [f32; 4]| all.into_iter().fold(f32::INFINITY, f32::min);
    let most = |all: [f32; 4]| all.into_iter().fold(f32::NEG_INFINITY, f32::max);
    Area::enclosing(at.x + least(xs), at.y + least(ys), at.x + most(xs), at.y + most(ys))
}

/// How a run's glyphs are drawn.
struct Hand {
    transform: Affine,
    colour: Color,
    stroke: Option<(Stroke, Color)>,
}

/// What of a run is drawn before the rest: letters that overlap are filled all, and then stroked all, or the other way about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pass {
    Fill,
    Stroke,
}

/// The passes of a run in their order (`paint-order`); one where nothing is stroked.
fn passes(order: PaintOrder, is_stroked: bool) -> &'static [Pass] {
    let first = order.phases().into_iter().find(|phase| *phase != PaintPhase::Markers);
    match (is_stroked, first) {
        (false, _) => &[Pass::Fill],
        (true, Some(PaintPhase::Stroke)) => &[Pass::Stroke, Pass::Fill],
        (true, _) => &[Pass::Fill, Pass::Stroke],
    }
}

impl BoxDevice<'_, '_> {
    /// Draws `placed`, or lets it cast the shadow.
    fn ink(&mut self, placed: Option<Placed>, colour: Color) {
        let Some(placed) = placed else { return };
        match &mut self.shadow {
            Some(shadow) => shadow.cast.push(placed),
            None => self.recorder.fill(Some(Shape::Mask(placed)), solid(colour)),
        }
    }

    /// Lets a shape cast the shadow that is open.
    pub(super) fn cast(&mut self, shape: &FillShape, stroke: Option<Stroke>, transform: Affine) {
        let Some(offset) = self.shadow.as_ref().map(|shadow| (shadow.style.offset_x, shadow.style.offset_y))
        else {
            return;
        };
        let transform = self.transform * Affine::translation(offset.0, offset.1) * transform;
        let pen = match stroke {
            Some(stroke) => Pen::Stroke(stroke),
            None if shape.rule() == FillRule::EvenOdd => Pen::EvenOdd,
            None => Pen::NonZero,
        };
        let placed = self.recorder.means.masks.path(&shape.to_commands(), &pen, transform);
        self.ink(placed, Color::black());
    }

    /// Draws what is inside of a glyph's outline.
    fn outline(&mut self, run: &PositionedInlineRun, outline: &ResolvedOutlineGlyph, hand: &Hand) {
        let layers = run.resolve_color_layers(outline, hand.colour);
        if layers.is_empty() || self.shadow.is_some() {
            self.pen(outline, &Pen::NonZero, hand.transform, hand.colour);
        } else {
            for (colour, paths) in layers {
                let placed = self.recorder.means.masks.path(paths, &Pen::NonZero, hand.transform);
                self.ink(placed, colour);
            }
        }
        if let Some(width) = outline.embolden().filter(|width| *width > 0.0) {
            let join = hand.stroke.as_ref().map_or(LineJoin::Miter, |(stroke, _)| stroke.line_join);
            let bold = Stroke { width, line_join: join, miter_limit: BOLD_MITRE, ..Stroke::default() };
            self.pen(outline, &Pen::Stroke(bold), hand.transform, hand.colour);
        }
    }

    fn pen(&mut self, outline: &ResolvedOutlineGlyph, pen: &Pen, transform: Affine, colour: Color) {
        let masks = &mut self.recorder.means.masks;
        let placed = masks.glyph(outline.cache_signature(), outline.paths(), pen, snapped(transform));
        self.ink(placed, colour);
    }

    /// Draws a glyph in its own colours, of which the text's takes the opacity; shadows and clips take its shape.
    fn emoji(&mut self, stamp: &Stamp, transform: Affine, colour: Color, fill: GlyphFill) {
        let at = if transform.only_translation() { snapped(transform) } else { transform } * stamp.placed;
        if self.shadow.is_none() && matches!(fill, GlyphFill::Text) {
            let opacity = colour.0[3];
            if opacity < 255 {
                self.recorder.open_group(End::Composite(opacity, None, BlendMode::Normal));
            }
            self.recorder.picture(&stamp.pixels, at);
            if opacity < 255 {
                self.recorder.close_group();
            }
            return;
        }
        let size = (stamp.pixels.width() as f32, stamp.pixels.height() as f32);
        let area = bounds(at, size);
        // A shadow is seen further away than what casts it.
        let limit = self.recorder.limit().grown(MOST_REACH);
        let area = area.intersect(limit);
        if area.is_empty() {
            return;
        }
        self.recorder.open_picture(area);
        self.recorder.picture(&stamp.pixels, at);
        let items = self.recorder.take_group();
        let means = &mut *self.recorder.means;
        let placed = means.pictures.alpha(items, area, &mut means.replay);
        self.ink(Some(placed), colour);
    }

    fn bitmap(&mut self, bitmap: &ResolvedBitmapGlyph, hand: &Hand) {
        if self.shadow.is_some() {
            return self.recorder.refuse("a shadow of a bitmap glyph");
        }
        self.recorder.glyph_image(bitmap, hand.transform);
    }
}

impl GlyphDevice for BoxDevice<'_, '_> {
    fn begin_shadow(&mut self, shadow: &SizedShadow) {
        self.shadow = Some(Shadow { style: *shadow, cast: Vec::new() });
    }

    fn end_shadow(&mut self) {
        let Some(Shadow { style, cast }) = self.shadow.take() else { return };
        let blur = style.blur_radius * self.transform.uniform_scale();
        if blur <= 0.0 {
            for placed in cast {
                self.recorder.fill(Some(Shape::Mask(placed)), solid(style.color));
            }
            return;
        }
        match self.recorder.means.masks.united(&cast, blur) {
            Ok(shade) => self.recorder.fill(shade.map(Shape::Mask), solid(style.color)),
            Err(_) => self.recorder.refuse("a text shadow larger than eight million pixels"),
        }
    }

    fn draw_glyph_run(
        &mut self,
        run: &PositionedInlineRun,
        style: &SizedFontStyle,
        fill: GlyphFill,
        frame: BoxFrame,
    ) {
        let brush = &run.glyph_run.brush;
        let (colour, stroke_colour) = match fill {
            GlyphFill::Mask => (Color::black(), Color::black()),
            GlyphFill::Text => (brush.color, brush.stroke_color),
        };
        let join = match style.parent.misc_inherited_data.stroke_linejoin {
            CssJoin::Round => LineJoin::Round,
            CssJoin::Bevel => LineJoin::Bevel,
            CssJoin::Miter => LineJoin::Miter,
        };
        let stroke = (brush.stroke_width > 0.0).then(|| {
            (Stroke { width: brush.stroke_width, line_join: join, ..Stroke::default() }, stroke_colour)
        });
        let moved = self
            .shadow
            .as_ref()
            .map(|shadow| Affine::translation(shadow.style.offset_x, shadow.style.offset_y));
        let offset = run.glyph_offset(frame.layout);
        let within = run.transform(frame.translation());
        let (_, baseline) = within.transform_point(offset.x, offset.y + run.glyph_run.baseline);
        // Text stands on a whole pixel of the space its box is rounded in, whatever moves that space.
        let down = self.place.map_or(0.0, |place| to_baseline(place.y + baseline));
        let base =
            self.transform * moved.unwrap_or(Affine::IDENTITY) * Affine::translation(0.0, down) * within;
        let at = |glyph: &PositionedGlyph| Point { x: offset.x + glyph.x, y: offset.y + glyph.y };
        let coloured = Coloured::of(run);
        for pass in passes(style.parent.svg_inherited_data.paint_order, stroke.is_some()) {
            for glyph in &run.glyph_run.glyphs {
                let at = at(glyph);
                let transform = base * Affine::translation(at.x, at.y);
                if let Some(font) = &coloured
                    && let Some(stamp) = self.recorder.means.emoji.stamp(font, glyph.id, transform)
                {
                    if *pass == Pass::Fill {
                        self.emoji(&stamp, transform, colour, fill);
                    }
                    continue;
                }
                let hand = Hand { transform, colour, stroke: stroke.clone() };
                match (run.resolved_glyphs.get(&glyph.id).map(AsRef::as_ref), pass) {
                    (Some(ResolvedGlyph::Outline(outline)), Pass::Fill) => self.outline(run, outline, &hand),
                    (Some(ResolvedGlyph::Outline(outline)), Pass::Stroke) => {
                        if let Some((stroke, colour)) = hand.stroke {
                            self.pen(outline, &Pen::Stroke(stroke), transform, colour);
                        }
                    }
                    (Some(ResolvedGlyph::Bitmap(bitmap)), Pass::Fill) => self.bitmap(bitmap, &hand),
                    _ => {}
                }
            }
        }
    }

    fn fill_background_layers(
        &mut self,
        background: &StripBackground<'_>,
        clip: &FillShape,
        transform: Affine,
    ) {
        let origin = background.strip.origin;
        let place = Place {
            context: background.context,
            border_box: background.background.border_box(),
            origin: self.transform * Affine::translation(origin.x, origin.y),
            shape: clip,
            shape_at: self.transform * transform,
        };
        for layer in &background.background.layers {
            if layer.blend_mode != BlendMode::Normal {
                self.recorder.refuse("a blend mode of a background");
            }
            if let Err(error) = self.recorder.layer(&place, layer) {
                self.recorder.fail(error);
            }
        }
    }

    fn fill_text_clip(
        &mut self,
        background: &StripBackground<'_>,
        clip: &FillShape,
        transform: Affine,
        mask: &mut dyn FnMut(&mut dyn GlyphDevice),
    ) {
        self.recorder.open_group(End::Composite(255, None, BlendMode::Normal));
        let of_block = self.place;
        self.place = of_block.or_else(|| Some(background.context.box_paint_offset(background.strip.layout)));
        mask(self);
        self.place = of_block;
        let mut glyphs = Vec::new();
        for item in self.recorder.take_group() {
            match item {
                Item::Fill(Fill {
                    shape: Shape::Mask(placed),
                    clip,
                    paint: Paint::Solid([0, 0, 0, 255]),
                    ..
                }) if clip.masks.is_empty()
                    && clip.area.contains(placed.bounds().intersect(self.recorder.limit())) =>
                {
                    glyphs.push(placed);
                }
                Item::Fill(Fill {
                    shape: Shape::Area(area),
                    clip,
                    paint: Paint::Solid([0, 0, 0, 255]),
                    ..
                }) if clip.masks.is_empty() => {
                    glyphs.push(whole(area.intersect(clip.area)));
                }
                _ => return self.recorder.refuse("a background that shows through more than outlines"),
            }
        }
        match self.recorder.means.masks.united(&glyphs, 0.0) {
            Ok(united) => {
                self.recorder.push_clip(united.map(Shape::Mask), false);
                background.fill(clip, transform, self);
                self.recorder.pop_clip();
            }
            Err(_) => self.recorder.refuse("text of more than eight million pixels"),
        }
    }
}
