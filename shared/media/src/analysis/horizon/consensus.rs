//! The straight line on which most columns agree.
//!
//! Fischler and Bolles, "Random sample consensus" (1981), with all lines tried instead of random ones. What stands before a
//! horizon costs the columns that it hides and no more; a coast or a roof that slopes across it draws no line along.

use super::STEEPEST;
use super::columns::{Columns, LEAST_STEP, Slant, Split};

/// How far from a line sharp changes are looked for, and how far from it they lie on it, as shares of the height.
const REACH: f32 = 0.06;
const CLOSE: f32 = 0.004;
/// Lines that are tried for each degree.
const FINE: i16 = 2;
/// People hold cameras level: a line that tilts by so many degrees or more needs so much more agreement.
const TILTED: f32 = 3.0;
const HANDICAP: f32 = 0.3;

/// A line and the share of columns whose change of colour is sharp on it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Consensus {
    pub(super) line: Slant,
    pub(super) share: f32,
}

/// A sharp change of colour in a column.
#[derive(Debug, Clone, Copy)]
struct Point {
    column: usize,
    /// Pixels from the middle of the picture.
    x: f32,
    row: f32,
    size: f32,
}

/// The line near `line` on which most columns agree.
pub(super) fn consensus(columns: &Columns, line: Slant, split: &Split) -> Consensus {
    let points: Vec<Point> =
        (0..columns.count()).flat_map(|column| peaks(columns, column, line, split)).collect();
    let close = (CLOSE * columns.height as f32).max(1.0);
    let mut best = (line, 0.0);
    for step in -STEEPEST * FINE..=STEEPEST * FINE {
        let degrees = f32::from(step) / f32::from(FINE);
        let slope = degrees.to_radians().tan();
        let (row, count) = densest(&points, slope, 2.0 * close, columns.count());
        let score = count as f32 * (1.0 - HANDICAP * (degrees.abs() / TILTED).min(1.0));
        if score > best.1 {
            best = (Slant { row, slope }, score);
        }
    }
    let mut line = best.0;
    // The second time with the points that are close to the line that the first gave.
    for _ in 0..2 {
        line = least_squares(points.iter().filter(|point| point.is_on(line, close))).unwrap_or(line);
    }
    let mut agreeing: Vec<usize> =
        points.iter().filter(|point| point.is_on(line, close)).map(|point| point.column).collect();
    agreeing.dedup();
    Consensus { line, share: agreeing.len() as f32 / columns.count() as f32 }
}

impl Point {
    fn is_on(&self, line: Slant, close: f32) -> bool {
        (self.row - line.row - self.x * line.slope).abs() <= close
    }
}

/// The places near `line` where a column changes most, as `split` does: between rows by a parabola.
fn peaks(columns: &Columns, column: usize, line: Slant, split: &Split) -> Vec<Point> {
    let reach = (REACH * columns.height as f32).max(4.0) as usize;
    let least = 0.5 * split.step.max(LEAST_STEP);
    let middle = columns.row(line, column).round().max(0.0) as usize;
    let at = |row: usize| columns.change(column, row, 2).map_or(0.0, |one| one.dot(split.change));
    (middle.saturating_sub(reach)..=middle + reach)
        .filter_map(|row| {
            let (before, size, after) = (at(row.saturating_sub(1)), at(row), at(row + 1));
            let bend = 2.0 * size - before - after;
            let shift = if bend > 0.0 { 0.5 * (after - before) / bend } else { 0.0 };
            // A change at the upper edge of a row lies half a row above its middle.
            let row = row as f32 + shift.clamp(-0.5, 0.5) - 0.5;
            let peak = size >= least && size >= before && size > after;
            peak.then(|| Point { column, x: columns.middle(column), row, size })
        })
        .collect()
}

/// Where lines of one slope meet most columns within `window` rows: the row in the middle of the picture, and how many.
fn densest(points: &[Point], slope: f32, window: f32, columns: usize) -> (f32, usize) {
    let mut rows: Vec<(f32, usize)> =
        points.iter().map(|point| (point.row - point.x * slope, point.column)).collect();
    rows.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut inside = vec![0_u16; columns];
    let (mut count, mut end, mut best) = (0, 0, (0.0, 0));
    for (first, column) in &rows {
        while let Some((row, column)) = rows.get(end).filter(|(row, _)| *row <= first + window) {
            count += usize::from(inside[*column] == 0);
            inside[*column] += 1;
            end += 1;
            if count > best.1 {
                best = ((first + row) / 2.0, count);
            }
        }
        inside[*column] -= 1;
        count -= usize::from(inside[*column] == 0);
    }
    best
}

/// The line with the least squared distance from points weighted by their change; nothing when fewer than six are left.
fn least_squares<'a>(points: impl Iterator<Item = &'a Point>) -> Option<Slant> {
    let (mut count, mut mass, mut x1, mut x2, mut y1, mut xy) = (0, 0.0, 0.0, 0.0, 0.0, 0.0);
    for Point { x, row, size, .. } in points {
        count += 1;
        mass += size;
        x1 += size * x;
        x2 += size * x * x;
        y1 += size * row;
        xy += size * x * row;
    }
    let spread = mass * x2 - x1 * x1;
    if count < 6 || spread <= 0.0 {
        return None;
    }
    let slope = (mass * xy - x1 * y1) / spread;
    Some(Slant { row: (y1 - slope * x1) / mass, slope })
}
