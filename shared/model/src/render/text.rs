//! Short texts of a request.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};

macro_rules! short_texts {
    ($($(#[$doc:meta])* $name:ident up to $max:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                short(&String::deserialize(from)?, $max).map(Self).map_err(serde::de::Error::custom)
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

short_texts! {
    /// A manner of painting in words: `watercolour`, `blueprint`; at most 200 characters.
    Style up to 200;
    /// A model's alias, or `provider/model`; at most 100 characters. Whether it exists the catalogue says.
    ModelName up to 100;
    /// The name of a tool that writes prompts; at most 60 characters.
    Tool up to 60;
}

fn short(text: &str, max: usize) -> Result<String, String> {
    let text = text.trim();
    let count = text.chars().count();
    if count == 0 || count > max {
        return Err(format!("expected 1 to {max} characters, got {count}"));
    }
    if text.chars().any(char::is_control) {
        return Err("control characters and line breaks are not allowed here".to_owned());
    }
    Ok(text.to_owned())
}
