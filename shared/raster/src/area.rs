//! Rectangles of whole pixels.

use takumi_core::scene::SceneBounds;

/// The pixels from `left` to `right` and from `top` to `bottom`, both ends exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Area {
    pub(crate) left: i32,
    pub(crate) top: i32,
    pub(crate) right: i32,
    pub(crate) bottom: i32,
}

/// The largest width or height of a canvas, in pixels.
const MOST: u32 = 8192;

impl Area {
    /// A canvas of so many pixels, each from 1 to 8192: what is outside is moved to the nearest.
    pub(crate) fn of_canvas(width: u32, height: u32) -> Self {
        Self::new(0, 0, width.clamp(1, MOST) as i32, height.clamp(1, MOST) as i32)
    }

    pub(crate) fn new(left: i32, top: i32, right: i32, bottom: i32) -> Self {
        Self { left, top, right, bottom }
    }

    /// The smallest area that holds the rectangle with these edges; empty when one is not a number.
    pub(crate) fn enclosing(left: f32, top: f32, right: f32, bottom: f32) -> Self {
        // Casts saturate, and bounds this far out are cut to a canvas before anything is computed with them.
        let limit = |value: f32| value.clamp(-1.0e7, 1.0e7) as i32;
        Self::new(limit(left.floor()), limit(top.floor()), limit(right.ceil()), limit(bottom.ceil()))
    }

    pub(crate) fn width(self) -> usize {
        usize::try_from(self.right.saturating_sub(self.left)).unwrap_or(0)
    }

    pub(crate) fn height(self) -> usize {
        usize::try_from(self.bottom.saturating_sub(self.top)).unwrap_or(0)
    }

    pub(crate) fn is_empty(self) -> bool {
        self.left >= self.right || self.top >= self.bottom
    }

    /// How many pixels it has.
    pub(crate) fn pixels(self) -> usize {
        self.width().saturating_mul(self.height())
    }

    pub(crate) fn intersect(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }

    /// The smallest area that holds both; an empty one adds nothing.
    pub(crate) fn union(self, other: Self) -> Self {
        if self.is_empty() {
            return other;
        }
        if other.is_empty() {
            return self;
        }
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// Moved; edges beyond the range stay at its end.
    pub(crate) fn moved(self, x: i32, y: i32) -> Self {
        Self {
            left: self.left.saturating_add(x),
            top: self.top.saturating_add(y),
            right: self.right.saturating_add(x),
            bottom: self.bottom.saturating_add(y),
        }
    }

    /// Larger by `by` on every side.
    pub(crate) fn grown(self, by: i32) -> Self {
        Self {
            left: self.left.saturating_sub(by),
            top: self.top.saturating_sub(by),
            right: self.right.saturating_add(by),
            bottom: self.bottom.saturating_add(by),
        }
    }

    pub(crate) fn meets(self, other: Self) -> bool {
        !self.intersect(other).is_empty()
    }

    pub(crate) fn contains(self, other: Self) -> bool {
        other.is_empty() || self.intersect(other) == other
    }
}

impl From<SceneBounds> for Area {
    fn from(bounds: SceneBounds) -> Self {
        Self::new(bounds.left, bounds.top, bounds.right, bounds.bottom)
    }
}
