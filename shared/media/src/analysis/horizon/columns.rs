//! The picture gathered in columns, and what a line across them splits.

use crate::analysis::field::Field;
use crate::palette::oklab::Oklab;

/// Columns into which the picture is gathered.
const COLUMNS: usize = 64;
/// Heights of the bands that are compared: a near one for how sharp and where, a far one for how lasting.
const NEAR: f32 = 0.015;
const FAR: f32 = 0.12;
/// The least change of colour, the least share of columns that have it, and of those in each outer third.
pub(super) const LEAST_STEP: f32 = 0.02;
const LEAST_COVER: f32 = 0.45;
const LEAST_REACH: f32 = 0.25;

/// A line from side to side.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slant {
    /// Its row in the middle of the picture.
    pub(super) row: f32,
    /// Rows downwards for each pixel to the right.
    pub(super) slope: f32,
}

/// What a line splits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Split {
    /// The direction of the change of colour across it.
    pub(super) change: Oklab,
    /// How large the change is: the smaller of near and far.
    pub(super) step: f32,
    /// The share of columns that have it.
    pub(super) cover: f32,
    /// How much of all difference of colour the split explains, 0 to 1 (Otsu, 1979).
    explained: f32,
}

impl Split {
    /// How much of a horizon it is, to compare with others of the picture.
    pub(super) fn score(&self) -> f32 {
        self.step * self.cover * self.cover * (0.3 + self.explained)
    }
}

/// Columns of the picture with running sums down each, so that the mean of a band costs two look-ups.
pub(super) struct Columns {
    pub(super) height: usize,
    /// Pixels across each column.
    breadth: f32,
    /// Sums of the rows above, `height + 1` for each column.
    sums: Vec<Oklab>,
    /// The sum of everything, and of its squared length.
    total: Oklab,
    squares: f32,
}

impl Columns {
    pub(super) fn new(field: &Field) -> Self {
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

    pub(super) fn count(&self) -> usize {
        self.sums.len() / (self.height + 1)
    }

    /// The middle of a column, in pixels from the middle of the picture.
    pub(super) fn middle(&self, column: usize) -> f32 {
        (column as f32 + 0.5 - self.count() as f32 / 2.0) * self.breadth
    }

    /// The row of a line in a column.
    pub(super) fn row(&self, line: Slant, column: usize) -> f32 {
        line.row + self.middle(column) * line.slope
    }

    /// How much the mean of `band` rows changes at the upper edge of `row`. Nothing when a band leaves the picture.
    pub(super) fn change(&self, column: usize, row: usize, band: usize) -> Option<Oklab> {
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
    pub(super) fn split(&self, line: Slant) -> Option<Split> {
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
}
