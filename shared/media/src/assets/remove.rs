//! Removing assets, by content: an object goes when nobody shares it any more.

use contract::port::table::{Attr, Edit, Guard, Value};
use fault::Fault;
use model::{AssetId, UploadId};
use store::{Change, Commit, Digest, DuePart, due_sort};

use super::{Assets, TRIES};
use crate::asset::{Asset, EXPIRED, REMOVED};
use crate::content::Content;
use crate::key::{Format, OriginalKey, UploadKey};
use crate::upload::{DUE_SHARD, DUE_SORT, Upload};
use crate::variants::Variants;

/// Why an asset goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removal {
    /// Somebody deleted it: nobody sees it any more. The record goes too, but for what a render made: the render still names it.
    Deleted,
    /// Its time is over: the record stays and says so.
    Expired,
}

impl Removal {
    const fn mark(self) -> Attr {
        match self {
            Self::Deleted => REMOVED,
            Self::Expired => EXPIRED,
        }
    }
}

/// After how long the sweep looks whether a removal has come to its end.
const LOOK_AFTER: std::time::Duration = std::time::Duration::from_mins(10);

impl Assets {
    /// Removes an asset: the mark and the count in one transaction, then the object if nobody else shares it, then the record.
    /// Whoever repeats it goes on where the last one stopped; 404 when there is nothing to remove.
    pub async fn remove(&self, asset: AssetId, why: Removal) -> Result<(), Fault> {
        for _ in 0..TRIES {
            let found: Asset = self.store.get(&Asset::address(asset)).await?;
            if why == Removal::Deleted && found.expired_at.is_some() && found.removed_at.is_none() {
                // Its bytes have gone and nothing counts it any more; what is left is that nobody sees it. Refused, it has gone.
                let seen = Guard::All(vec![Guard::Present, Guard::Unset(REMOVED)]);
                self.store.write(self.mark(asset, why, seen)).await?;
                continue;
            }
            if !found.is_live() {
                return self.finish(&found).await;
            }
            let sha256 = found.digest()?;
            let content: Option<Content> = self.store.find(&Content::address(&sha256)).await?;
            let live = Guard::All(vec![Guard::Present, Guard::Unset(REMOVED), Guard::Unset(EXPIRED)]);
            let changes = vec![self.mark(asset, why, live), uncount(&sha256, content.as_ref(), asset)];
            if self.store.commit(changes).await? == Commit::Done {
                return self.finish(&self.store.get(&Asset::address(asset)).await?).await;
            }
        }
        Err(Fault::unavailable(format!("{asset} never stood still")))
    }

    fn mark(&self, asset: AssetId, why: Removal, guard: Guard) -> Change {
        let now = self.store.clock().now();
        let edits = vec![
            Edit::Set(why.mark(), Value::Int(now.millis())),
            Edit::Set(DUE_SHARD, Value::Text(DuePart::Media.to_string())),
            Edit::Set(DUE_SORT, Value::Text(due_sort(now.plus(LOOK_AFTER)))),
        ];
        Change::update(Asset::address(asset), edits, guard)
    }

    /// Removes what a marked asset leaves behind. Nobody joins an object that the last sharer has left, so it may go at any
    /// time after the mark; once it has gone, so may the sign for the sweep.
    async fn finish(&self, asset: &Asset) -> Result<(), Fault> {
        let content: Option<Content> = self.store.find(&Content::address(&asset.digest()?)).await?;
        if content.and_then(|content| content.key).as_ref() != Some(&asset.key) {
            let object = self.media.own(&asset.key)?;
            self.media.remove(&object).await?;
            self.store.write(Variants::forget(object.object())).await?;
        }
        let address = Asset::address(asset.id);
        // A render goes on to name what it made.
        let change = if asset.removed_at.is_some() && asset.job.is_none() {
            Change::delete(address, Guard::Always)
        } else {
            Change::update(address, vec![Edit::Unset(DUE_SHARD), Edit::Unset(DUE_SORT)], Guard::Present)
        };
        // Refused, it has gone already.
        self.store.write(change).await.map(drop)
    }

    /// Brings a removal to its end that may have stopped half-way.
    pub async fn finish_removal(&self, asset: AssetId) -> Result<(), Fault> {
        match self.store.find::<Asset>(&Asset::address(asset)).await? {
            Some(asset) if !asset.is_live() => self.finish(&asset).await,
            _ => Ok(()),
        }
    }

    /// Forgets an upload that nobody completed in time, with whatever was put for it.
    pub async fn abandon(&self, upload: UploadId) -> Result<(), Fault> {
        let Some(found) = self.store.find::<Upload>(&Upload::address(upload)).await? else { return Ok(()) };
        if found.done_at.is_some() || found.complete_by() > self.store.clock().now() {
            return Ok(());
        }
        let scope = self.store.scope();
        let unset = Guard::Any(vec![Guard::Absent, Guard::Unset(crate::upload::DONE)]);
        // The record first: from then on nobody completes it, and nothing below it is anybody's.
        if self.store.write(Change::delete(Upload::address(upload), unset)).await?.is_some() {
            return Ok(());
        }
        self.media.discard(&UploadKey::new(scope, upload)).await?;
        for format in Format::ALL {
            self.media.remove(&OriginalKey::new(scope, upload, format).object_key()).await?;
        }
        self.store.write(Variants::forget(found.asset())).await.map(drop)
    }
}

fn uncount(sha256: &Digest, content: Option<&Content>, asset: AssetId) -> Change {
    match content {
        Some(content) if content.has(asset) => content.without(sha256, asset),
        // It was registered before there were counts, or when the list was full: nobody shares its object.
        content => Change::check(Content::address(sha256), Content::unchanged(content)),
    }
}
