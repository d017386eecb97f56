//! A list of draws, painted.
//!
//! What a pixel becomes depends on the list and on the pixel alone, never on how much of the list's area is painted
//! at a time: that is what makes a repair of a part equal to painting everything.

mod backdrop;
mod image;

use takumi_core::style::BlendMode;

pub(crate) use backdrop::backdrops;

use crate::{
    area::Area,
    blend::blend,
    kernel::{Columns, Kernels},
    list::{Clip, Fill, Group, Item, Paint, Pixel, Shape},
    mask::{Ink, Row, Run},
};

/// How many pixels are painted through all layers before the next are begun: they stay in the second-level cache.
const BAND: usize = 64 * 1024;

/// The pixels of a frame.
pub(crate) struct Canvas<'c> {
    pub(crate) pixels: &'c mut [Pixel],
    /// How many columns it has.
    pub(crate) width: usize,
    /// What is below everything.
    pub(crate) ground: Pixel,
}

/// Pixels that are painted on.
pub(crate) struct Surface<'s> {
    pixels: &'s mut [Pixel],
    area: Area,
    /// For a layer: the first and the last column with ink in each row.
    touched: Option<&'s mut [(i32, i32)]>,
}

/// A layer's pixels, all of them transparent while it is not in use.
#[derive(Debug, Default)]
struct Layer {
    pixels: Vec<Pixel>,
    touched: Vec<(i32, i32)>,
}

/// The machine that paints lists, with the memory that it reuses.
#[derive(Debug)]
pub(crate) struct Replay {
    kernels: Kernels,
    /// The coverage of the row at hand, and one to write into.
    rows: [Row; 2],
    clip: Row,
    colours: Vec<Pixel>,
    mixed: Vec<Pixel>,
    columns: Columns,
    layers: Vec<Layer>,
}

impl Replay {
    pub(crate) fn new() -> Self {
        Self {
            kernels: Kernels::new(),
            rows: Default::default(),
            clip: Row::default(),
            colours: Vec::new(),
            mixed: Vec::new(),
            columns: Columns::default(),
            layers: Vec::new(),
        }
    }

    /// Paints `items` into the part `area` of a canvas. When some have backdrops, `at_once` has to be set, and each
    /// backdrop has to be in `area` or outside of it.
    pub(crate) fn paint(&mut self, items: &[Item], canvas: &mut Canvas<'_>, area: Area, at_once: bool) {
        let Canvas { pixels: canvas, width, ground } = canvas;
        let (width, ground) = (*width, *ground);
        if area.is_empty() || width == 0 {
            return;
        }
        let height = (canvas.len() / width) as i32;
        let whole = Area::new(0, 0, width as i32, height);
        let area = area.intersect(whole);
        let rows = if at_once { height } else { (BAND / area.width().max(1)).max(8) as i32 };
        let items = &items[hidden(items, area)..];
        let bare = !items.first().is_some_and(|first| covers(first, area));
        let mut top = area.top;
        while top < area.bottom {
            let band = Area { top, bottom: (top + rows).min(area.bottom), ..area };
            let mut surface = Surface { pixels: canvas, area: whole, touched: None };
            for y in (band.top..band.bottom).filter(|_| bare) {
                surface.row(y, band.left, band.right).fill(ground);
            }
            self.items(items, &mut surface, band);
            top = band.bottom;
        }
    }

    /// The pixels of `area` with `items` on nothing.
    pub(crate) fn picture(&mut self, items: &[Item], area: Area) -> Vec<Pixel> {
        let mut pixels = vec![[0; 4]; area.pixels()];
        self.items(items, &mut Surface { pixels: &mut pixels, area, touched: None }, area);
        pixels
    }

    fn items(&mut self, items: &[Item], surface: &mut Surface<'_>, limit: Area) {
        for item in items {
            let limit = item.bounds().intersect(limit);
            if limit.is_empty() {
                continue;
            }
            match item {
                Item::Fill(fill) => self.fill(fill, surface, limit),
                Item::Group(group) => self.group(group, surface, limit),
            }
        }
    }

