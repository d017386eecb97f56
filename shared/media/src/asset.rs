//! The record of a stored media object.

use model::time::millis;
use model::{AssetId, JobId, Time};
use serde::{Deserialize, Serialize};
use store::record::nested;
use store::{Address, Kind, SortKey};

use crate::analysis::Analysis;
use crate::palette::Swatch;

/// A stored media object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Asset {
    /// Which one.
    pub id: AssetId,
    /// Where its bytes are.
    pub key: String,
    /// Its media type, found in its bytes.
    pub mime: String,
    /// Its length.
    pub bytes: u64,
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Its main colours.
    #[serde(with = "nested")]
    pub palette: Vec<Swatch>,
    /// What it shows; not known of old ones.
    #[serde(default, with = "nested", skip_serializing_if = "Option::is_none")]
    pub analysis: Option<Analysis>,
    /// The job that made it.
    pub job: JobId,
    /// When it was registered.
    #[serde(with = "millis")]
    pub created_at: Time,
}

impl Asset {
    /// Where the record of `asset` is.
    pub fn address(asset: AssetId) -> Address {
        Address::new(Kind::AST, SortKey::id(&asset))
    }
}
