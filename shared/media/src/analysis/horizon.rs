//! Where the picture splits into above and below.
//!
//! All lines from side to side that are nearly level are tried. A horizon is one at which colour changes the same way along
//! most of its length (texture changes this way and that, and adds up to nothing), sharply, and lastingly: what lies above
//! differs from what lies below, as sky differs from ground in Ettinger et al., "Vision-guided flight stability and control
//! for micro air vehicles" (2002). And it is straight, which clouds and crowns of trees are not: of the best lines, that one is
//! taken on which the most columns agree.

mod columns;
mod consensus;

use super::field::Field;
use super::{Horizon, round};
use columns::{Columns, LEAST_STEP, Slant, Split};
use consensus::consensus;

/// The steepest line that is tried, in degrees.
const STEEPEST: i16 = 14;
/// Heights that are tried, about, and the zones of which each sends its best line.
const HEIGHTS: usize = 160;
const ZONES: usize = 24;
/// No horizon is looked for nearer to the top and bottom, as a share of the height.
const MARGIN: f32 = 0.1;
/// Lines closer than this, as a share of the height, are one horizon.
const APART: f32 = 0.08;
/// The share of the best line's score that a zone's line needs to be looked at closely.
const HOPEFUL: f32 = 0.1;
/// The share of columns on which a straight line is right even where a crooked one crosses more of them.
const MOST: f32 = 0.5;
/// The least confidence: below it, nine of ten lines that were found in photographs without a horizon lie.
const LEAST_SURE: f32 = 0.4;

/// A line that may be the horizon.
struct Candidate {
    line: Slant,
    split: Split,
    score: f32,
}

/// The horizon, when there is one.
pub(super) fn find(field: &Field) -> Option<Horizon> {
    if field.width < 16 || field.height < 16 {
        return None;
    }
    let columns = Columns::new(field);
    let mut candidates = candidates(&columns);
    let most = candidates.iter().map(|one| one.score).fold(0.0, f32::max);
    candidates.retain(|one| one.score >= HOPEFUL * most);
    let found: Vec<Candidate> = candidates.iter().map(|one| straightened(&columns, one)).collect();
    let Candidate { line, split, score } =
        found.iter().max_by(|one, other| one.score.total_cmp(&other.score))?;
    // Another line elsewhere that is as good makes both doubtful.
    let elsewhere = |other: &&Candidate| (other.line.row - line.row).abs() > APART * field.height as f32;
    let rival = found.iter().filter(elsewhere).map(|other| other.score).fold(0.0, f32::max);
    let clear = split.step / (split.step + LEAST_STEP);
    let confidence = split.cover * clear * (1.0 - 0.5 * (rival / score).min(1.0));
    (confidence >= LEAST_SURE).then(|| Horizon {
        at: round(((line.row + 0.5) / field.height as f32).clamp(0.0, 1.0)),
        tilt: round(line.slope.atan().to_degrees()),
        confidence: round(confidence),
    })
}

/// The best line of each zone of heights.
fn candidates(columns: &Columns) -> Vec<Candidate> {
    let height = columns.height as f32;
    let (from, to) = (MARGIN * height, (1.0 - MARGIN) * height);
    let stride = (columns.height / HEIGHTS).max(1);
    let mut zones: Vec<Option<Candidate>> = (0..ZONES).map(|_| None).collect();
    for degrees in -STEEPEST..=STEEPEST {
        let slope = f32::from(degrees).to_radians().tan();
        // People hold cameras level: of two lines that are as good, the more level one is it.
        let level = 1.0 - 0.4 * f32::from(degrees.unsigned_abs()) / f32::from(STEEPEST.unsigned_abs());
        for row in (from as usize..to as usize).step_by(stride) {
            let line = Slant { row: row as f32, slope };
            let Some(split) = columns.split(line) else { continue };
            let score = level * split.score();
            let Some(zone) = zones.get_mut(row * ZONES / columns.height) else { continue };
            if zone.as_ref().is_none_or(|best| score > best.score) {
                *zone = Some(Candidate { line, split, score });
            }
        }
    }
    zones.into_iter().flatten().collect()
}

/// The candidate with its straight line, and the score as far as columns agree on that.
fn straightened(columns: &Columns, candidate: &Candidate) -> Candidate {
    let &Candidate { line, split, score } = candidate;
    let found = consensus(columns, line, &split);
    // A line of few columns that loses others has followed something else, and the one that was tried is kept.
    let kept = found.share >= MOST
        || columns.split(found.line).is_some_and(|again| again.cover >= 0.9 * split.cover);
    let line = if kept { found.line } else { line };
    Candidate { line, split, score: score * found.share.sqrt() }
}
