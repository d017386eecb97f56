//! Scene code (TSX) becomes frames.

mod canvas;
mod compile;
mod element;
mod limits;
mod problem;
mod script;

pub use canvas::{Canvas, LONGEST_SIDE, MOST_FRAMES, SPEEDS, Wanted};
pub use compile::{Diagnostic, Module, compile};
pub use element::{Element, Frame, Meta, Sound, Tag};
pub use limits::Limits;
pub use problem::{Place, Problem, Warning};
pub use script::Script;
