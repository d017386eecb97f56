//! A prompt's words turned into what is to be painted.
//!
//! No grammar and no model: look-ups in the word lists of `lexicon/`, and three rules of
//! English word order. The subject stands in the phrase before the first preposition; the last noun
//! of a compound is its head ("mountain lake" is a lake); a colour that stands before the subject
//! ("a red boat") is the subject's own and any other colour is the picture's.

mod colours;
mod framing;
mod instruction;
mod kinds;
mod lexicon;
mod reading;
mod report;
mod requirements;
mod text;

pub use kinds::{Composition, Family, Hour, Mood, Season, Setting, Style, Subject, Weather};

pub use super::palette::{Palette, Role, Swatch};
pub(super) use instruction::Instruction;
use reading::Reading;
pub use report::{Colour, Report, report};

/// What a prompt asks to be painted.
#[derive(Clone, Debug, PartialEq)]
pub struct Intent {
    /// The subject, `Unknown` when no word list has it.
    pub subject: Subject,
    /// The subject's phrase as it was written, without articles.
    pub subject_words: String,
    /// Where it stands.
    pub setting: Setting,
    /// How the picture is made.
    pub style: Style,
    /// Colours asked for by name or as `#rrggbb`; empty when the prompt names none.
    pub palette: Palette,
    /// Framing.
    pub composition: Composition,
    /// Time of day.
    pub hour: Hour,
    /// Weather.
    pub weather: Weather,
    /// Season.
    pub season: Season,
    /// Feeling.
    pub mood: Mood,
    /// How much the prompt asks for, 1..=10, by its number of words and phrases.
    pub complexity: u8,
    /// Where the horizon lies, as a share of the height from the top, 0.15..=0.85.
    pub horizon: f32,
}

/// Reads a prompt. `style` is a style chosen beside the prompt: it wins over the prompt's own words when
/// it names a style that the painter has, and is ignored otherwise.
pub fn parse(prompt: &str, style: Option<&str>) -> Intent {
    of(&Reading::new(prompt), style)
}

fn of(reading: &Reading<'_>, style: Option<&str>) -> Intent {
    let subject = reading.subject();
    let style = style.and_then(style_of).or_else(|| reading.style()).unwrap_or(Style::Photographic);
    let setting = reading.setting(&subject);
    let composition = reading.composition();
    Intent {
        subject: subject.kind,
        subject_words: subject.text.to_owned(),
        setting,
        style,
        palette: reading.palette(&subject),
        composition,
        hour: reading.hour(style),
        weather: reading.weather(),
        season: reading.season(),
        mood: reading.mood(),
        complexity: reading.complexity(),
        horizon: framing::horizon(subject.kind, setting, composition, reading.horizon_asked()),
    }
}

/// The style that a text names, in any of the known languages.
pub fn style_of(text: &str) -> Option<Style> {
    Reading::new(text).style()
}

#[cfg(test)]
mod tests;
