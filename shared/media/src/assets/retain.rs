//! Walking through the assets of a workspace in the order of time, and remembering how far that came.

use std::time::Duration;

use contract::port::table::Guard;
use fault::Fault;
use model::{AssetId, ProjectId, Time};
use serde::{Deserialize, Serialize};
use store::{Address, Change, Kind, Range, SortKey};

use super::Assets;
use crate::Asset;

/// How far a project's retention came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Every asset before this one was looked at when it was old enough.
    upto: AssetId,
}

/// Some assets, and how far they reach.
pub struct Older {
    /// The assets, the oldest first.
    pub assets: Vec<Asset>,
    /// Where to go on.
    pub progress: Progress,
    /// Whether there is nothing older than was asked for behind it.
    pub is_last: bool,
}

/// How far back each walk begins before the place where the last one came to its end: an asset sorts with its job, and a job may wait for
/// seven days (`Deadline`) before it makes something, or be one that an open render needed when its time was over.
const BACK: Duration = Duration::from_hours(24 * 8);

fn address(project: ProjectId) -> Address {
    Address::new(Kind::BLB, SortKey::word("R").then_id(&project))
}

impl Assets {
    /// How far the retention of `project` came.
    pub async fn retained(&self, project: ProjectId) -> Result<Progress, Fault> {
        let found = self.store.find(&address(project)).await?;
        Ok(found.unwrap_or(Progress { upto: AssetId::from_body(0) }))
    }

    /// Remembers how far the retention of `project` came.
    pub async fn retain_to(&self, project: ProjectId, progress: &Progress) -> Result<(), Fault> {
        self.store.write(Change::put(address(project), progress, Guard::Always)?).await.map(drop)
    }

    /// At most `limit` assets from where `progress` is up to those that sort at `before`.
    pub async fn older_than(&self, progress: &Progress, before: Time, limit: usize) -> Result<Older, Fault> {
        let range = Range::of(Kind::AST).starting_at(&SortKey::id(&progress.upto));
        let page = self.store.list::<Asset>(&range, None, limit).await?;
        let end = first_of(before);
        let read = page.items.len();
        let assets: Vec<_> = page.items.into_iter().take_while(|asset| asset.id < end).collect();
        let is_last = assets.len() < read || page.next_cursor.is_none();
        let upto = match assets.last() {
            Some(last) if !is_last => AssetId::from_body(last.id.body() + 1),
            _ => first_of(before.minus(BACK)),
        };
        Ok(Older { assets, progress: Progress { upto }, is_last })
    }
}

/// The least id of those that were made at `moment`.
fn first_of(moment: Time) -> AssetId {
    AssetId::from_body(u128::try_from(moment.millis()).unwrap_or(0) << 80)
}
