//! How much of a frame pictures of soft tones cover.
//!
//! Where colours change little by little, an encoder that is as coarse as grain or text bears leaves blocks that are seen.

use takumi_core::resources::image_buffer::ImageBuffer;

use crate::{
    area::Area,
    list::{Fill, Image, Item, Paint, Pixel},
    replay::hidden,
};

/// So many rows of a picture are looked at, evenly spread.
const ROWS: usize = 48;
/// Neighbours whose channels are further apart than this have an edge between them.
const EDGE: u8 = 24;
/// Neighbours whose channels are no further apart than this are of one tone.
const TONE: u8 = 2;
/// So many of a hundred neighbours are of one tone. Of twelve photographs with grain at hand at most 69 are, of renderings, skies and the
/// moon 80 to 100.
const MANY: usize = 75;

/// How many pixels of `area` pictures of soft tones cover. What lies over them is not looked at, unless it covers everything.
pub(crate) fn soft(items: &[Item], area: Area) -> usize {
    let seen = &items[hidden(items, area)..];
    let covered = seen.iter().fold(0_usize, |sum, item| sum.saturating_add(of_item(item, area)));
    covered.min(area.pixels())
}

fn of_item(item: &Item, area: Area) -> usize {
    match item {
        Item::Fill(Fill { bounds, paint: Paint::Image(image), clip, .. }) => {
            let pixels = bounds.intersect(clip.area).intersect(area).pixels();
            if pixels > 0 && is_soft(image) { pixels } else { 0 }
        }
        Item::Fill(_) => 0,
        Item::Group(group) if group.opacity == 0 => 0,
        Item::Group(group) => soft(&group.items, group.clip.area.intersect(area)),
    }
}

/// Whether an image has soft tones: most neighbours are of one tone, hardly an edge is between any, and it is not all one colour.
fn is_soft(image: &Image) -> bool {
    let (mut all, mut same, mut alike, mut edges) = (0, 0, 0, 0);
    for pair in neighbours(&image.pixels) {
        let apart = pair[0].iter().zip(pair[1]).fold(0, |most, (one, next)| most.max(one.abs_diff(next)));
        all += 1;
        same += usize::from(apart == 0);
        alike += usize::from(apart <= TONE);
        edges += usize::from(apart > EDGE);
    }
    alike * 100 >= all * MANY && edges * 100 < all && same < all
}

/// Pixels beside each other, of some of the rows.
fn neighbours(pixels: &ImageBuffer) -> impl Iterator<Item = [Pixel; 2]> {
    let width = pixels.width().max(1) as usize;
    let rows = pixels.data().as_chunks::<4>().0.chunks_exact(width);
    let step = rows.len().div_ceil(ROWS).max(1);
    rows.step_by(step).flat_map(|row| row.array_windows().copied())
}

#[cfg(test)]
mod tests;
