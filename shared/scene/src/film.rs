//! What a film is, and which of its pictures is seen when.

use serde::{Deserialize, Serialize};

mod decode;
mod films;

pub(crate) use films::Films;

/// Seconds by which a picture may be early. A time that scene code computed is rounded to four decimals on its way, and
/// must not show the picture before the one that begins at it.
const EARLY: f64 = 0.000_1;

/// So many of something a second, exactly: 30000 by 1001 is what television calls 29.97.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// The numerator, at least 1.
    pub num: u32,
    /// The denominator, at least 1.
    pub den: u32,
}

/// What is known of a film before it plays.
///
/// [`Assets::play`](crate::Assets::play) gives its pictures in a constant rate, raw, without anything between them, each
/// of [`Film::picture_bytes`]. Of a film without alpha a picture is planar YUV 4:2:0 with 8 bits, in limited range with the
/// matrix of BT.709: `width * height` bytes of luma, then twice `ceil(width / 2) * ceil(height / 2)` of chroma. Of one with
/// alpha it is red, green, blue and straight alpha, byte by byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Film {
    /// In pixels, as it is shown: its pixels are square, and a rotation that the file asks for is done.
    pub width: u32,
    /// In pixels, as it is shown.
    pub height: u32,
    /// Pictures a second. A film without a constant rate is played with 60.
    pub fps: Rate,
    /// The number of pictures, at least 1.
    pub frames: u32,
    /// Whether one can see through it.
    pub alpha: bool,
    /// Whether it can be heard.
    pub sound: bool,
}

impl Rate {
    /// As a number a second.
    pub fn per_second(self) -> f64 {
        f64::from(self.num) / f64::from(self.den.max(1))
    }
}

impl Film {
    /// How long its pictures last, in seconds.
    pub fn seconds(&self) -> f64 {
        f64::from(self.frames) / self.fps.per_second()
    }

    /// The bytes of one picture as [`Assets::play`](crate::Assets::play) gives it.
    pub fn picture_bytes(&self) -> usize {
        let (width, height) = (self.width as usize, self.height as usize);
        if self.alpha {
            width * height * 4
        } else {
            width * height + 2 * width.div_ceil(2) * height.div_ceil(2)
        }
    }

    /// The number of the picture that is seen at a time in seconds: the last that has begun. After the end it is the last
    /// of all.
    pub fn picture_at(&self, seconds: f64) -> u32 {
        let number = ((seconds + EARLY) * self.fps.per_second()).max(0.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is not negative, and a cast from a float saturates"
        )]
        let number = number as u32;
        number.min(self.frames.saturating_sub(1))
    }
}

/// Where a source that begins again at `start` stands: both in seconds, as is its length.
pub(crate) fn looped(seconds: f64, start: f64, length: f64) -> f64 {
    // What begins at the end has nothing to repeat.
    if seconds + EARLY < length || length - start <= EARLY {
        return seconds;
    }
    let into = (seconds - start).rem_euclid(length - start);
    // A hair before the end is the beginning, rounded.
    start + if into + EARLY >= length - start { 0.0 } else { into }
}

#[cfg(test)]
mod tests;
