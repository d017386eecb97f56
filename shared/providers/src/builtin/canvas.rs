//! The picture while it is being painted: linear light, and for every pixel the shape that owns it.
//!
//! Coordinates are `u` to the right and `v` down, in units of the picture's height: `v` is 0..=1 and
//! `u` is 0..=aspect. Nothing that paints knows a pixel, so a picture keeps its composition at every
//! size.

use tiny_skia::{FillRule, Mask, Transform};

use super::colour::Rgb;
use super::math::{floor, smooth, unit};
use super::outline::Outline;

/// A picture in progress.
#[derive(Clone, Debug)]
pub(super) struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<Rgb>,
    owners: Vec<u16>,
    shape: u16,
    subject: Option<Vec<bool>>,
    ground: Option<Ground>,
}

/// The plane that meets the air.
#[derive(Clone, Debug)]
pub(super) struct Ground {
    /// Its shape; what is painted later lies or stands on it.
    pub(super) shape: u16,
    /// For each column the row where it begins.
    pub(super) edges: Vec<usize>,
}

/// A shape's coverage of a rectangle of pixels, row by row, 255 for whole.
pub(super) struct Stencil {
    /// Column of the rectangle's left edge.
    pub(super) x: usize,
    /// Row of its upper edge.
    pub(super) y: usize,
    pub(super) across: usize,
    pub(super) cover: Vec<u8>,
}

/// A rectangle of pixels, ends excluded.
struct Box2 {
    x0: usize,
    y0: usize,
    x1: usize,
    y1: usize,
}

impl Canvas {
    pub(super) fn new(width: u32, height: u32) -> Self {
        let (width, height) = (width.max(1) as usize, height.max(1) as usize);
        let count = width * height;
        Self {
            width,
            height,
            pixels: vec![Rgb::BLACK; count],
            owners: vec![0; count],
            shape: 0,
            subject: None,
            ground: None,
        }
    }

    pub(super) fn width(&self) -> usize {
        self.width
    }

    pub(super) fn height(&self) -> usize {
        self.height
    }

    /// Width in units of the height.
    pub(super) fn aspect(&self) -> f32 {
        self.width as f32 / self.height as f32
    }

    /// One pixel's size in units of the height.
    pub(super) fn pixel(&self) -> f32 {
        1.0 / self.height as f32
    }

    pub(super) fn pixels(&self) -> &[Rgb] {
        &self.pixels
    }

    pub(super) fn pixels_mut(&mut self) -> &mut [Rgb] {
        &mut self.pixels
    }

    /// The number of the shape that owns each pixel; 0 is the sky.
    pub(super) fn owners(&self) -> &[u16] {
        &self.owners
    }

    /// Gives pixels to a new shape without painting them: the paper around a picture, which is neither air nor ground.
    pub(super) fn claim(&mut self, mut is: impl FnMut(f32, f32) -> bool) {
        let (shape, scale, width) = (self.next_shape(), self.pixel(), self.width);
        for (at, owner) in self.owners.iter_mut().enumerate() {
            let (u, v) = (((at % width) as f32 + 0.5) * scale, ((at / width) as f32 + 0.5) * scale);
            if is(u, v) {
                *owner = shape;
            }
        }
    }

    /// Gives every pixel back to the shape that owns it in another state of this picture.
    pub(super) fn own_as(&mut self, other: &Self) {
        self.owners.clone_from(&other.owners);
    }

    /// Remembers which pixels the shapes from `first` on own, here or on a copy of this canvas: they are the subject.
    pub(super) fn mark_subject(&mut self, first: u16, owners: &[u16]) {
        self.subject = Some(owners.iter().map(|owner| *owner >= first).collect());
    }

    /// Which pixels are the subject's.
    pub(super) fn subject(&self) -> Option<&[bool]> {
        self.subject.as_deref()
    }

    /// Remembers that the shape just painted is the ground or the water that meets the air; the first such shape is it.
    pub(super) fn mark_ground(&mut self) {
        if self.ground.is_none() {
            let (shape, width, height) = (self.shape, self.width, self.height);
            let edge = |x: usize| (0..height).find(|y| self.owners[y * width + x] == shape).unwrap_or(height);
            self.ground = Some(Ground { shape, edges: (0..width).map(edge).collect() });
        }
    }

    /// The ground or water that meets the air.
    pub(super) fn ground(&self) -> Option<&Ground> {
        self.ground.as_ref()
    }

    /// Starts a new shape and returns its number; later shapes have higher ones.
    pub(super) fn next_shape(&mut self) -> u16 {
        self.shape = self.shape.saturating_add(1);
        self.shape
    }

