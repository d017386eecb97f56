//! The bytes of an event, before anybody knows what they mean.

use bytes::Bytes;
use fault::{Fault, Kind};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// A JSON document, or the reason why it is none. Reading it never fails, because `lambda_runtime` would answer a
/// failure under the name of a Rust type.
#[derive(Debug)]
pub(crate) enum Payload {
    /// The document, unread.
    Json(Box<RawValue>),
    /// What is wrong with it.
    Garbage(String),
}

impl<'de> Deserialize<'de> for Payload {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let read = Box::<RawValue>::deserialize(from);
        Ok(read.map_or_else(|error| Self::Garbage(error.to_string()), Self::Json))
    }
}

impl Payload {
    /// The document.
    pub(crate) fn into_bytes(self) -> Result<Bytes, Fault> {
        match self {
            Self::Json(document) => Ok(Box::<str>::from(document).into_string().into_bytes().into()),
            Self::Garbage(why) => {
                Err(Fault::new(Kind::Malformed, "payload", format!("The payload is not JSON: {why}.")))
            }
        }
    }
}

#[cfg(test)]
mod tests;
