//! Whole lines: segments that lie on one line belong together, however far apart they are.

use super::field::{Edges, Field};
use super::segments::{Segment, Spread};
use super::{Line, round};

/// How many lines are told.
const TOLD: usize = 4;
/// How many segments are looked at, and lines made of them. Photographs of foliage have thousands; the longest say enough.
const SEGMENTS: usize = 400;
const LINES: usize = 80;
/// Sine of the widest angle between a segment and its line: 2 degrees.
const SAME_WAY: f32 = 0.035;
/// The farthest that a segment's end lies from its line, as a share of the diagonal: the two sides of a drawn stroke are one
/// line.
const BESIDE: f32 = 0.008;
/// The weakest line that is told.
const WEAKEST: f32 = 0.08;

/// A line, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Straight {
    /// The middle of what is seen of it.
    pub(super) middle: [f32; 2],
    /// A unit vector along it that points to the right, or straight down.
    pub(super) direction: [f32; 2],
    /// From its first end to its last.
    pub(super) span: f32,
    /// The length of what is seen between.
    pub(super) seen: f32,
}

/// Lines, the one of which most is seen first: the longest segment gathers those on its line, then the longest of the rest.
pub(super) fn find(segments: &[Segment], diagonal: f32) -> Vec<Straight> {
    let beside = (BESIDE * diagonal).max(1.5);
    let mut rest: Vec<Segment> = segments.iter().take(SEGMENTS).copied().collect();
    let mut lines = Vec::new();
    while lines.len() < LINES
        && let Some(longest) = rest.first().copied()
    {
        let guess = join(&[longest]);
        let (same, _) = split(&rest, &guess, beside);
        // The better fit of all of them may reach more.
        let (mut same, mut others) = split(&rest, &join(&same), beside);
        if same.is_empty() {
            same.push(longest);
            others = rest.iter().skip(1).copied().collect();
        }
        lines.push(join(&same));
        rest = others;
    }
    lines.sort_by(|one, other| other.seen.total_cmp(&one.seen));
    lines
}

/// The lines that are told.
pub(super) fn strongest(lines: &[Straight], field: &Field, edges: &Edges) -> Vec<Line> {
    let told = lines.iter().map(|line| Line {
        angle: round(line.direction[1].atan2(line.direction[0]).to_degrees()),
        strength: round((line.seen / edges.diagonal()).min(1.0)),
        x: round((line.middle[0] + 0.5) / field.width as f32),
        y: round((line.middle[1] + 0.5) / field.height as f32),
    });
    told.filter(|line| line.strength >= WEAKEST).take(TOLD).collect()
}

fn split(segments: &[Segment], line: &Straight, beside: f32) -> (Vec<Segment>, Vec<Segment>) {
    let [right, down] = line.direction;
    segments.iter().partition(|segment| {
        let turn = segment.direction[0] * down - segment.direction[1] * right;
        let near =
            |[x, y]: [f32; 2]| ((x - line.middle[0]) * down - (y - line.middle[1]) * right).abs() <= beside;
        turn.abs() <= SAME_WAY && segment.ends().into_iter().all(near)
    })
}

/// The line through segments: the axis of inertia of rods, each as heavy as it is long.
fn join(segments: &[Segment]) -> Straight {
    let mass: f32 = segments.iter().map(|segment| segment.length).sum();
    let mut middle = [0.0; 2];
    for segment in segments {
        let share = segment.length / mass;
        middle = [middle[0] + share * segment.middle[0], middle[1] + share * segment.middle[1]];
    }
    let mut spread = Spread::default();
    for segment in segments {
        // A rod's moment about its own middle is a twelfth of its squared length.
        let share = segment.length / mass;
        spread.add([segment.middle[0] - middle[0], segment.middle[1] - middle[1]], share);
        spread.add(segment.direction, share * segment.length * segment.length / 12.0);
    }
    let (direction, ..) = spread.axis();
    let place = |[x, y]: [f32; 2]| (x - middle[0]) * direction[0] + (y - middle[1]) * direction[1];
    let mut parts: Vec<[f32; 2]> = segments
        .iter()
        .map(|segment| {
            let [from, to] = segment.ends().map(place);
            [from.min(to), from.max(to)]
        })
        .collect();
    parts.sort_by(|one, other| one[0].total_cmp(&other[0]));
    let first = parts.first().map_or(0.0, |part| part[0]);
    let (mut last, mut seen) = (first, 0.0);
    for [from, to] in parts {
        // What two segments cover together is seen once.
        seen += (to - from.max(last)).max(0.0);
        last = last.max(to);
    }
    let centre = f32::midpoint(first, last);
    Straight {
        middle: [middle[0] + centre * direction[0], middle[1] + centre * direction[1]],
        direction,
        span: last - first,
        seen,
    }
}
