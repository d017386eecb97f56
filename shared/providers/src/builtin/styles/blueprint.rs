//! A blueprint: white lines and a grid on blue, with construction lines through the subject.

use super::field;
use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Rgb;
use crate::builtin::math::{floor, lerp, smooth, unit};
use crate::builtin::outline::Outline;
use crate::builtin::scene::Scene;

pub(super) fn apply(canvas: &mut Canvas, scene: &Scene<'_>) {
    let lines = field::contours(canvas, 0.0011, 6.5);
    let tones: Vec<f32> = canvas.pixels().iter().map(|pixel| pixel.lab().l).collect();
    let own = scene.intent.palette.scene();
    let blue = own.first().map_or(Rgb::hex(0x103674), |lab| lab.at(lab.l.clamp(0.26, 0.46)).rgb());
    let chalk = own.last().filter(|lab| lab.l > 0.6).map_or(Rgb::hex(0xe8f2ff), |lab| lab.rgb());
    let (cloth, fade) = (scene.noise("cloth"), scene.noise("fade"));
    let pixel_size = canvas.pixel();
    let mut at = 0;
    canvas.each(0.0, 1.0, |u, v, pixel| {
        let worn = 1.0 + 0.16 * fade.fbm(u * 1.6, v * 1.6, 4) + 0.05 * cloth.fbm(u * 120.0, v * 120.0, 2);
        let grid = |step: f32| {
            let near = |x: f32| ((x / step - floor(x / step) - 0.5).abs() - 0.5).abs() * step;
            smooth(1.1 * pixel_size, 0.3 * pixel_size, near(u).min(near(v)))
        };
        let ruled = 0.07 * grid(0.04) + 0.13 * grid(0.20);
        // Shade is ruled with thin diagonals.
        let slant = (u + v) * 95.0;
        let hatch =
            smooth(0.30, 0.12, (slant - floor(slant) - 0.5).abs()) * smooth(0.42, 0.18, tones[at]) * 0.20;
        let line = smooth(0.16, 0.55, lines[at]);
        let fill = 0.07 * smooth(0.2, 0.95, tones[at]);
        *pixel = (blue * worn).over(chalk, unit(ruled + hatch + fill).max(line * 0.94));
        at += 1;
    });
    construction(canvas, scene, chalk);
    frame(canvas, chalk);
}

/// The centre line, the horizon and a dimension with its ticks.
fn construction(canvas: &mut Canvas, scene: &Scene<'_>, chalk: Rgb) {
    let hair = (0.0012_f32).max(canvas.pixel());
    let dashes = 46_u8;
    for dash in 0..dashes {
        let t = f32::from(dash) / f32::from(dashes);
        let length = if dash % 2 == 0 { 0.014 } else { 0.005 };
        canvas.veil(&Outline::rect(scene.focus - hair / 2.0, lerp(0.05, 0.95, t), hair, length), chalk, 0.55);
        canvas.veil(
            &Outline::rect(
                lerp(0.05, scene.aspect - 0.05, t),
                scene.horizon - hair / 2.0,
                length * 1.3,
                hair,
            ),
            chalk,
            0.45,
        );
    }
    let (left, right, v) = (scene.focus - 0.24, scene.focus + 0.24, 0.915);
    canvas.veil(&Outline::rect(left, v, right - left, hair), chalk, 0.8);
    for u in [left, right] {
        canvas.veil(
            &Outline::taper((u - 0.010, v + 0.010), (u + 0.010, v - 0.010), hair * 1.6, hair * 1.6),
            chalk,
            0.9,
        );
        canvas.veil(&Outline::rect(u - hair / 2.0, v - 0.03, hair, 0.045), chalk, 0.6);
    }
}

/// The sheet's border and its title block.
fn frame(canvas: &mut Canvas, chalk: Rgb) {
    let aspect = canvas.aspect();
    for (inset, thick) in [(0.018, 0.0034), (0.028, 0.0012)] {
        let thick = f32::max(thick, canvas.pixel());
        let (w, h) = (aspect - 2.0 * inset, 1.0 - 2.0 * inset);
        for side in [
            (inset, inset, w, thick),
            (inset, 1.0 - inset - thick, w, thick),
            (inset, inset, thick, h),
            (aspect - inset - thick, inset, thick, h),
        ] {
            canvas.veil(&Outline::rect(side.0, side.1, side.2, side.3), chalk, 0.85);
        }
    }
}
