//! The record of an announced file.

use std::time::Duration;

use contract::port::table::Attr;
use model::time::millis;
use model::{AssetId, ProjectId, Time, UploadId, UserId};
use serde::{Deserialize, Serialize};
use store::{Address, DuePart, Kind, SortKey, due_sort};

use crate::key::asset_of;

pub(crate) const DONE: Attr = Attr("done_at");
pub(crate) const DUE_SHARD: Attr = Attr("gdp");
pub(crate) const DUE_SORT: Attr = Attr("gds");
pub(crate) const TTL: Attr = Attr("ttl");

/// A file that somebody announced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    /// Which one.
    pub id: UploadId,
    /// What the file is called.
    pub name: String,
    /// How long it is to be.
    pub bytes: u64,
    /// What it is said to be.
    pub mime: String,
    /// The SHA-256 that it is to have, in hexadecimal.
    pub sha256: String,
    /// For which project.
    pub project: ProjectId,
    /// Who announced it.
    pub user: UserId,
    /// When.
    #[serde(with = "millis")]
    pub created_at: Time,
    /// When it became an asset.
    #[serde(default, with = "millis::option", skip_serializing_if = "Option::is_none")]
    pub done_at: Option<Time>,
    /// Where the sweep finds it, until it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gdp: Option<String>,
    /// When the sweep looks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gds: Option<String>,
}

impl Upload {
    /// How long the link to put a file works.
    pub const LINK_LIFETIME: Duration = Duration::from_mins(15);
    /// How long an upload may be completed. The bucket forgets what lies below `uploads/` a day after it came.
    pub const LIFETIME: Duration = Duration::from_hours(25);
    /// How long the record of a completed upload is kept, so that a repetition gets its answer.
    pub const REMEMBERED: Duration = Duration::from_hours(24 * 7);

    /// Where the record of `upload` is.
    pub fn address(upload: UploadId) -> Address {
        Address::new(Kind::UPL, SortKey::id(&upload))
    }

    /// The asset that it becomes.
    pub const fn asset(&self) -> AssetId {
        asset_of(self.id)
    }

    /// Until when it may be completed.
    pub fn complete_by(&self) -> Time {
        self.created_at.plus(Self::LIFETIME)
    }

    /// The same, to be found by the sweep when its time is over.
    #[must_use]
    pub fn watched(mut self) -> Self {
        self.gdp = Some(DuePart::Media.to_string());
        self.gds = Some(due_sort(self.complete_by()));
        self
    }
}
