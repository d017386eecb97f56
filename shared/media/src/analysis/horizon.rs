//! Where the picture splits into above and below.
//!
//! All lines from side to side that are nearly level are tried. A horizon is one at which colour changes the same way along
//! most of its length (texture changes this way and that, and adds up to nothing), sharply, and lastingly: what lies above
//! differs from what lies below, as sky differs from ground in Ettinger et al., "Vision-guided flight stability and control
//! for micro air vehicles" (2002). The best line is then fitted to the steepest place of each column.

use super::field::Field;
use super::{Horizon, round};
use crate::palette::oklab::Oklab;

/// Columns into which the picture is gathered.
const COLUMNS: usize = 64;
/// The steepest line that is tried, in degrees, and the step between two.
const STEEPEST: i16 = 14;
/// Heights that are tried, about.
const HEIGHTS: usize = 160;
/// No horizon is looked for nearer to the top and bottom, as a share of the height.
const MARGIN: f32 = 0.1;
/// Heights of the bands that are compared: a near one for how sharp and where, a far one for how lasting.
const NEAR: f32 = 0.015;
const FAR: f32 = 0.12;
/// The least confidence: below it, nine of ten lines that were found in photographs without a horizon lie.
const LEAST_SURE: f32 = 0.4;
/// The least change of colour, the least share of columns that have it, and of those in each outer third.
const LEAST_STEP: f32 = 0.02;
const LEAST_COVER: f32 = 0.45;
const LEAST_REACH: f32 = 0.25;

/// The horizon, when there is one.
pub(super) fn find(field: &Field) -> Option<Horizon> {
    if field.width < 16 || field.height < 16 {
        return None;
    }
    let columns = Columns::new(field);
    let stride = (field.height / HEIGHTS).max(1);
    let (from, to) = (MARGIN * field.height as f32, (1.0 - MARGIN) * field.height as f32);
    let mut best: Option<(Slant, Split, f32)> = None;
    let mut scores = Vec::new();
    for degrees in -STEEPEST..=STEEPEST {
        let slope = f32::from(degrees).to_radians().tan();
        for row in (from as usize..to as usize).step_by(stride) {
            let line = Slant { row: row as f32, slope };
            let Some(split) = columns.split(line) else { continue };
            // People hold cameras level: of two lines that are as good, the more level one is it.
            let score = split.score()
                * (1.0 - 0.4 * f32::from(degrees.unsigned_abs()) / f32::from(STEEPEST.unsigned_abs()));
            scores.push((line.row, score));
            if best.as_ref().is_none_or(|(_, _, most)| score > *most) {
                best = Some((line, split, score));
            }
        }
    }
    let (line, split, score) = best?;
    // A fit that loses columns has followed something else, and the line that was tried is kept.
    let fitted = columns.fit(line, split.change);
    let better = columns.split(fitted).filter(|again| again.cover >= 0.9 * split.cover);
    let (line, cover) = better.map_or((line, split.cover), |again| (fitted, again.cover));
    // Another line elsewhere that is as good makes both doubtful.
    let elsewhere = |row: f32| (row - line.row).abs() > 0.08 * field.height as f32;
    let rival = scores.iter().filter(|(row, _)| elsewhere(*row)).map(|(_, score)| *score).fold(0.0, f32::max);
    let clear = split.step / (split.step + LEAST_STEP);
    let confidence = cover * clear * (1.0 - 0.5 * (rival / score).min(1.0));
    (confidence >= LEAST_SURE).then(|| Horizon {
        at: round(((line.row + 0.5) / field.height as f32).clamp(0.0, 1.0)),
        tilt: round(line.slope.atan().to_degrees()),
        confidence: round(confidence),
    })
}

/// A line from side to side.
#[derive(Debug, Clone, Copy)]
struct Slant {
    /// Its row in the middle of the picture.
    row: f32,
    /// Rows downwards for each pixel to the right.
    slope: f32,
}

/// What a line splits.
#[derive(Debug, Clone, Copy)]
struct Split {
    /// The direction of the change of colour across it.
    change: Oklab,
    /// How large the change is: the smaller of near and far.
    step: f32,
    /// The share of columns that have it.
    cover: f32,
    /// How much of all difference of colour the split explains, 0 to 1 (Otsu, 1979).
    explained: f32,
}

