//! Requests and responses, free of any gateway's format, and the parameters that many routes share.

use std::collections::BTreeMap;
use std::time::Duration;

use ::http::{HeaderMap, HeaderName, HeaderValue};
use bytes::Bytes;
use model::Time;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

mod precondition;

pub use precondition::Precondition;

/// The methods that routes use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates or acts.
    Post,
    /// Replaces.
    Put,
    /// Changes some of it.
    Patch,
    /// Removes.
    Delete,
}

impl Method {
    /// The word on the wire.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Whether a body means anything.
    pub const fn has_body(self) -> bool {
        matches!(self, Self::Post | Self::Put | Self::Patch)
    }
}

/// A request as it arrived.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// What the path's placeholders stand for, decoded.
    pub path: BTreeMap<String, String>,
    /// The query string, decoded, in order.
    pub query: Vec<(String, String)>,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, decoded from base 64 where the gateway encoded it.
    pub body: Bytes,
    /// The id under which our logs know this request.
    pub request_id: String,
    /// When the answer must be out, by this environment's clock.
    pub deadline: Option<Time>,
}

/// A response, ready to send.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body: JSON, or nothing.
    pub body: Bytes,
}

impl Response {
    /// A response with a JSON body.
    pub fn json(status: u16, media_type: &'static str, body: Vec<u8>) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(::http::header::CONTENT_TYPE, HeaderValue::from_static(media_type));
        Self { status, headers, body: body.into() }
    }

    /// Adds a header. A value with characters that no header may carry is left out.
    pub fn set(&mut self, name: HeaderName, value: &str) {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.insert(name, value);
        }
    }
}

/// The largest body of a request: more is 413, before it is decoded.
pub const MAX_BODY_BYTES: usize = 1024 * 1024;

/// No parameters, or no body.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// `?limit=`: how many items a page has, 1 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[serde(transparent)]
pub struct PageSize(#[schemars(range(min = 1, max = 100))] u32);

impl PageSize {
    /// The number of items.
    pub const fn get(self) -> usize {
        self.0 as usize
    }
}

impl Default for PageSize {
    fn default() -> Self {
        Self(25)
    }
}

impl<'de> Deserialize<'de> for PageSize {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        number_in(from, 1, 100).map(Self)
    }
}

/// Which page of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PageQuery {
    /// How many items, 1 to 100.
    #[serde(default)]
    pub limit: PageSize,
    /// `next_cursor` of the page before.
    #[serde(default)]
    pub cursor: Option<String>,
}

/// A query parameter that is `true` or `false`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema)]
#[serde(transparent)]
pub struct Flag(bool);

impl Flag {
    /// Whether it is set.
    pub const fn is_set(self) -> bool {
        self.0
    }
}

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        text.parse()
            .map(Self)
            .map_err(|_| serde::de::Error::custom(format!("expected `true` or `false`, got `{text}`")))
    }
}

/// `?dry_run=`: tell what a request would do and cost, and do nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DryRunQuery {
    /// Whether to do nothing.
    #[serde(default)]
    pub dry_run: Flag,
}

/// `?wait=`: how many seconds to wait for the end of a job, 0 to 25.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema)]
#[serde(transparent)]
pub struct Wait(#[schemars(range(min = 0, max = 25))] u32);

impl Wait {
    /// The longest wait: the gateway gives up after 30 s, and the answer needs some of them.
    pub const MAX_SECONDS: u32 = 25;

    /// How long.
    pub const fn duration(self) -> Duration {
        Duration::from_secs(self.0 as u64)
    }

    /// The wait that a `Prefer: wait=25` header asks for (RFC 7240, section 4.3): at most [`Wait::MAX_SECONDS`]; a
    /// preference that cannot be read is ignored, as that document asks.
    pub fn preferred(headers: &HeaderMap) -> Self {
        let values = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
        let seconds = values
            .flat_map(|value| value.split(','))
            .filter_map(|preference| preference.split(';').next()?.trim().strip_prefix("wait="))
            .find_map(|seconds| seconds.trim_matches('"').parse::<u32>().ok());
        Self(seconds.unwrap_or(0).min(Self::MAX_SECONDS))
    }
}

impl<'de> Deserialize<'de> for Wait {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        number_in(from, 0, Self::MAX_SECONDS).map(Self)
    }
}

fn number_in<'de, D: Deserializer<'de>>(from: D, least: u32, most: u32) -> Result<u32, D::Error> {
    let text = String::deserialize(from)?;
    match text.parse() {
        Ok(number) if (least..=most).contains(&number) => Ok(number),
        _ => Err(serde::de::Error::custom(format!(
            "expected a whole number from {least} to {most}, got `{text}`"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_page_has_one_to_a_hundred_items() {
        let read = |text: &str| serde_json::from_value::<PageSize>(json!(text));
        assert_eq!(read("100").unwrap().get(), 100);
        for bad in ["0", "101", "-5", "ten", "", "1e2"] {
            assert!(read(bad).unwrap_err().to_string().contains("from 1 to 100"), "{bad}");
        }
    }

    #[test]
    fn a_preference_is_taken_within_bounds_or_not_at_all() {
        let preferred = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert("prefer", HeaderValue::from_static(value));
            Wait::preferred(&headers).duration().as_secs()
        };
        assert_eq!(preferred("wait=7"), 7);
        assert_eq!(preferred("respond-async, wait=600"), 25);
        assert_eq!(preferred("wait=soon"), 0);
        assert_eq!(Wait::preferred(&HeaderMap::new()), Wait::default());
    }
}
