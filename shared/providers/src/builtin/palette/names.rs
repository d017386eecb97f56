//! Look-up of colour words and codes.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{Role, Swatch};

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

impl Swatch {
    /// The swatches named by the first words, and how many words name them.
    pub(in crate::builtin) fn starting<W>(
        words: &[W],
        text: impl Fn(&W) -> &str,
    ) -> Option<(Vec<Self>, usize)> {
        let first = text(words.first()?);
        if let Some(rgb) = first.strip_prefix('#').and_then(short_or_long) {
            return Some((vec![Self { name: first.to_owned(), rgb, role: Role::Scene }], 1));
        }
        (1..=words.len().min(LONGEST)).rev().find_map(|length| {
            let name = words[..length].iter().map(&text).collect::<Vec<_>>().join(" ");
            let colours = NAMES.get(&name)?;
            let swatch = |rgb: &[u8; 3]| Self { name: name.clone(), rgb: *rgb, role: Role::Scene };
            Some((colours.iter().map(swatch).collect(), length))
        })
    }
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
