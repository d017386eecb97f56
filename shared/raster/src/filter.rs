//! CSS filters, on the pixels of a group.

use takumi_core::{
    blur::{blur_alpha, blur_rgba},
    context::RenderContext,
    filter::{ColorMatrix, ColorMatrixChain},
    geometry::Size,
    resources::image_buffer::{demultiply_pixel, premultiply_pixel},
    shadow::SizedShadow,
    style::{BlurType, Color, Filter, TransferChannel, TransferTable},
};

use crate::{area::Area, list::Pixel, mask::product};

/// A filter with everything it depends on.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Step {
    /// A blur of this deviation, in pixels.
    Blur(f32),
    /// The shape of the picture, moved, blurred and coloured, below the picture.
    Shadow { x: i32, y: i32, deviation: f32, colour: Color },
    /// A new value for each value of red, green and blue.
    Colours(Box<TransferTable>),
    /// The same for alpha.
    Alpha(Box<TransferTable>),
    /// A mix of the channels.
    Matrix(ColorMatrix),
}

/// A filter that is a document of its own, which we do not read.
#[derive(Debug)]
pub(crate) struct Foreign;

impl Step {
    /// `filters` as they are in `context`.
    pub(crate) fn of(filters: &[Filter], context: &RenderContext) -> Result<Vec<Self>, Foreign> {
        filters.iter().filter_map(|filter| Self::one(filter, context).transpose()).collect()
    }

    /// One filter; nothing when it has no effect.
    fn one(filter: &Filter, context: &RenderContext) -> Result<Option<Self>, Foreign> {
        Ok(match filter {
            Filter::Blur(radius) => Some(Self::Blur(radius.to_px(&context.sizing, 1.0))),
            Filter::DropShadow(shadow) => {
                let size = Size { width: 1.0, height: 1.0 };
                let shadow =
                    SizedShadow::from_text_shadow(*shadow, &context.sizing, context.current_color, size);
                Some(Self::Shadow {
                    x: shadow.offset_x.floor() as i32,
                    y: shadow.offset_y.floor() as i32,
                    deviation: BlurType::Filter.to_sigma(shadow.blur_radius),
                    colour: shadow.color,
                })
            }
            Filter::Reference(_) => return Err(Foreign),
            // Names an element that only a drawing has.
            Filter::Url(_) => None,
            filter => match filter.transfer_table() {
                Some(TransferChannel::Rgb(table)) => Some(Self::Colours(Box::new(table))),
                Some(TransferChannel::Alpha(table)) => Some(Self::Alpha(Box::new(table))),
                None => ColorMatrix::from_filter(filter).map(Self::Matrix),
            },
        })
    }

    /// How far outside of what it is given it may have ink, in pixels.
    pub(crate) fn reach(&self) -> i32 {
        let spread = |deviation: f32| (BlurType::Filter.extent(deviation).ceil() as i32).saturating_add(1);
        match self {
            Self::Blur(deviation) => spread(*deviation),
            Self::Shadow { x, y, deviation, .. } => {
                x.saturating_abs().max(y.saturating_abs()).saturating_add(spread(*deviation))
            }
            Self::Colours(_) | Self::Alpha(_) | Self::Matrix(_) => 0,
        }
    }

    /// Filters the pixels of `area`.
    pub(crate) fn apply(&self, pixels: &mut [Pixel], area: Area) {
        let (width, height) = (area.width(), area.height());
        match self {
            Self::Blur(deviation) => blur_rgba(pixels, width, height, *deviation),
            Self::Shadow { x, y, deviation, colour } => {
                let mut alphas: Vec<u8> = pixels.iter().map(|pixel| product(pixel[3], colour.0[3])).collect();
                blur_alpha(&mut alphas, width, height, *deviation);
                lay_below(pixels, &alphas, (width as i32, height as i32), (*x, *y), *colour);
            }
            Self::Colours(table) => each(pixels, |[red, green, blue, alpha]| {
                [table[usize::from(red)], table[usize::from(green)], table[usize::from(blue)], alpha]
            }),
            Self::Alpha(table) => {
                each(pixels, |[red, green, blue, alpha]| [red, green, blue, table[usize::from(alpha)]]);
            }
            Self::Matrix(matrix) => {
                let chain = ColorMatrixChain::from(*matrix);
                each(pixels, |pixel| chain.apply_rgba8(pixel));
            }
        }
    }
}

/// Changes each pixel that is not transparent, with its colours not multiplied by alpha.
fn each(pixels: &mut [Pixel], change: impl Fn(Pixel) -> Pixel) {
    for pixel in pixels.iter_mut().filter(|pixel| pixel[3] != 0) {
        demultiply_pixel(pixel);
        *pixel = premultiply_pixel(change(*pixel));
    }
}

/// Puts a shadow below a picture of `size`.
fn lay_below(pixels: &mut [Pixel], alphas: &[u8], size: (i32, i32), offset: (i32, i32), colour: Color) {
    let (width, height) = size;
    for (index, pixel) in pixels.iter_mut().enumerate() {
        let (x, y) = (index as i32 % width, index as i32 / width);
        let (x, y) = (x.saturating_sub(offset.0), y.saturating_sub(offset.1));
        if pixel[3] == 255 || !(0..width).contains(&x) || !(0..height).contains(&y) {
            continue;
        }
        let covered = product(alphas[(y * width + x) as usize], 255 - pixel[3]);
        for (channel, shade) in pixel.iter_mut().zip([colour.0[0], colour.0[1], colour.0[2], 255]) {
            *channel = channel.saturating_add(product(shade, covered));
        }
    }
}
