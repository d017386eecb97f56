//! Figures built from limbs and ovals, shaded as one rounded body.

use super::canvas::Canvas;
use super::colour::Rgb;
use super::math::{cos, lerp, sin, smooth, unit};
use super::outline::Outline;
use super::scene::{Scene, Stand};

/// Where a figure's own coordinates lie in the picture: `x` ahead, `y` up, in units of its size.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) u: f32,
    pub(super) v: f32,
    pub(super) size: f32,
    /// 1 when the figure faces right, -1 when it faces left.
    pub(super) facing: f32,
}

/// A figure in progress.
#[derive(Clone, Debug)]
pub(super) struct Figure {
    frame: Frame,
    outline: Outline,
}

impl Frame {
    /// A figure on its feet at the stand, facing the light.
    pub(super) fn facing_light(scene: &Scene<'_>, stand: Stand, share: f32) -> Self {
        Self { u: stand.u, v: stand.v, size: stand.size * share, facing: scene.side }
    }

    /// The same frame moved by a number of its own units.
    pub(super) fn moved(self, x: f32, y: f32, scale: f32) -> Self {
        let (u, v) = self.at(x, y);
        Self { u, v, size: self.size * scale, facing: self.facing }
    }

    pub(super) fn at(self, x: f32, y: f32) -> (f32, f32) {
        (self.u + self.facing * x * self.size, self.v - y * self.size)
    }

    /// The figure's own coordinates of a place in the picture.
    pub(super) fn within(self, u: f32, v: f32) -> (f32, f32) {
        ((u - self.u) * self.facing / self.size, (self.v - v) / self.size)
    }

    /// An empty figure in this frame.
    pub(super) fn figure(self) -> Figure {
        Figure { frame: self, outline: Outline::default() }
    }

    /// One flat shape in one colour, lit as a wall that is turned by `turn`.
    pub(super) fn panel(
        self,
        canvas: &mut Canvas,
        scene: &Scene<'_>,
        points: &[(f32, f32)],
        colour: Rgb,
        turn: f32,
    ) {
        let lit = super::subjects::wall(scene, colour, turn);
        self.plain(canvas, points, lit);
    }

    /// One flat shape in exactly this colour.
    pub(super) fn plain(self, canvas: &mut Canvas, points: &[(f32, f32)], colour: Rgb) {
        let points: Vec<_> = points.iter().map(|(x, y)| self.at(*x, *y)).collect();
        canvas.fill(&Outline::polygon(&points), |_, _| colour);
    }
}

impl Figure {
    /// A limb through points with widths, rounded at both ends.
    pub(super) fn limb(mut self, points: &[(f32, f32, f32)]) -> Self {
        let fine = refined(points);
        let placed: Vec<_> = fine
            .iter()
            .map(|(x, y, w)| {
                let (u, v) = self.frame.at(*x, *y);
                (u, v, w * self.frame.size)
            })
            .collect();
        self.outline.add_ribbon(&placed);
        for (x, y, w) in points.first().into_iter().chain(points.last()) {
            self = self.oval(*x, *y, w * 0.5, w * 0.5);
        }
        self
    }

    pub(super) fn oval(mut self, x: f32, y: f32, rx: f32, ry: f32) -> Self {
        let points: Vec<_> = (0..24_u8)
            .map(|step| {
                let angle = f32::from(step) / 24.0 * std::f32::consts::TAU;
                self.frame.at(x + rx * cos(angle), y + ry * sin(angle))
            })
            .collect();
        self.outline.add_polygon(&points);
        self
    }

    pub(super) fn polygon(mut self, points: &[(f32, f32)]) -> Self {
        let points: Vec<_> = points.iter().map(|(x, y)| self.frame.at(*x, *y)).collect();
        self.outline.add_polygon(&points);
        self
    }

    /// Paints the figure as one rounded body; `colour` sees the figure's own coordinates, `round` is how
    /// far from the rim its surface curves, in its units.
    pub(super) fn paint(
        self,
        canvas: &mut Canvas,
        scene: &Scene<'_>,
        round: f32,
        mut colour: impl FnMut(f32, f32) -> Rgb,
    ) {
        let Self { frame, outline } = self;
        relief(canvas, &outline, round * frame.size, |u, v, normal| {
            let (x, y) = frame.within(u, v);
            let surface = colour(x, y);
            let lit = scene.light.on(surface, normal);
            let rim = smooth(0.35, 0.95, normal[0] * scene.side + 0.25 * normal[1]) * (1.0 - normal[2]);
            lit + scene.light.key.lit(surface * 0.6 + Rgb::WHITE * 0.12) * (0.5 * rim)
        });
    }
}

/// Points on a Catmull-Rom curve through points with widths.
fn refined(points: &[(f32, f32, f32)]) -> Vec<(f32, f32, f32)> {
    let Some(last) = points.len().checked_sub(1) else { return Vec::new() };
    let mut fine = Vec::with_capacity(last * 6 + 1);
    for at in 0..last {
        let [a, b, c, d] = [at.saturating_sub(1), at, at + 1, (at + 2).min(last)].map(|i| points[i]);
        for step in 0..6_u8 {
            let t = f32::from(step) / 6.0;
            let curve = |a: f32, b: f32, c: f32, d: f32| {
                b + 0.5 * t * (c - a + t * (2.0 * a - 5.0 * b + 4.0 * c - d + t * (3.0 * (b - c) + d - a)))
            };
            fine.push((curve(a.0, b.0, c.0, d.0), curve(a.1, b.1, c.1, d.1), lerp(b.2, c.2, t)));
        }
    }
    fine.extend(points.last());
    fine
}

/// Fills an outline as if it were inflated: the surface turns away towards the rim. `shade` gets the
/// normal (right, up, towards the viewer). The height is the blurred silhouette.
pub(super) fn relief(
    canvas: &mut Canvas,
    outline: &Outline,
    round: f32,
    mut shade: impl FnMut(f32, f32, [f32; 3]) -> Rgb,
) {
    let Some(stencil) = canvas.stencil(outline) else { return };
    let radius = ((round * canvas.height() as f32) as usize).clamp(1, 64);
    // A rim of emptiness around the shape, so that the blur falls off at its border.
    let margin = 3 * radius + 1;
    let (across, down) = (stencil.across + 2 * margin, stencil.cover.len() / stencil.across + 2 * margin);
    let mut height = vec![0.0_f32; across * down];
    for (row, cover) in stencil.cover.chunks_exact(stencil.across).enumerate() {
        let start = (row + margin) * across + margin;
        for (to, from) in height[start..start + stencil.across].iter_mut().zip(cover) {
            *to = f32::from(*from) / 255.0;
        }
    }
    let soft = super::blur::blurred(&height, across, down, radius);
    let steep = 3.2 * radius as f32;
    let (left, top, pixel) =
        (stencil.x as f32 - margin as f32, stencil.y as f32 - margin as f32, canvas.pixel());
    canvas.fill(outline, |u, v| {
        let x = ((u / pixel - left) as usize).clamp(1, across - 2);
        let y = ((v / pixel - top) as usize).clamp(1, down - 2);
        let at = y * across + x;
        let nx = (soft[at - 1] - soft[at + 1]) * 0.5 * steep;
        let ny = (soft[at + across] - soft[at - across]) * 0.5 * steep;
        let length = (nx * nx + ny * ny + 1.0).sqrt();
        shade(u, v, [nx / length, ny / length, unit(1.0 / length)])
    });
}
