//! Where a film is encoded finer: where it shows films, or pictures of soft tones.

use std::fmt::Write as _;
use std::ops::Range;

use scene::Canvas;

use crate::out::frames_before;

/// Pictures of soft tones that cover so much of a frame decide how fine it is.
pub(crate) const MUCH: f32 = 0.25;
/// No more parts than this of a scene are looked at.
const MOST: u32 = 16;

/// A part of a scene, which is what it is in its middle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) frames: Range<u32>,
    /// The frame that is looked at.
    pub(crate) middle: u32,
}

/// Parts of a scene, a second each, or longer ones.
pub(crate) fn parts(canvas: Canvas) -> Vec<Part> {
    let count = canvas.frames.div_ceil(canvas.fps.max(1)).clamp(1, MOST);
    let begins = |part: u32| frames_before(canvas.frames, count, part);
    let part = |number| {
        let frames = begins(number)..begins(number + 1);
        let middle = frames.start.midpoint(frames.end);
        Part { frames, middle }
    };
    (0..count).map(part).collect()
}

/// Adds frames to stretches that are in order.
pub(crate) fn add(stretches: &mut Vec<Range<u32>>, frames: Range<u32>) {
    match stretches.last_mut() {
        _ if frames.is_empty() => {}
        Some(last) if last.end == frames.start => last.end = frames.end,
        _ => stretches.push(frames),
    }
}

/// The frames of a film that a stretch of a scene is, in a shot of the scene's frames from `first` to `end` with so many frames before it.
pub(crate) fn in_shot(stretch: &Range<u32>, first: u32, end: u32, before: u32) -> Range<u32> {
    let place = |frame: u32| before + frame.clamp(first, end) - first;
    place(stretch.start)..place(stretch.end)
}

/// What x264 is told besides `params`, so that stretches have a quantiser of their own in a part of the film that begins with the frame
/// `first`.
pub(crate) fn zones(params: &str, stretches: &[Range<u32>], first: u32, quantiser: &str) -> String {
    let mut text = params.to_owned();
    let mut separator = ":zones=";
    for Range { start, end } in stretches.iter().filter(|stretch| stretch.end > first) {
        // Both ends of a zone are in it.
        let (from, to) = (start.saturating_sub(first), end - first - 1);
        _ = write!(text, "{separator}{from},{to},q={quantiser}");
        separator = "/";
    }
    text
}

#[cfg(test)]
mod tests;
