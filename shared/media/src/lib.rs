//! Media of a workspace: where objects lie, what is in them, links to them, and when they may go.
//!
//! A key is made from the scope and never from text; a link is made only for a key of one's own workspace.

pub mod analysis;
pub mod asset;
pub mod assets;
pub mod content;
pub mod decode;
pub mod everywhere;
pub mod judge;
pub mod key;
pub mod palette;
pub mod picture;
pub mod thumbnail;
pub mod upload;
pub mod variants;
pub mod workshop;

mod intake;
mod scoped;

pub use analysis::{Analysis, analyze};
pub use asset::{Asset, Source};
pub use assets::Assets;
pub use content::Content;
pub use decode::{Measured, Undecodable, measure};
pub use key::{ObjectKey, OutputKey};
pub use palette::{Swatch, palette};
pub use picture::Picture;
pub use scoped::Media;
pub use thumbnail::{Size, Thumbnail};
pub use upload::Upload;
pub use variants::Variants;
pub use workshop::Workshop;
