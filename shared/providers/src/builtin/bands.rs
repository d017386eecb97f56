//! Level bands of colour in the air and on the ground, softened: none of them may be taken for the horizon.
//!
//! A sky of few named colours turns into a flag, and a wide shade or swell into a second edge of the ground. What varies from
//! side to side (a cloud, a wave, a furrow) stays; what runs across the picture as one edge becomes a gradient.

use super::canvas::{Canvas, Ground};
use super::colour::Lab;
use super::math::{floor, lerp, unit};

/// Rows of the grid on which bands are looked for.
const ROWS: usize = 120;
/// How far a band is followed to each side, and over what height its edge is spread to each side, in rows of the grid.
const ALONG: usize = 40;
const SPREAD: usize = 7;
/// A change smaller than this is not seen, in Oklab.
const LEAST: f32 = 0.003;

/// The picture's planes in cells: air or ground.
struct Grid {
    across: usize,
    /// Pixels of a cell's side.
    side: f32,
}

/// Means of a plane's pixels in each cell, with their weights.
type Cells = Vec<(Lab, f32)>;

/// Softens the bands of both planes.
pub(super) fn soften(canvas: &mut Canvas) {
    let Some(ground) = canvas.ground().cloned() else { return };
    let side = canvas.height() as f32 / ROWS as f32;
    let grid = Grid { across: (canvas.width() as f32 / side) as usize + 1, side };
    let planes = [grid.gather(canvas, 0), grid.gather(canvas, ground.shape)];
    let line = line(&grid, &ground);
    let changes = planes.map(|cells| grid.changes(&cells, line));
    grid.apply(canvas, &ground, &changes);
}

/// The grid's row in which the ground begins, in the middle of its columns.
fn line(grid: &Grid, ground: &Ground) -> usize {
    let mut edges = ground.edges.clone();
    edges.sort_unstable();
    (edges.get(edges.len() / 2).map_or(0.0, |edge| *edge as f32 / grid.side) as usize).min(ROWS)
}

impl Grid {
    /// The mean of what `shape` owns in each cell.
    fn gather(&self, canvas: &Canvas, shape: u16) -> Cells {
        let mut cells = vec![(Lab::default(), 0.0_f32); self.across * ROWS];
        let stride = (self.side as usize / 3).max(1);
        for y in (0..canvas.height()).step_by(stride) {
            let row = ((y as f32 / self.side) as usize).min(ROWS - 1);
            for x in (0..canvas.width()).step_by(stride) {
                let at = y * canvas.width() + x;
                if canvas.owners()[at] == shape && !canvas.subject().is_some_and(|is| is[at]) {
                    let column = ((x as f32 / self.side) as usize).min(self.across - 1);
                    add(&mut cells[row * self.across + column], canvas.pixels()[at].lab(), 1.0);
                }
            }
        }
        cells
    }

    /// How each cell has to change: the band that it is part of, spread over its neighbours above and below, less the band.
    fn changes(&self, cells: &Cells, line: usize) -> Vec<Lab> {
        let bands: Cells = (0..ROWS)
            .flat_map(|row| self.along(&cells[row * self.across..(row + 1) * self.across]))
            .collect();
        let change = |row: usize, column: usize| {
            let (here, weight) = bands[row * self.across + column];
            // Neither the line nor the border is moved.
            let reach = SPREAD.min(row.abs_diff(line)).min(row).min(ROWS - 1 - row);
            if weight <= 0.0 || reach == 0 {
                return Lab::default();
            }
            let mut around = (Lab::default(), 0.0);
            for (lab, weight) in (row - reach..=row + reach).map(|row| bands[row * self.across + column]) {
                add(&mut around, lab, weight);
            }
            less(mean(around), here)
        };
        (0..ROWS).flat_map(|row| (0..self.across).map(move |column| change(row, column))).collect()
    }

    /// The means along a row, of what lies within reach to each side.
    fn along(&self, row: &[(Lab, f32)]) -> Vec<(Lab, f32)> {
        let near = |column: usize| {
            let mut sum = (Lab::default(), 0.0);
            for (lab, weight) in &row[column.saturating_sub(ALONG)..(column + ALONG + 1).min(self.across)] {
                add(&mut sum, mean((*lab, *weight)), weight.min(1.0));
            }
            let share = mean(sum);
            (share, unit(sum.1))
        };
        (0..self.across).map(near).collect()
    }