    fn group(&mut self, group: &Group, surface: &mut Surface<'_>, limit: Area) {
        let mut layer = self.layers.pop().unwrap_or_default();
        layer.pixels.resize(limit.pixels().max(layer.pixels.len()), [0; 4]);
        layer.touched.clear();
        layer.touched.resize(limit.height(), (i32::MAX, i32::MIN));
        let pixels = &mut layer.pixels[..limit.pixels()];
        let mut inner = Surface { pixels, area: limit, touched: Some(&mut layer.touched) };
        if let Some(backdrop) = &group.backdrop {
            self.backdrop(backdrop, surface, &mut inner);
        }
        self.items(&group.items, &mut inner, limit);
        for y in limit.top..limit.bottom {
            let (left, right) = layer.touched[(y - limit.top) as usize];
            if left >= right {
                continue;
            }
            self.rows[0].clear();
            self.rows[0].push_even(left, right, group.opacity);
            self.cut_row(&group.clip, y);
            let start = (y - limit.top) as usize * limit.width();
            let above = &mut layer.pixels[start..start + limit.width()];
            for &run in &self.rows[0].runs {
                let source = &above[(run.start - limit.left) as usize..(run.end - limit.left) as usize];
                let below = surface.row(y, run.start, run.end);
                if group.blend != BlendMode::Normal {
                    blend_row(below, source, &self.rows[0], run, group.blend);
                    continue;
                }
                match run.ink {
                    Ink::Even(coverage) => self.kernels.over(below, source, coverage),
                    Ink::Bytes(at) => self.kernels.over_masked(below, source, self.rows[0].bytes_of(run, at)),
                }
            }
            above[(left - limit.left) as usize..(right - limit.left) as usize].fill([0; 4]);
        }
        self.layers.push(layer);
    }

    fn fill(&mut self, fill: &Fill, surface: &mut Surface<'_>, limit: Area) {
        let limit = limit.intersect(fill.clip.area);
        if limit.is_empty() {
            return;
        }
        self.prepare(&fill.paint, limit);
        let all = limit;
        for y in limit.top..limit.bottom {
            let Some(limit) = inked(&fill.paint, y, all) else { continue };
            self.rows[0].clear();
            match &fill.shape {
                Shape::Area(area) => {
                    self.rows[0].push_even(area.left.max(limit.left), area.right.min(limit.right), 255);
                }
                Shape::Mask(placed) => placed.read(y, limit.left, limit.right, &mut self.rows[0]),
            }
            self.cut_row(&fill.clip, y);
            for index in 0..self.rows[0].runs.len() {
                let run = self.rows[0].runs[index];
                self.run(&fill.paint, y, run, all, surface);
            }
        }
    }

    /// Narrows the row at hand to what `clip` leaves of it.
    fn cut_row(&mut self, clip: &Clip, y: i32) {
        let area = clip.area;
        for mask in clip.masks.iter() {
            self.clip.clear();
            mask.placed.read(y, area.left, area.right, &mut self.clip);
            let [row, out] = &mut self.rows;
            row.cut(&self.clip, mask.outside, out);
            self.rows.swap(0, 1);
        }
    }

    /// Paints one run of one row.
    fn run(&mut self, paint: &Paint, y: i32, run: Run, limit: Area, surface: &mut Surface<'_>) {
        if let Paint::Solid(colour) = paint {
            let below = surface.row(y, run.start, run.end);
            match run.ink {
                Ink::Even(coverage) => self.kernels.fill(below, *colour, coverage),
                Ink::Bytes(at) => self.kernels.fill_masked(below, *colour, self.rows[0].bytes_of(run, at)),
            }
            return;
        }
        let mut mixed = std::mem::take(&mut self.mixed);
        if paint.is_opaque() && run.ink == Ink::Even(255) {
            self.colours(paint, y, run, limit, surface.row(y, run.start, run.end), &mut mixed);
            self.mixed = mixed;
            return;
        }
        let mut colours = std::mem::take(&mut self.colours);
        colours.resize((run.end - run.start) as usize, [0; 4]);
        self.colours(paint, y, run, limit, &mut colours, &mut mixed);
        let below = surface.row(y, run.start, run.end);
        match run.ink {
            Ink::Even(coverage) => self.kernels.over(below, &colours, coverage),
            Ink::Bytes(at) => self.kernels.over_masked(below, &colours, self.rows[0].bytes_of(run, at)),
        }
        (self.colours, self.mixed) = (colours, mixed);
    }

