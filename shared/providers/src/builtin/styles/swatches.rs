//! A small set of colours that stands for a whole picture.

use std::collections::BTreeMap;

use crate::builtin::colour::{Lab, Rgb};

/// `count` colours: those of `fixed`, and the means of the picture's own clusters (Lloyd's k-means in Oklab,
/// seeded with the farthest points).
pub(in crate::builtin) fn of(pixels: &[Rgb], fixed: &[Lab], count: usize) -> Vec<Lab> {
    let stride = (pixels.len() / 4_096).max(1);
    let sample: Vec<Lab> = pixels.iter().step_by(stride).map(|pixel| pixel.lab()).collect();
    let mut set: Vec<Lab> = fixed.iter().copied().take(count).collect();
    if set.is_empty() {
        set.extend(sample.first());
    }
    while set.len() < count {
        let far = sample.iter().max_by(|a, b| nearest(&set, **a).1.total_cmp(&nearest(&set, **b).1));
        let Some(far) = far else { break };
        set.push(*far);
    }
    for _ in 0..6 {
        let mut sums = vec![(Lab::default(), 0.0_f32); set.len()];
        for lab in &sample {
            let (sum, weight) = &mut sums[nearest(&set, *lab).0];
            *sum = Lab { l: sum.l + lab.l, a: sum.a + lab.a, b: sum.b + lab.b };
            *weight += 1.0;
        }
        for (colour, (sum, weight)) in set.iter_mut().zip(&sums).skip(fixed.len()) {
            if *weight > 0.0 {
                *colour = Lab { l: sum.l / weight, a: sum.a / weight, b: sum.b / weight };
            }
        }
    }
    set
}

/// The nearest colour's index and distance.
pub(in crate::builtin) fn nearest(set: &[Lab], lab: Lab) -> (usize, f32) {
    let mut best = (0, f32::MAX);
    for (at, colour) in set.iter().enumerate() {
        let far = colour.squared_distance(lab);
        if far < best.1 {
            best = (at, far);
        }
    }
    (best.0, best.1.sqrt())
}

/// Colours nearer than this are counted as one before main colours are sought.
const CELL: f32 = 0.02;
const ROUNDS: usize = 12;

/// The main colours of a picture as an analysis of it finds them: common ones, and rare ones by how much they would be missed.
pub(in crate::builtin) fn main(sample: &[Lab], count: usize) -> Vec<Lab> {
    let cells = cells(sample);
    let Some(first) = cells.iter().max_by(|a, b| a.1.total_cmp(&b.1)) else { return Vec::new() };
    let mut set = vec![first.0];
    while set.len() < count {
        let missed = |cell: &(Lab, f32)| {
            let far = nearest(&set, cell.0).1;
            far * far * cell.1.sqrt()
        };
        let Some(next) = cells.iter().max_by(|a, b| missed(a).total_cmp(&missed(b))) else { break };
        set.push(next.0);
    }
    for _ in 0..ROUNDS {
        let mut sums = vec![(Lab::default(), 0.0_f32); set.len()];
        for (lab, weight) in &cells {
            let (sum, total) = &mut sums[nearest(&set, *lab).0];
            *sum = plus(*sum, *lab, *weight);
            *total += weight;
        }
        for (colour, (sum, total)) in set.iter_mut().zip(&sums).filter(|(_, (_, total))| *total > 0.0) {
            *colour = plus(Lab::default(), *sum, total.recip());
        }
    }
    set
}

/// Means and counts of colours that are as good as one.
fn cells(sample: &[Lab]) -> Vec<(Lab, f32)> {
    let mut counts: BTreeMap<[i32; 3], (Lab, f32)> = BTreeMap::new();
    for lab in sample {
        let key = [lab.l, lab.a, lab.b].map(|part| (part / CELL).floor() as i32);
        let (sum, count) = counts.entry(key).or_default();
        (*sum, *count) = (plus(*sum, *lab, 1.0), *count + 1.0);
    }
    counts.into_values().map(|(sum, count)| (plus(Lab::default(), sum, 1.0 / count), count)).collect()
}

fn plus(sum: Lab, lab: Lab, weight: f32) -> Lab {
    Lab { l: sum.l + weight * lab.l, a: sum.a + weight * lab.a, b: sum.b + weight * lab.b }
}
