//! What people call a key.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};

/// A name on one line: 1 to 100 characters after trimming, no control characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Label(String);

/// Why a text is no label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotALabel {
    /// Nothing is left after trimming.
    #[error("the name is empty: say what the key is for")]
    Empty,
    /// Too many characters.
    #[error("the name has {0} characters; the most is {max}", max = Label::MAX_CHARS)]
    TooLong(usize),
    /// A character that no keyboard types.
    #[error("the name has the control character U+{:04X}; remove it", u32::from(*.0))]
    Control(char),
}

impl Label {
    /// The most characters of a label.
    pub const MAX_CHARS: usize = 100;

    /// Trims `text` and checks it.
    pub fn parse(text: &str) -> Result<Self, NotALabel> {
        let text = text.trim();
        if text.is_empty() {
            return Err(NotALabel::Empty);
        }
        if let Some(control) = text.chars().find(|character| character.is_control()) {
            return Err(NotALabel::Control(control));
        }
        match text.chars().count() {
            count if count > Self::MAX_CHARS => Err(NotALabel::TooLong(count)),
            _ => Ok(Self(text.to_owned())),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Label {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(from)?).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Label {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Label".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "minLength": 1, "maxLength": Self::MAX_CHARS })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_one_short_line() {
        assert_eq!(Label::parse("  build server ").unwrap().as_str(), "build server");
        assert_eq!(Label::parse(" \t "), Err(NotALabel::Empty));
        assert_eq!(Label::parse("two\nlines"), Err(NotALabel::Control('\n')));
        assert!(Label::parse(&"ü".repeat(100)).is_ok());
        assert_eq!(Label::parse(&"ü".repeat(101)), Err(NotALabel::TooLong(101)));
        assert!(NotALabel::Control('\u{7}').to_string().contains("U+0007"));
    }
}
