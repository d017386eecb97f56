//! Colour: light is added and multiplied in linear sRGB, colours are mixed and compared in Oklab.

use std::ops::{Add, AddAssign, Mul};
use std::sync::LazyLock;

use super::math::{cbrt, lerp, pow};

/// The light of each eight-bit code value.
static LIGHT: LazyLock<[f32; 256]> =
    LazyLock::new(|| std::array::from_fn(|code| decode(code as f32 / 255.0)));

/// Linear-light sRGB; may exceed 1 before the picture is finished.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Rgb {
    pub(super) r: f32,
    pub(super) g: f32,
    pub(super) b: f32,
}

/// Oklab: lightness 0..=1, green-red `a`, blue-yellow `b`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Lab {
    pub(super) l: f32,
    pub(super) a: f32,
    pub(super) b: f32,
}

impl Rgb {
    pub(super) const BLACK: Self = Self { r: 0.0, g: 0.0, b: 0.0 };
    pub(super) const WHITE: Self = Self { r: 1.0, g: 1.0, b: 1.0 };

    /// A colour from its web notation, for example `0x008080`.
    pub(super) fn hex(code: u32) -> Self {
        let channel = |shift: u32| LIGHT[((code >> shift) & 0xff) as usize];
        Self { r: channel(16), g: channel(8), b: channel(0) }
    }

    /// A blend in Oklab, where steps look even and hues do not turn grey.
    pub(super) fn mix(self, other: Self, t: f32) -> Self {
        self.lab().mix(other.lab(), t).rgb()
    }

    /// A blend of light, as glass or mist does it.
    pub(super) fn over(self, other: Self, t: f32) -> Self {
        Self { r: lerp(self.r, other.r, t), g: lerp(self.g, other.g, t), b: lerp(self.b, other.b, t) }
    }

    /// Channel by channel product: a surface of this colour under that light.
    pub(super) fn lit(self, light: Self) -> Self {
        Self { r: self.r * light.r, g: self.g * light.g, b: self.b * light.b }
    }

    /// Relative luminance (Rec. 709 weights).
    pub(super) fn luma(self) -> f32 {
        0.2126 * self.r + 0.7152 * self.g + 0.0722 * self.b
    }

    /// Oklab from linear sRGB (Björn Ottosson, "A perceptual color space for image processing", 2020).
    pub(super) fn lab(self) -> Lab {
        let (r, g, b) = (self.r.max(0.0), self.g.max(0.0), self.b.max(0.0));
        let l = cbrt(0.412_221_47 * r + 0.536_332_54 * g + 0.051_445_995 * b);
        let m = cbrt(0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b);
        let s = cbrt(0.088_302_46 * r + 0.281_718_85 * g + 0.629_978_7 * b);
        Lab {
            l: 0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s,
            a: 1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
            b: 0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s,
        }
    }
}

/// The mean colours on both sides of an edge, gathered pair by pair.
#[derive(Default)]
pub(super) struct Sides {
    sums: (Lab, Lab),
    count: f32,
}

impl Sides {
    /// Adds what lies on one side at a place, and on the other.
    pub(super) fn add(&mut self, one: Lab, other: Lab) {
        let plus = |sum: Lab, lab: Lab| Lab { l: sum.l + lab.l, a: sum.a + lab.a, b: sum.b + lab.b };
        self.sums = (plus(self.sums.0, one), plus(self.sums.1, other));
        self.count += 1.0;
    }

    /// Both means, when there are more than `few` pairs.
    pub(super) fn means(self, few: f32) -> Option<(Lab, Lab)> {
        let mean = |sum: Lab| Lab { l: sum.l / self.count, a: sum.a / self.count, b: sum.b / self.count };
        (self.count > few).then(|| (mean(self.sums.0), mean(self.sums.1)))
    }
}

impl Lab {
    /// A blend of two colours.
    pub(super) fn mix(self, other: Self, t: f32) -> Self {
        Self { l: lerp(self.l, other.l, t), a: lerp(self.a, other.a, t), b: lerp(self.b, other.b, t) }
    }

    /// Linear sRGB; colours outside it are clipped at 0 (Ottosson's inverse matrices).
    pub(super) fn rgb(self) -> Rgb {
        let l = self.l + 0.396_337_78 * self.a + 0.215_803_76 * self.b;
        let m = self.l - 0.105_561_346 * self.a - 0.063_854_17 * self.b;
        let s = self.l - 0.089_484_18 * self.a - 1.291_485_5 * self.b;
        let (l, m, s) = (l * l * l, m * m * m, s * s * s);
        Rgb {
            r: (4.076_741_7 * l - 3.307_711_6 * m + 0.230_969_94 * s).max(0.0),
            g: (-1.268_438 * l + 2.609_757_4 * m - 0.341_319_4 * s).max(0.0),
            b: (-0.004_196_086_3 * l - 0.703_418_6 * m + 1.707_614_7 * s).max(0.0),
        }
    }

    /// The same colour at another lightness.
    pub(super) fn at(self, l: f32) -> Self {
        Self { l, ..self }
    }

    /// Colourfulness: distance from grey.
    pub(super) fn chroma(self) -> f32 {
        (self.a * self.a + self.b * self.b).sqrt()
    }

    /// Colourfulness multiplied by `factor`.
    pub(super) fn saturated(self, factor: f32) -> Self {
        Self { l: self.l, a: self.a * factor, b: self.b * factor }
    }

    /// How warm the hue is: about -0.3 for blue, 0.3 for orange.
    pub(super) fn warmth(self) -> f32 {
        0.6 * self.a + 0.8 * self.b
    }

    /// Euclidean distance, the usual colour difference in Oklab.
    pub(super) fn distance(self, other: Self) -> f32 {
        self.squared_distance(other).sqrt()
    }

    /// Its square, where only an order is asked for.
    pub(super) fn squared_distance(self, other: Self) -> f32 {
        let (l, a, b) = (self.l - other.l, self.a - other.a, self.b - other.b);
        l * l + a * a + b * b
    }
}

/// sRGB transfer function (IEC 61966-2-1), code value to light.
pub(super) fn decode(value: f32) -> f32 {
    if value <= 0.040_45 { value / 12.92 } else { pow((value + 0.055) / 1.055, 2.4) }
}

/// sRGB transfer function, light to code value.
pub(super) fn encode(light: f32) -> f32 {
    if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * pow(light, 1.0 / 2.4) - 0.055 }
}

impl Add for Rgb {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        Self { r: self.r + o.r, g: self.g + o.g, b: self.b + o.b }
    }
}

impl AddAssign for Rgb {
    fn add_assign(&mut self, o: Self) {
        *self = *self + o;
    }
}

impl Mul<f32> for Rgb {
    type Output = Self;
    fn mul(self, k: f32) -> Self {
        Self { r: self.r * k, g: self.g * k, b: self.b * k }
    }
}
