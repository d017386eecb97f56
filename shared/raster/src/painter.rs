//! The canvas that lives from frame to frame.

use std::panic::{AssertUnwindSafe, catch_unwind};

use takumi_core::scene::Scene;

use crate::{
    area::Area,
    damage::Damage,
    flatten::flatten,
    list::{Item, Pixel},
    record::{Means, Recording, record},
    replay::{Canvas, backdrops},
    tones::soft,
};

/// The largest width or height of a canvas, in pixels.
const MOST: u32 = 8192;

/// Paints scenes of one size, one after the other.
#[derive(Debug)]
pub struct Painter {
    width: u32,
    height: u32,
    ground: [u8; 3],
    frame: Vec<Pixel>,
    changed: Vec<Rect>,
    last: Last,
    means: Means,
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

/// Why a scene was not painted.
#[derive(Debug, thiserror::Error)]
pub enum PaintError {
    /// The scene was laid out for another canvas.
    #[error(
        "the scene is {scene_width}x{scene_height} pixels and the canvas {width}x{height}: lay it out in a viewport \
         of the canvas's size"
    )]
    Size {
        /// Width of the canvas.
        width: u32,
        /// Height of the canvas.
        height: u32,
        /// Width of the scene.
        scene_width: u32,
        /// Height of the scene.
        scene_height: u32,
    },
    /// The engine could not paint the scene.
    #[error("the scene cannot be painted: {0}")]
    Engine(#[from] takumi_core::Error),
    /// The engine's own backend broke down.
    #[error("the scene cannot be painted: a size or a place in it is far beyond any canvas")]
    Beyond,
}

impl Painter {
    /// A painter of `width` by `height` pixels, each from 1 to 8192 (what is outside is moved to the nearest). What a
    /// scene leaves transparent is white, as a page of a browser is.
    pub fn new(width: u32, height: u32) -> Self {
        let (width, height) = (width.clamp(1, MOST), height.clamp(1, MOST));
        // Both are at most 8192.
        let canvas = Area::new(0, 0, width as i32, height as i32);
        Self {
            width,
            height,
            ground: [255; 3],
            frame: Vec::new(),
            changed: Vec::new(),
            last: Last::Nothing,
            means: Means::new(canvas),
        }
    }

    /// The painter with another colour below everything.
    #[must_use]
    pub fn on(self, ground: [u8; 3]) -> Self {
        Self { ground, last: Last::Nothing, ..self }
    }

    /// Paints `scene`, which has to be laid out for the size of the canvas with paint bounds.
    ///
    /// The bytes depend on the scene alone, not on what was painted before.
    pub fn paint(&mut self, scene: &Scene) -> Result<Painted<'_>, PaintError> {
        self.check_size(scene)?;
        self.changed.clear();
        let slow = match record(scene, &mut self.means)? {
            Recording::Whole(list) => {
                self.paint_list(list);
                None
            }
            Recording::Unsupported(what) => {
                self.paint_foreign(scene)?;
                Some(what)
            }
        };
        Ok(Painted { rgba: self.frame.as_flattened(), changed: &self.changed, slow })
    }

    /// The frame that was painted last, as in [`Painted::rgba`]; nothing before the first.
    pub fn rgba(&self) -> &[u8] {
        self.frame.as_flattened()
    }

    /// Where it differs from the one before, as in [`Painted::changed`].
    pub fn changed(&self) -> &[Rect] {
        &self.changed
    }

    /// The share of the canvas that pictures of soft tones cover, such as skies and renderings, from 0 to 1. Nothing is painted. Of
    /// what our device does not paint it is not known, and taken for none.
    pub fn soft_tones(&mut self, scene: &Scene) -> Result<f32, PaintError> {
        self.check_size(scene)?;
        let whole = self.means.canvas;
        Ok(match record(scene, &mut self.means)? {
            Recording::Whole(list) => soft(&list, whole) as f32 / whole.pixels() as f32,
            Recording::Unsupported(_) => 0.0,
        })
    }

    fn paint_list(&mut self, list: Vec<Item>) {
        let whole = self.means.canvas;
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
        let mut canvas = Canvas { pixels: &mut self.frame, width: self.width as usize, ground };
        for area in &damage.areas {
            self.means.replay.paint(&list, &mut canvas, *area, !bound.is_empty());
        }
        self.last = Last::Painted(list);
        self.changed.extend(damage.areas.into_iter().filter_map(rect));
    }

    fn paint_foreign(&mut self, scene: &Scene) -> Result<(), PaintError> {
        // Its scan converter panics at shapes of astronomic size; the scene is not touched, and what it painted is dropped.
        let rendered = catch_unwind(AssertUnwindSafe(|| takumi_raster::render_scene(scene)));
        let mut frame = rendered.map_err(|_| PaintError::Beyond)??.into_raw();
        flatten(&mut frame, self.ground);
        let pixels = frame.as_chunks::<4>().0;
        let changed = match self.last {
            Last::Nothing => rect(self.means.canvas),
            Last::Painted(_) | Last::Foreign => self.difference(pixels),
        };
        self.frame.clear();
        self.frame.extend_from_slice(pixels);
        self.last = Last::Foreign;
        self.changed.extend(changed);
        Ok(())
    }

    fn check_size(&self, scene: &Scene) -> Result<(), PaintError> {
        // Saturating casts: a scene that is negative or too large differs from the canvas all the same.
        let (scene_width, scene_height) = (scene.size.width.round() as u32, scene.size.height.round() as u32);
        if (scene_width, scene_height) == (self.width, self.height) {
            return Ok(());
        }
        Err(PaintError::Size { width: self.width, height: self.height, scene_width, scene_height })
    }

    /// The rows in which `frame` differs from the last one.
    fn difference(&self, frame: &[Pixel]) -> Option<Rect> {
        let row = self.width as usize;
        let differs = |(old, new): (&[Pixel], &[Pixel])| old != new;
        let mut rows = self.frame.chunks_exact(row).zip(frame.chunks_exact(row));
        let first = rows.position(differs)?;
        let after = rows.rposition(differs).map_or(0, |last| last + 1);
        Some(Rect { left: 0, top: first as u32, width: self.width, height: after as u32 + 1 })
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
