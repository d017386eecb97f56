//! Straight pieces of edges, after the Line Segment Detector (von Gioi et al., "LSD: a line segment detector", IPOL 2012):
//! neighbouring pixels whose gradients point the same way grow into a region, and a region that is long and thin is a
//! segment. Strong gradients grow first. A Hough transform of edge pixels would find lines in any dense texture.

use super::field::Edges;

/// Cosine of the widest angle between a pixel's gradient and its region's: 22.5 degrees, as in LSD.
const SAME_WAY: f32 = 0.923_879_5;
/// The shortest segment, as a share of the diagonal.
const SHORTEST: f32 = 0.03;
/// The widest, as the standard deviation of its pixels from its middle line: edges of photographs are three pixels wide.
const WIDEST: f32 = 1.7;
/// How many times longer than wide, both as standard deviations.
const SLENDER: f32 = 6.0;
/// Levels by which gradients are sorted.
const LEVELS: usize = 256;

/// A straight piece of an edge, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Segment {
    pub(super) middle: [f32; 2],
    /// A unit vector along it that points to the right, or straight down.
    pub(super) direction: [f32; 2],
    pub(super) length: f32,
    /// How many pixels make it.
    pixels: usize,
}

impl Segment {
    /// Its ends.
    pub(super) fn ends(&self) -> [[f32; 2]; 2] {
        let half = self.length / 2.0;
        let ([x, y], [right, down]) = (self.middle, self.direction);
        [[x - half * right, y - half * down], [x + half * right, y + half * down]]
    }
}

/// All segments, the longest first.
pub(super) fn find(edges: &Edges) -> Vec<Segment> {
    let shortest = (SHORTEST * edges.diagonal()).max(6.0);
    let mut taken: Vec<bool> = edges.strength.iter().map(|strength| *strength == 0.0).collect();
    let mut region = Vec::new();
    let mut found = Vec::new();
    for seed in strongest_first(edges) {
        if taken[seed] {
            continue;
        }
        grow(edges, seed, &mut taken, &mut region);
        if region.len() as f32 >= shortest {
            found.extend(fit(edges, &region).filter(|segment| segment.length >= shortest));
        }
    }
    found.sort_by(|one, other| other.length.total_cmp(&one.length));
    found
}

/// The share of edge pixels that lie on a segment.
pub(super) fn share(segments: &[Segment], edges: &Edges) -> f32 {
    let all = edges.strength.iter().filter(|strength| **strength > 0.0).count();
    let straight: usize = segments.iter().map(|segment| segment.pixels).sum();
    straight as f32 / all.max(1) as f32
}

/// Pixels by falling gradient: a counting sort, so that equal ones stay in reading order.
fn strongest_first(edges: &Edges) -> Vec<usize> {
    let level = |strength: f32| LEVELS - 1 - ((strength * 2.0 * LEVELS as f32) as usize).min(LEVELS - 1);
    let mut levels = vec![Vec::new(); LEVELS];
    for (index, strength) in edges.strength.iter().enumerate() {
        if *strength > 0.0 {
            levels[level(*strength)].push(index);
        }
    }
    levels.concat()
}

/// Collects into `region` what hangs together with `seed` and points its way.
fn grow(edges: &Edges, seed: usize, taken: &mut [bool], region: &mut Vec<usize>) {
    let unit = |index: usize| edges.gradient[index].map(|part| part / edges.strength[index]);
    region.clear();
    region.push(seed);
    taken[seed] = true;
    let mut sum = unit(seed);
    let mut at = 0;
    while let Some(&pixel) = region.get(at) {
        at += 1;
        let (x, y) = (pixel % edges.width, pixel / edges.width);
        for row in y.saturating_sub(1)..=(y + 1).min(edges.height - 1) {
            for column in x.saturating_sub(1)..=(x + 1).min(edges.width - 1) {
                let index = row * edges.width + column;
                if taken[index] {
                    continue;
                }
                let way = unit(index);
                let along = way[0] * sum[0] + way[1] * sum[1];
                if along >= SAME_WAY * sum[0].hypot(sum[1]) {
                    taken[index] = true;
                    sum = [sum[0] + way[0], sum[1] + way[1]];
                    region.push(index);
                }
            }
        }
    }
}

/// The middle line of a region: the axis of its inertia, each pixel as heavy as its gradient. Nothing when it is bent or thick.
fn fit(edges: &Edges, region: &[usize]) -> Option<Segment> {
    let place = |index: usize| [(index % edges.width) as f32, (index / edges.width) as f32];
    let (mut mass, mut middle) = (0.0, [0.0; 2]);
    for index in region {
        let (weight, [x, y]) = (edges.strength[*index], place(*index));
        mass += weight;
        middle = [middle[0] + weight * x, middle[1] + weight * y];
    }
    let middle = middle.map(|part| part / mass);
    let mut spread = Spread::default();
    for index in region {
        let [x, y] = place(*index);
        spread.add([x - middle[0], y - middle[1]], edges.strength[*index] / mass);
    }
    let (direction, long, thin) = spread.axis();
    if thin > WIDEST || long < SLENDER * thin {
        return None;
    }
    let (mut first, mut last) = (f32::MAX, f32::MIN);
    for index in region {
        let [x, y] = place(*index);
        let along = (x - middle[0]) * direction[0] + (y - middle[1]) * direction[1];
        (first, last) = (first.min(along), last.max(along));
    }
    let centre = f32::midpoint(first, last);
    Some(Segment {
        middle: [middle[0] + centre * direction[0], middle[1] + centre * direction[1]],
        direction,
        length: last - first,
        pixels: region.len(),
    })
}

/// Second moments of points around their middle.
#[derive(Debug, Default)]
pub(super) struct Spread {
    xx: f32,
    xy: f32,
    yy: f32,
}

impl Spread {
    pub(super) fn add(&mut self, [x, y]: [f32; 2], weight: f32) {
        self.xx += weight * x * x;
        self.xy += weight * x * y;
        self.yy += weight * y * y;
    }

    /// The direction in which the points spread most, to the right or straight down, and the square roots of the moments along
    /// and across it.
    pub(super) fn axis(&self) -> ([f32; 2], f32, f32) {
        let half = f32::midpoint(self.xx, self.yy);
        let root = ((self.xx - self.yy) / 2.0).hypot(self.xy);
        let angle = 0.5 * (2.0 * self.xy).atan2(self.xx - self.yy);
        let (down, right) = angle.sin_cos();
        let direction = if right < 0.0 { [-right, -down] } else { [right, down] };
        (direction, (half + root).max(0.0).sqrt(), (half - root).max(0.0).sqrt())
    }
}
