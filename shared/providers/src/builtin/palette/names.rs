//! Colours by name and by code: single words and compounds of the list, a word for a tone before a colour ("dusty blue"), and a
//! hue after its own shade ("slate grey").

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{Role, Swatch};
use crate::builtin::colour::{Lab, encode};
use crate::builtin::math::{lerp, unit};

/// Lines of a name and the colours it stands for, one or several.
static NAMES: LazyLock<BTreeMap<String, Vec<[u8; 3]>>> = LazyLock::new(|| {
    let entry = |line: &str| {
        let (mut name, mut colours) = (Vec::new(), Vec::new());
        for part in line.split_whitespace() {
            match code(part) {
                Some(rgb) => colours.push(rgb),
                None => name.push(part),
            }
        }
        (name.join(" "), colours)
    };
    include_str!("names.txt").lines().map(entry).collect()
});

/// No name has more words than this.
const LONGEST: usize = 3;

/// Hues that may follow the name of one of their shades.
const HUES: [&str; 13] = [
    "red", "orange", "yellow", "green", "blue", "purple", "violet", "pink", "brown", "grey", "gray", "white",
    "black",
];
/// How far a shade may lie from its hue: an ivory white is one colour, "gold black" are two.
const SHADE: f32 = 0.36;

/// Words for a tone: how far lightness goes towards white (or black, below 0), and what colourfulness is multiplied by.
const TONES: [(&str, f32, f32); 22] = [
    ("pale", 0.55, 0.6),
    ("light", 0.38, 0.85),
    ("pastel", 0.50, 0.65),
    ("soft", 0.25, 0.75),
    ("powdery", 0.45, 0.6),
    ("dusty", 0.12, 0.55),
    ("muted", 0.0, 0.6),
    ("faded", 0.25, 0.55),
    ("washed", 0.4, 0.5),
    ("smoky", -0.1, 0.5),
    ("dark", -0.34, 0.9),
    ("deep", -0.22, 1.05),
    ("burnt", -0.20, 0.95),
    ("rich", -0.10, 1.1),
    ("midnight", -0.50, 0.8),
    ("medium", 0.0, 1.0),
    ("warm", 0.05, 1.0),
    ("cool", 0.05, 0.9),
    ("bright", 0.06, 1.2),
    ("vivid", 0.0, 1.25),
    ("vibrant", 0.0, 1.25),
    ("electric", 0.05, 1.35),
];

impl Swatch {
    /// The swatches named by the first words, and how many words name them. The words are those of one phrase.
    pub(in crate::builtin) fn starting(words: &[&str]) -> Option<(Vec<Self>, usize)> {
        let first = *words.first()?;
        if let Some(rgb) = first.strip_prefix('#').and_then(short_or_long) {
            return Some((vec![Self { name: first.to_owned(), rgb, role: Role::Scene }], 1));
        }
        if let Some((swatches, length)) = listed(words) {
            let follows = length == 1 && swatches.len() == 1 && is_shade(&swatches[0], words.get(1));
            return Some((swatches, length + usize::from(follows)));
        }
        let (tone, light, colourful) = TONES.into_iter().find(|(tone, ..)| *tone == first)?;
        let (swatches, length) = Self::starting(&words[1..])?;
        let [of] = &swatches[..] else { return None };
        let rgb = toned(of.lab(), tone, light, colourful);
        Some((vec![Self { name: format!("{tone} {}", of.name), rgb, role: of.role }], length + 1))
    }
}

fn listed(words: &[&str]) -> Option<(Vec<Swatch>, usize)> {
    (1..=words.len().min(LONGEST)).rev().find_map(|length| {
        let name = words[..length].join(" ");
        let colours = NAMES.get(&name)?;
        let swatch = |rgb: &[u8; 3]| Swatch { name: name.clone(), rgb: *rgb, role: Role::Scene };
        Some((colours.iter().map(swatch).collect(), length))
    })
}

/// "Slate grey" is one colour; "red white" are two.
fn is_shade(shade: &Swatch, hue: Option<&&str>) -> bool {
    let Some(hue) = hue.filter(|hue| HUES.contains(hue) && !HUES.contains(&shade.name.as_str())) else {
        return false;
    };
    listed(&[hue]).is_some_and(|(hue, _)| hue[0].lab().distance(shade.lab()) < SHADE)
}

/// A colour in a tone.
fn toned(lab: Lab, tone: &str, light: f32, colourful: f32) -> [u8; 3] {
    let l = if light < 0.0 { lab.l * (1.0 + light) } else { lerp(lab.l, 0.97, light) };
    let warmer = match tone {
        "warm" => 0.02,
        "cool" => -0.02,
        _ => 0.0,
    };
    let toned = lab.at(l).saturated(colourful);
    let rgb = Lab { a: toned.a + 0.5 * warmer, b: toned.b + warmer, ..toned }.rgb();
    [rgb.r, rgb.g, rgb.b].map(|channel| (encode(unit(channel)) * 255.0 + 0.5) as u8)
}

/// Six hexadecimal digits.
fn code(text: &str) -> Option<[u8; 3]> {
    let digits = text.len() == 6 && text.bytes().all(|b| b.is_ascii_hexdigit());
    let value = u32::from_str_radix(text, 16).ok().filter(|_| digits)?;
    let [_, r, g, b] = value.to_be_bytes();
    Some([r, g, b])
}

/// The web's six digits, or its three, each of which stands for two.
fn short_or_long(text: &str) -> Option<[u8; 3]> {
    let doubled: String = text.chars().flat_map(|c| [c, c]).collect();
    code(text).or_else(|| code(&doubled))
}
