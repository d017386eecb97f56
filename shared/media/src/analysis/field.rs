//! The picture as Oklab, and its edges.

use image::RgbImage;

use crate::palette::oklab::Oklab;

/// A step in lightness of this much from one pixel to the next is an edge. A sharp border between two areas shows half of
/// its difference to the operator, so this is a border of 0.08, four times what an eye just sees.
const EDGE: f32 = 0.04;
/// What is followed when lines are looked for: faint edges too, when they run straight for long.
const FAINT: f32 = 0.02;

/// The picture, row by row.
pub(super) struct Field {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) colours: Vec<Oklab>,
}

/// The gradient of the lightness.
pub(super) struct Edges {
    pub(super) width: usize,
    pub(super) height: usize,
    /// Change per pixel to the right and downwards; zero where it is too faint to follow.
    pub(super) gradient: Vec<[f32; 2]>,
    /// Its length.
    pub(super) strength: Vec<f32>,
}

impl Field {
    pub(super) fn new(picture: &RgbImage) -> Self {
        Self {
            width: picture.width() as usize,
            height: picture.height() as usize,
            colours: picture.pixels().map(|pixel| Oklab::from_srgb(pixel.0)).collect(),
        }
    }

    /// Scharr's operator (H. Scharr, "Optimal operators in digital image processing", 2000): Sobel's with weights 3, 10, 3,
    /// whose error in direction is a tenth of Sobel's; lines are found by direction.
    pub(super) fn edges(&self) -> Edges {
        let (width, height) = (self.width, self.height);
        let light: Vec<f32> = self.colours.iter().map(|colour| colour.l).collect();
        let mut gradient = vec![[0.0; 2]; light.len()];
        let mut strength = vec![0.0; light.len()];
        for y in 1..height.saturating_sub(1) {
            let rows = [y - 1, y, y + 1].map(|row| &light[row * width..(row + 1) * width]);
            let [above, here, below] = rows;
            for x in 1..width.saturating_sub(1) {
                let right = 3.0 * (above[x + 1] - above[x - 1] + below[x + 1] - below[x - 1])
                    + 10.0 * (here[x + 1] - here[x - 1]);
                let down = 3.0 * (below[x - 1] - above[x - 1] + below[x + 1] - above[x + 1])
                    + 10.0 * (below[x] - above[x]);
                let (right, down) = (right / 32.0, down / 32.0);
                let length = (right * right + down * down).sqrt();
                if length >= FAINT {
                    gradient[y * width + x] = [right, down];
                    strength[y * width + x] = length;
                }
            }
        }
        Edges { width, height, gradient, strength }
    }
}

impl Edges {
    /// The share of pixels that lie on an edge.
    pub(super) fn share(&self) -> f32 {
        let count = self.strength.iter().filter(|strength| **strength >= EDGE).count();
        count as f32 / self.strength.len().max(1) as f32
    }

    pub(super) fn diagonal(&self) -> f32 {
        (self.width as f32).hypot(self.height as f32)
    }
}
