//! How far two pictures differ.

use image::RgbImage;

/// The share of pixels in which some channel differs by more than ten levels.
pub fn pixels(one: &RgbImage, other: &RgbImage) -> f32 {
    let far = one
        .pixels()
        .zip(other.pixels())
        .filter(|(one, other)| one.0.iter().zip(other.0).any(|(one, other)| one.abs_diff(other) > 10));
    share(far.count(), one.pixels().len())
}

/// The mean of the shares of either picture's outlines that have none of the other's near.
pub fn outlines(one: &RgbImage, other: &RgbImage) -> f32 {
    let (one, other) = (Outlines::of(one), Outlines::of(other));
    f32::midpoint(one.missing_in(&other), other.missing_in(&one))
}

/// Where lightness changes, on a picture scaled to 256 pixels: large forms, and no grain.
struct Outlines {
    width: u32,
    height: u32,
    marks: Vec<bool>,
}

impl Outlines {
    const WIDTH: u32 = 256;
    /// The change in levels over two pixels that is an outline, and how near another's must be in pixels.
    const STEP: u8 = 28;
    const NEAR: u32 = 3;

    fn of(picture: &RgbImage) -> Self {
        let height = Self::WIDTH * picture.height() / picture.width();
        let small = image::imageops::grayscale(&image::imageops::thumbnail(picture, Self::WIDTH, height));
        let level = |x: u32, y: u32| small.get_pixel(x.min(Self::WIDTH - 1), y.min(height - 1)).0[0];
        let marks = (0..Self::WIDTH * height).map(|at| {
            let (x, y) = (at % Self::WIDTH, at / Self::WIDTH);
            let across = level(x.saturating_sub(1), y).abs_diff(level(x + 1, y));
            let down = level(x, y.saturating_sub(1)).abs_diff(level(x, y + 1));
            across.max(down) >= Self::STEP
        });
        Self { width: Self::WIDTH, height, marks: marks.collect() }
    }

    fn missing_in(&self, other: &Self) -> f32 {
        let near = |x: u32, y: u32| {
            let rows = y.saturating_sub(Self::NEAR)..=(y + Self::NEAR).min(other.height - 1);
            let columns = x.saturating_sub(Self::NEAR)..=(x + Self::NEAR).min(other.width - 1);
            rows.into_iter().any(|y| columns.clone().any(|x| other.marks[(y * other.width + x) as usize]))
        };
        let marked: Vec<u32> =
            (0_u32..).zip(&self.marks).filter(|(_, mark)| **mark).map(|(at, _)| at).collect();
        let missing = marked.iter().filter(|at| !near(**at % self.width, **at / self.width)).count();
        share(missing, marked.len())
    }
}

#[expect(clippy::cast_precision_loss, reason = "pixels of a picture")]
fn share(part: usize, all: usize) -> f32 {
    part as f32 / all.max(1) as f32
}