impl Split {
    fn score(&self) -> f32 {
        self.step * self.cover * self.cover * (0.3 + self.explained)
    }
}

/// Columns of the picture with running sums down each, so that the mean of a band costs two look-ups.
struct Columns {
    height: usize,
    /// Pixels across each column.
    breadth: f32,
    /// Sums of the rows above, `height + 1` for each column.
    sums: Vec<Oklab>,
    /// The sum of everything, and of its squared length.
    total: Oklab,
    squares: f32,
}

impl Columns {
    fn new(field: &Field) -> Self {
        let (width, height) = (field.width, field.height);
        let count = COLUMNS.min(width);
        let mut sums = vec![Oklab::ZERO; count * (height + 1)];
        let (mut total, mut squares) = (Oklab::ZERO, 0.0);
        for column in 0..count {
            let (left, right) = (column * width / count, (column + 1) * width / count);
            let mut sum = Oklab::ZERO;
            for row in 0..height {
                let part = &field.colours[row * width + left..row * width + right];
                let sum_of = part.iter().fold(Oklab::ZERO, |sum, colour| sum.plus(*colour));
                let mean = sum_of.times(1.0 / part.len() as f32);
                sum = sum.plus(mean);
                squares += mean.dot(mean);
                sums[column * (height + 1) + row + 1] = sum;
            }
            total = total.plus(sum);
        }
        Self { height, breadth: width as f32 / count as f32, sums, total, squares }
    }

    fn count(&self) -> usize {
        self.sums.len() / (self.height + 1)
    }

    /// The row of a line in a column.
    fn row(&self, line: Slant, column: usize) -> f32 {
        let from_middle = column as f32 + 0.5 - self.count() as f32 / 2.0;
        line.row + from_middle * self.breadth * line.slope
    }

    /// How much the mean of `band` rows changes at the upper edge of `row`. Nothing when a band leaves the picture.
    fn change(&self, column: usize, row: usize, band: usize) -> Option<Oklab> {
        let sums = self.sums.get(column * (self.height + 1)..(column + 1) * (self.height + 1))?;
        let (above, here, below) = (sums.get(row.checked_sub(band)?)?, sums.get(row)?, sums.get(row + band)?);
        let twice = here.plus(*here);
        Some(above.plus(*below).minus(twice).times(1.0 / band as f32))
    }

    /// The same with as much of the bands as there is.
    fn wide_change(&self, column: usize, row: usize, band: usize) -> Option<Oklab> {
        let band = band.min(row).min(self.height.saturating_sub(row));
        if band == 0 { None } else { self.change(column, row, band) }
    }

    /// What `line` splits; nothing when it is no horizon.
    fn split(&self, line: Slant) -> Option<Split> {
        let near = ((NEAR * self.height as f32) as usize).max(2);
        let far = (FAR * self.height as f32) as usize;
        let rows: Vec<Option<usize>> = (0..self.count())
            .map(|column| {
                let row = self.row(line, column).round();
                (row >= near as f32 && row + near as f32 <= self.height as f32).then_some(row as usize)
            })
            .collect();
        let (mut sum, mut wide, mut known) = (Oklab::ZERO, Oklab::ZERO, 0_usize);
        for (column, row) in rows.iter().enumerate() {
            let Some(row) = *row else { continue };
            let (Some(one), Some(other)) =
                (self.change(column, row, near), self.wide_change(column, row, far))
            else {
                continue;
            };
            sum = sum.plus(one);
            wide = wide.plus(other);
            known += 1;
        }
        if known * 4 < self.count() * 3 {
            return None;
        }
        let (change, wide) = (sum.times(1.0 / known as f32), wide.times(1.0 / known as f32));
        let step = change.length();
        let direction = change.times(1.0 / step.max(f32::EPSILON));
        let step = step.min(wide.dot(direction));
        if step < LEAST_STEP {
            return None;
        }
        let covered: Vec<bool> = rows
            .iter()
            .enumerate()
            .map(|(column, row)| {
                row.and_then(|row| self.change(column, row, near))
                    .is_some_and(|one| one.dot(direction) > 0.5 * step)
            })
            .collect();
        let share =
            |part: &[bool]| part.iter().filter(|covered| **covered).count() as f32 / part.len().max(1) as f32;
        let third = covered.len() / 3;
        let (left, right) = (covered.get(..third)?, covered.get(covered.len() - third..)?);
        let cover = share(&covered);
        if cover < LEAST_COVER || share(left) < LEAST_REACH || share(right) < LEAST_REACH {
            return None;
        }
        Some(Split { change: direction, step, cover, explained: self.explained(line) })
    }