    /// Writes the paint's colours of a run.
    fn colours(
        &self,
        paint: &Paint,
        y: i32,
        run: Run,
        limit: Area,
        out: &mut [Pixel],
        mixed: &mut Vec<Pixel>,
    ) {
        match paint {
            Paint::Solid(colour) => out.fill(*colour),
            Paint::Linear(gradient) => self.kernels.linear(out, gradient, run.start, y),
            Paint::Radial(gradient) => self.kernels.radial(out, gradient, run.start, y),
            Paint::Conic(gradient) => self.kernels.conic(out, gradient, run.start, y),
            Paint::Image(image) => {
                let skipped = (run.start - limit.left) as usize;
                image::Rows { kernels: self.kernels, image, columns: &self.columns }
                    .row(y, run.start, skipped, out, mixed);
            }
        }
    }

    /// Computes what all rows of a paint share.
    fn prepare(&mut self, paint: &Paint, limit: Area) {
        if let Paint::Image(image) = paint {
            image::columns_of(image, limit, &mut self.columns);
        }
    }
}

/// Blends one run of a layer's row with what is below.
fn blend_row(below: &mut [Pixel], above: &[Pixel], row: &Row, run: Run, mode: BlendMode) {
    let bytes = match run.ink {
        Ink::Even(_) => &[],
        Ink::Bytes(at) => row.bytes_of(run, at),
    };
    for (index, (below, &above)) in below.iter_mut().zip(above).enumerate() {
        let coverage = match run.ink {
            Ink::Even(coverage) => coverage,
            Ink::Bytes(_) => bytes[index],
        };
        blend(below, above, coverage, mode);
    }
}

/// The part of row `y` of `area` in which `paint` may have ink.
fn inked(paint: &Paint, y: i32, area: Area) -> Option<Area> {
    let Paint::Radial(gradient) = paint else { return Some(area) };
    let (left, right) = gradient.columns(y)?;
    // The casts saturate.
    let area = Area { left: area.left.max(left as i32), right: area.right.min(right as i32), ..area };
    (area.left < area.right).then_some(area)
}

/// Whether a draw leaves nothing of what is below it in `area`.
fn covers(item: &Item, area: Area) -> bool {
    let Item::Fill(Fill { shape: Shape::Area(shape), paint, clip, .. }) = item else { return false };
    paint.is_opaque() && clip.masks.is_empty() && clip.area.contains(area) && shape.contains(area)
}

/// How many draws of a list cannot be seen in `area`, because a later one covers all of it.
pub(crate) fn hidden(items: &[Item], area: Area) -> usize {
    items.iter().rposition(|item| covers(item, area)).unwrap_or(0)
}

impl Surface<'_> {
    /// The pixels of row `y` from `left` to `right`, which are inside.
    fn peek(&self, y: i32, left: i32, right: i32) -> &[Pixel] {
        let start = (y - self.area.top) as usize * self.area.width() + (left - self.area.left) as usize;
        &self.pixels[start..start + (right - left) as usize]
    }

    /// The pixels of row `y` from `left` to `right`, which are inside, to be painted on.
    fn row(&mut self, y: i32, left: i32, right: i32) -> &mut [Pixel] {
        let line = (y - self.area.top) as usize;
        if let Some(touched) = self.touched.as_deref_mut() {
            let (first, last) = &mut touched[line];
            *first = left.min(*first);
            *last = right.max(*last);
        }
        let start = line * self.area.width() + (left - self.area.left) as usize;
        &mut self.pixels[start..start + (right - left) as usize]
    }
}
