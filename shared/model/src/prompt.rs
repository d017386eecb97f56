//! What a person asks for, in words.

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};

/// A prompt: 1 to 8,000 characters after trimming, no control characters but line breaks and tabs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Prompt(String);

/// Why a text is no prompt.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAPrompt {
    /// Nothing is left after trimming.
    #[error("the prompt is empty: say in a few words what to paint")]
    Empty,
    /// Too many characters.
    #[error("the prompt has {0} characters; the most is {max}", max = Prompt::MAX_CHARS)]
    TooLong(usize),
    /// A character that no keyboard types.
    #[error("the prompt has the control character U+{:04X} at character {at}; remove it", u32::from(*character))]
    Control {
        /// Which one.
        character: char,
        /// Its place, counted in characters from 1.
        at: usize,
    },
}

impl Prompt {
    /// The most characters of a prompt.
    pub const MAX_CHARS: usize = 8_000;

    /// Trims `text` and checks it.
    pub fn parse(text: &str) -> Result<Self, NotAPrompt> {
        let text = text.trim();
        let allowed = |character: char| matches!(character, '\n' | '\r' | '\t') || !character.is_control();
        if text.is_empty() {
            return Err(NotAPrompt::Empty);
        }
        if let Some((index, character)) = text.chars().enumerate().find(|(_, character)| !allowed(*character))
        {
            return Err(NotAPrompt::Control { character, at: index + 1 });
        }
        match text.chars().count() {
            count @ 8_001.. => Err(NotAPrompt::TooLong(count)),
            _ => Ok(Self(text.to_owned())),
        }
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Prompt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Prompt {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(from)?).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Prompt {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Prompt".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "minLength": 1, "maxLength": Self::MAX_CHARS })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prompt_is_trimmed_and_keeps_its_lines() {
        assert_eq!(Prompt::parse("  two\nlines\t ").unwrap().as_str(), "two\nlines");
    }

    #[test]
    fn the_length_is_counted_in_characters() {
        let longest = "ü".repeat(Prompt::MAX_CHARS);
        assert!(Prompt::parse(&longest).is_ok());
        assert_eq!(Prompt::parse(&(longest + "ü")), Err(NotAPrompt::TooLong(8_001)));
    }

    #[test]
    fn empty_and_control_are_told_apart() {
        assert_eq!(Prompt::parse(" \n\t "), Err(NotAPrompt::Empty));
        let refused = Prompt::parse("a b\u{7}").unwrap_err();
        assert_eq!(refused, NotAPrompt::Control { character: '\u{7}', at: 4 });
        assert!(refused.to_string().contains("U+0007"));
    }
}
