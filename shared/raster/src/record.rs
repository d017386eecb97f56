//! A scene walked in paint order and written down as a list of draws.
//!
//! What our device does not do exactly makes the whole frame unsupported: the recording stops, and the frame is
//! painted by `takumi_raster`. That depends on the scene alone.

mod background;
mod device;
mod drawing;
mod drawings;
mod effect;
mod gradient;
mod image;
mod paint;
mod places;
mod table;
mod text;

use std::{
    collections::HashMap,
    sync::{Arc, Weak},
};

use takumi_core::{
    Error,
    context::RenderContext,
    font_style::SizedFontStyle,
    geometry::{ComputedLayout, Point},
    layout::{
        inline::{InlineBoxKind, ProcessedInlineSpan},
        inline_box::{ReplacedInlineBox, resolve_inline_box},
        tree::RenderNode,
    },
    paint_chunk::{ChunkPart, ConversionContext, PaintChunk},
    painter::{
        BoxFrame, BoxPainter, OwnContent, PaintedInline, TableDecorations, TextClip, paint_collapsed_borders,
    },
    resources::image_buffer::ImageBuffer,
    scene::{NodePaint, Scene, SceneView},
    style::{Affine, BlendMode},
};

use crate::{
    area::Area,
    emoji::Emoji,
    filter::Step,
    list::{Backdrop, Clip, Fill, Group, Item, Paint, Shape},
    mask::Placed,
    masks::Masks,
    pictures::Pictures,
    replay::Replay,
};
use device::BoxDevice;
use drawings::Drawings;
use places::Places;

/// A filter reaches at most this far: what is further away is too thin to be seen.
const MOST_REACH: i32 = 1024;

/// What recording lives on from frame to frame.
#[derive(Debug)]
pub(crate) struct Means {
    masks: Masks,
    pub(crate) canvas: Area,
    /// Paints what becomes part of another draw.
    replay: Replay,
    pictures: Pictures,
    drawings: Drawings,
    emoji: Emoji,
    /// For each image that was drawn, whether nothing shines through it.
    opaque: HashMap<usize, (Weak<ImageBuffer>, bool)>,
}

impl Means {
    pub(crate) fn new(canvas: Area) -> Self {
        Self {
            masks: Masks::new(canvas),
            canvas,
            replay: Replay::new(),
            pictures: Pictures::default(),
            drawings: Drawings::default(),
            emoji: Emoji::new(),
            opaque: HashMap::new(),
        }
    }

    /// Whether every pixel of `image` is opaque, looked at once while the image lives.
    fn is_opaque(&mut self, image: &Arc<ImageBuffer>) -> bool {
        let address = Arc::as_ptr(image).addr();
        // While a weak reference is kept, its address is not given to another image.
        if let Some((_, opaque)) = self.opaque.get(&address) {
            return *opaque;
        }
        self.opaque.retain(|_, (image, _)| image.strong_count() > 0);
        let opaque = is_opaque(image.data());
        self.opaque.insert(address, (Arc::downgrade(image), opaque));
        opaque
    }
}

/// In blocks, so that the loop runs on vectors: a video has a new image for every frame.
fn is_opaque(bytes: &[u8]) -> bool {
    let whole = |block: &[[u8; 4]]| block.iter().fold(255, |all, pixel| all & pixel[3]) == 255;
    bytes.as_chunks::<4>().0.chunks(1024).all(whole)
}

/// What happens to a scene.
#[derive(Debug)]
pub(crate) enum Recording {
    /// All of it, as our device paints it.
    Whole(Vec<Item>),
    /// It needs something that our device does not do.
    Unsupported(&'static str),
}

/// A list in the making.
pub(super) struct Recorder<'m> {
    means: &'m mut Means,
    /// The list, and inside of it each group that is open.
    open: Vec<Open>,
    unsupported: Option<&'static str>,
    error: Option<Error>,
}

/// A list that is written to, and the clips that hold for it.
struct Open {
    items: Vec<Item>,
    clips: Vec<Clip>,
    /// What can be seen, or reaches into what can be seen.
    limit: Area,
    end: End,
}

/// What becomes of a list when it is complete.
enum End {
    /// It composites with an opacity, through a mask when there is one, in a blend mode.
    Composite(u8, Option<Placed>, BlendMode),
    /// The same over what is behind it.
    Glass(u8, Option<Placed>, BlendMode, Backdrop),
    /// It is filtered.
    Filter(Vec<Step>),
}

