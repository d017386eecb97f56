//! The colours of a prompt, and whose they are.

use super::lexicon::{LEXICON, is_air, is_preposition};
use super::reading::{Found, Reading};
use super::text::Word;
use crate::builtin::palette::{Palette, Role, Swatch};

/// No colour's name has more words than this, the tone before it included.
const LONGEST: usize = 5;
/// Words for stuffs, plants and tools that are colours only in a list of colours.
const ONLY_LISTED: [&str; 22] = [
    "bone",
    "brass",
    "buff",
    "charcoal",
    "cinnamon",
    "clay",
    "cocoa",
    "ebony",
    "fawn",
    "garnet",
    "ginger",
    "graphite",
    "heather",
    "mahogany",
    "mocha",
    "raspberry",
    "sandstone",
    "stone",
    "toffee",
    "vanilla",
    "walnut",
    "wheat",
];
/// Colours named after a stuff: before a thing they say what it is made of, in a list of colours they are colours.
const STUFFS: [&str; 14] = [
    "brick", "sand", "rust", "honey", "lemon", "wine", "charcoal", "pearl", "peach", "plum", "salmon",
    "straw", "rose", "slate",
];

/// The swatches named by the first words, up to a break, and how many words name them.
pub(super) fn named(words: &[Word]) -> Option<(Vec<Swatch>, usize)> {
    let phrase = 1 + words.iter().skip(1).take_while(|word| !word.after_break).count();
    let folded: Vec<&str> =
        words.iter().take(phrase).take(LONGEST).map(|word| word.folded.as_str()).collect();
    Swatch::starting(&folded)
}

/// Blanks names of several words that mean one colour: "sky blue" is no sky, "forest green" no forest.
pub(super) fn without_compounds(words: &[Word]) -> Vec<Word> {
    let mut rest = words.to_vec();
    let mut at = 0;
    while at < words.len() {
        let length = named(&words[at..]).map_or(1, |(swatches, length)| {
            let one = length > 1 && swatches.len() == 1;
            if one && !is_within_longer(words, at, length) {
                rest[at..at + length].iter_mut().for_each(|word| word.folded.clear());
            }
            length
        });
        at += length;
    }
    rest
}

/// Whether a longer name begins within a colour's and goes on beyond it: "golden hour" after "warm golden", "olive tree".
fn is_within_longer(words: &[Word], at: usize, length: usize) -> bool {
    (at..at + length).any(|start| {
        let beyond = |found: Option<usize>| found.is_some_and(|longer| start + longer > at + length);
        beyond(LEXICON.hours.starting(words, start).map(|(_, n)| n))
            || beyond(LEXICON.subjects.starting(words, start).map(|(_, n)| n))
            || beyond(LEXICON.settings.starting(words, start).map(|(_, n)| n))
    })
}

impl Reading<'_> {
    /// Colours by name and by code, each with whose they are.
    pub(super) fn palette(&self, subject: &Found<'_>) -> Palette {
        let mut palette = Palette::default();
        let mut at = 0;
        while at < self.words.len() {
            let Some((swatches, length)) = named(&self.wanted[at..]) else {
                at += 1;
                continue;
            };
            let is_subject = length == 1 && subject.head == Some(at) && !self.is_listed(at, length);
            if !is_subject && self.is_colour(at, length) {
                let role = self.role(at, at + length, subject.head);
                for swatch in swatches {
                    palette.add(Swatch { role, ..swatch });
                }
            }
            at += length;
        }
        palette
    }

    /// Whether a colour's name means the colour: not within a longer name ("golden hour", "olive tree"), and not a stuff
    /// that something is made of ("a brick wall").
    fn is_colour(&self, at: usize, length: usize) -> bool {
        let word = self.words[at].folded.as_str();
        if length == 1 && ONLY_LISTED.contains(&word) && !self.is_listed(at, length) {
            return false;
        }
        let stuff = length == 1 && STUFFS.contains(&word);
        let before_thing = self.words.get(at + 1).is_some_and(|next| {
            let colour = named(&self.wanted[at + 1..]).is_some();
            !next.after_break && !colour && self.is_content(at + 1) && !is_air(&next.folded)
        });
        !(is_within_longer(&self.words, at, length) || (stuff && before_thing))
    }

    /// Whether the colour stands in a list: a comma or "and" lies between it and another.
    pub(super) fn is_listed(&self, at: usize, length: usize) -> bool {
        const AND: [&str; 5] = ["and", "und", "et", "y", "e"];
        let is_and = |at: usize| self.wanted.get(at).is_some_and(|word| AND.contains(&word.folded.as_str()));
        let breaks = |at: usize| self.wanted.get(at).is_some_and(|word| word.after_break);
        let end = at + length;
        let next = if is_and(end) { end + 1 } else { end };
        let after =
            (next > end || breaks(end)) && self.wanted.get(next..).is_some_and(|rest| named(rest).is_some());
        let last = if at > 0 && is_and(at - 1) { at - 1 } else { at };
        let apart = last < at || breaks(at);
        let before = (1..=LONGEST)
            .filter_map(|back| last.checked_sub(back))
            .any(|from| named(&self.wanted[from..last]).is_some_and(|(_, length)| from + length == last));
        after || (apart && before)
    }

    /// A colour is the subject's own when only its phrase's words stand between the two, or when it follows directly, as
    /// adjectives do in Romance languages.
    fn role(&self, at: usize, after: usize, head: Option<usize>) -> Role {
        let Some(head) = head else { return self.role_beside(after) };
        if at == head + 1 && !self.words[at].after_break {
            return Role::Subject;
        }
        let near = head >= after && head - after < 4;
        let joined = near
            && self.words[after..=head].iter().all(|word| !word.after_break && !is_preposition(&word.folded));
        if joined { Role::Subject } else { self.role_beside(after) }
    }

    /// "With a red balloon": the colour of a thing beside the subject, unless the thing is light or air.
    fn role_beside(&self, after: usize) -> Role {
        let thing = self.words.get(after).is_some_and(|word| {
            let colour = named(&self.wanted[after..]).is_some();
            !word.after_break && !colour && self.is_content(after) && !is_air(&word.folded)
        });
        if thing { Role::Detail } else { Role::Scene }
    }
}
