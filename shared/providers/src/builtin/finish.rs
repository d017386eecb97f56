//! From light to an eight-bit picture: bloom, the palette's grade, grain and tone.

use super::blur::blurred;
use super::canvas::Canvas;
use super::colour::Rgb;
use super::math::{floor, lerp, smooth, unit};
use super::noise::Noise;

/// Lets bright places spill over their borders, as film and eyes do.
pub(super) fn bloom(canvas: &mut Canvas, threshold: f32, strength: f32) {
    let step = (canvas.height() / 180).max(1);
    let (across, down) = (canvas.width().div_ceil(step), canvas.height().div_ceil(step));
    let mut small = vec![Rgb::BLACK; across * down];
    for y in 0..down {
        for x in 0..across {
            let (px, py) = (
                (x * step + step / 2).min(canvas.width() - 1),
                (y * step + step / 2).min(canvas.height() - 1),
            );
            let colour = canvas.pixels()[py * canvas.width() + px];
            let over = smooth(threshold, threshold + 0.5, colour.luma());
            small[y * across + x] = colour * over;
        }
    }
    let near = blurred(&small, across, down, 2);
    let far = blurred(&near, across, down, 8);
    let scale = 1.0 / step as f32;
    let (width, height) = (canvas.width(), canvas.height());
    for y in 0..height {
        for x in 0..width {
            let (sx, sy) = ((x as f32 + 0.5) * scale - 0.5, (y as f32 + 0.5) * scale - 0.5);
            let spill = at(&near, across, down, sx, sy) * 0.5 + at(&far, across, down, sx, sy) * 0.9;
            canvas.pixels_mut()[y * width + x] += spill * strength;
        }
    }
}

fn at(small: &[Rgb], across: usize, down: usize, x: f32, y: f32) -> Rgb {
    let column = |x: f32| (x.max(0.0) as usize).min(across - 1);
    let row = |y: f32| (y.max(0.0) as usize).min(down - 1) * across;
    let (fx, fy) = (x - floor(x), y - floor(y));
    let top = small[row(y) + column(x)].over(small[row(y) + column(x + 1.0)], fx);
    let bottom = small[row(y + 1.0) + column(x)].over(small[row(y + 1.0) + column(x + 1.0)], fx);
    top.over(bottom, fy)
}

/// Darkens the corners a little, which holds the eye in the picture.
pub(super) fn vignette(canvas: &mut Canvas, strength: f32) {
    let aspect = canvas.aspect();
    canvas.each(0.0, 1.0, |u, v, pixel| {
        let (x, y) = (u / aspect * 2.0 - 1.0, v * 2.0 - 1.0);
        *pixel = *pixel * (1.0 - strength * smooth(0.5, 1.9, x * x + y * y));
    });
}

/// Film grain: strongest in the middle tones, of a fixed size in the picture.
pub(super) fn grain(canvas: &mut Canvas, noise: Noise, strength: f32) {
    let size = 620.0_f32.min(canvas.height() as f32);
    canvas.each(0.0, 1.0, |u, v, pixel| {
        let light = pixel.luma();
        let coarse = noise.at(u * size, v * size);
        let middle = lerp(0.35, 1.0, smooth(0.0, 0.2, light)) * (1.0 - 0.6 * smooth(0.5, 1.0, light));
        *pixel = *pixel * (1.0 + strength * middle * coarse);
    });
}

/// Light below this is shown as it is.
const KNEE: f32 = 0.82;

/// Rolls off what is too bright instead of clipping it.
pub(super) fn tone(canvas: &mut Canvas) {
    for pixel in canvas.pixels_mut() {
        let peak = pixel.r.max(pixel.g).max(pixel.b);
        if peak > KNEE {
            let over = (peak - KNEE) / (1.0 - KNEE);
            let rolled = KNEE + (1.0 - KNEE) * (over / (1.0 + over));
            let scaled = *pixel * (rolled / peak);
            // Very bright light goes towards white rather than keeping a hard hue.
            *pixel = scaled.over(Rgb::WHITE * rolled, 0.35 * smooth(1.0, 4.0, peak));
        }
    }
}

/// Eight-bit sRGB, with a dither of under one level that keeps smooth skies from banding.
pub(super) fn bytes(canvas: &Canvas, noise: Noise) -> Vec<u8> {
    let table: Vec<f32> =
        (0..=4096_u16).map(|i| super::colour::encode(f32::from(i) / 4096.0) * 255.0).collect();
    let width = canvas.width();
    let mut rgb = Vec::with_capacity(canvas.pixels().len() * 3);
    for (at, pixel) in canvas.pixels().iter().enumerate() {
        let dither = noise.cell((at % width) as i32, (at / width) as i32);
        for channel in [pixel.r, pixel.g, pixel.b] {
            let place = unit(channel) * 4096.0;
            let low = place as usize;
            let high = (low + 1).min(4096);
            let value = lerp(table[low], table[high], place - low as f32);
            rgb.push((value + dither).min(255.0) as u8);
        }
    }
    rgb
}
