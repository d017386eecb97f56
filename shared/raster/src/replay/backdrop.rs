//! What is behind a group, filtered.

use super::{Replay, Surface};
use crate::{
    area::Area,
    filter::Step,
    list::{Backdrop, Group, Item, Pixel, Shape},
    mask::Ink,
};

/// The most pixels on each side that are made up for a filter that reads outside of the box.
const MOST_PADDING: i32 = 512;

/// The areas whose pixels depend on one another, because a filter looks at what is behind it.
pub(crate) fn backdrops(items: &[Item], areas: &mut Vec<Area>) {
    for item in items {
        if let Item::Group(Group { backdrop, items, .. }) = item {
            areas.extend(backdrop.as_ref().map(|backdrop| backdrop.shape.bounds()));
            backdrops(items, areas);
        }
    }
}

impl Replay {
    /// Paints into `layer` what `surface` has behind it. All of the backdrop's box has to be in `surface`, or else
    /// outside of everything that is painted.
    pub(super) fn backdrop(&mut self, backdrop: &Backdrop, surface: &Surface<'_>, layer: &mut Surface<'_>) {
        let area = backdrop.shape.bounds().intersect(surface.area);
        if area.is_empty() {
            return;
        }
        let reach = backdrop.steps.iter().map(Step::reach).max().unwrap_or(0).min(MOST_PADDING);
        let mut pixels = mirrored(surface, area, reach);
        let padded = area.grown(reach);
        for step in &backdrop.steps {
            step.apply(&mut pixels, padded);
        }
        let seen = area.intersect(layer.area);
        for y in seen.top..seen.bottom {
            self.rows[0].clear();
            match &backdrop.shape {
                Shape::Area(_) => self.rows[0].push_even(seen.left, seen.right, 255),
                Shape::Mask(placed) => placed.read(y, seen.left, seen.right, &mut self.rows[0]),
            }
            let line = &pixels[(y - padded.top) as usize * padded.width()..][..padded.width()];
            for &run in &self.rows[0].runs {
                let source = &line[(run.start - padded.left) as usize..(run.end - padded.left) as usize];
                let below = layer.row(y, run.start, run.end);
                match run.ink {
                    Ink::Even(coverage) => self.kernels.over(below, source, coverage),
                    Ink::Bytes(at) => self.kernels.over_masked(below, source, self.rows[0].bytes_of(run, at)),
                }
            }
        }
    }
}

/// The pixels of `area`, and around it `padding` more, which are its own seen in a mirror at its edges: a filter reads
/// nothing from outside of the box.
fn mirrored(surface: &Surface<'_>, area: Area, padding: i32) -> Vec<Pixel> {
    let reflect = |index: i32, size: i32| {
        let offset = index.rem_euclid(size * 2);
        if offset < size { offset } else { size * 2 - 1 - offset }
    };
    let padded = area.grown(padding);
    let (width, height) = (area.width() as i32, area.height() as i32);
    let columns: Vec<usize> = (-padding..width + padding).map(|x| reflect(x, width) as usize).collect();
    let mut pixels = Vec::with_capacity(padded.pixels());
    for y in -padding..height + padding {
        let row = surface.peek(area.top + reflect(y, height), area.left, area.right);
        pixels.extend(columns.iter().map(|&column| row[column]));
    }
    pixels
}
