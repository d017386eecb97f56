//! Rows of images.

use takumi_core::resources::image_buffer::ImageBuffer;

use crate::{
    area::Area,
    kernel::{Columns, Kernels, mix_pixels, neighbour},
    list::{Image, Matrix, Pixel},
};

/// How an image lies on the canvas.
enum Way {
    /// Pixel on pixel, moved by so much.
    Copied(i32, i32),
    /// Upright, scaled.
    Scaled,
    /// Any other.
    Turned,
}

fn way(image: &Image) -> Way {
    let Matrix { a, b, c, d, e, f } = image.matrix;
    if b != 0.0 || c != 0.0 || image.nearest {
        return Way::Turned;
    }
    // Across 8192 pixels such a scale is off by less than a step of the mix.
    let one = |scale: f32| (scale - 1.0).abs() < 1.0e-7;
    let whole = |value: f32| (value - value.round()).abs() < 1.0 / 512.0;
    if one(a) && one(d) && whole(e) && whole(f) {
        // Saturating: an image this far out is not on the canvas.
        return Way::Copied(e.round() as i32, f.round() as i32);
    }
    Way::Scaled
}

/// The columns of a scaled image from the left of `limit` to its right.
pub(super) fn columns_of(image: &Image, limit: Area, out: &mut Columns) {
    if let Way::Scaled = way(image) {
        out.set(limit.left, limit.width(), image.matrix.e, image.matrix.a, image.pixels.width());
    }
}

/// An image about to be painted.
pub(super) struct Rows<'r> {
    pub(super) kernels: Kernels,
    pub(super) image: &'r Image,
    /// Those of the area that is painted.
    pub(super) columns: &'r Columns,
}

impl Rows<'_> {
    /// Writes row `y` from column `left` on, which is `skipped` columns into the area.
    pub(super) fn row(&self, y: i32, left: i32, skipped: usize, out: &mut [Pixel], mixed: &mut Vec<Pixel>) {
        match way(self.image) {
            Way::Copied(dx, dy) => {
                copied(&self.image.pixels, y.saturating_add(dy), left.saturating_add(dx), out);
            }
            Way::Scaled => self.scaled(y, skipped, out, mixed),
            Way::Turned => turned(self.image, y, left, out),
        }
    }

    fn scaled(&self, y: i32, skipped: usize, out: &mut [Pixel], mixed: &mut Vec<Pixel>) {
        let pixels = &self.image.pixels;
        let position = self.image.matrix.f + self.image.matrix.d * (y as f32 + 0.5);
        let (upper, weight) = neighbour(position, pixels.height());
        let (first, second) = (line(pixels, upper as usize), line(pixels, upper as usize + 1));
        let Some((start, end)) = self.columns.ends(skipped, out.len()) else { return };
        if weight == 0 {
            return self.kernels.mix_columns(out, first, self.columns, skipped);
        }
        // A mirrored image runs from right to left.
        let from = start.min(end) as usize;
        let to = (start.max(end) as usize + 2).min(first.len());
        mixed.resize(first.len().max(mixed.len()), [0; 4]);
        let mixed = &mut mixed[..first.len()];
        self.kernels.mix_rows(&mut mixed[from..to], &first[from..to], &second[from..to], weight);
        self.kernels.mix_columns(out, mixed, self.columns, skipped);
    }
}

fn line(pixels: &ImageBuffer, y: usize) -> &[Pixel] {
    let width = pixels.width() as usize;
    let y = y.min((pixels.height() as usize).saturating_sub(1));
    pixels.data().as_chunks::<4>().0.get(y * width..(y + 1) * width).unwrap_or_default()
}

/// `left` and `y` in pixels of the image; what is outside goes on as its edge.
fn copied(pixels: &ImageBuffer, y: i32, left: i32, out: &mut [Pixel]) {
    let row = line(pixels, usize::try_from(y).unwrap_or(0));
    let Some(last) = row.len().checked_sub(1) else { return };
    let inside = usize::try_from(left).ok().and_then(|left| row.get(left..left + out.len()));
    if let Some(inside) = inside {
        out.copy_from_slice(inside);
        return;
    }
    for (index, pixel) in out.iter_mut().enumerate() {
        *pixel = row[usize::try_from(left.saturating_add(index as i32)).unwrap_or(0).min(last)];
    }
}

fn turned(image: &Image, y: i32, left: i32, out: &mut [Pixel]) {
    let Matrix { a, b, c, d, e, f } = image.matrix;
    let row = y as f32 + 0.5;
    let (width, height) = (image.pixels.width(), image.pixels.height());
    for (index, pixel) in out.iter_mut().enumerate() {
        let column = (left + index as i32) as f32 + 0.5;
        let (u, v) = (a * column + c * row + e, b * column + d * row + f);
        if image.nearest {
            // Casts saturate, so what is outside takes the edge.
            *pixel = line(&image.pixels, v as usize)[(u as usize).min(width as usize - 1)];
            continue;
        }
        let ((left, across), (upper, down)) = (neighbour(u, width), neighbour(v, height));
        let at = |line: &[Pixel]| {
            let right = (left as usize + 1).min(line.len() - 1);
            mix_pixels(line[left as usize], line[right], across)
        };
        let first = at(line(&image.pixels, upper as usize));
        let second = at(line(&image.pixels, upper as usize + 1));
        *pixel = mix_pixels(first, second, down);
    }
}
