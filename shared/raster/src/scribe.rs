//! Scenes written down.

use std::panic::{AssertUnwindSafe, catch_unwind};

use takumi_core::scene::Scene;

use crate::{
    area::Area,
    list::Item,
    record::{Means, Recording, record},
    tones::soft,
};

/// Writes down what scenes of one size draw, one after the other.
#[derive(Debug)]
pub struct Scribe {
    means: Means,
}

/// What a scene draws. It can be painted by an [`Easel`](crate::Easel) in another thread.
#[derive(Debug)]
pub struct Drawing(pub(crate) Content);

#[derive(Debug)]
pub(crate) enum Content {
    /// Draws of our device.
    List(Vec<Item>),
    /// The RGBA that the engine's own backend painted, because of this.
    Foreign(Vec<u8>, &'static str),
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

impl Scribe {
    /// For canvases of `width` by `height` pixels, each from 1 to 8192 (what is outside is moved to the nearest).
    pub fn new(width: u32, height: u32) -> Self {
        Self { means: Means::new(Area::of_canvas(width, height)) }
    }

    /// Writes down `scene`, which has to be laid out for the size of the canvas with paint bounds.
    pub fn write(&mut self, scene: &Scene) -> Result<Drawing, PaintError> {
        self.check_size(scene)?;
        Ok(Drawing(match record(scene, &mut self.means)? {
            Recording::Whole(list) => Content::List(list),
            Recording::Unsupported(what) => Content::Foreign(foreign(scene)?, what),
        }))
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

    fn check_size(&self, scene: &Scene) -> Result<(), PaintError> {
        // Saturating casts: a scene that is negative or too large differs from the canvas all the same.
        let (scene_width, scene_height) = (scene.size.width.round() as u32, scene.size.height.round() as u32);
        let (width, height) = (self.means.canvas.width() as u32, self.means.canvas.height() as u32);
        if (scene_width, scene_height) == (width, height) {
            return Ok(());
        }
        Err(PaintError::Size { width, height, scene_width, scene_height })
    }
}

/// What the engine's own backend paints.
fn foreign(scene: &Scene) -> Result<Vec<u8>, PaintError> {
    // Its scan converter panics at shapes of astronomic size; the scene is not touched, and what it painted is dropped.
    let rendered = catch_unwind(AssertUnwindSafe(|| takumi_raster::render_scene(scene)));
    Ok(rendered.map_err(|_| PaintError::Beyond)??.into_raw())
}
