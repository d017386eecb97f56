//! Media of a workspace: where objects lie, what is in them, and links to them.
//!
//! A key is made from the scope and never from text; a link is made only for a key of one's own workspace.

pub mod asset;
pub mod decode;
pub mod key;
pub mod palette;
pub mod picture;
pub mod thumbnail;
pub mod workshop;

mod scoped;

pub use asset::Asset;
pub use decode::{Measured, Undecodable, measure};
pub use key::OutputKey;
pub use palette::{Swatch, palette};
pub use picture::Picture;
pub use scoped::Media;
pub use thumbnail::{Size, Thumbnail};
pub use workshop::Workshop;
