//! What a scene's code makes of a frame: elements, sounds and warnings.

use serde::{Deserialize, Serialize};

use crate::Warning;

/// One frame, before it is laid out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// What is seen.
    pub elements: Vec<Element>,
    /// What is heard.
    pub sounds: Vec<Sound>,
    /// What its author should know. Each is told once, in the first frame that has it.
    pub warnings: Vec<Warning>,
}

/// A piece of the picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Element {
    /// Words.
    Text(String),
    /// A box, an image, a drawing.
    Tag(Tag),
}

/// An HTML or SVG element, or one of ours: `icon` (attribute `icon` and what `@iconify/react` takes), `img` (`src`),
/// `video` and `gif` (`src`, and `time`: nanoseconds into the source, a whole number; a `video` with `loop` begins again at
/// `start`).
///
/// A tag with `dangerouslySetInnerHTML` has that text as its attribute `inner-html`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Tag {
    /// Its name, as it was written.
    pub name: String,
    /// Its classes (`className`, and `tw`), with spaces between them.
    pub class: String,
    /// CSS names in kebab-case and values as CSS text: `px` is where React adds it, numbers have at most four decimals.
    pub style: Vec<(String, String)>,
    /// Names as in HTML and SVG.
    pub attributes: Vec<(String, String)>,
    /// What is in it.
    pub children: Vec<Element>,
}

/// Something that is heard in a frame.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sound {
    /// The same in every frame in which one mounted `<Audio>` or `<Video>` is heard.
    pub id: String,
    /// The file, as the scene names it.
    pub src: String,
    /// Seconds in the source at the start of the frame.
    ///
    /// Of a looped sound it may be past the source's end, since the code does not know where that is: it goes on at
    /// `start + (position - start) % (length - start)`.
    pub position: f64,
    /// From 0 (nothing) over 1 (as recorded) upwards.
    pub volume: f64,
    /// Seconds of the source per second of the film.
    pub rate: f64,
    /// Whether it starts again at `start` when the source ends.
    pub looped: bool,
    /// Seconds in the source at which it begins.
    pub start: f64,
}

/// What a module says of its own size and length, as far as it does. Nothing here has been checked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Meta {
    /// In pixels, of `export const meta` or of a registered `<Composition>`.
    pub width: Option<f64>,
    /// In pixels.
    pub height: Option<f64>,
    /// Frames a second.
    pub fps: Option<f64>,
    /// The number of frames.
    pub frames: Option<f64>,
    /// The frame at which its last finite sequence ends.
    pub end: Option<f64>,
}
