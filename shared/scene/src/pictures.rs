//! The pictures that a scene shows: read, checked and decoded once.

use std::collections::HashMap;
use std::io::Cursor;
use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::ImageReader;
use percent_encoding::percent_decode_str;
use takumi_core::resources::image::{ImageSource, is_svg_bytes};
use takumi_core::style::ImageScalingAlgorithm;

use crate::Problem;
use crate::assets::{self, Assets};
use crate::film::{self, Films};

/// The longest side of a picture that is decoded, in pixels.
const LONGEST_SIDE: u32 = 16_384;
/// The most pixels of a picture that is decoded: what the largest cameras take.
const MOST_PIXELS: u64 = 64_000_000;
/// The most bytes of a drawing.
const LARGEST_DRAWING: usize = 1 << 20;
/// Milliseconds by which a moment of a picture that moves may be early: a third of a second is 333 of them, and a product
/// of floats may be a hair below what it stands for.
const EARLY: f64 = 0.05;
/// So many bytes of decoded pictures are kept whether they are seen again or not.
const KEPT: u64 = 48 << 20;
/// Beyond that, what was not seen for so many frames goes: a slide show needs the last two of its photographs.
const UNSEEN: u64 = 32;

/// The pictures of a scene, by the names that it gives them.
pub(crate) struct Pictures {
    assets: Box<dyn Assets>,
    decoded: HashMap<String, Decoded>,
    /// Those that drawings show, as URLs.
    written: HashMap<String, Rc<str>>,
    frame: u64,
    films: Films,
}

/// A picture that was decoded.
struct Decoded {
    source: ImageSource,
    bytes: u64,
    /// The frame that saw it last.
    seen: u64,
}

impl Pictures {
    pub(crate) fn new(assets: Box<dyn Assets>) -> Self {
        Self { assets, decoded: HashMap::new(), written: HashMap::new(), frame: 0, films: Films::default() }
    }

    /// A picture that stands still; of one that moves, its first moment.
    pub(crate) fn still(&mut self, name: &str) -> Result<ImageSource, Problem> {
        if let Some(known) = self.decoded.get_mut(name) {
            known.seen = self.frame;
            return Ok(known.source.clone());
        }
        let file = self.read(name)?;
        let bytes = check(name, &file)?;
        let source = ImageSource::from_bytes(&file)
            .map_err(|error| assets::problem(name, &format!("is damaged ({error}): save it again")))?;
        self.make_room(bytes);
        self.decoded.insert(name.to_owned(), Decoded { source: source.clone(), bytes, seen: self.frame });
        Ok(source)
    }

    /// Lets go of what was not seen for a while, as long as there is too much.
    fn make_room(&mut self, bytes: u64) {
        let mut kept = bytes + self.decoded.values().map(|decoded| decoded.bytes).sum::<u64>();
        self.decoded.retain(|_, decoded| {
            let goes = kept > KEPT && decoded.seen + UNSEEN < self.frame;
            kept -= if goes { decoded.bytes } else { 0 };
            !goes
        });
    }

