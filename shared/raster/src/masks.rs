//! Coverage that was computed before.

mod rounded;
mod soft;

use std::{borrow::Cow, sync::Arc};

use takumi_core::{
    geometry::{PathCommand, Point, Size},
    painter::FillShape,
    style::{Affine, BlurType, FillRule},
};
use tiny_skia::{LineCap, LineJoin};

use crate::{
    area::Area,
    blank::blank,
    list::Shape,
    mask::{Ink, Mask, Placed, Row, product},
    outline::{Dense, Packed, Pen, rectangle},
    shelf::Shelf,
};
use rounded::RoundedBox;
use soft::{soft, soften};

/// What the masks may take in memory, in bytes.
const LIMIT: usize = 12 << 20;
/// A shadow with more pixels than this is not ours to paint.
const MOST_SHADOW: usize = 1 << 23;

/// What is this many pixels away is never seen.
const FAR: f32 = 1.0e6;

/// Everything that a mask depends on, as bits.
type Key = Box<[u32]>;

/// A cache of masks.
#[derive(Debug)]
pub(crate) struct Masks {
    shelf: Shelf<Key, Stamp>,
    canvas: Area,
}

/// A mask and where it lies, seen from the whole pixel below the origin of its transform.
#[derive(Debug)]
struct Stamp {
    mask: Arc<Mask>,
    left: i32,
    top: i32,
    /// Whose addresses are in the key: while they live nothing else has these.
    _sources: Vec<Arc<Mask>>,
}

/// A path whose middle may be stretched: rounded boxes of one kind share one mask.
struct Patch<'p> {
    commands: Cow<'p, [PathCommand]>,
    pen: &'p Pen,
    transform: Affine,
    /// The seam, counted from the pixel at the origin.
    seam: Option<(i32, i32)>,
    more: (u32, u32),
    /// The blur radius in pixels.
    blur: f32,
}

/// A transform's whole pixels, and the transform without them.
fn split(transform: Affine) -> (Affine, i32, i32) {
    let (x, y) = (transform.x.floor(), transform.y.floor());
    (Affine { x: transform.x - x, y: transform.y - y, ..transform }, x as i32, y as i32)
}

impl Masks {
    pub(crate) fn new(canvas: Area) -> Self {
        Self { shelf: Shelf::new(LIMIT), canvas }
    }

    /// The coverage of `shape` under `transform`.
    pub(crate) fn shape(&mut self, shape: &FillShape, transform: Affine) -> Option<Shape> {
        let upright = transform.b == 0.0 && transform.c == 0.0;
        match shape {
            FillShape::Rect(size) if upright => {
                return upright_rectangle(*size, Point::ZERO, transform, self.canvas);
            }
            FillShape::RoundedRect { border, size, offset } if upright && border.is_zero() => {
                return upright_rectangle(*size, *offset, transform, self.canvas);
            }
            _ => {}
        }
        match RoundedBox::of(shape, transform) {
            Some(boxed) => self.patch(&boxed.patch(0.0), None).map(Shape::Mask),
            None => self.path(&shape.to_commands(), &pen_of(shape.rule()), transform).map(Shape::Mask),
        }
    }

    /// The coverage of a path, or of its stroke.
    pub(crate) fn path(&mut self, commands: &[PathCommand], pen: &Pen, transform: Affine) -> Option<Placed> {
        self.patch(&Patch::plain(Cow::Borrowed(commands), pen, transform, 0.0), None)
    }

    /// The same for a glyph's path, which `signature` stands for.
    pub(crate) fn glyph(
        &mut self,
        signature: u64,
        commands: &[PathCommand],
        pen: &Pen,
        transform: Affine,
    ) -> Option<Placed> {
        self.patch(&Patch::plain(Cow::Borrowed(commands), pen, transform, 0.0), Some(signature))
    }

    /// `shape` blurred as a shadow of `blur` (pixels, twice the deviation), or an error when it is too large.
    pub(crate) fn shadow(
        &mut self,
        shape: &FillShape,
        transform: Affine,
        blur: f32,
    ) -> Result<Option<Placed>, TooLarge> {
        let pen = pen_of(shape.rule());
        let patch = match RoundedBox::of(shape, transform) {
            Some(boxed) => boxed.patch(blur),
            None => Patch::plain(Cow::Owned(shape.to_commands()), &pen, transform, blur),
        };
        if patch.bounds().pixels() > MOST_SHADOW {
            return Err(TooLarge);
        }
        Ok(self.patch(&patch, None))
    }

