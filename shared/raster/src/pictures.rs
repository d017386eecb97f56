//! Groups that were painted into pictures of their own, for filters and masks.
//!
//! What a filter makes of a pixel depends on its neighbours. So a group with filters is painted whole, filtered, and
//! drawn as an image: the frame's list stays one of draws that each decide on one pixel at a time.

use std::sync::Arc;

use takumi_core::resources::image_buffer::ImageBuffer;

use crate::{
    area::Area,
    filter::Step,
    list::Item,
    mask::{Mask, Placed},
    replay::Replay,
};

/// What the pictures may take in memory, in bytes.
const LIMIT: usize = 24 << 20;

/// A cache of pictures, the last used first.
#[derive(Debug, Default)]
pub(crate) struct Pictures {
    kept: Vec<(Made, Output)>,
}

/// What a picture is made of.
#[derive(Debug, PartialEq)]
struct Made {
    area: Area,
    steps: Option<Vec<Step>>,
    items: Vec<Item>,
}

#[derive(Debug, Clone)]
enum Output {
    Picture(Arc<ImageBuffer>),
    Alpha(Arc<Mask>),
}

impl Output {
    fn weight(&self) -> usize {
        match self {
            Self::Picture(picture) => picture.data().len(),
            Self::Alpha(mask) => mask.weight(),
        }
    }
}

impl Pictures {
    /// What `items` look like in `area` after `steps`.
    pub(crate) fn filtered(
        &mut self,
        items: Vec<Item>,
        steps: Vec<Step>,
        area: Area,
        replay: &mut Replay,
    ) -> Option<Arc<ImageBuffer>> {
        let made = Made { area, steps: Some(steps), items };
        if let Some(Output::Picture(picture)) = self.find(&made) {
            return Some(picture);
        }
        let mut pixels = replay.picture(&made.items, area);
        for step in made.steps.iter().flatten() {
            step.apply(&mut pixels, area);
        }
        let (width, height) = (area.width() as u32, area.height() as u32);
        let picture = Arc::new(ImageBuffer::from_premultiplied_rgba(pixels.into_flattened(), width, height)?);
        self.keep(made, Output::Picture(Arc::clone(&picture)));
        Some(picture)
    }

    /// How opaque `items` are in `area`.
    pub(crate) fn alpha(&mut self, items: Vec<Item>, area: Area, replay: &mut Replay) -> Placed {
        let made = Made { area, steps: None, items };
        let mask = if let Some(Output::Alpha(mask)) = self.find(&made) {
            mask
        } else {
            let alphas: Vec<u8> = replay.picture(&made.items, area).iter().map(|pixel| pixel[3]).collect();
            let (width, height) = (area.width(), area.height());
            let mask = Arc::new(Mask::pack(&alphas, width, height, (width, height)));
            self.keep(made, Output::Alpha(Arc::clone(&mask)));
            mask
        };
        Placed::new(mask, area.left, area.top)
    }

    fn find(&mut self, made: &Made) -> Option<Output> {
        let index = self.kept.iter().position(|(kept, _)| kept == made)?;
        self.kept[..=index].rotate_right(1);
        self.kept.first().map(|(_, output)| output.clone())
    }

    /// Keeps a picture, and drops the ones used longest ago while there are too many bytes.
    fn keep(&mut self, made: Made, output: Output) {
        self.kept.insert(0, (made, output));
        let mut weight = 0;
        let fit = self.kept.iter().take_while(|(_, output)| {
            weight += output.weight();
            weight <= LIMIT
        });
        let fit = fit.count();
        self.kept.truncate(fit);
    }
}
