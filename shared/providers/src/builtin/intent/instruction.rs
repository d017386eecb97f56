//! An instruction's words: what of the lexicon each clause names.

use super::kinds::{Composition, Hour, Mood, Season, Setting, Style, Subject, Weather};
use super::lexicon::{LEXICON, is_air, is_determiner};
use super::reading::Reading;
use crate::builtin::edit::Tone;
use crate::builtin::palette::Swatch;

/// An instruction, or one clause of it.
pub(in crate::builtin) struct Instruction<'a> {
    text: &'a str,
    reading: Reading<'a>,
}

impl<'a> Instruction<'a> {
    pub(in crate::builtin) fn new(text: &'a str) -> Self {
        Self { text, reading: Reading::new(text) }
    }

    /// Its clauses: what stands between breaks and before a verb that follows "and".
    pub(in crate::builtin) fn clauses(&self) -> impl Iterator<Item = Self> {
        const AND: [&str; 6] = ["and", "then", "und", "et", "y", "but"];
        let words = &self.reading.spoken;
        let starts = (0..words.len()).filter(|&at| {
            let joined = AND.contains(&words[at].folded.as_str()) && self.colour_at(at + 1).is_none();
            at == 0 || (words[at].after_break && self.colour_at(at).is_none()) || joined
        });
        let starts: Vec<usize> = starts.collect();
        let ends = starts.iter().skip(1).copied().chain([words.len()]).collect::<Vec<_>>();
        let mut clauses = Vec::new();
        for (from, to) in starts.into_iter().zip(ends) {
            let from = if AND.contains(&words[from].folded.as_str()) { from + 1 } else { from };
            if let (Some(first), Some(last)) = (words.get(from), words.get(to - 1))
                && from < to
            {
                clauses.push(Self::new(&self.text[first.span.start..last.span.end]));
            }
        }
        clauses.into_iter()
    }

    fn colour_at(&self, at: usize) -> Option<usize> {
        let rest = self.reading.spoken.get(at..)?;
        super::colours::named(rest).map(|(_, length)| length)
    }

    pub(in crate::builtin) fn text(&self) -> &'a str {
        self.text
    }

    /// Whether its first word that is no filler is one of these.
    pub(in crate::builtin) fn opens_with(&self, verbs: &[&str]) -> bool {
        const FILLERS: [&str; 6] = ["please", "now", "just", "also", "can", "you"];
        let folded = self.reading.spoken.iter().map(|word| word.folded.as_str());
        let first = folded.into_iter().find(|word| verbs.contains(word) || !FILLERS.contains(word));
        first.is_some_and(|word| verbs.contains(&word))
    }

    pub(in crate::builtin) fn tone(&self) -> Option<Tone> {
        LEXICON.tones.first(&self.reading.spoken).map(|(tone, ..)| tone)
    }

    pub(in crate::builtin) fn hour(&self) -> Option<Hour> {
        LEXICON.hours.first(&self.reading.spoken).map(|(hour, ..)| hour)
    }

    pub(in crate::builtin) fn weather(&self) -> Option<Weather> {
        LEXICON.weathers.first(&self.reading.spoken).map(|(weather, ..)| weather)
    }

    pub(in crate::builtin) fn season(&self) -> Option<Season> {
        LEXICON.seasons.first(&self.reading.spoken).map(|(season, ..)| season)
    }

    pub(in crate::builtin) fn style(&self) -> Option<Style> {
        self.reading.style()
    }

    pub(in crate::builtin) fn mood(&self) -> Option<Mood> {
        Some(self.reading.mood()).filter(|mood| *mood != Mood::Neutral)
    }

    pub(in crate::builtin) fn composition(&self) -> Option<Composition> {
        LEXICON.compositions.first(&self.reading.spoken).map(|(found, ..)| found)
    }

    pub(in crate::builtin) fn setting(&self) -> Option<Setting> {
        LEXICON.settings.first(&self.reading.spoken).map(|(place, ..)| place)
    }

    /// The first thing that it names, with its words.
    pub(in crate::builtin) fn thing(&self) -> Option<(Subject, String)> {
        self.thing_in(0, self.reading.spoken.len())
    }

    fn thing_in(&self, from: usize, to: usize) -> Option<(Subject, String)> {
        let words = self.reading.spoken.get(from..to)?;
        let (subject, at, length) = LEXICON.subjects.first(words)?;
        let start = (0..=at).rev().take_while(|&at| !is_determiner(&words[at].folded)).last().unwrap_or(at);
        let start = start.max(at.saturating_sub(1));
        let end = at + length - 1;
        Some((subject, self.text[words[start].span.start..words[end].span.end].to_owned()))
    }

    /// "The boat into a lighthouse": two things with one of these words between them.
    pub(in crate::builtin) fn exchange(&self, into: &[&str]) -> Option<(Subject, Subject, String)> {
        let words = &self.reading.spoken;
        let middle = words.iter().position(|word| into.contains(&word.folded.as_str()))?;
        let (from, _) = self.thing_in(0, middle)?;
        let (to, words) = self.thing_in(middle + 1, words.len())?;
        Some((from, to, words))
    }

    /// The colours that it names.
    pub(in crate::builtin) fn colours(&self) -> Vec<Swatch> {
        let nothing = super::reading::Found::nothing();
        self.reading.palette(&nothing).swatches
    }

    /// Whether its colours are the whole picture's: it speaks of light, air or a palette.
    pub(in crate::builtin) fn is_of_all(&self) -> bool {
        let all = ["all", "everything", "picture", "image", "palette", "scene", "colours", "colors", "tones"];
        let mut words = self.reading.spoken.iter().map(|word| word.folded.as_str());
        words.any(|word| all.contains(&word) || is_air(word)) || self.colours().len() > 1
    }
}
