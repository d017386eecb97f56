//! Paints a scene that takumi laid out.
//!
//! [`Painter`] keeps one canvas from frame to frame. A frame that our own device can paint exactly is painted by
//! it; every other frame is painted whole by `takumi_raster`, so the picture is always complete. Which of the two
//! paints a frame depends on that frame alone: frame n has the same bytes however it was reached.

mod area;
mod damage;
mod flatten;
mod kernel;
mod list;
mod mask;
mod masks;
mod outline;
mod painter;
mod record;
mod replay;
mod shelf;

pub use painter::{PaintError, Painted, Painter, Rect};

#[cfg(test)]
mod tests;