    fn apply(&self, canvas: &mut Canvas, ground: &Ground, changes: &[Vec<Lab>; 2]) {
        let width = canvas.width();
        let owners = canvas.owners().to_vec();
        let subject = canvas.subject().map(<[bool]>::to_vec);
        for (at, pixel) in canvas.pixels_mut().iter_mut().enumerate() {
            let plane = match owners[at] {
                0 => 0,
                shape if shape == ground.shape => 1,
                _ => continue,
            };
            if subject.as_ref().is_some_and(|is| is[at]) {
                continue;
            }
            let by = self.between(&changes[plane], at % width, at / width);
            if by.l.abs() + by.a.abs() + by.b.abs() > LEAST {
                let lab = pixel.lab();
                *pixel = Lab { l: (lab.l + by.l).clamp(0.0, 1.0), a: lab.a + by.a, b: lab.b + by.b }.rgb();
            }
        }
    }

    /// The change at a pixel, between the cells around it.
    fn between(&self, changes: &[Lab], x: usize, y: usize) -> Lab {
        let place = |pixel: usize, most: usize| {
            let cell = ((pixel as f32 + 0.5) / self.side - 0.5).clamp(0.0, (most - 1) as f32);
            (floor(cell) as usize, (floor(cell) as usize + 1).min(most - 1), cell - floor(cell))
        };
        let ((left, right, fx), (top, bottom, fy)) = (place(x, self.across), place(y, ROWS));
        let row = |row: usize| changes[row * self.across + left].mix(changes[row * self.across + right], fx);
        let (upper, lower) = (row(top), row(bottom));
        Lab { l: lerp(upper.l, lower.l, fy), a: lerp(upper.a, lower.a, fy), b: lerp(upper.b, lower.b, fy) }
    }
}

fn add(sum: &mut (Lab, f32), lab: Lab, weight: f32) {
    let plus = |a: f32, b: f32| a + weight * b;
    sum.0 = Lab { l: plus(sum.0.l, lab.l), a: plus(sum.0.a, lab.a), b: plus(sum.0.b, lab.b) };
    sum.1 += weight;
}

fn mean((sum, weight): (Lab, f32)) -> Lab {
    let share = 1.0 / weight.max(1e-6);
    Lab { l: sum.l * share, a: sum.a * share, b: sum.b * share }
}

fn less(one: Lab, other: Lab) -> Lab {
    Lab { l: one.l - other.l, a: one.a - other.a, b: one.b - other.b }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtin::colour::Rgb;

    /// A dark band in the air, a lighter one below it, and ground from the middle on.
    fn flag() -> Canvas {
        let mut canvas = Canvas::new(240, 240);
        canvas.each(0.0, 1.0, |_, v, pixel| *pixel = Rgb::hex(if v < 0.25 { 0x5a2c6a } else { 0xf0c890 }));
        canvas.cover(0.5, 1.0, |_, _| Some((Rgb::hex(0x3c5a2c), 1.0)));
        canvas.mark_ground();
        canvas
    }

    /// The difference of the rows just above and below a row.
    fn step(canvas: &Canvas, row: usize) -> f32 {
        let lab = |row: usize| canvas.pixels()[row * canvas.width() + 100].lab();
        lab(row - 3).distance(lab(row + 2))
    }

    #[test]
    fn a_band_becomes_a_gradient_and_the_ground_keeps_its_edge() {
        let mut canvas = flag();
        let (band, edge) = (step(&canvas, 60), step(&canvas, 120));
        soften(&mut canvas);
        assert!(step(&canvas, 60) < 0.4 * band, "{} of {band}", step(&canvas, 60));
        assert!((step(&canvas, 120) - edge).abs() < 0.01, "{} of {edge}", step(&canvas, 120));
    }

    #[test]
    fn what_varies_from_side_to_side_stays() {
        let mut canvas = flag();
        let cloud = |u: f32, v: f32| (0.2..0.35).contains(&u) && (0.36..0.40).contains(&v);
        canvas.each(0.0, 0.5, |u, v, pixel| {
            if cloud(u, v) {
                *pixel = Rgb::WHITE;
            }
        });
        let tone = |canvas: &Canvas, x: usize| canvas.pixels()[91 * canvas.width() + x].lab();
        let before = tone(&canvas, 60).distance(tone(&canvas, 200));
        soften(&mut canvas);
        let after = tone(&canvas, 60).distance(tone(&canvas, 200));
        assert!(after > 0.8 * before, "{after} of {before}");
    }
}
