//! The items of an access key.
//!
//! One lies outside every workspace, because a key is shown before a workspace is known: `KEY#<key>` has the hash. The
//! others are the workspace's own: `WSP#<ws>` has a `KEY#<key>` for each key, which is what people see, and one `KEYS`, the set of
//! keys that count against the limit.

use contract::port::table::Attr;
use model::time::millis;
use model::{Role, Scopes, Time, UserId, WorkspaceId};
use serde::{Deserialize, Serialize};
use store::record::nested;
use store::{Address, Kind, SortKey};

use crate::{KeyId, Label};

pub(crate) const REVOKED_AT: Attr = Attr("revoked_at");
pub(crate) const WORKSPACE: Attr = Attr("ws");
pub(crate) const TTL: Attr = Attr("ttl");
pub(crate) const LIVE: Attr = Attr("live");

/// What the verifier reads.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRecord {
    /// SHA-256 of the secret, in hexadecimal.
    pub secret_sha256: String,
    /// Which workspace it opens.
    pub ws: WorkspaceId,
    /// Whose it is.
    pub user: UserId,
    /// Their role when it was made.
    pub role: Role,
    /// What it allows.
    #[serde(with = "nested")]
    pub scopes: Scopes,
    /// What people call it.
    pub name: Label,
    /// When it was made.
    #[serde(with = "millis")]
    pub created_at: Time,
    /// When it ends, if it does.
    #[serde(default, with = "millis::option", skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Time>,
    /// When it was revoked.
    #[serde(default, with = "millis::option", skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Time>,
    /// Counts its changes.
    pub version: u64,
    /// When DynamoDB may remove the item, in seconds; absent while the key may be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ttl: Option<i64>,
}

/// What the members of its workspace see of a key: never the hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyEntry {
    /// Its public name.
    pub id: KeyId,
    /// What people call it.
    pub name: Label,
    /// What it allows.
    #[serde(with = "nested")]
    pub scopes: Scopes,
    /// When it was made.
    #[serde(with = "millis")]
    pub created_at: Time,
    /// When it ends, if it does.
    #[serde(default, with = "millis::option", skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Time>,
    /// When it was revoked.
    #[serde(default, with = "millis::option", skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Time>,
    /// When DynamoDB may remove the item, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ttl: Option<i64>,
}

impl KeyEntry {
    /// Whether the key may still be used at `now`.
    pub fn is_live(&self, now: Time) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| end > now)
    }
}

/// The item that the verifier reads.
pub(crate) fn key(id: KeyId) -> Address {
    Address::access_key(&id.name())
}

/// The item that people see.
pub(crate) fn entry(id: KeyId) -> Address {
    Address::new(Kind::WSP, SortKey::word("KEY").then_id(&id.name()))
}

/// The set of keys that count.
pub(crate) fn live() -> Address {
    Address::new(Kind::WSP, SortKey::word("KEYS"))
}