/// Writes `scene` down.
pub(crate) fn record(scene: &Scene, means: &mut Means) -> Result<Recording, Error> {
    let view = scene.view();
    let chunks = PaintChunk::in_paint_order(view.contexts);
    let owners = PaintChunk::effect_owners(&chunks, view.properties);
    let recorder = Recorder::new(means);
    let places = Places::of(view);
    let sink = effect::Sink { view, recorder, owners: &owners, places, hidden: Vec::new() };
    let mut conversion = ConversionContext::new(view.properties, sink);
    for chunk in &chunks {
        conversion.switch_to(chunk.state());
        conversion.sink().chunk(chunk);
        if conversion.sink().recorder.stopped() {
            break;
        }
    }
    let mut recorder = conversion.finish().recorder;
    if let Some(error) = recorder.error {
        return Err(error);
    }
    if let Some(what) = recorder.unsupported {
        return Ok(Recording::Unsupported(what));
    }
    Ok(Recording::Whole(recorder.open.pop().map(|open| open.items).unwrap_or_default()))
}

impl<'m> Recorder<'m> {
    fn new(means: &'m mut Means) -> Self {
        let clips = vec![Clip::within(means.canvas)];
        let open = vec![Open {
            items: Vec::new(),
            clips,
            limit: means.canvas,
            end: End::Composite(255, None, BlendMode::Normal),
        }];
        Self { means, open, unsupported: None, error: None }
    }

    fn stopped(&self) -> bool {
        self.unsupported.is_some() || self.error.is_some()
    }

    /// Gives the frame up, because it needs `what`.
    fn refuse(&mut self, what: &'static str) {
        self.unsupported.get_or_insert(what);
    }

    fn fail(&mut self, error: Error) {
        self.error.get_or_insert(error);
    }

    fn clip(&self) -> Clip {
        let clip = self.open.last().and_then(|open| open.clips.last());
        clip.cloned().unwrap_or_else(|| Clip::within(self.limit()))
    }

    /// What can be seen of the group at hand, or reaches into that.
    fn limit(&self) -> Area {
        self.open.last().map_or(self.means.canvas, |open| open.limit)
    }

    fn push_clip(&mut self, shape: Option<Shape>, outside: bool) {
        let clip = match shape {
            Some(shape) => self.clip().narrowed(shape, outside),
            None if outside => self.clip(),
            None => Clip::within(Area::default()),
        };
        if let Some(open) = self.open.last_mut() {
            open.clips.push(clip);
        }
    }

    fn pop_clip(&mut self) {
        // The first clip is the canvas: nothing that was pushed ends below it.
        if let Some(open) = self.open.last_mut()
            && open.clips.len() > 1
        {
            open.clips.pop();
        }
    }

    fn fill(&mut self, shape: Option<Shape>, paint: Paint) {
        let Some(shape) = shape else { return };
        if paint == Paint::Solid([0; 4]) {
            return;
        }
        let clip = self.clip();
        let bounds = shape.bounds().intersect(clip.area);
        if bounds.is_empty() {
            return;
        }
        if let Some(open) = self.open.last_mut() {
            open.items.push(Item::Fill(Fill { bounds, shape, paint, clip }));
        }
    }

    fn open_group(&mut self, end: End) {
        let reach = match &end {
            End::Composite(..) | End::Glass(..) => 0,
            End::Filter(steps) => steps.iter().map(Step::reach).fold(0, i32::saturating_add),
        };
        let limit = self.limit().grown(reach.min(MOST_REACH));
        self.open.push(Open { items: Vec::new(), clips: vec![Clip::within(limit)], limit, end });
    }

    /// Opens a group that is seen in `area` alone, which need not be on the canvas.
    fn open_picture(&mut self, area: Area) {
        let end = End::Composite(255, None, BlendMode::Normal);
        self.open.push(Open { items: Vec::new(), clips: vec![Clip::within(area)], limit: area, end });
    }

    /// Ends the innermost group without compositing it.
    fn take_group(&mut self) -> Vec<Item> {
        // The first list is the frame itself and stays.
        if self.open.len() < 2 {
            return Vec::new();
        }
        self.open.pop().map(|open| open.items).unwrap_or_default()
    }

    fn close_group(&mut self) {
        if self.open.len() < 2 {
            return;
        }
        let Some(Open { items, end, limit, .. }) = self.open.pop() else { return };
        let clip = self.clip();
        let (opacity, mask, blend, backdrop) = match end {
            End::Composite(opacity, mask, blend) => (opacity, mask, blend, None),
            End::Glass(opacity, mask, blend, backdrop) => (opacity, mask, blend, Some(backdrop)),
            End::Filter(steps) => return self.filter(items, steps, limit),
        };
        let clip = mask.into_iter().fold(clip, |clip, mask| clip.narrowed(Shape::Mask(mask), false));
        let behind = backdrop.as_ref().map_or(Area::default(), |backdrop| backdrop.shape.bounds());
        let all = items.iter().fold(behind, |all, item| all.union(item.bounds()));
        let bounds = all.intersect(clip.area);
        if let Some(open) = self.open.last_mut() {
            let group = Group { bounds, opacity, blend, backdrop, clip, items };
            effect::composite(group, all, &mut open.items);
        }
    }
}

