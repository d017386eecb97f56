//! The words that the painter knows, read from the text files beside this one.
//!
//! A file lists, under each member's name, its words in folded form (see [`super::text::fold`]):
//! lower case, no accents, singular. The longest entry that fits wins. Adding a synonym is adding a
//! word to a file.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::kinds::{Composition, Hour, Mood, Season, Setting, Style, Subject, Weather};
use super::text::{Word, forms};
use crate::builtin::edit::Tone;

/// No entry has more words than this.
const LONGEST: usize = 5;

/// One vocabulary: phrases and what they mean.
pub(super) struct Table<T> {
    phrases: BTreeMap<&'static str, T>,
}

/// Every vocabulary of a prompt.
pub(super) struct Lexicon {
    pub(super) subjects: Table<Subject>,
    pub(super) settings: Table<Setting>,
    pub(super) styles: Table<Style>,
    /// Style words of scripts without spaces; found anywhere in the prompt.
    pub(super) script_styles: Table<Style>,
    pub(super) hours: Table<Hour>,
    pub(super) weathers: Table<Weather>,
    pub(super) seasons: Table<Season>,
    pub(super) compositions: Table<Composition>,
    pub(super) moods: Table<Mood>,
    /// What an edit may do to a picture as a whole.
    pub(super) tones: Table<Tone>,
}

/// The lexicon, read once.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon {
    subjects: Table::read(include_str!("subjects.txt"), Subject::ALL, Subject::name),
    settings: Table::read(include_str!("settings.txt"), Setting::ALL, Setting::name),
    styles: Table::read(include_str!("styles.txt"), Style::ALL, Style::name),
    script_styles: Table::read(include_str!("script_styles.txt"), Style::ALL, Style::name),
    hours: Table::read(include_str!("hours.txt"), Hour::ALL, Hour::name),
    weathers: Table::read(include_str!("weathers.txt"), Weather::ALL, Weather::name),
    seasons: Table::read(include_str!("seasons.txt"), Season::ALL, Season::name),
    compositions: Table::read(include_str!("compositions.txt"), Composition::ALL, Composition::name),
    moods: Table::read(include_str!("moods.txt"), Mood::ALL, Mood::name),
    tones: Table::read(include_str!("tones.txt"), Tone::ALL, Tone::name),
});

impl<T: Copy + 'static> Table<T> {
    fn read(text: &'static str, members: &'static [T], name: fn(T) -> &'static str) -> Self {
        let mut phrases = BTreeMap::new();
        let mut meaning = None;
        for line in text.lines() {
            if let Some(heading) = line.strip_suffix(':') {
                meaning = members.iter().copied().find(|member| name(*member) == heading);
                continue;
            }
            for phrase in line.split(',').map(str::trim).filter(|phrase| !phrase.is_empty()) {
                if let Some(meaning) = meaning {
                    phrases.insert(phrase, meaning);
                }
            }
        }
        Self { phrases }
    }

    /// The longest entry that starts at `words[at]`, and how many words it covers.
    pub(super) fn starting(&self, words: &[Word], at: usize) -> Option<(T, usize)> {
        let rest = &words[at..];
        let joined = 1 + rest.iter().skip(1).take_while(|word| !word.after_break).count();
        (1..=joined.min(LONGEST)).rev().find_map(|length| {
            let (last, before) = rest[..length].split_last()?;
            let mut stem = String::new();
            for word in before {
                stem.push_str(&word.folded);
                stem.push(' ');
            }
            forms(&last.folded)
                .find_map(|form| self.phrases.get(format!("{stem}{form}").as_str()))
                .map(|value| (*value, length))
        })
    }

    /// The entry that stands first in the words, with its place and length.
    pub(super) fn first(&self, words: &[Word]) -> Option<(T, usize, usize)> {
        (0..words.len()).find_map(|at| self.starting(words, at).map(|(value, length)| (value, at, length)))
    }

    /// The first entry whose text occurs anywhere in `text`, for scripts without spaces.
    pub(super) fn within(&self, text: &str) -> Option<T> {
        self.phrases.iter().find(|(phrase, _)| text.contains(**phrase)).map(|(_, value)| *value)
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.phrases.len()
    }
}

/// Words that end a noun phrase: what follows them says where, when or how.
pub(super) fn is_preposition(word: &str) -> bool {
    static LIST: LazyLock<Vec<&str>> =
        LazyLock::new(|| include_str!("prepositions.txt").split_whitespace().collect());
    LIST.contains(&word)
}

/// Articles, counts and the like, which stand before a noun and mean nothing to a painter.
pub(super) fn is_determiner(word: &str) -> bool {
    static LIST: LazyLock<Vec<&str>> =
        LazyLock::new(|| include_str!("determiners.txt").split_whitespace().collect());
    LIST.contains(&word)
}

/// What a picture may be called before the word "of": "a quick sketch of".
pub(super) fn is_picture(word: &str) -> bool {
    static LIST: LazyLock<Vec<&str>> =
        LazyLock::new(|| include_str!("pictures.txt").split_whitespace().collect());
    LIST.contains(&word)
}

/// The number that a word says, from 2: one of a thing is no demand.
pub(super) fn number(word: &str) -> Option<u32> {
    static LIST: LazyLock<Vec<(u32, Vec<&str>)>> = LazyLock::new(|| {
        let entry = |line: &'static str| {
            let (number, words) = line.split_once(' ')?;
            Some((number.parse().ok()?, words.split(' ').collect()))
        };
        include_str!("numbers.txt").lines().filter_map(entry).collect()
    });
    let spoken = LIST.iter().find(|(_, words)| words.contains(&word)).map(|(number, _)| *number);
    spoken.or_else(|| word.parse().ok()).filter(|number| (2..=99).contains(number))
}

/// The material that a word names.
pub(super) fn material(word: &str) -> Option<&'static str> {
    static LIST: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
        let entry = |line: &'static str| {
            let (material, words) = line.split_once(' ')?;
            Some(words.split(' ').map(move |word| (word, material)))
        };
        include_str!("materials.txt").lines().filter_map(entry).flatten().collect()
    });
    LIST.get(word).copied()
}

/// Words after which a colour is the whole picture's: "amber light", "a teal palette".
pub(super) fn is_air(word: &str) -> bool {
    const AIR: [&str; 21] = [
        "accent",
        "air",
        "background",
        "cloud",
        "color",
        "colour",
        "fog",
        "glow",
        "gradient",
        "haze",
        "hue",
        "light",
        "mist",
        "palette",
        "scheme",
        "sea",
        "shade",
        "sky",
        "tint",
        "tone",
        "water",
    ];
    AIR.contains(&word) || word.strip_suffix('s').is_some_and(|one| AIR.contains(&one))
}
