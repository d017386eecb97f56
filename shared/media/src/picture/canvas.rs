//! Decoded pixels, and scaling and turning them.

use std::borrow::Cow;

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::{U8x3, U8x4};
use fast_image_resize::{FilterType, PixelTrait, ResizeAlg, ResizeOptions, Resizer};
use image::metadata::Orientation;
use image::{DynamicImage, RgbImage, RgbaImage};

/// What the bytes of a pixel are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// Red, green, blue.
    Rgb,
    /// The same and alpha, not multiplied.
    Rgba,
    /// Amounts of cyan, magenta, yellow and black.
    Cmyk,
}

impl Ink {
    /// Bytes of a pixel.
    pub(super) const fn bytes(self) -> usize {
        match self {
            Self::Rgb => 3,
            Self::Rgba | Self::Cmyk => 4,
        }
    }
}

/// Decoded pixels.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Canvas {
    pub(super) width: u32,
    pub(super) height: u32,
    /// How far the picture reaches over the pixels. A decoder that scales by an eighth makes the last pixel out of less than
    /// eight; taking it as whole would shift every other.
    pub(super) extent: (f64, f64),
    pub(super) ink: Ink,
    pub(super) data: Vec<u8>,
}

/// How pixels become fewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filter {
    /// The sharpest, with slight halos: for eyes.
    Sharp,
    /// Without halos, so that no colour comes in that was not there: for analysis.
    Plain,
}

impl Canvas {
    /// A canvas whose pixels are all whole.
    pub(super) fn new(width: u32, height: u32, ink: Ink, data: Vec<u8>) -> Self {
        Self { width, height, extent: (f64::from(width), f64::from(height)), ink, data }
    }

    /// The same picture with `side` pixels on its longer side; never more than it has.
    pub(super) fn within(&self, side: u32, filter: Filter, hands: &mut Resizer) -> Cow<'_, Self> {
        let (width, height) = fit(self.extent, side);
        if self.width <= width && self.height <= height {
            return Cow::Borrowed(self);
        }
        let kernel = match filter {
            Filter::Sharp => FilterType::Lanczos3,
            Filter::Plain => FilterType::Bilinear,
        };
        let options = ResizeOptions::new()
            .resize_alg(ResizeAlg::Convolution(kernel))
            .crop(0.0, 0.0, self.extent.0, self.extent.1)
            .use_alpha(self.ink == Ink::Rgba);
        // By type: the crate's own choice among all of its kinds of pixel would be compiled into ours, and takes minutes.
        let made = match self.ink {
            Ink::Rgb => self.resized::<U8x3>(width, height, &options, hands),
            Ink::Rgba | Ink::Cmyk => self.resized::<U8x4>(width, height, &options, hands),
        };
        // The buffers have the sizes that they are said to have, and the crop lies inside: there is nothing to go wrong.
        made.map_or(Cow::Borrowed(self), |data| Cow::Owned(Self::new(width, height, self.ink, data)))
    }

    fn resized<P: PixelTrait>(
        &self,
        width: u32,
        height: u32,
        options: &ResizeOptions,
        hands: &mut Resizer,
    ) -> Option<Vec<u8>> {
        let from = TypedImageRef::<P>::from_buffer(self.width, self.height, &self.data).ok()?;
        let mut data = vec![0; width as usize * height as usize * self.ink.bytes()];
        let mut to = TypedImage::<P>::from_buffer(width, height, &mut data).ok()?;
        hands.resize_typed(&from, &mut to, options).ok()?;
        Some(data)
    }

    /// Turned as EXIF says.
    pub(super) fn turned(self, orientation: Orientation) -> Self {
        if orientation == Orientation::NoTransforms || self.ink == Ink::Cmyk {
            return self;
        }
        let mut picture = self.into_image();
        picture.apply_orientation(orientation);
        match picture {
            DynamicImage::ImageRgba8(picture) => {
                Self::new(picture.width(), picture.height(), Ink::Rgba, picture.into_raw())
            }
            other => {
                let picture = other.into_rgb8();
                Self::new(picture.width(), picture.height(), Ink::Rgb, picture.into_raw())
            }
        }
    }

    /// Without an alpha channel that says nothing.
    pub(super) fn trimmed(mut self) -> Self {
        if self.ink == Ink::Rgba && self.data.iter().skip(3).step_by(4).all(|alpha| *alpha == u8::MAX) {
            self.data = self.data.chunks_exact(4).flat_map(|pixel| pixel.iter().take(3)).copied().collect();
            self.ink = Ink::Rgb;
        }
        self
    }

    /// Over white where it is transparent.
    pub(super) fn opaque(&self) -> Vec<u8> {
        if self.ink != Ink::Rgba {
            return self.data.clone();
        }
        let over = |level: u8, alpha: u8| {
            let sum = u32::from(level) * u32::from(alpha) + 255 * u32::from(255 - alpha);
            u8::try_from((sum + 127) / 255).unwrap_or(u8::MAX)
        };
        let pixels = self.data.as_chunks::<4>().0;
        pixels.iter().flat_map(|[r, g, b, a]| [over(*r, *a), over(*g, *a), over(*b, *a)]).collect()
    }

    fn into_image(self) -> DynamicImage {
        match self.ink {
            Ink::Rgb => RgbImage::from_raw(self.width, self.height, self.data).unwrap_or_default().into(),
            _ => RgbaImage::from_raw(self.width, self.height, self.data).unwrap_or_default().into(),
        }
    }
}

/// The size of a picture that reaches over `extent`, with at most `side` pixels on its longer side.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sides are above 0 and at most 16,384"
)]
fn fit((width, height): (f64, f64), side: u32) -> (u32, u32) {
    let scale = (f64::from(side) / width.max(height)).min(1.0);
    let whole = |length: f64| ((length * scale).round() as u32).max(1);
    (whole(width), whole(height))
}