    /// A picture that moves, at a time in seconds. It starts again at its end.
    pub(crate) fn moving(&mut self, name: &str, seconds: f64) -> Result<ImageSource, Problem> {
        let source = self.still(name)?;
        let ImageSource::Animated(animated) = &source else { return Ok(source) };
        let (width, height) = animated.dimensions();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a cast from a float saturates"
        )]
        let time = (seconds.max(0.0) * 1_000.0 + EARLY) as u64;
        Ok(ImageSource::Bitmap(animated.frame_at_time_covering(
            time,
            width,
            height,
            ImageScalingAlgorithm::Auto,
        )))
    }

    /// Begins a frame of the scene.
    pub(crate) fn begin(&mut self) {
        self.frame += 1;
        self.films.begin();
    }

    /// The picture of a film at a time in seconds. A film that is looped begins again at the second `start`; another shows
    /// its last picture after its end.
    pub(crate) fn film(
        &mut self,
        name: &str,
        seconds: f64,
        start: Option<f64>,
    ) -> Result<ImageSource, Problem> {
        let film = self.films.film(self.assets.as_mut(), name)?;
        let seconds = start.map_or(seconds, |start| film::looped(seconds, start, film.seconds()));
        self.films.picture(self.assets.as_mut(), name, film.picture_at(seconds))
    }

    /// A picture as the text of a URL, which holds all of it.
    pub(crate) fn data_url(&mut self, name: &str) -> Result<Rc<str>, Problem> {
        if let Some(known) = self.written.get(name) {
            return Ok(Rc::clone(known));
        }
        let file = self.read(name)?;
        check(name, &file)?;
        let url: Rc<str> = format!("data:image/{};base64,{}", kind(&file), STANDARD.encode(&file)).into();
        self.written.insert(name.to_owned(), Rc::clone(&url));
        Ok(url)
    }

    fn read(&mut self, name: &str) -> Result<Vec<u8>, Problem> {
        if let Some(data) = name.strip_prefix("data:") {
            return from_data(data).ok_or_else(|| {
                assets::problem(name, "is no data URL of a picture: write data:image/png;base64,…")
            });
        }
        if name.starts_with("http:") || name.starts_with("https:") || name.starts_with("//") {
            return Err(assets::problem(
                name,
                "is on the network, where scenes cannot reach: put the file into `public/` and write staticFile('name')",
            ));
        }
        self.assets.read(name)
    }
}

/// The kind of a picture, as media types name it.
fn kind(bytes: &[u8]) -> &'static str {
    match image::guess_format(bytes) {
        Ok(image::ImageFormat::Jpeg) => "jpeg",
        Ok(image::ImageFormat::WebP) => "webp",
        Ok(image::ImageFormat::Gif) => "gif",
        _ if is_svg_bytes(bytes) => "svg+xml",
        _ => "png",
    }
}

/// The bytes of what follows `data:` (RFC 2397).
fn from_data(data: &str) -> Option<Vec<u8>> {
    let (kind, data) = data.split_once(',')?;
    let bytes: Vec<u8> = percent_decode_str(data).collect();
    if kind.ends_with(";base64") { STANDARD.decode(bytes).ok() } else { Some(bytes) }
}

/// Checks what the header of a picture says before anything is decoded, and tells how many bytes that will be.
fn check(name: &str, bytes: &[u8]) -> Result<u64, Problem> {
    if is_svg_bytes(bytes) {
        return check_drawing(name, bytes);
    }
    let unknown = || assets::problem(name, "is no PNG, JPEG, WebP, GIF or SVG: save it as one of them");
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| unknown())?;
    let (width, height) = if let Some(size) = gif_size(bytes) {
        size
    } else {
        reader.format().ok_or_else(unknown)?;
        let damaged = |error| assets::problem(name, &format!("is damaged ({error}): save it again"));
        reader.into_dimensions().map_err(damaged)?
    };
    let pixels = u64::from(width) * u64::from(height);
    if width > LONGEST_SIDE || height > LONGEST_SIDE || pixels > MOST_PIXELS {
        return Err(assets::problem(
            name,
            &format!(
                "is {width} x {height} pixels: make it smaller, at most {LONGEST_SIDE} a side and 64 million in all"
            ),
        ));
    }
    Ok(pixels * 4)
}

/// The size in the header of a GIF (GIF89a specification, 18 "Logical Screen Descriptor").
fn gif_size(bytes: &[u8]) -> Option<(u32, u32)> {
    if !bytes.starts_with(b"GIF8") {
        return None;
    }
    let side = |at: usize| Some(u32::from(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?])));
    Some((side(6)?, side(8)?))
}

/// A drawing may be large when it is drawn, not when it is read.
fn check_drawing(name: &str, bytes: &[u8]) -> Result<u64, Problem> {
    if bytes.len() > LARGEST_DRAWING {
        return Err(assets::problem(
            name,
            "is a drawing of more than 1 MB: simplify it, or save it as a PNG",
        ));
    }
    if bytes.windows(9).any(|part| part.eq_ignore_ascii_case(b"<!DOCTYPE")) {
        return Err(assets::problem(
            name,
            "has a document type, which may name other files: remove its <!DOCTYPE …>",
        ));
    }
    Ok(bytes.len() as u64 * 4)
}

#[cfg(test)]
mod tests;
