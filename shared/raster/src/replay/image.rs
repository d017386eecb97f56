//! Rows of images.

use takumi_core::resources::image_buffer::ImageBuffer;

use crate::{
    area::Area,
    kernel::{Column, Kernels, columns, sample_column, sample_mix},
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
    let whole = |value: f32| (value - value.round()).abs() < 1.0 / 512.0;
    if a == 1.0 && d == 1.0 && whole(e) && whole(f) {
        // Saturating: an image this far out is not on the canvas.
        return Way::Copied(e.round() as i32, f.round() as i32);
    }
    Way::Scaled
}

/// The columns of a scaled image from the left of `limit` to its right.
pub(super) fn columns_of(image: &Image, limit: Area, out: &mut Vec<Column>) {
    if let Way::Scaled = way(image) {
        columns(limit.left, limit.width(), image.matrix.e, image.matrix.a, image.pixels.width(), out);
    } else {
        out.clear();
        out.resize(limit.width(), Column { first: 0, weight: 0 });
    }
}

/// Writes row `y` from column `left` on.
pub(super) fn row(
    kernels: Kernels,
    image: &Image,
    y: i32,
    left: i32,
    columns: &[Column],
    out: &mut [Pixel],
    mixed: &mut Vec<Pixel>,
) {
    match way(image) {
        Way::Copied(dx, dy) => copied(&image.pixels, y.saturating_add(dy), left.saturating_add(dx), out),
        Way::Scaled => scaled(kernels, image, y, columns, out, mixed),
        Way::Turned => turned(image, y, left, out),
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

fn scaled(
    kernels: Kernels,
    image: &Image,
    y: i32,
    columns: &[Column],
    out: &mut [Pixel],
    mixed: &mut Vec<Pixel>,
) {
    let columns = &columns[..out.len()];
    let down = sample_column(image.matrix.f + image.matrix.d * (y as f32 + 0.5), image.pixels.height());
    let (first, second) =
        (line(&image.pixels, down.first as usize), line(&image.pixels, down.first as usize + 1));
    let (Some(start), Some(end)) = (columns.first(), columns.last()) else { return };
    // A mirrored image runs from right to left.
    let from = start.first.min(end.first) as usize;
    let to = (start.first.max(end.first) as usize + 2).min(first.len());
    if from >= to {
        return;
    }
    mixed.resize(first.len().max(mixed.len()), [0; 4]);
    kernels.mix_rows(&mut mixed[from..to], &first[from..to], &second[from..to], down.weight);
    kernels.mix_columns(out, &mixed[..to], columns);
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
        let (across, down) = (sample_column(u, width), sample_column(v, height));
        let at = |line: &[Pixel]| {
            let second = (across.first as usize + 1).min(line.len() - 1);
            sample_mix(line[across.first as usize], line[second], across.weight)
        };
        let first = at(line(&image.pixels, down.first as usize));
        let second = at(line(&image.pixels, down.first as usize + 1));
        *pixel = sample_mix(first, second, down.weight);
    }
}
