//! Scene code (TSX) becomes frames, without a browser and without a network.
//!
//! [`compile`] checks a scene and strips its types; [`Scene`] runs it and paints frame after frame. A scene is code of
//! somebody whom nobody trusts: run it in a process that has nothing to steal.

mod assets;
mod canvas;
mod compile;
mod element;
mod film;
mod fonts;
mod icons;
mod layout;
mod limits;
mod media;
mod pictures;
mod problem;
mod scene;
mod script;
mod sound;

pub use assets::{Assets, Folder, LARGEST_FILE};
pub use canvas::{Canvas, LONGEST_SIDE, MOST_FRAMES, SPEEDS, Wanted};
pub use compile::{Diagnostic, Module, compile};
pub use element::{Element, Frame, Meta, Sound, Tag};
pub use film::{Film, Rate};
pub use fonts::FAMILIES;
pub use icons::{Icon, UnknownIcon, icon, search_icons};
pub use limits::Limits;
pub use problem::{Place, Problem, Warning};
pub use raster::Rect;
pub use scene::{Draft, Drafter, Easel, Picture, Scene, Step};
pub use script::Script;
pub use sound::{Mixer, Run, SAMPLE_RATE, SoundPlan, first_sample};
