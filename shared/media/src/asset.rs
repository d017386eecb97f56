//! The record of a stored media object.

use contract::port::table::{Attr, Edit, Guard, Value};
use fault::Fault;
use model::time::millis;
use model::{AssetId, JobId, ProjectId, Time, UploadId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::record::nested;
use store::{Address, Change, DuePart, Kind, Record as _, SortKey, due_sort};

use crate::analysis::Analysis;
use crate::key::ObjectKey;
use crate::palette::Swatch;
use crate::upload::{DUE_SHARD, DUE_SORT};

pub(crate) const REMOVED: Attr = Attr("removed_at");
pub(crate) const EXPIRED: Attr = Attr("expired_at");

/// A stored media object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Asset {
    /// Which one.
    pub id: AssetId,
    /// Where its bytes are. Uploads of the same content share one object.
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
    /// The job that made it, if one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<JobId>,
    /// The upload that brought it, if one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upload: Option<UploadId>,
    /// What its file was called, where it was uploaded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The project that it belongs to; retention goes by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
    /// The oldest asset that had the same bytes when this one was registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<AssetId>,
    /// When it was registered.
    #[serde(with = "millis")]
    pub created_at: Time,
    /// When its bytes went because their time was over. The record stays.
    #[serde(default, with = "millis::option", skip_serializing_if = "Option::is_none")]
    pub expired_at: Option<Time>,
    /// When it was deleted. Nobody sees it any more, and the record goes as soon as its bytes have gone.
    #[serde(default, with = "millis::option", skip_serializing_if = "Option::is_none")]
    pub removed_at: Option<Time>,
}

/// Where an asset comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Somebody uploaded it.
    Upload,
    /// A render made it.
    Render,
}

impl Asset {
    /// Where the record of `asset` is.
    pub fn address(asset: AssetId) -> Address {
        Address::new(Kind::AST, SortKey::id(&asset))
    }

    /// Enters the record where there is none, to be found by its age.
    pub(crate) fn entered(&self) -> Result<Change, Fault> {
        let mut item = self.to_item()?;
        item.insert(DUE_SHARD.0.to_owned(), Value::Text(DuePart::Age.to_string()));
        item.insert(DUE_SORT.0.to_owned(), Value::Text(due_sort(self.created_at)));
        Ok(Change::update(Self::address(self.id), vec![Edit::Put(item)], Guard::Absent))
    }

    /// A name for the file on somebody's disk: what it was called where it was uploaded, with the ending that fits its bytes,
    /// whatever ending it had.
    pub fn file_name(&self, key: &ObjectKey) -> String {
        match &self.name {
            None => key.file_name(),
            Some(name) => {
                let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
                let stem = if stem.trim().is_empty() { "picture" } else { stem };
                format!("{stem}.{}", key.format().extension())
            }
        }
    }

    /// Where it comes from.
    pub const fn source(&self) -> Source {
        match self.upload {
            Some(_) => Source::Upload,
            None => Source::Render,
        }
    }

    /// Whether its bytes are there.
    pub const fn is_live(&self) -> bool {
        self.removed_at.is_none() && self.expired_at.is_none()
    }
}
