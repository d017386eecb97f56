//! Pen and ink: contours and hatching on warm paper, with a wash when colours are asked for.

use super::field;
use crate::builtin::blur::blurred;
use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Rgb;
use crate::builtin::math::{floor, lerp, smooth, unit};
use crate::builtin::noise::Noise;
use crate::builtin::scene::Scene;

/// Hatching by tone: direction, lines per height, lightness below which it begins and is full.
const LAYERS: [((f32, f32), f32, f32, f32); 4] = [
    ((0.707, 0.707), 118.0, 0.80, 0.42),
    ((0.906, -0.423), 128.0, 0.58, 0.26),
    ((0.17, 0.985), 138.0, 0.40, 0.16),
    ((0.985, 0.17), 150.0, 0.27, 0.08),
];

pub(super) fn apply(canvas: &mut Canvas, scene: &Scene<'_>) {
    let contours = field::contours(canvas, 0.0012, 6.0);
    let (width, height) = (canvas.width(), canvas.height());
    let soft = blurred(canvas.pixels(), width, height, field::pixels(canvas, 0.002));
    let mut tones = stretched(&soft);
    // Air is left mostly open: hatched like land, it would be a wall.
    for (tone, _) in tones.iter_mut().zip(canvas.owners()).filter(|(_, owner)| **owner == 0) {
        *tone = lerp(*tone, 1.0, 0.55);
    }
    let (hand, tooth) = (scene.noise("hand"), scene.noise("paper"));
    let swatches = scene.intent.palette.scene();
    let ink = swatches.first().map_or(Rgb::hex(0x1c1a22), |dark| dark.at(dark.l.min(0.30)).rgb());
    let wash = if scene.intent.palette.is_empty() { 0.10 } else { 0.62 };
    let paper = Rgb::hex(0xf4ecda);
    let mut at = 0;
    canvas.each(0.0, 1.0, |u, v, pixel| {
        let grit = tooth.fbm(u * 150.0, v * 150.0, 2);
        let tint = soft[at].over(Rgb::WHITE, 0.12);
        let ground = (paper * (1.0 + 0.03 * grit)).over(tint, wash * (0.85 + 0.3 * grit));
        let line = smooth(0.18, 0.62, contours[at] * (1.0 + 0.5 * grit));
        let black = unit(line.max(hatching(hand, u, v, tones[at], grit)));
        *pixel = ground.over(ink, 0.93 * black);
        at += 1;
    });
}

/// Lightness spread over the whole range, so that dark and pale scenes are drawn alike.
fn stretched(pixels: &[Rgb]) -> Vec<f32> {
    let tones: Vec<f32> = pixels.iter().map(|pixel| pixel.lab().l).collect();
    let mut sorted: Vec<f32> = tones.iter().step_by((tones.len() / 4_096).max(1)).copied().collect();
    sorted.sort_by(f32::total_cmp);
    let rank = |share: f32| sorted[((sorted.len() - 1) as f32 * share) as usize];
    let (low, high) = (rank(0.03), rank(0.85));
    let full = |tone: f32| unit((tone - low) / (high - low).max(0.08));
    tones.into_iter().map(|tone| lerp(tone, full(tone), 0.75)).collect()
}

/// How much ink the hatching lays at a point.
fn hatching(hand: Noise, u: f32, v: f32, tone: f32, grit: f32) -> f32 {
    let mut ink: f32 = 0.0;
    for (layer, ((c, s), pitch, begin, full)) in LAYERS.into_iter().enumerate() {
        if tone >= begin {
            break;
        }
        let shift = layer as f32 * 13.0;
        let along = (u * s - v * c) * 6.0;
        let across = (u * c + v * s + 0.004 * hand.fbm(u * 5.0 + shift, v * 5.0, 2)) * pitch;
        let stroke = (across - floor(across) - 0.5).abs() * 2.0;
        // Pressure follows the tone; strokes lift now and then.
        let pressure =
            smooth(begin, full, tone) * (0.75 + 0.35 * hand.at(along, floor(across) * 0.7 + shift));
        ink = ink.max(
            smooth(pressure * 0.72 + 0.05, pressure * 0.72 - 0.18, stroke + 0.12 * grit)
                * smooth(0.0, 0.2, pressure),
        );
    }
    ink
}
