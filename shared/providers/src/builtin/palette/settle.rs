//! The last step towards a palette: the picture's own main colours are moved onto the swatches that they are nearest to.

use super::Palette;
use super::cube::Cube;
use crate::builtin::canvas::Canvas;
use crate::builtin::colour::Lab;
use crate::builtin::math::exp;
use crate::builtin::styles::swatches;

/// Main colours of a picture: as many as an analysis of it would name.
const MAIN: usize = 6;
/// How often, at most.
const TIMES: usize = 4;
/// Pixels that are looked at.
const SAMPLE: usize = 12_000;
/// A main colour may be moved so far, in Oklab: beyond it another form would appear.
const FARTHEST: f32 = 0.27;
/// And so far when only what has strayed is brought back.
const NEAR: f32 = 0.14;
/// What is left of the distance: less than the eye sees, and texture keeps its own.
const LEFT: f32 = 0.025;
/// How near, in Oklab, a pixel belongs to a main colour.
const REACH: f32 = 0.11;
/// Lightness moves by no more than this, so that light and shade stay.
const LIFT: f32 = 0.16;

/// Moves main colours onto the scene's swatches, each onto one. Pixels follow smoothly, by how near they are to each.
pub(in crate::builtin) fn settle(canvas: &mut Canvas, palette: &Palette) {
    settle_within(canvas, palette, FARTHEST);
}

/// The same for main colours that are near their swatches already: what other steps have moved since is brought back.
pub(in crate::builtin) fn touch(canvas: &mut Canvas, palette: &Palette) {
    settle_within(canvas, palette, NEAR);
}

fn settle_within(canvas: &mut Canvas, palette: &Palette, farthest: f32) {
    let named = palette.scene();
    if named.len() < 2 {
        return;
    }
    let mut sample = around(canvas);
    let mut rounds = Vec::new();
    // Again and again: what moved has new neighbours.
    for _ in 0..TIMES {
        let main = swatches::main(&sample, MAIN);
        let moves = moves(&main, &named, farthest);
        if moves.iter().all(|by| by.chroma() + by.l.abs() < 0.01) {
            break;
        }
        for lab in &mut sample {
            *lab = moved(*lab, &main, &moves);
        }
        rounds.push((main, moves));
    }
    if rounds.is_empty() {
        return;
    }
    let settled = |lab: Lab| rounds.iter().fold(lab, |lab, (main, moves)| moved(lab, main, moves));
    let cube = Cube::of(|colour| settled(colour.lab()).rgb());
    for pixel in canvas.pixels_mut() {
        *pixel = cube.apply(*pixel);
    }
}

/// The pixels of the columns that the subject does not stand in: its colours, its mirror image and its shadow do not decide
/// what becomes of the rest, or a change of the one would be a change of the other.
fn around(canvas: &Canvas) -> Vec<Lab> {
    let width = canvas.width();
    let mut free = vec![true; width];
    for (at, _) in canvas.subject().into_iter().flatten().enumerate().filter(|(_, is)| **is) {
        free[at % width] = false;
    }
    if free.iter().filter(|free| **free).count() * 4 < width {
        free.fill(true);
    }
    let stride = (canvas.pixels().len() / SAMPLE).max(1) | 1;
    let pixels = canvas.pixels().iter().enumerate().step_by(stride);
    pixels.filter(|(at, _)| free[at % width]).map(|(_, pixel)| pixel.lab()).collect()
}

/// For each main colour the way to its swatch: pairs are made from the nearest on.
fn moves(main: &[Lab], named: &[Lab], farthest: f32) -> Vec<Lab> {
    let mut pairs: Vec<(f32, usize, usize)> = main
        .iter()
        .enumerate()
        .flat_map(|(at, lab)| {
            named.iter().enumerate().map(move |(to, swatch)| (lab.distance(*swatch), at, to))
        })
        .collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut moves = vec![Lab::default(); main.len()];
    let (mut from, mut taken) = (vec![false; main.len()], vec![false; named.len()]);
    for (far, at, to) in pairs {
        if from[at] || taken[to] || far > farthest {
            continue;
        }
        (from[at], taken[to]) = (true, true);
        let share = (1.0 - LEFT / far.max(LEFT)).max(0.0);
        let by = |a: f32, b: f32| (b - a) * share;
        moves[at] = Lab {
            l: by(main[at].l, named[to].l).clamp(-LIFT, LIFT),
            a: by(main[at].a, named[to].a),
            b: by(main[at].b, named[to].b),
        };
    }
    moves
}

/// A colour after a round; what no screen shows is brought back.
fn moved(lab: Lab, main: &[Lab], moves: &[Lab]) -> Lab {
    let (mut total, mut by) = (1e-6, Lab::default());
    for (centre, way) in main.iter().zip(moves) {
        let far = lab.distance(*centre);
        let weight = exp(-far * far / (2.0 * REACH * REACH));
        total += weight;
        by = Lab { l: by.l + weight * way.l, a: by.a + weight * way.a, b: by.b + weight * way.b };
    }
    let moved =
        Lab { l: (lab.l + by.l / total).clamp(0.0, 1.0), a: lab.a + by.a / total, b: lab.b + by.b / total };
    moved.rgb().lab()
}
