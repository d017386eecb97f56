//! Blend modes, after Compositing and Blending Level 1 (<https://www.w3.org/TR/compositing-1/>).

use takumi_core::style::BlendMode;

use crate::list::Pixel;

/// Puts `above` with a coverage over `below`, blended with it.
pub(crate) fn blend(below: &mut Pixel, above: Pixel, coverage: u8, mode: BlendMode) {
    let part = |value: u8| f32::from(value) / 255.0;
    let (covered, beneath) = (part(coverage), part(below[3]));
    let alpha = part(above[3]) * covered;
    if alpha <= 0.0 {
        return;
    }
    // Not premultiplied, as the formulas have them.
    let straight = |pixel: &Pixel, alpha: f32| {
        let whole = |index: usize| if alpha > 0.0 { (part(pixel[index]) / alpha).min(1.0) } else { 0.0 };
        [whole(0), whole(1), whole(2)]
    };
    let (source, backdrop) = (straight(&above, part(above[3])), straight(below, beneath));
    let mixed = mix(backdrop, source, mode);
    let (all, added) = match mode {
        BlendMode::PlusLighter | BlendMode::PlusDarker => ((alpha + beneath).min(1.0), true),
        _ => (alpha + beneath * (1.0 - alpha), false),
    };
    let byte = |value: f32| (value * 255.0).round() as u8;
    for index in 0..3 {
        let (s, b) = (source[index] * alpha, backdrop[index] * beneath);
        let colour = if added {
            // The specification's plus, on premultiplied colours.
            if mode == BlendMode::PlusLighter {
                (s + b).min(1.0)
            } else {
                (s + b + all - alpha - beneath).max(0.0)
            }
        } else {
            s * (1.0 - beneath) + mixed[index] * alpha * beneath + b * (1.0 - alpha)
        };
        below[index] = byte(colour.min(all));
    }
    below[3] = byte(all);
}

/// The colour that a mode makes of an opaque backdrop and an opaque source.
fn mix(b: [f32; 3], s: [f32; 3], mode: BlendMode) -> [f32; 3] {
    match mode {
        BlendMode::Hue => with_luminosity(with_saturation(s, saturation(b)), luminosity(b)),
        BlendMode::Saturation => with_luminosity(with_saturation(b, saturation(s)), luminosity(b)),
        BlendMode::Color => with_luminosity(s, luminosity(b)),
        BlendMode::Luminosity => with_luminosity(b, luminosity(s)),
        _ => std::array::from_fn(|index| mix_channel(b[index], s[index], mode)),
    }
}

fn mix_channel(b: f32, s: f32, mode: BlendMode) -> f32 {
    match mode {
        BlendMode::Multiply => b * s,
        BlendMode::Screen => screen(b, s),
        BlendMode::Overlay => hard_light(s, b),
        BlendMode::Darken => b.min(s),
        BlendMode::Lighten => b.max(s),
        BlendMode::ColorDodge => match (b, s) {
            (b, _) if b <= 0.0 => 0.0,
            (_, s) if s >= 1.0 => 1.0,
            _ => (b / (1.0 - s)).min(1.0),
        },
        BlendMode::ColorBurn => match (b, s) {
            (b, _) if b >= 1.0 => 1.0,
            (_, s) if s <= 0.0 => 0.0,
            _ => 1.0 - ((1.0 - b) / s).min(1.0),
        },
        BlendMode::HardLight => hard_light(b, s),
        BlendMode::SoftLight => soft_light(b, s),
        BlendMode::Difference => (b - s).abs(),
        BlendMode::Exclusion => b + s - 2.0 * b * s,
        _ => s,
    }
}

fn screen(b: f32, s: f32) -> f32 {
    b + s - b * s
}

fn hard_light(b: f32, s: f32) -> f32 {
    if s <= 0.5 { b * 2.0 * s } else { screen(b, 2.0 * s - 1.0) }
}

fn soft_light(b: f32, s: f32) -> f32 {
    if s <= 0.5 {
        return b - (1.0 - 2.0 * s) * b * (1.0 - b);
    }
    let curve = if b <= 0.25 { ((16.0 * b - 12.0) * b + 4.0) * b } else { b.sqrt() };
    b + (2.0 * s - 1.0) * (curve - b)
}

fn luminosity([red, green, blue]: [f32; 3]) -> f32 {
    0.3 * red + 0.59 * green + 0.11 * blue
}

fn least(colour: [f32; 3]) -> f32 {
    colour[0].min(colour[1]).min(colour[2])
}

fn most(colour: [f32; 3]) -> f32 {
    colour[0].max(colour[1]).max(colour[2])
}

fn saturation(colour: [f32; 3]) -> f32 {
    most(colour) - least(colour)
}

/// The specification's `SetLum` and `ClipColor`.
fn with_luminosity(colour: [f32; 3], wanted: f32) -> [f32; 3] {
    let shift = wanted - luminosity(colour);
    let colour = colour.map(|channel| channel + shift);
    let (grey, low, high) = (luminosity(colour), least(colour), most(colour));
    let colour = if low < 0.0 { colour.map(|c| grey + (c - grey) * grey / (grey - low)) } else { colour };
    if high > 1.0 { colour.map(|c| grey + (c - grey) * (1.0 - grey) / (high - grey)) } else { colour }
}

/// The specification's `SetSat`: the least channel 0, the largest `wanted`.
fn with_saturation(colour: [f32; 3], wanted: f32) -> [f32; 3] {
    let (low, spread) = (least(colour), saturation(colour));
    if spread <= 0.0 { [0.0; 3] } else { colour.map(|channel| (channel - low) * wanted / spread) }
}
