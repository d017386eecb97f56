//! Oil paint: strokes laid from broad to fine along the forms (after Hertzmann, "Painterly rendering with
//! curved brush strokes of multiple sizes", 1998), with the relief of thick paint on a weave.

use super::field;
use crate::builtin::blur::blurred;
use crate::builtin::canvas::Canvas;
use crate::builtin::colour::{Lab, Rgb};
use crate::builtin::math::{cos, smooth, unit};
use crate::builtin::scene::Scene;

/// Half the width of the brushes as shares of the height, and how much a place must differ to be gone over.
const BRUSHES: [(f32, f32); 3] = [(0.0200, 0.0), (0.0088, 0.022), (0.0040, 0.036)];

pub(super) fn apply(canvas: &mut Canvas, scene: &Scene<'_>) {
    let source = canvas.clone();
    let (width, height) = (canvas.width(), canvas.height());
    let calm = blurred(source.pixels(), width, height, field::pixels(canvas, 0.006));
    let slopes = field::slopes(&field::labs(&calm), width, height);
    let flow = scene.noise("strokes");
    let underpaint = blurred(source.pixels(), width, height, field::pixels(canvas, 0.012));
    canvas.pixels_mut().copy_from_slice(&underpaint);
    let mut chance = scene.chance("strokes");
    for (brush, tolerance) in BRUSHES {
        let step = brush * 0.95;
        let (across, down) = ((canvas.aspect() / step) as usize + 1, (1.0 / step) as usize + 1);
        for cell in 0..across * down {
            // A prime stride visits every cell in an order that shows no rows.
            let cell = cell.wrapping_mul(7_919) % (across * down);
            let u = ((cell % across) as f32 + chance.unit()) * step;
            let v = ((cell / across) as f32 + chance.unit()) * step;
            let vary = (chance.range(-0.022, 0.022), chance.range(0.75, 1.25));
            let wanted = source.sample(u, v);
            if tolerance > 0.0 && canvas.sample(u, v).lab().distance(wanted.lab()) < tolerance {
                continue;
            }
            let x = ((u / canvas.pixel()) as usize).min(width - 1);
            let y = ((v / canvas.pixel()) as usize).min(height - 1);
            let way = along(slopes[y * width + x], flow.at(u * 2.4, v * 2.4));
            let lab = wanted.lab();
            let colour = Lab { l: lab.l + vary.0, ..lab }.saturated(1.10).rgb();
            canvas.dab((u, v), (brush * 2.7 * vary.1, brush), way, colour, 0.92);
        }
    }
    // Strokes are how things are painted, and no things: the line of the ground is still looked for where it lies.
    canvas.own_as(&source);
    impasto(canvas, scene);
}

/// The direction of a stroke: along an edge where there is one, else with a slow swirl.
fn along(slope: (f32, f32, f32), swirl: f32) -> (f32, f32) {
    let angle = swirl * 2.2 + 0.3;
    let free = (cos(angle), cos(angle - std::f32::consts::FRAC_PI_2));
    let held = smooth(0.001, 0.006, slope.2);
    let edge = (-slope.1, slope.0);
    let sign = if edge.0 * free.0 + edge.1 * free.1 < 0.0 { -1.0 } else { 1.0 };
    let size = (edge.0 * edge.0 + edge.1 * edge.1).sqrt().max(1e-6);
    let mixed = (
        free.0 * (1.0 - held) + sign * held * edge.0 / size,
        free.1 * (1.0 - held) + sign * held * edge.1 / size,
    );
    let length = (mixed.0 * mixed.0 + mixed.1 * mixed.1).sqrt().max(1e-6);
    (mixed.0 / length, mixed.1 / length)
}

/// Lights the ridges of the paint from the upper left, and the weave below it.
fn impasto(canvas: &mut Canvas, scene: &Scene<'_>) {
    let (width, height) = (canvas.width(), canvas.height());
    let tones: Vec<f32> = canvas.pixels().iter().map(|pixel| pixel.lab().l).collect();
    let smoothed = blurred(&tones, width, height, field::pixels(canvas, 0.003));
    let bristle = scene.noise("bristles");
    let step = field::pixels(canvas, 0.001);
    let mut at = 0;
    canvas.each(0.0, 1.0, |u, v, pixel| {
        let (x, y) = (at % width, at / width);
        let before = y.saturating_sub(step) * width + x.saturating_sub(step);
        let ridge = (tones[at] - smoothed[at]) - (tones[before] - smoothed[before]);
        let thread = (cos(u * 1_300.0) + cos(v * 1_300.0)) * 0.5;
        let hair = bristle.fbm(u * 60.0 + v * 30.0, v * 60.0 - u * 30.0, 3);
        let lit = 1.0 + (1.7 * ridge).clamp(-0.16, 0.20) + 0.012 * thread + 0.05 * hair;
        *pixel = *pixel * lit + Rgb::WHITE * (0.05 * unit(ridge * 4.0));
        at += 1;
    });
}
