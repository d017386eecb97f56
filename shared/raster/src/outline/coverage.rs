//! How much of each pixel lies inside of an outline, exactly.
//!
//! An edge changes the coverage of what is right of it. Each adds to the pixels that it crosses by how much it changes them, and the
//! sum of a row up to a pixel is the pixel's coverage: the signed area of Raph Levien's `font-rs`. Where parts of an outline overlap
//! within one pixel their areas are added, as FreeType does.

use tiny_skia::{FillRule, Path, PathSegment, Point};

use crate::{
    blank::blank,
    mask::{Levels, Mask, Packer},
};

/// A chord is at most so far from its curve, in pixels.
const FAR: f32 = 0.02;
/// No curve has more chords.
const MOST_CHORDS: f32 = 1024.0;
/// Rows are worked on together as long as their sums stay near: 64 KiB.
const NEAR: usize = 1 << 14;
/// So many sums are looked at together for whether anything changes.
const BLOCK: usize = 16;

/// An edge from its upper end to its lower.
#[derive(Debug, Clone, Copy)]
struct Edge {
    top: Point,
    bottom: Point,
    /// Pixels to the right for each down.
    slope: f32,
    /// 1 where the path goes down, -1 where it goes up.
    sign: f32,
}

/// One byte for each of `width` x `height` pixels: how much of it is inside of `path`. What is left or right of them counts as on
/// their edge.
pub(super) fn coverage(path: &Path, rule: FillRule, width: usize, height: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(width * height);
    scan(path, rule, width, height, &mut bytes);
    bytes
}

/// The same, packed.
pub(super) fn packed(path: &Path, rule: FillRule, width: usize, height: usize) -> Mask {
    let mut packer = Packer::new(width, height, (width, height));
    scan(path, rule, width, height, &mut packer);
    packer.finish()
}

fn scan(path: &Path, rule: FillRule, width: usize, height: usize, out: &mut impl Levels) {
    let edges = edges(path);
    // Two more take what lies on the right edge.
    let stride = (width + 2).next_multiple_of(BLOCK);
    let rows = (NEAR / stride).clamp(1, height.max(1));
    let mut sums = blank(stride * rows);
    for first in (0..height).step_by(rows) {
        let lines = rows.min(height - first);
        for edge in &edges {
            edge.add(&mut sums, stride, first, lines);
        }
        for sums in sums.chunks_exact_mut(stride).take(lines) {
            match rule {
                FillRule::Winding => settle(&sums[..width], winding, out),
                FillRule::EvenOdd => settle(&sums[..width], even_odd, out),
            }
            out.end_row();
            sums.fill(0.0);
        }
    }
}

/// The edges of a path, whose parts are closed, that are not level.
fn edges(path: &Path) -> Vec<Edge> {
    let mut edges = Vec::with_capacity(2 * path.len());
    let mut put = |from: Point, to: Point| edges.extend(Edge::between(from, to));
    let (mut start, mut at) = (Point::zero(), Point::zero());
    for segment in path.segments() {
        match segment {
            PathSegment::MoveTo(to) => {
                put(at, start);
                (start, at) = (to, to);
            }
            PathSegment::LineTo(to) => {
                put(at, to);
                at = to;
            }
            PathSegment::QuadTo(one, to) => {
                let bend = 0.25 * second(at, one, to);
                chords(bend, |t| quadratic([at, one, to], t), at, &mut put);
                at = to;
            }
            PathSegment::CubicTo(one, two, to) => {
                let bend = 0.75 * second(at, one, two).max(second(one, two, to));
                chords(bend, |t| cubic([at, one, two, to], t), at, &mut put);
                at = to;
            }
            PathSegment::Close => {
                put(at, start);
                at = start;
            }
        }
    }
    put(at, start);
    edges
}

/// How long the second difference of three points is.
fn second(one: Point, two: Point, three: Point) -> f32 {
    ((one - two) + (three - two)).length()
}

/// Chords of a curve from `at` on, as many as its `bend` asks for (Wang's formula, without the distance).
fn chords(bend: f32, curve: impl Fn(f32) -> Point, at: Point, put: &mut impl FnMut(Point, Point)) {
    let count = (bend / FAR).sqrt().ceil().clamp(1.0, MOST_CHORDS);
    let mut from = at;
    for index in 1..=count as u16 {
        let to = curve(f32::from(index) / count);
        put(from, to);
        from = to;
    }
}

fn quadratic([start, bend, end]: [Point; 3], t: f32) -> Point {
    between(between(start, bend, t), between(bend, end, t), t)
}

fn cubic([start, first, second, end]: [Point; 4], t: f32) -> Point {
    between(quadratic([start, first, second], t), quadratic([first, second, end], t), t)
}

/// The point that has this share of the way from one to the next behind it.
fn between(one: Point, next: Point, share: f32) -> Point {
    Point::from_xy(one.x + (next.x - one.x) * share, one.y + (next.y - one.y) * share)
}

