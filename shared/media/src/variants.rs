//! What was made of an object: smaller pictures and a thumbhash.
//!
//! The record belongs to the object and not to the asset, because it may be there before the asset is: the bucket tells of an
//! object when it is stored, and it is registered later. Nobody has to wait for anybody, and whoever reads an asset reads both.

use contract::port::table::Guard;
use model::time::millis;
use model::{AssetId, Time};
use serde::{Deserialize, Serialize};
use store::record::nested;
use store::{Address, Change, Kind, SortKey};

use crate::key::Variant;

/// What was made of an object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variants {
    /// The object's own name (`ObjectKey::object`).
    pub object: AssetId,
    /// The entity tag of the bytes that it was made of.
    pub etag: String,
    /// A picture of 25 bytes or so to show until another has come, in base 64 (Evan Wallace, "ThumbHash").
    pub thumbhash: String,
    /// The smaller pictures.
    #[serde(with = "nested")]
    pub variants: Vec<Smaller>,
    /// When it was made.
    #[serde(with = "millis")]
    pub created_at: Time,
}

/// A smaller picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Smaller {
    /// Which one.
    pub variant: Variant,
    /// Its media type.
    pub mime: String,
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// Its length.
    pub bytes: u64,
}

impl Variants {
    /// Where the record of an object's variants is.
    pub fn address(object: AssetId) -> Address {
        Address::new(Kind::BLB, SortKey::word("V").then_id(&object))
    }

    /// Removes the record, if there is one.
    pub(crate) fn forget(object: AssetId) -> Change {
        Change::delete(Self::address(object), Guard::Always)
    }

    /// A variant, if it was made.
    pub fn get(&self, variant: Variant) -> Option<&Smaller> {
        self.variants.iter().find(|smaller| smaller.variant == variant)
    }
}
