//! What a prompt demands of any picture, whoever paints it: counts, exclusions, lettering, shape and material.

use super::lexicon::{is_determiner, is_preposition, material, number};
use super::reading::Reading;
use super::text::Word;

/// A prompt with more demands than this is a list, and a list is not checked one by one.
const MOST: usize = 12;

/// Words that name lettering, after a word that forbids something.
const LETTERING: [&str; 9] =
    ["text", "words", "letters", "lettering", "watermark", "signature", "caption", "logo", "typography"];

/// Shapes of a picture by the words before "format" and the like.
const SHAPES: [(&str, &str); 8] = [
    ("square", "square"),
    ("vertical", "portrait"),
    ("portrait", "portrait"),
    ("upright", "portrait"),
    ("horizontal", "landscape"),
    ("landscape", "landscape"),
    ("widescreen", "widescreen"),
    ("panoramic", "panoramic"),
];

impl Reading<'_> {
    /// The demands, each once, in the order: counts and exclusions as they come, lettering, shape, materials.
    pub(super) fn requirements(&self) -> Vec<String> {
        let mut all = Vec::new();
        let mut at = 0;
        while at < self.spoken.len() {
            let (found, next) = self
                .count(at)
                .or_else(|| self.exclusion(at))
                .map_or((None, at + 1), |(one, end)| (Some(one), end.max(at + 1)));
            all.extend(found);
            at = next;
        }
        all.extend(self.lettering());
        all.extend(self.shape());
        all.extend(self.materials().map(|material| format!("material {material}")));
        let mut seen = Vec::new();
        all.retain(|one| {
            let new = !seen.contains(one);
            seen.push(one.clone());
            new
        });
        all.truncate(MOST);
        all
    }

    /// "Two red boats": a number and the words that it counts.
    fn count(&self, at: usize) -> Option<(String, usize)> {
        let number = number(&self.spoken[at].folded)?;
        let next = self.spoken.get(at + 1).filter(|next| !next.after_break && !is_unit(&next.folded))?;
        let digits = self.spoken[at].folded.starts_with(|c: char| c.is_ascii_digit());
        if digits && !next.folded.starts_with(char::is_alphabetic) {
            return None;
        }
        let end = self.noun_phrase_end(at + 1);
        let counted = self.text(at + 1, end)?;
        Some((format!("{number} {counted}"), end))
    }

    /// "Without any people", "no cars".
    fn exclusion(&self, at: usize) -> Option<(String, usize)> {
        let (from, to) = self.negated_phrase(at)?;
        let what = &self.spoken[from..to];
        if what.iter().any(|word| LETTERING.contains(&word.folded.as_str())) {
            return Some(("no text".to_owned(), to));
        }
        Some((format!("no {}", self.text(from, to)?), to))
    }

    /// What is to be written in the picture: text in quotation marks. "text-free" forbids any.
    fn lettering(&self) -> Vec<String> {
        let free = self.spoken.windows(2).any(|pair| pair[0].folded == "text" && pair[1].folded == "free");
        let textless = self.spoken.iter().any(|word| word.folded == "textless");
        let mut all: Vec<String> = quoted(self.prompt).map(|text| format!("text \"{text}\"")).collect();
        if free || textless {
            all.push("no text".to_owned());
        }
        all
    }

    /// Words for a material, and whatever something is "made of".
    fn materials(&self) -> impl Iterator<Item = &str> {
        let known = self.spoken.iter().filter_map(|word| material(&word.folded));
        let made = (2..self.spoken.len()).filter(|&at| {
            let before = |back: usize| self.spoken[at - back].folded.as_str();
            let of = ["of", "from"].contains(&before(1));
            of && (before(2) == "made" || (before(2) == "out" && at > 2 && before(3) == "made"))
        });
        let made = made.map(|at| self.spoken[at].folded.as_str());
        known.chain(made.filter(|word| material(word).is_none()))
    }

    /// "16:9", "square format".
    fn shape(&self) -> Option<String> {
        let ratio = self.spoken.windows(2).find_map(|pair| {
            let (a, b): (u32, u32) = (pair[0].folded.parse().ok()?, pair[1].folded.parse().ok()?);
            let between = &self.prompt[pair[0].span.end..pair[1].span.start];
            let plausible = (1..=32).contains(&a) && (1..=32).contains(&b);
            (between == ":" && plausible).then(|| format!("aspect {a}:{b}"))
        });
        ratio.or_else(|| {
            self.spoken.windows(2).find_map(|pair| {
                let frame = ["format", "orientation", "aspect", "crop"].contains(&pair[1].folded.as_str());
                let (_, shape) = SHAPES.iter().find(|(word, _)| *word == pair[0].folded)?;
                frame.then(|| format!("aspect {shape}"))
            })
        })
    }

    /// The phrase that the word at `at` excludes, as a range of words; `None` when that word excludes nothing.
    pub(super) fn negated_phrase(&self, at: usize) -> Option<(usize, usize)> {
        let folded = self.spoken.get(at)?.folded.as_str();
        if !["without", "no", "ohne", "sans", "sin", "senza", "sem", "keine", "kein"].contains(&folded) {
            return None;
        }
        let skip =
            |word: &Word| is_determiner(&word.folded) || ["any", "visible"].contains(&word.folded.as_str());
        let from = (at + 1..self.spoken.len()).find(|&at| !skip(&self.spoken[at]))?;
        if self.spoken[at + 1..=from].iter().any(|word| word.after_break) {
            return None;
        }
        let end = self.noun_phrase_end(from);
        (end > from).then_some((from, end))
    }

    /// Where the noun phrase that starts at `from` ends: a break, a preposition, a joining word, or four words.
    fn noun_phrase_end(&self, from: usize) -> usize {
        let ends = |at: usize| {
            let word = &self.spoken[at];
            let joins = ["and", "or", "und", "oder", "et", "ou", "y", "o", "e", "that", "which", "who"];
            word.after_break
                || at >= from + 4
                || is_preposition(&word.folded)
                || joins.contains(&word.folded.as_str())
                || (at > from && word.folded.ends_with("ing"))
        };
        (from..self.spoken.len()).find(|&at| ends(at)).unwrap_or(self.spoken.len())
    }

    fn text(&self, from: usize, to: usize) -> Option<&str> {
        let (first, last) = (self.spoken.get(from)?, self.spoken.get(to.checked_sub(1)?)?);
        (to > from).then(|| &self.prompt[first.span.start..last.span.end])
    }
}

/// What stands after a number that counts nothing in the picture: "8 k", "16 bit", "35 mm".
fn is_unit(word: &str) -> bool {
    const UNITS: [&str; 16] =
        ["k", "bit", "bits", "mm", "cm", "m", "d", "p", "px", "fps", "of", "by", "x", "and", "or", "percent"];
    word.len() < 2 || UNITS.contains(&word)
}

/// The texts in double or typographic quotation marks. Single ones are apostrophes as often as not.
fn quoted(prompt: &str) -> impl Iterator<Item = &str> {
    let marks = [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»')];
    let mut rest = prompt;
    std::iter::from_fn(move || {
        let (start, open) = rest.char_indices().find(|(_, c)| marks.iter().any(|(open, _)| open == c))?;
        let after = &rest[start + open.len_utf8()..];
        let (_, close) = marks.iter().find(|(mark, _)| *mark == open)?;
        let end = after.find(*close)?;
        rest = &after[end + close.len_utf8()..];
        Some(after[..end].trim())
    })
    .filter(|text| !text.is_empty() && text.chars().count() <= 60)
}
