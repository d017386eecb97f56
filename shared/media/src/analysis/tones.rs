//! Light and colour of the whole, and the lightness of its parts.

use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::field::Field;

/// Tiles on a side.
const SIDE: usize = 8;

/// Means over the whole picture.
pub(super) struct Light {
    pub(super) lightness: f32,
    pub(super) contrast: f32,
    pub(super) chroma: f32,
    pub(super) warmth: f32,
}

impl Light {
    pub(super) fn of(field: &Field) -> Self {
        let count = field.colours.len().max(1) as f64;
        let (mut light, mut squares, mut chroma, mut warmth) = (0.0_f64, 0.0_f64, 0.0_f64, 0.0_f64);
        for colour in &field.colours {
            let l = f64::from(colour.l);
            light += l;
            squares += l * l;
            chroma += f64::from(colour.chroma());
            warmth += f64::from(0.6 * colour.a + 0.8 * colour.b);
        }
        let lightness = light / count;
        let contrast = (squares / count - lightness * lightness).max(0.0).sqrt();
        Self {
            lightness: lightness as f32,
            contrast: contrast as f32,
            chroma: (chroma / count) as f32,
            warmth: (warmth / count) as f32,
        }
    }
}

/// The lightness of 8 x 8 tiles, row by row, each 0 to 255; written as 128 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Tones([u8; SIDE * SIDE]);

impl Tones {
    pub(super) fn of(field: &Field) -> Self {
        let mut tones = [0; SIDE * SIDE];
        for (index, tone) in tones.iter_mut().enumerate() {
            let rows = part(index / SIDE, field.height);
            let columns = part(index % SIDE, field.width);
            let count = (rows.len() * columns.len()).max(1) as f32;
            let sum: f32 = rows
                .flat_map(|row| &field.colours[row * field.width..][columns.clone()])
                .map(|colour| colour.l)
                .sum();
            *tone = (sum / count * 255.0).round().clamp(0.0, 255.0) as u8;
        }
        Self(tones)
    }

    /// The lightness of each tile, 0 to 1.
    pub(super) fn lightness(&self) -> [f32; SIDE * SIDE] {
        self.0.map(|tone| f32::from(tone) / 255.0)
    }
}

/// The pixels of one of eight parts of a side: at least one where there is any.
fn part(index: usize, side: usize) -> std::ops::Range<usize> {
    let start = index * side / SIDE;
    start..((index + 1) * side / SIDE).max(start + 1).min(side)
}

/// Middle grey: what is known of the structure when none was written down.
impl Default for Tones {
    fn default() -> Self {
        Self([128; SIDE * SIDE])
    }
}

impl From<Tones> for String {
    fn from(tones: Tones) -> Self {
        tones.0.iter().fold(Self::with_capacity(128), |mut text, tone| {
            let _infallible = write!(text, "{tone:02x}");
            text
        })
    }
}

impl TryFrom<String> for Tones {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        const WRONG: &str = "tones are 128 hexadecimal digits, two for each of 8 x 8 tiles";
        let mut tones = [0; SIDE * SIDE];
        if text.len() != 2 * tones.len() || !text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(WRONG);
        }
        for (index, tone) in tones.iter_mut().enumerate() {
            let digits = text.get(2 * index..2 * index + 2).ok_or(WRONG)?;
            *tone = u8::from_str_radix(digits, 16).map_err(|_| WRONG)?;
        }
        Ok(Self(tones))
    }
}
