//! What is heard in a film, from its frames to its samples.

use serde::{Deserialize, Serialize};

use crate::Sound;

mod mixer;
mod voice;

pub use mixer::Mixer;
pub(crate) use voice::{Source, samples};

/// Samples a second, of each of the two channels.
pub const SAMPLE_RATE: u32 = 48_000;
/// Seconds by which a sound may be elsewhere than it would be if it had gone on, and is still taken to go on.
const DRIFT: f64 = 0.002;

/// The sample at which the sound of a frame begins.
pub fn first_sample(frame: u32, fps: u32) -> u64 {
    let (frame, fps) = (u64::from(frame), u64::from(fps.max(1)));
    (frame * u64::from(SAMPLE_RATE) * 2 + fps) / (fps * 2)
}

/// All that is heard in a scene, collected frame by frame.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SoundPlan {
    /// Frames a second.
    fps: u32,
    /// The number of frames.
    frames: u32,
    runs: Vec<Run>,
}

/// A sound that goes on from frame to frame.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// The sound as it is in its first frame; its volume there is the first of `volumes`.
    pub sound: Sound,
    /// The first frame.
    pub from: u32,
    /// The volume of each frame, as long as it goes on.
    pub volumes: Vec<f32>,
}

impl SoundPlan {
    /// A plan without a frame.
    pub fn new(fps: u32) -> Self {
        Self { fps: fps.max(1), frames: 0, runs: Vec::new() }
    }

    /// Adds what is heard in the next frame.
    pub fn push(&mut self, sounds: &[Sound]) {
        for sound in sounds {
            self.add(Run { sound: sound.clone(), from: self.frames, volumes: vec![volume(sound.volume)] });
        }
        self.frames += 1;
    }

    /// Adds the plan of the frames that follow: what goes on from one to the other is one sound.
    pub fn append(&mut self, next: Self) {
        for run in next.runs {
            self.add(Run { from: run.from + self.frames, ..run });
        }
        self.frames += next.frames;
    }

    /// Frames a second.
    pub fn fps(&self) -> u32 {
        self.fps
    }

    /// The number of frames.
    pub fn frames(&self) -> u32 {
        self.frames
    }

    /// The sounds, in the order of their first frames.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// Whether nothing is heard at all.
    pub fn is_silent(&self) -> bool {
        self.runs.iter().all(|run| run.volumes.iter().all(|volume| *volume == 0.0))
    }

    fn add(&mut self, run: Run) {
        let fps = f64::from(self.fps);
        // What goes on was heard a frame ago, so it is among the last.
        match self.runs.iter_mut().rev().find(|before| before.goes_on_with(&run, fps)) {
            Some(before) => before.volumes.extend(run.volumes),
            None => self.runs.push(run),
        }
    }
}

impl Run {
    /// The frame after its last.
    pub fn end(&self) -> u32 {
        self.from.saturating_add(u32::try_from(self.volumes.len()).unwrap_or(u32::MAX))
    }

    fn goes_on_with(&self, next: &Self, fps: f64) -> bool {
        let (one, other) = (&self.sound, &next.sound);
        let is_same = one.id == other.id && one.src == other.src && one.looped == other.looped;
        let expected = one.position + f64::from(next.from - self.from.min(next.from)) / fps * one.rate;
        is_same
            && self.end() == next.from
            && one.rate.to_bits() == other.rate.to_bits()
            && one.start.to_bits() == other.start.to_bits()
            && (expected - other.position).abs() < DRIFT
    }

    /// The volume at the start of its nth frame. After the last it stays.
    fn volume(&self, nth: usize) -> f32 {
        self.volumes.get(nth).or(self.volumes.last()).copied().unwrap_or(0.0)
    }
}

/// A volume that can be computed with: 100 times as loud at the most.
fn volume(given: f64) -> f32 {
    #[expect(clippy::cast_possible_truncation, reason = "it is between 0 and 100")]
    let volume = given.clamp(0.0, 100.0) as f32;
    if volume.is_nan() { 0.0 } else { volume }
}

#[cfg(test)]
mod tests;
