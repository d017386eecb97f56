//! Closed shapes in picture coordinates, rasterised by tiny-skia.

use tiny_skia::{Path, PathBuilder};

use super::math::{cos, sin};

/// One or more closed curves.
#[derive(Clone, Debug, Default)]
pub(super) struct Outline {
    builder: PathBuilder,
}

type Point = (f32, f32);

impl Outline {
    /// A polygon.
    pub(super) fn polygon(points: &[Point]) -> Self {
        let mut outline = Self::default();
        outline.add_polygon(points);
        outline
    }

    /// A rectangle from its corner, width and height.
    pub(super) fn rect(u: f32, v: f32, width: f32, height: f32) -> Self {
        Self::polygon(&[(u, v), (u + width, v), (u + width, v + height), (u, v + height)])
    }

    /// An ellipse.
    pub(super) fn ellipse(centre: Point, ru: f32, rv: f32) -> Self {
        let points: Vec<Point> = (0..28_u8)
            .map(|step| {
                let angle = f32::from(step) / 28.0 * std::f32::consts::TAU;
                (centre.0 + ru * cos(angle), centre.1 + rv * sin(angle))
            })
            .collect();
        Self::smooth(&points)
    }

    /// A closed curve through the points (a Catmull-Rom spline as cubic Béziers).
    pub(super) fn smooth(points: &[Point]) -> Self {
        let mut outline = Self::default();
        let count = points.len();
        if count < 3 {
            return outline;
        }
        outline.builder.move_to(points[0].0, points[0].1);
        for at in 0..count {
            let [before, from, to, after] = [count - 1, 0, 1, 2].map(|step| points[(at + step) % count]);
            let leave = (from.0 + (to.0 - before.0) / 6.0, from.1 + (to.1 - before.1) / 6.0);
            let enter = (to.0 - (after.0 - from.0) / 6.0, to.1 - (after.1 - from.1) / 6.0);
            outline.builder.cubic_to(leave.0, leave.1, enter.0, enter.1, to.0, to.1);
        }
        outline.builder.close();
        outline
    }

    /// A straight stroke whose width changes from one end to the other.
    pub(super) fn taper(from: Point, to: Point, start: f32, end: f32) -> Self {
        let (du, dv) = (to.0 - from.0, to.1 - from.1);
        let length = (du * du + dv * dv).sqrt().max(1e-6);
        let (nu, nv) = (-dv / length * 0.5, du / length * 0.5);
        Self::polygon(&[
            (from.0 + nu * start, from.1 + nv * start),
            (to.0 + nu * end, to.1 + nv * end),
            (to.0 - nu * end, to.1 - nv * end),
            (from.0 - nu * start, from.1 - nv * start),
        ])
    }

    /// A curved stroke along points, with one width for each.
    pub(super) fn ribbon(points: &[(f32, f32, f32)]) -> Self {
        let mut outline = Self::default();
        outline.add_ribbon(points);
        outline
    }

    /// Adds a curved stroke to this outline.
    pub(super) fn add_ribbon(&mut self, points: &[(f32, f32, f32)]) {
        let count = points.len();
        if count < 2 {
            return;
        }
        let side = |at: usize, sign: f32| {
            let (from, to) = (points[at.saturating_sub(1)], points[(at + 1).min(count - 1)]);
            let (du, dv) = (to.0 - from.0, to.1 - from.1);
            let length = (du * du + dv * dv).sqrt().max(1e-6);
            let half = 0.5 * sign * points[at].2;
            (points[at].0 - dv / length * half, points[at].1 + du / length * half)
        };
        let there = (0..count).map(|at| side(at, 1.0));
        let back = (0..count).rev().map(|at| side(at, -1.0));
        self.add_polygon(&there.chain(back).collect::<Vec<_>>());
    }

    /// Adds a polygon to this outline, so that many are filled as one shape.
    pub(super) fn add_polygon(&mut self, points: &[Point]) {
        if points.len() < 3 {
            return;
        }
        // All polygons turn the same way: under the winding rule, opposite ones would cut holes in each other.
        let next = points.iter().cycle().skip(1);
        let area: f32 = points.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum();
        let count = points.len();
        for step in 0..count {
            let (x, y) = points[if area < 0.0 { count - 1 - step } else { step }];
            if step == 0 {
                self.builder.move_to(x, y);
            } else {
                self.builder.line_to(x, y);
            }
        }
        self.builder.close();
    }

    /// The path, or nothing when the outline encloses nothing or is not finite.
    pub(super) fn path(&self) -> Option<Path> {
        self.builder.clone().finish()
    }
}
