//! Picture shapes and the pixel sizes that follow from them.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::render::{Quality, Size};

/// A shape that pictures may have, as width to height.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
pub enum Aspect {
    /// Square.
    #[default]
    #[serde(rename = "1:1")]
    Square,
    /// Landscape, screen of old.
    #[serde(rename = "4:3")]
    Landscape4x3,
    /// Portrait of the same.
    #[serde(rename = "3:4")]
    Portrait3x4,
    /// Landscape, 35 mm film.
    #[serde(rename = "3:2")]
    Landscape3x2,
    /// Portrait of the same.
    #[serde(rename = "2:3")]
    Portrait2x3,
    /// Landscape, large format.
    #[serde(rename = "5:4")]
    Landscape5x4,
    /// Portrait of the same.
    #[serde(rename = "4:5")]
    Portrait4x5,
    /// Landscape, screen of today.
    #[serde(rename = "16:9")]
    Landscape16x9,
    /// Portrait, telephone.
    #[serde(rename = "9:16")]
    Portrait9x16,
    /// Landscape, cinema.
    #[serde(rename = "21:9")]
    Landscape21x9,
}

impl Aspect {
    /// Every shape, in the order in which a refusal lists them.
    pub const ALL: [Self; 10] = [
        Self::Square,
        Self::Landscape4x3,
        Self::Portrait3x4,
        Self::Landscape3x2,
        Self::Portrait2x3,
        Self::Landscape5x4,
        Self::Portrait4x5,
        Self::Landscape16x9,
        Self::Portrait9x16,
        Self::Landscape21x9,
    ];

    /// Width and height in the smallest whole numbers.
    pub const fn ratio(self) -> (u32, u32) {
        match self {
            Self::Square => (1, 1),
            Self::Landscape4x3 => (4, 3),
            Self::Portrait3x4 => (3, 4),
            Self::Landscape3x2 => (3, 2),
            Self::Portrait2x3 => (2, 3),
            Self::Landscape5x4 => (5, 4),
            Self::Portrait4x5 => (4, 5),
            Self::Landscape16x9 => (16, 9),
            Self::Portrait9x16 => (9, 16),
            Self::Landscape21x9 => (21, 9),
        }
    }

    /// The pixels of a picture of this shape: exactly the ratio, both sides even (video codecs need it),
    /// the shorter side at least what `quality` promises, unless the longer would pass [`Size::MAX_SIDE`].
    pub fn size(self, quality: Quality) -> Size {
        let (width, height) = self.ratio();
        let wanted = quality.shorter_side().div_ceil(width.min(height)).next_multiple_of(2);
        let largest = Size::MAX_SIDE / width.max(height) / 2 * 2;
        let unit = wanted.min(largest);
        Size { width: width * unit, height: height * unit }
    }
}

impl fmt::Display for Aspect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (width, height) = self.ratio();
        write!(f, "{width}:{height}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_size_keeps_its_ratio_and_its_promise() {
        for aspect in Aspect::ALL {
            for quality in Quality::ALL {
                let Size { width, height } = aspect.size(quality);
                let (w, h) = aspect.ratio();
                assert_eq!(width * h, height * w, "{aspect} {quality:?}");
                assert!(width % 2 == 0 && height % 2 == 0);
                assert!(
                    width.max(height) <= Size::MAX_SIDE && width.min(height) >= 512,
                    "{aspect} {width}x{height}"
                );
            }
        }
    }

    #[test]
    fn the_word_in_a_body_is_the_ratio() {
        for aspect in Aspect::ALL {
            assert_eq!(serde_json::to_value(aspect).unwrap(), aspect.to_string());
        }
    }
}