    /// Changes every pixel between the rows `top` and `bottom` in place.
    pub(super) fn each(&mut self, top: f32, bottom: f32, mut change: impl FnMut(f32, f32, &mut Rgb)) {
        let scale = self.pixel();
        let rows = self.rows(top, bottom);
        for y in rows {
            let v = (y as f32 + 0.5) * scale;
            let row = &mut self.pixels[y * self.width..(y + 1) * self.width];
            for (x, pixel) in row.iter_mut().enumerate() {
                change((x as f32 + 0.5) * scale, v, pixel);
            }
        }
    }

    /// Paints a new shape between two rows: `paint` gives colour and opacity, or nothing.
    pub(super) fn cover(
        &mut self,
        top: f32,
        bottom: f32,
        mut paint: impl FnMut(f32, f32) -> Option<(Rgb, f32)>,
    ) {
        let shape = self.next_shape();
        let scale = self.pixel();
        for y in self.rows(top, bottom) {
            let v = (y as f32 + 0.5) * scale;
            for x in 0..self.width {
                if let Some((colour, alpha)) = paint((x as f32 + 0.5) * scale, v) {
                    self.blend(y * self.width + x, colour, alpha, Some(shape));
                }
            }
        }
    }

    /// Fills an outline as a new shape, with a colour for each point.
    pub(super) fn fill(&mut self, outline: &Outline, shade: impl FnMut(f32, f32) -> Rgb) {
        let shape = self.next_shape();
        self.stamp(outline, 1.0, Some(shape), shade);
    }

    /// Fills an outline with one colour and opacity without owning the pixels: shadows, mist, light.
    pub(super) fn veil(&mut self, outline: &Outline, colour: Rgb, alpha: f32) {
        self.stamp(outline, alpha, None, |_, _| colour);
    }

    /// Adds light inside an outline.
    pub(super) fn shine(&mut self, outline: &Outline, mut light: impl FnMut(f32, f32) -> Rgb) {
        self.masked(outline, |canvas, at, u, v, coverage| {
            let added = light(u, v) * coverage;
            canvas.pixels[at] += added;
        });
    }

    fn stamp(
        &mut self,
        outline: &Outline,
        alpha: f32,
        shape: Option<u16>,
        mut shade: impl FnMut(f32, f32) -> Rgb,
    ) {
        self.masked(outline, |canvas, at, u, v, coverage| {
            let colour = shade(u, v);
            canvas.blend(at, colour, coverage * alpha, shape);
        });
    }

    /// Calls `paint` for each pixel that the outline covers, with the pixel's place and coverage.
    fn masked(&mut self, outline: &Outline, mut paint: impl FnMut(&mut Self, usize, f32, f32, f32)) {
        let Some(stencil) = self.stencil(outline) else { return };
        let scale = self.height as f32;
        for (row, coverage) in stencil.cover.chunks_exact(stencil.across).enumerate() {
            let v = ((stencil.y + row) as f32 + 0.5) / scale;
            for (column, &cover) in coverage.iter().enumerate().filter(|(_, cover)| **cover > 0) {
                let x = stencil.x + column;
                let at = (stencil.y + row) * self.width + x;
                paint(self, at, (x as f32 + 0.5) / scale, v, f32::from(cover) / 255.0);
            }
        }
    }

    /// An outline as coverage of the pixels that it touches; nothing when it lies outside the picture.
    pub(super) fn stencil(&self, outline: &Outline) -> Option<Stencil> {
        let path = outline.path()?;
        let scale = self.height as f32;
        let bounds = path.bounds();
        let area = self.pixels_of(bounds.left(), bounds.top(), bounds.right(), bounds.bottom());
        if area.x0 >= area.x1 || area.y0 >= area.y1 {
            return None;
        }
        let (across, down) = (area.x1 - area.x0, area.y1 - area.y0);
        let mut mask = Mask::new(across as u32, down as u32)?;
        let place = Transform::from_row(scale, 0.0, 0.0, scale, -(area.x0 as f32), -(area.y0 as f32));
        mask.fill_path(&path, FillRule::Winding, true, place);
        Some(Stencil { x: area.x0, y: area.y0, across, cover: mask.take() })
    }

