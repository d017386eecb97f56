//! One pass over a prompt's words, answering each field of the intent.

use super::colours;
use super::kinds::{Composition, Hour, Mood, Season, Setting, Style, Subject, Weather};
use super::lexicon::{LEXICON, Lexicon, is_determiner, is_picture, is_preposition, material, number};
use super::text::{Word, words};

/// Words for "of" after what a picture is called.
const OF: [&str; 8] = ["of", "von", "de", "di", "d", "einer", "eines", "vom"];

/// A prompt with its words.
pub(super) struct Reading<'a> {
    pub(super) prompt: &'a str,
    /// Every word, also of what the prompt excludes.
    pub(super) spoken: Vec<Word>,
    /// The words of what is wanted: those of an excluded thing ("without any boats") are blank.
    pub(super) wanted: Vec<Word>,
    /// The same without the names of colours that speak of other things ("sky blue").
    pub(super) words: Vec<Word>,
    pub(super) lexicon: &'static Lexicon,
}

/// Which fields the words speak of at all.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "one independent answer for each field")]
pub(super) struct Says {
    pub(super) style: bool,
    pub(super) composition: bool,
    pub(super) hour: bool,
    pub(super) weather: bool,
    pub(super) season: bool,
    pub(super) mood: bool,
}

/// The subject that was found.
pub(super) struct Found<'a> {
    pub(super) kind: Subject,
    /// Its phrase, verbatim.
    pub(super) text: &'a str,
    /// The place its own words imply ("mountain lake").
    place: Option<Setting>,
    /// Index of its head noun among the words.
    pub(super) head: Option<usize>,
}

impl Found<'_> {
    /// No subject at all.
    pub(super) fn nothing() -> Self {
        Self { kind: Subject::Landscape, text: "", place: None, head: None }
    }
}

impl<'a> Reading<'a> {
    pub(super) fn new(prompt: &'a str) -> Self {
        let spoken = words(prompt);
        let wanted = spoken.clone();
        let mut reading = Self { prompt, words: Vec::new(), wanted, spoken, lexicon: &LEXICON };
        for at in 0..reading.spoken.len() {
            let Some((_, to)) = reading.negated_phrase(at) else { continue };
            let excluded = reading.wanted.iter_mut().take(to).skip(at);
            for word in excluded.filter(|word| !is_preposition(&word.folded)) {
                word.folded.clear();
            }
        }
        reading.words = colours::without_compounds(&reading.wanted);
        reading
    }