    /// The variance between above and below as a share of all variance.
    fn explained(&self, line: Slant) -> f32 {
        let (mut above, mut count) = (Oklab::ZERO, 0.0);
        for column in 0..self.count() {
            let row = self.row(line, column).round().clamp(0.0, self.height as f32) as usize;
            if let Some(sum) = self.sums.get(column * (self.height + 1) + row) {
                above = above.plus(*sum);
                count += row as f32;
            }
        }
        let all = (self.count() * self.height) as f32;
        let rest = all - count;
        if count < 1.0 || rest < 1.0 {
            return 0.0;
        }
        let mean = self.total.times(1.0 / all);
        let within = self.squares / all - mean.dot(mean);
        let apart = above.times(1.0 / count).minus(self.total.minus(above).times(1.0 / rest));
        let between = count / all * (rest / all) * apart.dot(apart);
        (between / within.max(1e-6)).clamp(0.0, 1.0)
    }

    /// Fits a line to the place in each column where the change is largest, near `line`: least squares, three times, each time
    /// without the columns that lie off.
    fn fit(&self, line: Slant, change: Oklab) -> Slant {
        let reach = (0.025 * self.height as f32).max(2.0) as usize;
        let points: Vec<(f32, f32, f32)> =
            (0..self.count()).filter_map(|column| self.steepest(column, line, change, reach)).collect();
        let mut fitted = line;
        for tolerance in [reach as f32, 0.5 * reach as f32, (0.2 * reach as f32).max(1.0)] {
            let near =
                points.iter().filter(|(x, row, _)| (row - fitted.row - x * fitted.slope).abs() <= tolerance);
            fitted = least_squares(near).unwrap_or(fitted);
        }
        fitted
    }

    /// The place of the largest change in a column, as pixels from the middle, row (between rows by a parabola) and change.
    fn steepest(&self, column: usize, line: Slant, change: Oklab, reach: usize) -> Option<(f32, f32, f32)> {
        let middle = self.row(line, column).round().max(0.0) as usize;
        let at = |row: usize| self.change(column, row, 2).map_or(0.0, |one| one.dot(change));
        let rows = middle.saturating_sub(reach)..=middle + reach;
        let (row, size) = rows.map(|row| (row, at(row))).max_by(|one, other| one.1.total_cmp(&other.1))?;
        if size < 0.5 * LEAST_STEP {
            return None;
        }
        let (before, after) = (at(row.saturating_sub(1)), at(row + 1));
        let bend = 2.0 * size - before - after;
        let shift = if bend > 0.0 { 0.5 * (after - before) / bend } else { 0.0 };
        let x = (column as f32 + 0.5 - self.count() as f32 / 2.0) * self.breadth;
        // A change at the upper edge of a row lies half a row above its middle.
        Some((x, row as f32 + shift.clamp(-0.5, 0.5) - 0.5, size))
    }
}

/// The line with the least squared distance from weighted points; nothing when fewer than six are left.
fn least_squares<'a>(points: impl Iterator<Item = &'a (f32, f32, f32)>) -> Option<Slant> {
    let (mut count, mut mass, mut x1, mut x2, mut y1, mut xy) = (0, 0.0, 0.0, 0.0, 0.0, 0.0);
    for (x, row, weight) in points {
        count += 1;
        mass += weight;
        x1 += weight * x;
        x2 += weight * x * x;
        y1 += weight * row;
        xy += weight * x * row;
    }
    let size = mass * x2 - x1 * x1;
    if count < 6 || size <= 0.0 {
        return None;
    }
    let slope = (mass * xy - x1 * y1) / size;
    Some(Slant { row: (y1 - slope * x1) / mass, slope })
}
