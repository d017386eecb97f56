//! The canvas that lives from frame to frame.

use takumi_core::scene::Scene;

use crate::flatten::flatten;

/// The largest width or height of a canvas, in pixels.
const MOST: u32 = 8192;

/// Paints scenes of one size, one after the other.
#[derive(Debug)]
pub struct Painter {
    width: u32,
    height: u32,
    ground: [u8; 3],
    frame: Vec<u8>,
    /// Whether `frame` holds the last painted frame.
    painted: bool,
}

/// A painted frame.
#[derive(Debug, Clone, Copy)]
pub struct Painted<'p> {
    /// Opaque RGBA, eight bits a channel, row by row without padding.
    pub rgba: &'p [u8],
    /// Outside of it every byte is the one of the frame painted before; `None` when that holds everywhere. The
    /// whole canvas for the first frame.
    pub changed: Option<Rect>,
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
}

impl Painter {
    /// A painter of `width` by `height` pixels, each from 1 to 8192 (what is outside is moved to the nearest). What a
    /// scene leaves transparent is white, as a page of a browser is.
    pub fn new(width: u32, height: u32) -> Self {
        Self {
            width: width.clamp(1, MOST),
            height: height.clamp(1, MOST),
            ground: [255; 3],
            frame: Vec::new(),
            painted: false,
        }
    }

    /// The painter with another colour below everything.
    #[must_use]
    pub fn on(self, ground: [u8; 3]) -> Self {
        Self { ground, painted: false, ..self }
    }

    /// Paints `scene`, which has to be laid out for the size of the canvas with paint bounds.
    pub fn paint(&mut self, scene: &Scene) -> Result<Painted<'_>, PaintError> {
        self.check_size(scene)?;
        let mut frame = takumi_raster::render_scene(scene)?.into_raw();
        flatten(&mut frame, self.ground);
        let changed = if self.painted {
            self.difference(&frame)
        } else {
            Some(self.whole())
        };
        self.frame = frame;
        self.painted = true;
        Ok(Painted { rgba: &self.frame, changed })
    }

    fn whole(&self) -> Rect {
        Rect { left: 0, top: 0, width: self.width, height: self.height }
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
    fn difference(&self, frame: &[u8]) -> Option<Rect> {
        let row = self.width as usize * 4;
        let differs = |(old, new): (&[u8], &[u8])| old != new;
        let mut rows = self.frame.chunks_exact(row).zip(frame.chunks_exact(row));
        let first = rows.position(differs)?;
        let after = rows.rposition(differs).map_or(0, |last| last + 1);
        Some(Rect { left: 0, top: first as u32, width: self.width, height: after as u32 + 1 })
    }
}