    /// An elliptical touch of the brush, soft at its rim, owned by the current shape.
    pub(super) fn dab(
        &mut self,
        at: (f32, f32),
        radii: (f32, f32),
        turn: (f32, f32),
        colour: Rgb,
        alpha: f32,
    ) {
        let scale = self.pixel();
        let edge = (scale / radii.0.min(radii.1).max(1e-6)).clamp(0.04, 1.0);
        // The box around the turned ellipse and its soft rim.
        let half = |c: f32, s: f32| {
            let (along, across) = (radii.0 * c, radii.1 * s);
            (along * along + across * across).sqrt() * (1.0 + 0.5 * edge)
        };
        let (wide, tall) = (half(turn.0, turn.1), half(turn.1, turn.0));
        let area = self.pixels_of(at.0 - wide, at.1 - tall, at.0 + wide, at.1 + tall);
        let shape = self.shape;
        let (along_scale, across_scale, sharp) = (1.0 / radii.0, 1.0 / radii.1, 1.0 / edge);
        for y in area.y0..area.y1 {
            let dv = (y as f32 + 0.5) * scale - at.1;
            for x in area.x0..area.x1 {
                let du = (x as f32 + 0.5) * scale - at.0;
                let along = (du * turn.0 + dv * turn.1) * along_scale;
                let across = (dv * turn.0 - du * turn.1) * across_scale;
                let far = (along * along + across * across).sqrt();
                let cover = unit((1.0 - far) * sharp + 0.5);
                if cover > 0.0 {
                    self.blend(y * self.width + x, colour, cover * alpha, Some(shape));
                }
            }
        }
    }

    /// Adds a round light that fades to nothing at `radius`.
    pub(super) fn glow(&mut self, at: (f32, f32), radius: f32, light: Rgb) {
        let area = self.pixels_of(at.0 - radius, at.1 - radius, at.0 + radius, at.1 + radius);
        let scale = self.pixel();
        for y in area.y0..area.y1 {
            let dv = (y as f32 + 0.5) * scale - at.1;
            for x in area.x0..area.x1 {
                let du = (x as f32 + 0.5) * scale - at.0;
                let far = (du * du + dv * dv).sqrt() / radius;
                if far < 1.0 {
                    let fall = (1.0 - far) * (1.0 - far) / (1.0 + 14.0 * far * far);
                    self.pixels[y * self.width + x] += light * fall;
                }
            }
        }
    }

    /// The colour at a point, interpolated; beyond the border the border's colour.
    pub(super) fn sample(&self, u: f32, v: f32) -> Rgb {
        let (x, y) = (u * self.height as f32 - 0.5, v * self.height as f32 - 0.5);
        let (fx, fy) = (unit(x - floor(x)), unit(y - floor(y)));
        let column = |x: f32| (x.max(0.0) as usize).min(self.width - 1);
        let row = |y: f32| (y.max(0.0) as usize).min(self.height - 1) * self.width;
        let (x0, x1, y0, y1) = (column(x), column(x + 1.0), row(y), row(y + 1.0));
        let top = self.pixels[y0 + x0].over(self.pixels[y0 + x1], fx);
        let bottom = self.pixels[y1 + x0].over(self.pixels[y1 + x1], fx);
        top.over(bottom, fy)
    }

    /// The shape that owns the pixel at a point.
    pub(super) fn owner(&self, u: f32, v: f32) -> u16 {
        let x = ((u * self.height as f32).max(0.0) as usize).min(self.width - 1);
        let y = ((v * self.height as f32).max(0.0) as usize).min(self.height - 1);
        self.owners[y * self.width + x]
    }

    fn blend(&mut self, at: usize, colour: Rgb, alpha: f32, shape: Option<u16>) {
        self.pixels[at] = self.pixels[at].over(colour, unit(alpha));
        if let Some(shape) = shape.filter(|_| alpha > 0.5) {
            self.owners[at] = shape;
        }
    }

    fn rows(&self, top: f32, bottom: f32) -> std::ops::Range<usize> {
        let scale = self.height as f32;
        let end = ((bottom * scale).ceil().max(0.0) as usize).min(self.height);
        ((top * scale).floor().max(0.0) as usize).min(end)..end
    }

    /// The pixels that a rectangle touches, with one to spare for soft edges.
    fn pixels_of(&self, left: f32, top: f32, right: f32, bottom: f32) -> Box2 {
        let scale = self.height as f32;
        let low = |x: f32| ((x * scale).floor() - 1.0).max(0.0) as usize;
        let high = |x: f32, most: usize| (((x * scale).ceil() + 1.0).max(0.0) as usize).min(most);
        Box2 { x0: low(left), y0: low(top), x1: high(right, self.width), y1: high(bottom, self.height) }
    }
}

/// Opacity of a region below a line, softened over one pixel.
pub(super) fn below(line: f32, v: f32, pixel: f32) -> f32 {
    smooth(line - 0.5 * pixel, line + 0.5 * pixel, v)
}
