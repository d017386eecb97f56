//! Paints a scene that takumi laid out.
//!
//! A [`Scribe`] writes down what a scene draws, and an [`Easel`] keeps one canvas from frame to frame and paints that on it; a [`Painter`]
//! is both. A frame that our own device can paint exactly is painted by it; every other frame is painted whole by `takumi_raster`, so the
//! picture is always complete. Which of the two paints a frame depends on that frame alone: frame n has the same bytes however it was
//! reached.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "pixels are counted, placed and mixed: a canvas has at most 8192 of them a side, areas are cut to it \
              before they are counted, and casts from floats saturate"
)]

mod area;
mod blank;
mod blend;
mod damage;
mod easel;
mod emoji;
mod filter;
mod flatten;
mod kernel;
mod list;
mod mask;
mod masks;
mod outline;
mod painter;
mod pictures;
mod record;
mod replay;
mod scribe;
mod shelf;
mod tones;

pub use easel::{Easel, Painted, Rect};
pub use painter::Painter;
pub use scribe::{Drawing, PaintError, Scribe};

#[cfg(test)]
mod tests;
