//! Writing and painting in one.

use takumi_core::scene::Scene;

use crate::{Easel, PaintError, Painted, Scribe};

/// A scribe and an easel that work after each other.
#[derive(Debug)]
pub struct Painter {
    scribe: Scribe,
    easel: Easel,
}

impl Painter {
    /// A painter of `width` by `height` pixels, as [`Scribe::new`] and [`Easel::new`] take them.
    pub fn new(width: u32, height: u32) -> Self {
        Self { scribe: Scribe::new(width, height), easel: Easel::new(width, height) }
    }

    /// The painter with another colour below everything.
    #[must_use]
    pub fn on(self, ground: [u8; 3]) -> Self {
        Self { easel: self.easel.on(ground), ..self }
    }

    /// Paints `scene`, which has to be laid out for the size of the canvas with paint bounds.
    ///
    /// The bytes depend on the scene alone, not on what was painted before.
    pub fn paint(&mut self, scene: &Scene) -> Result<Painted<'_>, PaintError> {
        Ok(self.easel.paint(self.scribe.write(scene)?))
    }
}
