//! The canvas that lives from frame to frame.

use crate::{
    area::Area,
    damage::Damage,
    flatten::flatten,
    list::{Item, Pixel},
    replay::{Canvas, Replay, backdrops},
    scribe::{Content, Drawing},
};

/// Paints drawings of one size, one after the other.
#[derive(Debug)]
pub struct Easel {
    canvas: Area,
    ground: [u8; 3],
    frame: Vec<Pixel>,
    changed: Vec<Rect>,
    last: Last,
    replay: Replay,
}

/// What `frame` holds.
#[derive(Debug)]
enum Last {
    Nothing,
    /// This list, painted.
    Painted(Vec<Item>),
    /// What the engine's own backend painted.
    Foreign,
}

/// A painted frame.
#[derive(Debug, Clone, Copy)]
pub struct Painted<'p> {
    /// Opaque RGBA, eight bits a channel, row by row without padding.
    pub rgba: &'p [u8],
    /// Outside of these every byte is the one of the frame painted before. The whole canvas for the first frame.
    pub changed: &'p [Rect],
    /// What the frame has that our device does not paint, so that the engine's slower backend painted it.
    pub slow: Option<&'static str>,
}

/// A rectangle of pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rect {
    /// The first column.
    pub left: u32,
    /// The first row.
    pub top: u32,
    /// How many columns, at least one.
    pub width: u32,
    /// How many rows, at least one.
    pub height: u32,
}

impl Easel {
    /// An easel with a canvas of `width` by `height` pixels, each from 1 to 8192 (what is outside is moved to the nearest). What a
    /// drawing leaves transparent is white, as a page of a browser is.
    pub fn new(width: u32, height: u32) -> Self {
        Self {
            canvas: Area::of_canvas(width, height),
            ground: [255; 3],
            frame: Vec::new(),
            changed: Vec::new(),
            last: Last::Nothing,
            replay: Replay::new(),
        }
    }

    /// The easel with another colour below everything.
    #[must_use]
    pub fn on(self, ground: [u8; 3]) -> Self {
        Self { ground, last: Last::Nothing, ..self }
    }

    /// Paints a drawing of a [`Scribe`](crate::Scribe) of the same size.
    ///
    /// The bytes depend on the drawing alone, not on what was painted before.
    pub fn paint(&mut self, drawing: Drawing) -> Painted<'_> {
        self.changed.clear();
        let slow = match drawing.0 {
            Content::List(list) => {
                self.paint_list(list);
                None
            }
            Content::Foreign(pixels, what) => {
                self.take(pixels);
                Some(what)
            }
        };
        Painted { rgba: self.frame.as_flattened(), changed: &self.changed, slow }
    }

    /// The frame that was painted last, as in [`Painted::rgba`]; nothing before the first.
    pub fn rgba(&self) -> &[u8] {
        self.frame.as_flattened()
    }

    fn paint_list(&mut self, list: Vec<Item>) {
        let whole = self.canvas;
        let mut damage = match &self.last {
            Last::Painted(last) => Damage::between(last, &list),
            Last::Nothing | Last::Foreign => Damage { areas: vec![whole] },
        };
        let mut bound = Vec::new();
        backdrops(&list, &mut bound);
        for area in &mut bound {
            *area = area.intersect(whole);
        }
        damage.bind(&bound);
        self.frame.resize(whole.pixels(), [0; 4]);
        let [red, green, blue] = self.ground;
        let ground = [red, green, blue, 255];
        let mut canvas = Canvas { pixels: &mut self.frame, width: whole.width(), ground };
        for area in &damage.areas {
            self.replay.paint(&list, &mut canvas, *area, !bound.is_empty());
        }
        self.last = Last::Painted(list);
        self.changed.extend(damage.areas.into_iter().filter_map(rect));
    }

    /// Takes a picture that was painted elsewhere.
    fn take(&mut self, mut rgba: Vec<u8>) {
        flatten(&mut rgba, self.ground);
        let pixels = rgba.as_chunks::<4>().0;
        let changed = match self.last {
            Last::Nothing => rect(self.canvas),
            Last::Painted(_) | Last::Foreign => self.difference(pixels),
        };
        self.frame.clear();
        self.frame.extend_from_slice(pixels);
        self.last = Last::Foreign;
        self.changed.extend(changed);
    }

    /// The rows in which `frame` differs from the last one.
    fn difference(&self, frame: &[Pixel]) -> Option<Rect> {
        let row = self.canvas.width();
        let differs = |(old, new): (&[Pixel], &[Pixel])| old != new;
        let mut rows = self.frame.chunks_exact(row).zip(frame.chunks_exact(row));
        let first = rows.position(differs)?;
        let after = rows.rposition(differs).map_or(0, |last| last + 1);
        Some(Rect { left: 0, top: first as u32, width: row as u32, height: after as u32 + 1 })
    }
}

/// `area`, which is on the canvas; `None` when it is empty.
fn rect(area: Area) -> Option<Rect> {
    (!area.is_empty()).then(|| Rect {
        left: area.left.unsigned_abs(),
        top: area.top.unsigned_abs(),
        width: area.width() as u32,
        height: area.height() as u32,
    })
}