    /// The subject: the first phrase that says something other than how, when or in what mood.
    pub(super) fn subject(&self) -> Found<'a> {
        let mut from = self.after_picture_words();
        while from < self.words.len() {
            let to = self.phrase_end(from);
            if let Some(found) = self.subject_in(from, to) {
                return found;
            }
            from = to.max(from + 1);
        }
        Found::nothing()
    }

    /// Which fields have words of their own; the others are left to defaults.
    pub(super) fn says(&self) -> Says {
        Says {
            style: self.style().is_some(),
            composition: self.lexicon.compositions.first(&self.words).is_some(),
            hour: self.lexicon.hours.first(&self.words).is_some(),
            weather: self.lexicon.weathers.first(&self.words).is_some(),
            season: self.lexicon.seasons.first(&self.words).is_some(),
            mood: self.mood() != Mood::Neutral,
        }
    }

    /// Where "an ink drawing of" ends; 0 when the prompt does not begin so.
    fn after_picture_words(&self) -> usize {
        (1..self.words.len().min(7))
            .rev()
            .find(|&at| {
                OF.contains(&self.words[at].folded.as_str())
                    && is_picture(&self.words[at - 1].folded)
                    && !self.words[1..=at].iter().any(|word| word.after_break)
            })
            .map_or(0, |at| at + 1)
    }

    /// The end of the phrase that starts at `from`: a preposition, a break, or the verb that says what the subject does.
    fn phrase_end(&self, from: usize) -> usize {
        (from + 1..self.words.len())
            .find(|&at| {
                let word = &self.words[at];
                word.after_break || is_preposition(&word.folded) || self.is_verb(at)
            })
            .unwrap_or(self.words.len())
    }

    /// "Eating the bark", "leyendo un libro": a participle before an article or a preposition is a verb, any other stands
    /// before a noun ("a smiling cat").
    fn is_verb(&self, at: usize) -> bool {
        let word = &self.words[at].folded;
        let participle =
            ["ing", "ando", "iendo"].iter().any(|end| word.len() > end.len() + 2 && word.ends_with(end));
        let next = self.words.get(at + 1).is_some_and(|next| {
            !next.after_break && (is_determiner(&next.folded) || is_preposition(&next.folded))
        });
        participle && next && self.noun(&self.words, at).is_none() && !is_picture(word)
    }

    fn subject_in(&self, from: usize, to: usize) -> Option<Found<'a>> {
        let phrase = &self.words[..to];
        let mut at = from;
        let mut best: Option<(Subject, Option<Setting>, usize)> = None;
        while at < to {
            let noun = self.noun(phrase, at);
            match (noun, best) {
                (Some((kind, place, length)), None) => {
                    best = Some((kind, place, at + length - 1));
                    at += length;
                }
                // A noun that follows directly is the compound's head; the first one says where.
                (Some((Subject::Landscape, Some(_), _)), Some((first, ..))) if first.moves() => break,
                (Some((kind, place, length)), Some((first, first_place, head))) if at == head + 1 => {
                    let place = place.or(first_place).or_else(|| place_of(first));
                    best = Some((kind, place, at + length - 1));
                    at += length;
                }
                (None, Some((_, _, head))) if at == head + 1 => break,
                _ => at += 1,
            }
        }
        if let Some((kind, place, head)) = best {
            return Some(Found { kind, text: self.slice(from, to), place, head: Some(head) });
        }
        let says_what = (from..to).any(|at| self.is_content(at));
        says_what.then(|| Found {
            kind: Subject::Unknown,
            text: self.slice(from, to),
            place: None,
            head: Some(to - 1),
        })
    }

    /// A noun for a subject or a place at this word; places count as landscapes.
    fn noun(&self, phrase: &[Word], at: usize) -> Option<(Subject, Option<Setting>, usize)> {
        let subject = self.lexicon.subjects.starting(phrase, at);
        let setting = self.lexicon.settings.starting(phrase, at);
        let style = self.lexicon.styles.starting(phrase, at).map_or(1, |(_, length)| length);
        let longest = subject.map_or(0, |(_, length)| length).max(setting.map_or(0, |(_, length)| length));
        if style > longest {
            // "van Gogh" is a manner of painting, not a vehicle.
            return None;
        }
        let next = phrase.get(at + 1).filter(|next| !next.after_break && !is_preposition(&next.folded));
        if longest == 1 && material(&phrase[at].folded).is_some() && next.is_some() {
            // "A glass sphere" is a sphere.
            return None;
        }
        match (subject, setting) {
            (Some((kind, length)), other) if other.is_none_or(|(_, longer)| longer <= length) => {
                Some((kind, None, length))
            }
            (_, Some((place, length))) => Some((Subject::Landscape, Some(place), length)),
            _ => None,
        }
    }

    /// Whether the word says what is in the picture: it is not known to say how or when.
    pub(super) fn is_content(&self, at: usize) -> bool {
        let word = &self.words[at];
        let described = (0..=at).rev().take(3).any(|start| {
            let covers = |length: usize| start + length > at;
            let l = self.lexicon;
            l.styles.starting(&self.words, start).is_some_and(|(_, n)| covers(n))
                || l.hours.starting(&self.words, start).is_some_and(|(_, n)| covers(n))
                || l.weathers.starting(&self.words, start).is_some_and(|(_, n)| covers(n))
                || l.seasons.starting(&self.words, start).is_some_and(|(_, n)| covers(n))
                || l.compositions.starting(&self.words, start).is_some_and(|(_, n)| covers(n))
                || l.moods.starting(&self.words, start).is_some_and(|(_, n)| covers(n))
                || colours::named(&self.wanted[start..]).is_some_and(|(_, n)| covers(n))
        });
        let script_style = self.lexicon.script_styles.within(&word.folded).is_some();
        !described
            && !script_style
            && !is_determiner(&word.folded)
            && !is_preposition(&word.folded)
            && !is_picture(&word.folded)
            && word.folded.chars().any(char::is_alphabetic)
    }

    /// The prompt's own text of a phrase, without leading articles and style words.
    fn slice(&self, from: usize, to: usize) -> &'a str {
        let start = (from..to)
            .find(|&at| {
                let word = &self.words[at].folded;
                !is_determiner(word)
                    && !is_preposition(word)
                    && !OF.contains(&word.as_str())
                    && !is_picture(word)
                    && self.lexicon.styles.starting(&self.words[..to], at).is_none()
            })
            .unwrap_or(from);
        match (self.words.get(start), self.words.get(to - 1)) {
            (Some(first), Some(last)) => &self.prompt[first.span.start..last.span.end],
            _ => "",
        }
    }

    /// How many of the subject a number before it says.
    pub(super) fn count_of(&self, subject: &Found<'_>) -> u8 {
        let Some(head) = subject.head.filter(|head| *head < self.words.len()) else { return 1 };
        if ["village", "hamlet", "dorf", "pueblo"].contains(&self.words[head].folded.as_str()) {
            return 5;
        }
        let before = self.words[..head].iter().rev().take(4);
        let joined = before.take_while(|word| !is_preposition(&word.folded) && !word.after_break);
        let first = self.words.get(head.saturating_sub(1)..head).into_iter().flatten();
        let counted = joined.chain(first).find_map(|word| number(&word.folded));
        counted.and_then(|count| u8::try_from(count).ok()).map_or(1, |count| count.min(9))
    }

    /// Where the subject stands: named by its own words, or after a preposition, or anywhere else.
    pub(super) fn setting(&self, subject: &Found<'_>) -> Setting {
        let named = (0..self.words.len()).filter_map(|at| {
            let (place, length) = self.lexicon.settings.starting(&self.words, at)?;
            let is_head = subject.head.is_some_and(|head| (at..at + length).contains(&head));
            // "Office building" is no room, and "clear water" beside the sea no lake.
            let longer = self.lexicon.subjects.starting(&self.words, at).is_some_and(|(_, n)| n > length);
            let vague =
                ["water", "sky", "cloud", "clouds", "skies"].contains(&self.words[at].folded.as_str());
            let aside = vague && length == 1 && !self.after_preposition(at);
            (!is_head && !longer && !aside).then_some((at, place, vague))
        });
        // A landscape's first place is what it is of; other subjects stand where a preposition says.
        let is_place = subject.kind == Subject::Landscape;
        let ranked = named.max_by_key(|(at, _, vague)| {
            (!vague, is_place || self.after_preposition(*at), std::cmp::Reverse(*at))
        });
        let landscape = if subject.kind == Subject::Landscape { subject.place } else { None };
        landscape.or(ranked.map(|(_, place, _)| place)).or(subject.place).unwrap_or(Setting::Open)
    }

    fn after_preposition(&self, at: usize) -> bool {
        let start = at.saturating_sub(3);
        self.words[start..at].iter().any(|word| is_preposition(&word.folded))
    }

    pub(super) fn style(&self) -> Option<Style> {
        let spoken = (0..self.words.len()).find_map(|at| {
            let (style, length) = self.lexicon.styles.starting(&self.words, at)?;
            // Charcoal between other colours is a colour.
            let colour = length == 1 && colours::named(&self.words[at..]).is_some() && self.is_listed(at, 1);
            (!self.is_thing(at) && !colour).then_some((style, at, length))
        });
        let spoken = spoken.map(|(style, at, length)| {
            // "a painting ... watercolour": the particular word wins over the general one.
            let general = ["painting", "drawing", "illustration", "photo", "sketch"];
            let vague = length == 1 && general.contains(&self.words[at].folded.as_str());
            let other = (at + length..self.words.len())
                .find_map(|later| self.lexicon.styles.starting(&self.words, later));
            other.filter(|_| vague).map_or(style, |(style, _)| style)
        });
        spoken.or_else(|| self.lexicon.script_styles.within(&super::text::fold(self.prompt)))
    }

    /// "With a drawing of an elephant on it": a picture in the picture is no manner of painting.
    fn is_thing(&self, at: usize) -> bool {
        let start = at.saturating_sub(2);
        let joined = !self.words[start + 1..=at].iter().any(|word| word.after_break);
        let with = ["with", "holding", "mit", "avec", "con"];
        joined
            && is_picture(&self.words[at].folded)
            && self.words[start..at].iter().any(|word| with.contains(&word.folded.as_str()))
    }

    pub(super) fn hour(&self, style: Style) -> Hour {
        let unsaid = if style == Style::Neon { Hour::Night } else { Hour::Day };
        self.lexicon.hours.first(&self.words).map_or(unsaid, |(hour, ..)| hour)
    }

    pub(super) fn weather(&self) -> Weather {
        self.lexicon.weathers.first(&self.words).map_or(Weather::Clear, |(weather, ..)| weather)
    }

    pub(super) fn season(&self) -> Season {
        self.lexicon.seasons.first(&self.words).map_or(Season::Unstated, |(season, ..)| season)
    }

    pub(super) fn composition(&self) -> Composition {
        self.lexicon.compositions.first(&self.words).map_or(Composition::Balanced, |(found, ..)| found)
    }

    /// The mood; "still" in "still life" is not one.
    pub(super) fn mood(&self) -> Mood {
        let spoken = (0..self.words.len()).find_map(|at| {
            let (mood, length) = self.lexicon.moods.starting(&self.words, at)?;
            let noun = self.noun(&self.words, at).is_some_and(|(.., longer)| longer > length);
            (!noun).then_some(mood)
        });
        spoken.unwrap_or(Mood::Neutral)
    }

    /// One point for each three words of content and for each phrase after the first.
    pub(super) fn complexity(&self) -> u8 {
        let content = self.words.iter().filter(|word| !is_determiner(&word.folded)).count();
        let phrases =
            self.words.iter().filter(|word| word.after_break || is_preposition(&word.folded)).count();
        u8::try_from((1 + content / 3 + phrases / 2).min(10)).unwrap_or(10)
    }

    /// A horizon asked for: "low horizon", "high horizon", "horizon at 40%".
    pub(super) fn horizon_asked(&self) -> Option<f32> {
        let at = self.words.iter().position(|word| word.folded == "horizon")?;
        let share = self.words[at..].iter().take(4).find_map(|word| {
            let number: f32 = word.folded.strip_suffix('%')?.parse().ok()?;
            Some(number / 100.0)
        });
        let before = at.checked_sub(1).map(|i| self.words[i].folded.as_str());
        share.or(match before {
            Some("low" | "lower") => Some(0.76),
            Some("high" | "higher") => Some(0.30),
            Some("middle" | "central" | "centred" | "centered") => Some(0.50),
            _ => None,
        })
    }
}

/// What a subject's word says about the place when it stands before another noun.
fn place_of(subject: Subject) -> Option<Setting> {
    match subject {
        Subject::Mountain => Some(Setting::Mountains),
        Subject::Forest | Subject::Tree => Some(Setting::Forest),
        Subject::Sea => Some(Setting::Sea),
        Subject::City => Some(Setting::Street),
        _ => None,
    }
}
