//! Oklab (Björn Ottosson, "A perceptual color space for image processing", 2020): the published matrices.

#![expect(clippy::many_single_char_names, reason = "the names are those of the published formulas")]

use std::sync::LazyLock;

/// A colour: lightness `l` from 0 to 1, green to red `a`, blue to yellow `b`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Oklab {
    pub(crate) l: f32,
    pub(crate) a: f32,
    pub(crate) b: f32,
}

impl Oklab {
    pub(crate) const ZERO: Self = Self { l: 0.0, a: 0.0, b: 0.0 };

    pub(crate) fn from_srgb(pixel: [u8; 3]) -> Self {
        let [r, g, b] = pixel.map(|level| LINEAR[usize::from(level)]);
        let l = cube_root(0.412_221_46 * r + 0.536_332_55 * g + 0.051_445_995 * b);
        let m = cube_root(0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b);
        let s = cube_root(0.088_302_46 * r + 0.281_718_85 * g + 0.629_978_7 * b);
        Self {
            l: 0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s,
            a: 1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
            b: 0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s,
        }
    }

    /// A colour written as `#rrggbb`, in either case and with or without `#`; nothing when it is not one.
    pub(crate) fn from_hex(hex: &str) -> Option<Self> {
        let digits = hex.strip_prefix('#').unwrap_or(hex);
        if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let [_, r, g, b] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
        Some(Self::from_srgb([r, g, b]))
    }

    pub(crate) fn to_hex(self) -> String {
        let l = (self.l + 0.396_337_78 * self.a + 0.215_803_76 * self.b).powi(3);
        let m = (self.l - 0.105_561_346 * self.a - 0.063_854_17 * self.b).powi(3);
        let s = (self.l - 0.089_484_18 * self.a - 1.291_485_5 * self.b).powi(3);
        let r = 4.076_741_7 * l - 3.307_711_6 * m + 0.230_969_94 * s;
        let g = -1.268_438 * l + 2.609_757_4 * m - 0.341_319_4 * s;
        let b = -0.004_196_086 * l - 0.703_418_6 * m + 1.707_614_7 * s;
        let [r, g, b] = [r, g, b].map(gamma);
        format!("#{r:02x}{g:02x}{b:02x}")
    }

    /// How colourful it is: its distance from grey.
    pub(crate) fn chroma(self) -> f32 {
        (self.a * self.a + self.b * self.b).sqrt()
    }

    /// The colour difference of Oklab.
    pub(crate) fn distance(self, other: Self) -> f32 {
        self.distance_squared(other).sqrt()
    }

    pub(crate) fn distance_squared(self, other: Self) -> f32 {
        self.minus(other).dot(self.minus(other))
    }

    pub(crate) fn nearest(self, centres: &[Self]) -> usize {
        let distances = centres.iter().map(|centre| self.distance_squared(*centre)).enumerate();
        distances.min_by(|one, other| one.1.total_cmp(&other.1)).map_or(0, |(index, _)| index)
    }

    pub(crate) fn plus(self, other: Self) -> Self {
        Self { l: self.l + other.l, a: self.a + other.a, b: self.b + other.b }
    }

    pub(crate) fn minus(self, other: Self) -> Self {
        Self { l: self.l - other.l, a: self.a - other.a, b: self.b - other.b }
    }

    pub(crate) fn times(self, by: f32) -> Self {
        Self { l: self.l * by, a: self.a * by, b: self.b * by }
    }

    pub(crate) fn dot(self, other: Self) -> f32 {
        self.l * other.l + self.a * other.a + self.b * other.b
    }

    /// Its length as a vector: of a difference, how far two colours lie apart.
    pub(crate) fn length(self) -> f32 {
        self.dot(self).sqrt()
    }
}

/// Light of each level by the transfer function of sRGB (IEC 61966-2-1).
static LINEAR: LazyLock<[f32; 256]> = LazyLock::new(|| {
    let mut table = [0.0; 256];
    for (level, light) in (0_u8..=255).zip(&mut table) {
        let level = f32::from(level) / 255.0;
        *light = if level <= 0.040_45 { level / 12.92 } else { ((level + 0.055) / 1.055).powf(2.4) };
    }
    table
});

/// The cube root of a number from 0 to 1. A third of the exponent is the first guess (the constant is that of FreeBSD's
/// `s_cbrtf.c`), and two steps of Halley make it exact to the last bits: the system's own takes three times as long.
fn cube_root(x: f32) -> f32 {
    if x <= 0.0 {
        return 0.0;
    }
    let mut root = f32::from_bits(x.to_bits() / 3 + 709_958_130);
    for _ in 0..2 {
        let cube = root * root * root;
        root *= (cube + 2.0 * x) / (2.0 * cube + x);
    }
    root
}

/// The inverse of the transfer function, as a level.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the value is brought into 0..=255 before"
)]
fn gamma(light: f32) -> u8 {
    let light = light.clamp(0.0, 1.0);
    let level = if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
    (level * 255.0).round().clamp(0.0, 255.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_comes_back() {
        for level in 0..=255_u8 {
            for pixel in [[level, level, level], [level, 128, 7], [20, level, 255 - level]] {
                let hex = format!("#{:02x}{:02x}{:02x}", pixel[0], pixel[1], pixel[2]);
                assert_eq!(Oklab::from_srgb(pixel).to_hex(), hex);
                assert_eq!(Oklab::from_hex(&hex), Some(Oklab::from_srgb(pixel)));
            }
        }
    }

    #[test]
    fn published_values_are_met() {
        // The author's own table gives white (1, 0, 0); pure red is (0.628, 0.225, 0.126) in CSS Color 4.
        let white = Oklab::from_srgb([255; 3]);
        assert!(white.distance(Oklab { l: 1.0, a: 0.0, b: 0.0 }) < 1e-3, "{white:?}");
        let red = Oklab::from_srgb([255, 0, 0]);
        assert!(red.distance(Oklab { l: 0.628, a: 0.225, b: 0.126 }) < 1e-3, "{red:?}");
    }

    #[test]
    fn what_is_no_colour_is_none() {
        for text in ["", "#", "#12345", "#1234567", "teal", "#12é456", "+12345", "#ggggggg"] {
            assert_eq!(Oklab::from_hex(text), None, "{text}");
        }
        assert_eq!(Oklab::from_hex("ABCDEF"), Oklab::from_hex("#abcdef"));
    }
}
