//! Typed ids: `<prefix>_<26 characters>`, sortable by creation time, safe inside any key.
//!
//! The body is a 128-bit UUIDv7 (RFC 9562, section 5.7) in lower-case Crockford base 32, so ids sort as
//! text in the order in which they were made. `#`, the separator of table keys, cannot occur in one.

use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

mod base32;

/// A text that is not an id of the expected kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected an id of the form {expected}_ and 26 characters")]
pub struct NotAnId {
    expected: &'static str,
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u128);

        impl $name {
            /// The word before the underscore.
            pub const PREFIX: &'static str = $prefix;

            /// An id with this body; bodies come from the `Ids` port.
            pub const fn from_body(body: u128) -> Self {
                Self(body)
            }

            /// The body: its first 48 bits are the moment at which it was made, where it was made fresh.
            pub const fn body(self) -> u128 {
                self.0
            }

            /// The id that belongs to `seed` and to nothing else: the same seed gives the same id.
            pub fn derived(seed: &str) -> Self {
                Self(derive($prefix, seed))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}_{}", $prefix, base32::encode(self.0))
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                parse($prefix, text).map(Self)
            }
        }

        text_serde!($name, $prefix);
    )+};
}

macro_rules! text_serde {
    ($name:ident, $prefix:literal) => {
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({
                    "type": "string",
                    "pattern": concat!("^", $prefix, "_[0-9a-hjkmnp-tv-z]{26}$"),
                })
            }
        }
    };
}

ids! {
    /// A stored media object.
    AssetId = "ast";
    /// A batch of renders.
    BatchId = "bat";
    /// A chain: renders that follow each other and remember.
    ChainId = "chn";
    /// A grant of money to a workspace.
    GrantId = "grt";
    /// A project.
    ProjectId = "prj";
    /// A rule of a project: words for every prompt of it.
    RuleId = "rul";
    /// A file that somebody announced, and may put into the bucket.
    UploadId = "upl";
    /// A person or a machine account.
    UserId = "usr";
    /// A workspace: the tenant.
    WorkspaceId = "wsp";
}

/// What a job makes. Each kind has an id prefix of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JobKind {
    /// One generation: a picture today, video and sound later.
    Render,
}

impl JobKind {
    /// Every kind.
    pub const ALL: [Self; 1] = [Self::Render];

    /// The word in bodies, events and problem details.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Render => "render",
        }
    }

    const fn prefix(self) -> &'static str {
        match self {
            Self::Render => "rnd",
        }
    }
}

/// The id of a job of any kind.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId {
    kind: JobKind,
    body: u128,
}

impl JobId {
    /// An id with this body; bodies come from the `Ids` port.
    pub const fn from_body(kind: JobKind, body: u128) -> Self {
        Self { kind, body }
    }

    /// What this job makes.
    pub const fn kind(self) -> JobKind {
        self.kind
    }

    /// The body: its first 48 bits are the moment at which the job was admitted.
    pub const fn body(self) -> u128 {
        self.body
    }
}

impl fmt::Display for JobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.kind.prefix(), base32::encode(self.body))
    }
}

impl FromStr for JobId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        JobKind::ALL
            .into_iter()
            .find_map(|kind| parse(kind.prefix(), text).ok().map(|body| Self { kind, body }))
            .ok_or(NotAnId { expected: "rnd" })
    }
}

text_serde!(JobId, "rnd");

fn parse(prefix: &'static str, text: &str) -> Result<u128, NotAnId> {
    text.strip_prefix(prefix)
        .and_then(|rest| rest.strip_prefix('_'))
        .and_then(base32::decode)
        .ok_or(NotAnId { expected: prefix })
}

fn derive(prefix: &str, seed: &str) -> u128 {
    let digest = Sha256::new().chain_update(prefix).chain_update([0]).chain_update(seed).finalize();
    digest.iter().take(16).fold(0, |body, byte| (body << 8) | u128::from(*byte))
}

#[cfg(test)]
mod tests;