    /// Everything that `cast` covers, blurred as a shadow.
    pub(crate) fn united(&mut self, cast: &[Placed], blur: f32) -> Result<Option<Placed>, TooLarge> {
        let area = cast.iter().fold(Area::default(), |area, placed| area.union(placed.bounds()));
        if area.is_empty() {
            return Ok(None);
        }
        if area.grown(BlurType::Shadow.extent(blur) as i32).pixels() > MOST_SHADOW {
            return Err(TooLarge);
        }
        let mut words = vec![u32::MAX, blur.to_bits()];
        for placed in cast {
            let address = Arc::as_ptr(&placed.mask).addr() as u64;
            words.extend([address as u32, (address >> 32) as u32]);
            words.extend([(placed.left - area.left) as u32, (placed.top - area.top) as u32]);
            words.extend([placed.more.0, placed.more.1]);
        }
        let key: Key = words.into();
        let stamp = self.shelf.get(&key).unwrap_or_else(|| {
            let mut dense = soften(unite(cast, area), blur);
            dense.area = dense.area.moved(-area.left, -area.top);
            let seam = (dense.area.width(), dense.area.height());
            self.keep(key, dense.pack(seam), cast.iter().map(|placed| Arc::clone(&placed.mask)).collect())
        });
        Ok(Some(Placed::new(Arc::clone(&stamp.mask), area.left + stamp.left, area.top + stamp.top)))
    }

    fn patch(&mut self, patch: &Patch<'_>, signature: Option<u64>) -> Option<Placed> {
        // Not a number is far, too.
        if !(patch.transform.x.abs() < FAR && patch.transform.y.abs() < FAR) {
            return None;
        }
        let (transform, left, top) = split(patch.transform);
        let key = patch.key(transform, signature);
        let stamp = if let Some(stamp) = self.shelf.get(&key) {
            stamp
        } else {
            let canvas = self.canvas.moved(-left, -top);
            let packed = patch.pack(transform, canvas)?;
            self.keep(key, packed, Vec::new())
        };
        let (left, top) = (left + stamp.left, top + stamp.top);
        Some(Placed { mask: Arc::clone(&stamp.mask), left, top, more: patch.more })
    }

    fn keep(&mut self, key: Key, packed: Packed, sources: Vec<Arc<Mask>>) -> Arc<Stamp> {
        let Packed { mask, left, top, cut } = packed;
        let weight = mask.weight()
            + key.len() * 4
            + size_of::<Stamp>()
            + sources.iter().map(|source| source.weight()).sum::<usize>();
        let stamp = Arc::new(Stamp { mask: Arc::new(mask), left, top, _sources: sources });
        if !cut {
            self.shelf.put(key, &stamp, weight);
        }
        stamp
    }
}

/// The coverage of `cast` drawn over one another.
fn unite(cast: &[Placed], area: Area) -> Dense {
    let mut bytes = blank(area.pixels());
    let mut row = Row::default();
    for placed in cast {
        let bounds = placed.bounds();
        for y in bounds.top..bounds.bottom {
            row.clear();
            placed.read(y, area.left, area.right, &mut row);
            let line = &mut bytes[(y - area.top) as usize * area.width()..][..area.width()];
            for run in &row.runs {
                let under = &mut line[(run.start - area.left) as usize..(run.end - area.left) as usize];
                let join = |under: &mut u8, value: u8| *under += product(255 - *under, value);
                match run.ink {
                    Ink::Even(value) => under.iter_mut().for_each(|under| join(under, value)),
                    Ink::Bytes(at) => {
                        under
                            .iter_mut()
                            .zip(row.bytes_of(*run, at))
                            .for_each(|(under, value)| join(under, *value));
                    }
                }
            }
        }
    }
    Dense { area, bytes, cut: false }
}

/// A shadow that is larger than what we blur.
#[derive(Debug)]
pub(crate) struct TooLarge;

fn pen_of(rule: FillRule) -> Pen {
    if rule == FillRule::EvenOdd { Pen::EvenOdd } else { Pen::NonZero }
}

