//! A small set of colours that stands for a whole picture.

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
        let far = colour.distance(lab);
        if far < best.1 {
            best = (at, far);
        }
    }
    best
}
