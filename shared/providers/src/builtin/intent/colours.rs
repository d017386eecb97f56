//! The colours of a prompt, and whose they are.

use super::lexicon::{is_air, is_preposition};
use super::reading::{Found, Reading};
use crate::builtin::palette::{Palette, Role, Swatch};

/// Colours named after a stuff: before a thing they say what it is made of, in a list of colours they are colours.
const STUFFS: [&str; 14] = [
    "brick", "sand", "rust", "honey", "lemon", "wine", "charcoal", "pearl", "peach", "plum", "salmon",
    "straw", "rose", "slate",
];

impl Reading<'_> {
    /// Colours by name and by code, each with whose they are.
    pub(super) fn palette(&self, subject: &Found<'_>) -> Palette {
        let mut palette = Palette::default();
        let mut at = 0;
        while at < self.words.len() {
            let Some((swatches, length)) = Swatch::starting(&self.words[at..], |w| &w.folded) else {
                at += 1;
                continue;
            };
            if self.is_colour(at, length) {
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
        let l = self.lexicon;
        let covers = |found: Option<usize>| found.is_some_and(|longer| longer > length);
        let within = covers(l.hours.starting(&self.words, at).map(|(_, n)| n))
            || covers(l.subjects.starting(&self.words, at).map(|(_, n)| n))
            || covers(l.settings.starting(&self.words, at).map(|(_, n)| n));
        let stuff = length == 1 && STUFFS.contains(&self.words[at].folded.as_str());
        let before_thing = self.words.get(at + 1).is_some_and(|next| {
            let colour = Swatch::starting(&self.words[at + 1..], |w| &w.folded).is_some();
            !next.after_break && !colour && self.is_content(at + 1) && !is_air(&next.folded)
        });
        !(within || (stuff && before_thing))
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
            let colour = Swatch::starting(&self.words[after..], |w| &w.folded).is_some();
            !word.after_break && !colour && self.is_content(after) && !is_air(&word.folded)
        });
        if thing { Role::Detail } else { Role::Scene }
    }
}