/// One box, to be recorded.
struct Boxed<'r> {
    node: &'r RenderNode,
    context: &'r RenderContext,
    layout: ComputedLayout,
}

/// The box that `paint` names, its layout, and its context as it is placed in the scene.
fn placed<'r>(
    view: SceneView<'r>,
    places: &Places,
    paint: &NodePaint,
) -> Result<(&'r RenderNode, ComputedLayout, RenderContext), Error> {
    let Some(node) = view.root.node_at_path(&paint.path) else {
        return Err(Error::InvalidLayoutNode(paint.node_id.into()));
    };
    let layout = view.enter(paint)?;
    let mut context = node.context.clone();
    context.sizing.set_container_size(paint.container_size.width, paint.container_size.height);
    context.transform = places.place(&paint.path, paint.transform);
    Ok((node, layout, context))
}

impl Recorder<'_> {
    fn part(&mut self, view: SceneView<'_>, places: &Places, chunk: &PaintChunk<'_>) -> Result<(), Error> {
        let (node, layout, context) = placed(view, places, chunk.node)?;
        if context.draw_debug_border() {
            self.refuse("debug borders");
        }
        let boxed = Boxed { node, context: &context, layout };
        match chunk.part {
            ChunkPart::Decorations if node.paints_own_box() => {
                let text = TextClip::of(view.root, view.results, chunk.node, &context)?;
                let table = TableDecorations::of(view.root, view.results, chunk.node)?;
                self.table(&boxed, text.as_ref(), table)?;
            }
            ChunkPart::CollapsedBorders if node.paints_collapsed_borders() => {
                let mut device = BoxDevice::of(self, &context);
                paint_collapsed_borders(view.results, chunk.node, Affine::IDENTITY, None, &mut device)?;
            }
            ChunkPart::Decorations | ChunkPart::CollapsedBorders => {}
            ChunkPart::Content => self.content(&boxed)?,
            ChunkPart::Outline => self.outline(&boxed),
        }
        Ok(())
    }

    /// Shadows, background and border, bottom first.
    fn shell(&mut self, boxed: &Boxed<'_>, text: Option<&TextClip<'_>>, border: bool) -> Result<(), Error> {
        let painter = BoxPainter::new(boxed.context, boxed.layout);
        painter.paint_normal_box_shadows(Point::ZERO, &mut BoxDevice::of(self, boxed.context));
        self.background(&painter, text)?;
        let mut device = BoxDevice::of(self, boxed.context);
        painter.paint_inset_box_shadows(Point::ZERO, &mut device);
        if border {
            painter.paint_border(Point::ZERO, &mut device);
        }
        Ok(())
    }

    fn outline(&mut self, boxed: &Boxed<'_>) {
        if let Some(outline) = BoxPainter::new(boxed.context, boxed.layout).pending_outline(Point::ZERO) {
            outline.paint(&mut BoxDevice::of(self, boxed.context));
        }
    }

    /// The box's image or its text, with the boxes inside of lines.
    fn content(&mut self, boxed: &Boxed<'_>) -> Result<(), Error> {
        let content = OwnContent::of(boxed.node);
        if let OwnContent::Image(image) = content {
            return self.image(image, boxed);
        }
        let style = SizedFontStyle::from_style(&boxed.context.style, boxed.context);
        let Some(painted) = content.lay_out_inline(&style, boxed.layout) else {
            return Ok(());
        };
        let painted = painted.map_err(Error::from)?;
        let frame = BoxFrame::new(boxed.layout, Point::ZERO);
        let mut device = BoxDevice::of(self, boxed.context);
        device.place = Some(boxed.context.box_paint_offset(boxed.layout));
        painted.runs.paint(&painted.spans, &style, frame, &mut device);
        self.inline_boxes(boxed, &painted)
    }

    fn inline_boxes(&mut self, boxed: &Boxed<'_>, painted: &PaintedInline<'_>) -> Result<(), Error> {
        for positioned in &painted.runs.inline_boxes {
            if positioned.kind != InlineBoxKind::InFlow {
                continue;
            }
            let Some(ProcessedInlineSpan::Box(item)) = painted.spans.get(positioned.id as usize) else {
                continue;
            };
            let Some(ReplacedInlineBox { node, layout }) = resolve_inline_box(positioned, item, boxed.layout)
            else {
                continue;
            };
            if !node.paints_own_box() {
                continue;
            }
            let mut context = node.context.clone();
            context.transform =
                boxed.context.transform * Affine::translation(layout.location.x, layout.location.y);
            let inner = Boxed { node, context: &context, layout };
            self.shell(&inner, None, true)?;
            self.content(&inner)?;
            self.outline(&inner);
        }
        Ok(())
    }
}
