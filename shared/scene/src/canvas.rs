//! The canvas of a scene: its size, its speed and its length.

use serde::{Deserialize, Serialize};

use crate::{Problem, Warning};

/// The longest side of a canvas, in pixels: 8K, and what H.264's highest level still codes.
pub const LONGEST_SIDE: u32 = 8_192;
/// The most frames of one scene: an hour at 60 frames a second.
pub const MOST_FRAMES: u32 = 216_000;
/// The frames a second that films are made of.
pub const SPEEDS: [u32; 5] = [24, 25, 30, 50, 60];

/// What a scene without any word of its own gets.
const DEFAULT: Canvas = Canvas { width: 1_920, height: 1_080, fps: 30, frames: 150 };

/// The size of a scene's pictures, how many a second, and how many in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Canvas {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Frames a second.
    pub fps: u32,
    /// The number of frames.
    pub frames: u32,
}

/// What somebody wants of a canvas, as far as they say. A flag is such a wish, and so is what a scene says of itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Wanted {
    /// In pixels.
    pub width: Option<f64>,
    /// In pixels.
    pub height: Option<f64>,
    /// Frames a second.
    pub fps: Option<f64>,
    /// The number of frames.
    #[serde(rename = "durationInFrames")]
    pub frames: Option<f64>,
}

impl Canvas {
    /// The canvas that wishes make, the first before the next, and what to tell about it.
    pub fn of(wishes: &[Wanted]) -> Result<(Self, Vec<Warning>), Problem> {
        let first = |field: fn(&Wanted) -> Option<f64>| wishes.iter().find_map(field);
        let side = |name, wish, default| match wish {
            None => Ok(default),
            Some(length) => whole(name, length, 2, LONGEST_SIDE),
        };
        let fps = match first(|wish| wish.fps) {
            None => DEFAULT.fps,
            Some(fps) => whole("fps", fps, 1, 120)?,
        };
        let frames = first(|wish| wish.frames);
        let canvas = Self {
            width: side("width", first(|wish| wish.width), DEFAULT.width)?,
            height: side("height", first(|wish| wish.height), DEFAULT.height)?,
            fps,
            frames: match frames {
                None => fps * 5,
                Some(frames) => whole("durationInFrames", frames, 1, MOST_FRAMES)?,
            },
        };
        let mut warnings = Vec::new();
        if frames.is_none() {
            warnings.push(Warning::new(
                "length-unknown",
                "The scene does not say how long it is: five seconds are made of it. Add `export const meta = \
                 { durationInFrames: 150, fps: 30, width: 1920, height: 1080 }`.",
            ));
        }
        Ok((canvas, warnings))
    }
}

fn whole(name: &str, number: f64, least: u32, most: u32) -> Result<u32, Problem> {
    if number.fract() == 0.0 && (f64::from(least)..=f64::from(most)).contains(&number) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is whole and between two u32"
        )]
        return Ok(number as u32);
    }
    Err(Problem::Canvas {
        message: format!("{name} is {number}: give a whole number from {least} to {most}."),
    })
}

#[cfg(test)]
mod tests;
