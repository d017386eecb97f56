//! Where receding lines meet.
//!
//! Each pair of lines proposes its crossing, and the one to which the most length points is taken: RANSAC without chance, as
//! there are few enough lines to try all pairs. Whether so many would point to one place by accident is asked as in
//! Desolneux, Moisan and Morel, "From Gestalt theory to image analysis" (2008): by the number of false alarms that a picture
//! of random lines would give.

use super::field::Field;
use super::lines::Straight;
use super::{VanishingPoint, round};

/// Sine of the widest angle between a line and the way to the point: 1.25 degrees.
const AIM: f32 = 0.021_8;
/// How likely a random line is to aim so: 2.5 of 180 degrees.
const CHANCE: f64 = 2.5 / 180.0;
/// The most false alarms in a random picture.
const ALARMS: f64 = 0.05;
/// The least share of lines, by length, that point to it. In photographs of petals and brushes, chance lines reached 0.25; roads and
/// floors have more than 0.5.
const LEAST_SURE: f32 = 0.3;
/// The least angle between the outermost of the lines, as the cosine of 15 degrees: lines that are nearly parallel cross
/// anywhere.
const SPREAD: f32 = 0.966;
/// How far outside the picture a point may lie, in widths and heights.
const OUTSIDE: f32 = 0.5;
/// The shortest line that counts, as a share of the longest.
const SHORTEST: f32 = 0.1;

/// The vanishing point, when more lines point to it than chance explains.
pub(super) fn find(lines: &[Straight], field: &Field) -> Option<VanishingPoint> {
    let longest = lines.first()?.seen;
    let lines: Vec<&Straight> = lines.iter().filter(|line| line.seen >= SHORTEST * longest).collect();
    let mut best: Option<([f32; 2], f32)> = None;
    for (index, one) in lines.iter().enumerate() {
        for other in lines.iter().skip(index + 1) {
            let Some(point) = crossing(one, other).filter(|point| inside(*point, field)) else { continue };
            let weight: f32 = lines.iter().map(|line| line.seen * aim(line, point)).sum();
            if best.is_none_or(|(_, most)| weight > most) {
                best = Some((point, weight));
            }
        }
    }
    let (mut point, _) = best?;
    for _ in 0..3 {
        let aimed: Vec<&Straight> = lines.iter().filter(|line| aims(line, point)).copied().collect();
        point = meeting(&aimed).filter(|point| inside(*point, field)).unwrap_or(point);
    }
    let aimed: Vec<&Straight> = lines.iter().filter(|line| aims(line, point)).copied().collect();
    // Level and upright lines meet nowhere in a picture that is looked at straight: they say nothing against a point.
    let upright = |line: &Straight| line.direction.iter().any(|part| part.abs() < 0.05);
    let missed = lines.iter().filter(|line| !upright(line) && !aims(line, point));
    let (others, against) = missed.fold((0, 0.0), |(count, length), line| (count + 1, length + line.seen));
    if !spread(&aimed) || false_alarms(aimed.len() + others, aimed.len()) > ALARMS {
        return None;
    }
    let support: f32 = aimed.iter().map(|line| line.seen).sum();
    let confidence = support / (support + against);
    (confidence >= LEAST_SURE).then(|| VanishingPoint {
        x: round((point[0] + 0.5) / field.width as f32),
        y: round((point[1] + 0.5) / field.height as f32),
        confidence: round(confidence),
    })
}

fn crossing(one: &Straight, other: &Straight) -> Option<[f32; 2]> {
    let [right, down] = one.direction;
    let turn = right * other.direction[1] - down * other.direction[0];
    if turn.abs() < AIM {
        return None;
    }
    let (x, y) = (other.middle[0] - one.middle[0], other.middle[1] - one.middle[1]);
    let along = (x * other.direction[1] - y * other.direction[0]) / turn;
    Some([one.middle[0] + along * right, one.middle[1] + along * down])
}

fn inside([x, y]: [f32; 2], field: &Field) -> bool {
    let within = |place: f32, side: usize| (-OUTSIDE..=1.0 + OUTSIDE).contains(&(place / side as f32));
    within(x, field.width) && within(y, field.height)
}

/// How well a line points to a place ahead of it: 1 straight at it, 0 from the widest angle on. One that runs through the place
/// does not recede to it.
fn aim(line: &Straight, [x, y]: [f32; 2]) -> f32 {
    let (x, y) = (x - line.middle[0], y - line.middle[1]);
    let far = x.hypot(y);
    if far <= 0.45 * line.span {
        return 0.0;
    }
    let off = (x * line.direction[1] - y * line.direction[0]).abs() / (AIM * far);
    (1.0 - off * off).max(0.0)
}

fn aims(line: &Straight, point: [f32; 2]) -> bool {
    aim(line, point) > 0.0
}

/// The point with the least squared distance from all lines, each as heavy as it is long.
fn meeting(lines: &[&Straight]) -> Option<[f32; 2]> {
    let (mut xx, mut xy, mut yy, mut x, mut y) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for line in lines {
        let ([right, down], weight) = (line.direction, line.seen);
        // The line's normal and its distance from the corner.
        let (across, up) = (-down, right);
        let away = across * line.middle[0] + up * line.middle[1];
        xx += weight * across * across;
        xy += weight * across * up;
        yy += weight * up * up;
        x += weight * across * away;
        y += weight * up * away;
    }
    let size = xx * yy - xy * xy;
    (size.abs() > f32::EPSILON * (xx * yy).max(1.0))
        .then(|| [(yy * x - xy * y) / size, (xx * y - xy * x) / size])
}

/// Whether some two of the lines differ enough in direction.
fn spread(lines: &[&Straight]) -> bool {
    lines.iter().enumerate().any(|(index, one)| {
        lines.iter().skip(index + 1).any(|other| {
            let cosine = one.direction[0] * other.direction[0] + one.direction[1] * other.direction[1];
            cosine.abs() < SPREAD
        })
    })
}

/// How often `aimed` of `all` random lines would point to one crossing: the number of crossings times the tail of the
/// binomial distribution for the lines that did not make it.
fn false_alarms(all: usize, aimed: usize) -> f64 {
    let pairs = (all * all.saturating_sub(1) / 2) as f64;
    let (others, needed) = (all.saturating_sub(2), aimed.saturating_sub(2));
    if needed == 0 {
        return pairs;
    }
    // Terms fall so fast that the tail is summed from its largest.
    let mut term = (0..needed).fold(1.0, |term, k| term * (others - k) as f64 / (k + 1) as f64 * CHANCE)
        * (1.0 - CHANCE).powi((others - needed) as i32);
    let mut tail = 0.0;
    for k in needed..=others {
        tail += term;
        term *= (others - k) as f64 / (k + 1) as f64 * CHANCE / (1.0 - CHANCE);
    }
    pairs * tail
}