impl Edge {
    fn between(from: Point, to: Point) -> Option<Self> {
        let (top, bottom, sign) = if from.y < to.y { (from, to, 1.0) } else { (to, from, -1.0) };
        let slope = (bottom.x - top.x) / (bottom.y - top.y);
        (top.y < bottom.y).then_some(Self { top, bottom, slope, sign })
    }

    /// Adds its part of `count` rows from row `first` on to their sums.
    fn add(&self, sums: &mut [f32], stride: usize, first: usize, count: usize) {
        let (above, below) = (first as f32, (first + count) as f32);
        if self.bottom.y <= above || self.top.y >= below {
            return;
        }
        let right = (stride - 2) as f32;
        let place = |y: f32| (self.top.x + (y - self.top.y) * self.slope).clamp(0.0, right);
        let begin = self.top.y.max(above);
        let end = self.bottom.y.min(below);
        let mut x = place(begin);
        let rows = begin as usize..end.ceil() as usize;
        for (row, sums) in rows.clone().zip(sums.chunks_exact_mut(stride).skip(rows.start - first)) {
            let upper = begin.max(row as f32);
            let lower = end.min((row + 1) as f32);
            let next = place(lower);
            spread(sums, x.min(next), x.max(next), (lower - upper) * self.sign);
            x = next;
        }
    }
}

/// Adds `change` to what is right of an edge that goes from `left` to `right` within a row.
fn spread(sums: &mut [f32], left: f32, right: f32, change: f32) {
    let first = left as usize;
    // `ceil` is a call where the processor is not known to have it.
    let last = right as usize + usize::from(right > right as usize as f32);
    let before = left - first as f32;
    if last <= first + 1 {
        let middle = change * (0.5 * (before + right - first as f32));
        sums[first] += change - middle;
        sums[first + 1] += middle;
        return;
    }
    // Of each pixel in between the same: how much of the edge is in it. Of the ends the triangles that are right of the edge.
    let each = change / (right - left);
    let after = right - (last - 1) as f32;
    let begins = 0.5 * each * (1.0 - before) * (1.0 - before);
    let ends = 0.5 * each * after * after;
    sums[first] += begins;
    sums[last] += ends;
    if last == first + 2 {
        sums[first + 1] += change - begins - ends;
        return;
    }
    let second = each * (1.5 - before);
    sums[first + 1] += second - begins;
    sums[first + 2..last - 1].iter_mut().for_each(|sum| *sum += each);
    sums[last - 1] += change - second - each * (last - first - 3) as f32 - ends;
}

/// Tells the coverage of a row from its sums.
fn settle(sums: &[f32], level: impl Fn(f32) -> u8, out: &mut impl Levels) {
    let mut inside = 0.0;
    let (blocks, rest) = sums.as_chunks::<BLOCK>();
    for sums in blocks {
        tell(sums, BLOCK, &mut inside, &level, out);
    }
    if !rest.is_empty() {
        let mut last = [0.0; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        tell(&last, rest.len(), &mut inside, &level, out);
    }
}

/// Tells the coverage of the first `count` of a block, left of which so much is `inside`.
fn tell(
    sums: &[f32; BLOCK],
    count: usize,
    inside: &mut f32,
    level: impl Fn(f32) -> u8,
    out: &mut impl Levels,
) {
    if sums.iter().fold(0, |any, sum| any | sum.to_bits()) == 0 {
        out.even(level(*inside), count);
        return;
    }
    // Sums wait for each other, four at a time; levels do not: apart, they are made on vectors.
    let mut insides = [0.0; BLOCK];
    for (at, &[one, two, three, four]) in insides.as_chunks_mut().0.iter_mut().zip(sums.as_chunks().0) {
        let (first, second) = (one + two, three + four);
        *at = [*inside + one, *inside + first, *inside + (first + three), *inside + (first + second)];
        *inside = at[3];
    }
    let levels = insides.map(level);
    out.bytes(&levels[..count]);
}

impl Levels for Vec<u8> {
    fn even(&mut self, value: u8, count: usize) {
        self.resize(self.len() + count, value);
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }

    fn end_row(&mut self) {}
}

/// The coverage of what is wound so often, as a byte: all is inside that is wound at all.
fn winding(turns: f32) -> u8 {
    byte(turns.abs().min(1.0))
}

/// The same where only what is wound an odd number of times is inside.
fn even_odd(turns: f32) -> u8 {
    let half = turns.abs() * 0.5;
    byte(1.0 - (2.0 * (half - half as i32 as f32) - 1.0).abs())
}

/// A share as a byte. A number from here on has no fraction in an `f32`, and its whole part lies in its last bits: unlike a cast,
/// which looks whether it fits, this is the same for all lanes of a vector.
fn byte(share: f32) -> u8 {
    const WHOLE: f32 = (1 << 23) as f32;
    (share * 255.0 + WHOLE).to_bits() as u8
}

#[cfg(test)]
mod tests;
