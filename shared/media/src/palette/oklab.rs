//! Oklab (Björn Ottosson, "A perceptual color space for image processing", 2020): the published matrices.

#![expect(clippy::many_single_char_names, reason = "the names are those of the published formulas")]

/// A colour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Oklab {
    l: f32,
    a: f32,
    b: f32,
}

impl Oklab {
    pub(super) const ZERO: Self = Self { l: 0.0, a: 0.0, b: 0.0 };

    pub(super) fn from_srgb(pixel: [u8; 3]) -> Self {
        let [r, g, b] = pixel.map(linear);
        let l = (0.412_221_46 * r + 0.536_332_55 * g + 0.051_445_995 * b).cbrt();
        let m = (0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b).cbrt();
        let s = (0.088_302_46 * r + 0.281_718_85 * g + 0.629_978_7 * b).cbrt();
        Self {
            l: 0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s,
            a: 1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
            b: 0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s,
        }
    }

    pub(super) fn to_hex(self) -> String {
        let l = (self.l + 0.396_337_78 * self.a + 0.215_803_76 * self.b).powi(3);
        let m = (self.l - 0.105_561_346 * self.a - 0.063_854_17 * self.b).powi(3);
        let s = (self.l - 0.089_484_18 * self.a - 1.291_485_5 * self.b).powi(3);
        let r = 4.076_741_7 * l - 3.307_711_6 * m + 0.230_969_94 * s;
        let g = -1.268_438 * l + 2.609_757_4 * m - 0.341_319_4 * s;
        let b = -0.004_196_086 * l - 0.703_418_6 * m + 1.707_614_7 * s;
        let [r, g, b] = [r, g, b].map(gamma);
        format!("#{r:02x}{g:02x}{b:02x}")
    }

    pub(super) fn distance(self, other: Self) -> f32 {
        let (l, a, b) = (self.l - other.l, self.a - other.a, self.b - other.b);
        (l * l + a * a + b * b).sqrt()
    }

    pub(super) fn nearest(self, centres: &[Self]) -> usize {
        let distances = centres.iter().map(|centre| self.distance(*centre)).enumerate();
        distances.min_by(|one, other| one.1.total_cmp(&other.1)).map_or(0, |(index, _)| index)
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self { l: self.l + other.l, a: self.a + other.a, b: self.b + other.b }
    }

    pub(super) fn divided(self, by: f32) -> Self {
        Self { l: self.l / by, a: self.a / by, b: self.b / by }
    }
}

/// The transfer function of sRGB (IEC 61966-2-1).
fn linear(level: u8) -> f32 {
    let level = f32::from(level) / 255.0;
    if level <= 0.040_45 { level / 12.92 } else { ((level + 0.055) / 1.055).powf(2.4) }
}

/// Its inverse, as a level.
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