fn upright_rectangle(size: Size<f32>, offset: Point<f32>, transform: Affine, canvas: Area) -> Option<Shape> {
    let (x0, x1) =
        (transform.a * offset.x + transform.x, transform.a * (offset.x + size.width) + transform.x);
    let (y0, y1) =
        (transform.d * offset.y + transform.y, transform.d * (offset.y + size.height) + transform.y);
    let (left, top, right, bottom) = (x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1));
    // Where the edges are outside of the canvas, what they cover partly is not seen.
    let whole = Area::enclosing(left.ceil(), top.ceil(), right.floor(), bottom.floor());
    if whole.contains(canvas) {
        return Some(Shape::Area(whole));
    }
    rectangle(left, top, right, bottom)
}

impl<'p> Patch<'p> {
    fn plain(commands: Cow<'p, [PathCommand]>, pen: &'p Pen, transform: Affine, blur: f32) -> Self {
        Self { commands, pen, transform, seam: None, more: (0, 0), blur }
    }

    /// Its mask under `transform`, which is without whole pixels.
    fn pack(&self, transform: Affine, canvas: Area) -> Option<Packed> {
        if self.seam.is_none() && self.blur <= 0.0 {
            return Packed::of(&self.commands, self.pen, transform, canvas);
        }
        let dense = soft(&self.commands, self.pen, transform, canvas, self.blur)?;
        let from = |seam: i32, first: i32| usize::try_from(seam.saturating_sub(first)).unwrap_or(0);
        let seam = self.seam.map_or((dense.area.width(), dense.area.height()), |(x, y)| {
            (from(x, dense.area.left), from(y, dense.area.top))
        });
        Some(dense.pack(seam))
    }

    /// The pixels it may cover, stretched as it is.
    fn bounds(&self) -> Area {
        let reach = BlurType::Shadow.extent(self.blur);
        let path =
            PathCommand::build_path(&self.commands).and_then(|path| path.transform(self.transform.into()));
        path.map_or(Area::default(), |path| {
            let bounds = path.bounds();
            Area::enclosing(
                bounds.left() - reach,
                bounds.top() - reach,
                bounds.right() + reach,
                bounds.bottom() + reach,
            )
        })
    }

    /// What decides the mask: the path or what stands for it, the pen, the blur, the seam and `transform`, which is
    /// without whole pixels.
    fn key(&self, transform: Affine, signature: Option<u64>) -> Key {
        let mut words =
            Vec::with_capacity(16 + if signature.is_none() { self.commands.len() * 5 } else { 0 });
        words.extend(
            [transform.a, transform.b, transform.c, transform.d, transform.x, transform.y].map(f32::to_bits),
        );
        words.push(self.blur.to_bits());
        let seam = self.seam.map_or([u32::MAX; 2], |(x, y)| [x as u32, y as u32]);
        words.extend(seam);
        pen_words(self.pen, &mut words);
        match signature {
            Some(signature) => words.extend([0, signature as u32, (signature >> 32) as u32]),
            None => path_words(&self.commands, &mut words),
        }
        words.into()
    }
}

/// Appends what sets `pen` apart.
fn pen_words(pen: &Pen, words: &mut Vec<u32>) {
    match pen {
        Pen::NonZero => words.push(0),
        Pen::EvenOdd => words.push(1),
        Pen::Stroke(stroke) => {
            let cap = match stroke.line_cap {
                LineCap::Butt => 0,
                LineCap::Round => 1,
                LineCap::Square => 2,
            };
            let join = match stroke.line_join {
                LineJoin::Miter => 0,
                LineJoin::MiterClip => 1,
                LineJoin::Round => 2,
                LineJoin::Bevel => 3,
            };
            words.extend([2 + cap + 4 * join, stroke.width.to_bits(), stroke.miter_limit.to_bits()]);
            // A dash tells its lengths only in its debug text; it is short, and rare.
            let dash = stroke.dash.as_ref().map(|dash| format!("{dash:?}")).unwrap_or_default();
            words.push(dash.len() as u32);
            words.extend(dash.bytes().map(u32::from));
        }
    }
}

fn path_words(commands: &[PathCommand], words: &mut Vec<u32>) {
    for command in commands {
        let (verb, points): (u32, &[Point<f32>]) = match command {
            PathCommand::MoveTo(to) => (1, &[*to]),
            PathCommand::LineTo(to) => (2, &[*to]),
            PathCommand::QuadTo(control, to) => (3, &[*control, *to]),
            PathCommand::CubicTo(first, second, to) => (4, &[*first, *second, *to]),
            PathCommand::Close => (5, &[]),
        };
        words.push(verb);
        words.extend(points.iter().flat_map(|point| [point.x.to_bits(), point.y.to_bits()]));
    }
}
