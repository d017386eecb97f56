//! Contents: which assets have the same bytes, and so when an object may go.
//!
//! Uploads of one content share one object: the one that the first of them brought. Outputs of renders lie apart, each in an
//! object of its own, because a render's folder in the bucket is its manifest, and because they go with their age; they are known
//! here so that duplicates are found and the audit can count. An upload lies apart when nobody may join the others. Every change
//! counts the version up, and nobody joins an object of which the last sharer has gone: the next upload of the same bytes brings
//! its own, under a key that never was. So whoever takes out the last sharer may remove the object whenever it gets to it.

use std::collections::BTreeSet;

use contract::Workspace;
use contract::port::table::{Attr, Edit, Guard, Value};
use model::AssetId;
use serde::{Deserialize, Serialize};
use store::{Address, Change, Digest, Kind, SortKey, VERSION};

use crate::ObjectKey;

/// The object that the sharers share.
pub(crate) const KEY: Attr = Attr("key");
/// The assets that share it.
pub(crate) const SHARING: Attr = Attr("sharing");
/// The assets whose objects are their own.
pub(crate) const APART: Attr = Attr("apart");
/// How many assets each of the two sets has at most: an item must stay far from DynamoDB's 400 KB. Who comes later lies apart,
/// or is not listed.
pub(crate) const MOST: usize = 1_000;

/// A content that at least one asset has.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Content {
    /// Counts every change.
    pub version: u64,
    /// The object that the sharers share.
    #[serde(default)]
    pub key: Option<String>,
    /// The assets that share it.
    #[serde(default)]
    pub sharing: BTreeSet<AssetId>,
    /// The assets whose objects are their own.
    #[serde(default)]
    pub apart: BTreeSet<AssetId>,
}

impl Content {
    /// Where the record of a content is.
    pub fn address(sha256: &Digest) -> Address {
        Address::new(Kind::BLB, SortKey::id(sha256))
    }

    /// The oldest asset with these bytes: ids sort by time.
    pub fn oldest(&self) -> Option<AssetId> {
        self.sharing.iter().chain(&self.apart).min().copied()
    }

    /// Whether an asset is counted.
    pub(crate) fn has(&self, asset: AssetId) -> bool {
        self.sharing.contains(&asset) || self.apart.contains(&asset)
    }

    /// Whether another asset may share the object: there are few enough who do, and it does not go because of its age.
    pub(crate) fn takes_sharers(&self, scope: Workspace) -> bool {
        let is_kept = |key: &String| ObjectKey::parse(scope, key).is_some_and(|key| key.is_kept());
        self.sharing.len() < MOST && self.key.as_ref().is_none_or(is_kept)
    }

    /// Whether another asset with an object of its own may be listed.
    pub(crate) fn takes_apart(&self) -> bool {
        self.apart.len() < MOST
    }

    /// Registers an asset with an object of its own, whoever else has these bytes; refused when the list is full.
    pub(crate) fn add_apart(sha256: &Digest, asset: AssetId) -> Change {
        let member = asset.to_string();
        let edits = vec![Edit::Insert { set: APART, member: member.clone() }, counted()];
        Change::update(Self::address(sha256), edits, Guard::RoomFor { set: APART, member, cap: MOST })
    }

    /// Registers an asset that shares the object at `key`, if nobody changed the content since `before` was read.
    pub(crate) fn add_sharer(sha256: &Digest, before: Option<&Self>, asset: AssetId, key: &str) -> Change {
        let edits = vec![
            Edit::Insert { set: SHARING, member: asset.to_string() },
            Edit::Set(KEY, Value::Text(key.to_owned())),
            counted(),
        ];
        Change::update(Self::address(sha256), edits, Self::unchanged(before))
    }

    /// Takes an asset out, if nobody changed the content since it was read. The last one takes the record with it.
    pub(crate) fn without(&self, sha256: &Digest, asset: AssetId) -> Change {
        let address = Self::address(sha256);
        let (shares, lies_apart) = (self.sharing.contains(&asset), self.apart.contains(&asset));
        let left = self.sharing.len() + self.apart.len() - usize::from(shares) - usize::from(lies_apart);
        if left == 0 {
            return Change::delete(address, Guard::Version(self.version));
        }
        let set = if shares { SHARING } else { APART };
        let mut edits = vec![Edit::Remove { set, member: asset.to_string() }, counted()];
        if shares && self.sharing.len() == 1 {
            edits.push(Edit::Unset(KEY));
        }
        Change::update(address, edits, Guard::Version(self.version))
    }

    /// Holds while nobody changed the content since `before` was read. The version alone does not tell: the last sharer takes the
    /// record with it, and the next upload of the same bytes begins to count anew. Its object is another, so the key does.
    pub(crate) fn unchanged(before: Option<&Self>) -> Guard {
        let Some(before) = before else { return Guard::Absent };
        let same = match &before.key {
            Some(key) => Guard::Is(KEY, Value::Text(key.clone())),
            None => Guard::Unset(KEY),
        };
        Guard::All(vec![Guard::Version(before.version), same])
    }
}

fn counted() -> Edit {
    Edit::Add { attr: VERSION, by: 1, start: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_content_that_went_and_came_again_is_not_the_one_that_was_read() {
        let with =
            |key: Option<&str>| Content { version: 1, key: key.map(str::to_owned), ..Content::default() };
        let (before, after, keyless) = (with(Some("one")), with(Some("two")), with(None));
        let guards = [None, Some(&before), Some(&after), Some(&keyless)].map(Content::unchanged);
        for (index, guard) in guards.iter().enumerate() {
            assert_eq!(guards.iter().position(|other| other == guard), Some(index), "{guard:?}");
        }
    }
}
