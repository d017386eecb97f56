//! The words of a project.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident up to $max:literal, $lines:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The most characters.
            pub const MAX_CHARS: usize = $max;

            /// Trims `text` and checks it; says what is wrong with it.
            pub fn parse(text: &str) -> Result<Self, String> {
                checked(text, $max, $lines).map(Self)
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                Self::parse(&String::deserialize(from)?).map_err(serde::de::Error::custom)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "minLength": 1, "maxLength": $max })
            }
        }
    )+};
}

texts! {
    /// What people call a project: one line of 1 to 255 characters.
    ProjectName up to 255, false;
    /// What people call a chain: one line of 1 to 255 characters.
    ChainName up to 255, false;
    /// What a project is about: 1 to 2,000 characters, in lines.
    Description up to 2000, true;
    /// What a rule says: 1 to 2,000 characters, in lines.
    RuleText up to 2000, true;
}

fn checked(text: &str, max: usize, lines: bool) -> Result<String, String> {
    let text = text.trim();
    let count = text.chars().count();
    if count == 0 || count > max {
        return Err(format!("expected 1 to {max} characters, got {count}"));
    }
    let allowed =
        |character: char| (lines && matches!(character, '\n' | '\r' | '\t')) || !character.is_control();
    match text.chars().find(|character| !allowed(*character)) {
        Some(control) => {
            Err(format!("the character U+{:04X} is not allowed here; remove it", u32::from(control)))
        }
        None => Ok(text.to_owned()),
    }
}
