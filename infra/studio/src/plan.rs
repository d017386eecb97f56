//! What a film will be: its canvas, and which frames of which scene it shows.

use std::ops::Range;

use anyhow::Result;
use scene::{Canvas, Problem, Wanted, Warning};

use crate::export::Request;
use crate::failure::{Failure, Told};
use crate::finer;

/// Seconds of our picture in the place of a scene that does not even say how long it is.
const SECONDS_OF_AN_EXCUSE: u32 = 5;
/// What a film is whose scenes cannot be opened, all of them.
const UNKNOWN: Canvas = Canvas { width: 1_920, height: 1_080, fps: 30, frames: 150 };

/// The frames of one scene.
#[derive(Debug, Clone)]
pub(crate) struct Shot {
    /// Which scene.
    pub(crate) scene: usize,
    /// What it is opened with.
    pub(crate) wanted: Wanted,
    /// Its first frame that is shown.
    pub(crate) first: u32,
    /// One after its last frame that is shown.
    pub(crate) end: u32,
    /// Why it is not shown itself.
    pub(crate) excuse: Option<Problem>,
}

/// A film before it is made.
#[derive(Debug)]
pub(crate) struct Plan {
    /// Its size, speed and length.
    pub(crate) canvas: Canvas,
    pub(crate) shots: Vec<Shot>,
    /// The frames of the film that are encoded finer.
    pub(crate) finer: Vec<Range<u32>>,
    pub(crate) warnings: Vec<Warning>,
    /// The scenes that are not shown themselves.
    pub(crate) excused: Vec<Told>,
}

/// What is known after each scene was opened.
pub(crate) struct Survey<'r> {
    request: &'r Request,
    wanted: Wanted,
    film: Option<Canvas>,
    opened: Vec<Result<Canvas, Problem>>,
    /// The frames of each scene that are encoded finer.
    finer: Vec<Vec<Range<u32>>>,
    warnings: Vec<Warning>,
}

impl<'r> Survey<'r> {
    pub(crate) fn new(request: &'r Request) -> Self {
        Self {
            request,
            wanted: request.wanted,
            film: None,
            opened: Vec::new(),
            finer: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// What the next scene is opened with: all scenes of a film have the size and the speed of the first.
    pub(crate) fn wanted(&self) -> Wanted {
        self.wanted
    }

    /// Notes what came of opening the next scene, and which of its frames are encoded finer. Says whether its size had to be
    /// changed for the encoder.
    pub(crate) fn take(&mut self, opened: Result<Canvas, Problem>, finer: Vec<Range<u32>>) -> bool {
        self.finer.push(finer);
        let first = opened.as_ref().ok().copied().filter(|_| self.film.is_none());
        self.opened.push(opened);
        let Some(canvas) = first else { return false };
        let even = self.even(canvas);
        self.fix(even);
        even != canvas
    }

    /// Adds a column or a row where the encoder needs pairs of them.
    fn even(&mut self, canvas: Canvas) -> Canvas {
        let Canvas { width, height, .. } = canvas;
        let even = Canvas { width: width.next_multiple_of(2), height: height.next_multiple_of(2), ..canvas };
        if even == canvas || self.request.format.is_folder() {
            return canvas;
        }
        self.warnings.push(Warning::new(
            "size-even",
            format!(
                "{width} x {height} becomes {} x {}: films have even sizes. Give such a size to choose what is seen.",
                even.width, even.height
            ),
        ));
        even
    }

    fn fix(&mut self, canvas: Canvas) {
        self.film = Some(canvas);
        self.wanted = sized(canvas, self.request.wanted.frames);
    }

    /// Decides which frames are shown, or says what is wrong with the scenes.
    pub(crate) fn plan(self) -> Result<Plan> {
        let excused = self.told();
        if !excused.is_empty() && !self.request.forgiving {
            return Err(Failure::Scenes(excused).into());
        }
        let film = self.film.unwrap_or(UNKNOWN);
        let shots = self.shots(film)?;
        let frames = shots.iter().map(|shot| shot.end - shot.first).sum();
        let finer = self.finer(&shots);
        Ok(Plan { canvas: Canvas { frames, ..film }, shots, finer, warnings: self.warnings, excused })
    }

    fn shots(&self, film: Canvas) -> Result<Vec<Shot>> {
        let (from, to) =
            self.request.frames.map_or((0, u32::MAX), |(first, last)| (first, last.saturating_add(1)));
        let mut start = 0_u32;
        let mut shots = Vec::new();
        for (scene, opened) in self.opened.iter().enumerate() {
            let frames = opened.as_ref().map_or(film.fps * SECONDS_OF_AN_EXCUSE, |canvas| canvas.frames);
            let after = start.saturating_add(frames);
            let (first, end) = (from.clamp(start, after) - start, to.clamp(start, after) - start);
            start = after;
            if first < end {
                let wanted = sized(film, Some(frames.into()));
                shots.push(Shot { scene, wanted, first, end, excuse: opened.as_ref().err().cloned() });
            }
        }
        if shots.is_empty() {
            let last = start.saturating_sub(1);
            return Err(
                Failure::usage(format!("the film has the frames 0 to {last}: choose among them")).into()
            );
        }
        Ok(shots)
    }

    /// The frames of the film, which is these shots, that are encoded finer.
    fn finer(&self, shots: &[Shot]) -> Vec<Range<u32>> {
        let mut stretches = Vec::new();
        let mut before = 0;
        for Shot { scene, first, end, .. } in shots {
            for stretch in &self.finer[*scene] {
                finer::add(&mut stretches, finer::in_shot(stretch, *first, *end, before));
            }
            before += end - first;
        }
        stretches
    }

    fn told(&self) -> Vec<Told> {
        let pairs = self.request.scenes.iter().zip(&self.opened);
        pairs.filter_map(|(source, opened)| Some(Told::new(source, opened.as_ref().err()?.clone()))).collect()
    }
}

fn sized(canvas: Canvas, frames: Option<f64>) -> Wanted {
    Wanted {
        width: Some(canvas.width.into()),
        height: Some(canvas.height.into()),
        fps: Some(canvas.fps.into()),
        frames,
    }
}

#[cfg(test)]
mod tests;
