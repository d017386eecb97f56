//! The subject's outline against what is behind it: where both have one tone, the subject is turned away from the light a little.

use super::canvas::Canvas;
use super::colour::{Lab, Sides};
use super::math::smooth;

/// The least difference of the subject's rim from what lies around it, in Oklab.
const STEP: f32 = 0.15;
/// How far around the outline is looked, as a share of the height.
const RIM: f32 = 0.012;
/// A subject that is less of the picture than this is a detail.
const LEAST: f32 = 0.004;

/// Sets the subject off from its surroundings as far as they are alike.
pub(super) fn part(canvas: &mut Canvas) {
    let Some(subject) = canvas.subject().map(<[bool]>::to_vec) else { return };
    let all = subject.iter().filter(|is| **is).count() as f32;
    if all < LEAST * subject.len() as f32 || all > 0.6 * subject.len() as f32 {
        return;
    }
    let Some((inside, outside)) = rims(canvas, &subject) else { return };
    let hue = (inside.a - outside.a).hypot(inside.b - outside.b);
    let apart = inside.l - outside.l;
    let missing = (STEP * STEP - hue * hue).max(0.0).sqrt() - apart.abs();
    if missing <= 0.0 {
        return;
    }
    // Against a light ground a thing is dark, against a dark one light.
    let by = if apart > 0.03 && outside.l < 0.8 || outside.l < 0.35 { missing } else { -missing };
    for (pixel, _) in canvas.pixels_mut().iter_mut().zip(&subject).filter(|(_, is)| **is) {
        let lab = pixel.lab();
        let share = if by < 0.0 { smooth(0.1, 0.6, lab.l) } else { smooth(0.98, 0.6, lab.l) };
        *pixel = lab.at((lab.l + by * share).clamp(0.02, 0.985)).rgb();
    }
}

/// The mean colours along the outline, inside and outside, looked at from side to side.
fn rims(canvas: &Canvas, subject: &[bool]) -> Option<(Lab, Lab)> {
    let width = canvas.width();
    let reach = ((RIM * canvas.height() as f32) as usize).max(2);
    let mut sides = Sides::default();
    for (row, pixels) in subject.chunks_exact(width).zip(canvas.pixels().chunks_exact(width)).step_by(2) {
        for x in reach..width.saturating_sub(reach) {
            if row[x] == row[x - 1] {
                continue;
            }
            let (left, right) = (x - reach, x + reach - 1);
            let (within, without) = if row[x] { (right, left) } else { (left, right) };
            if row[within] && !row[without] {
                sides.add(pixels[within].lab(), pixels[without].lab());
            }
        }
    }
    sides.means(8.0)
}
