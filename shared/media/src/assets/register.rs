//! Registering assets: what a render made, and what somebody uploaded.

use bytes::Bytes;
use contract::port::table::{Edit, Guard, Value};
use fault::Fault;
use store::{Change, Commit, Digest, Record as _, Store};

use super::{Assets, TRIES};
use crate::asset::Asset;
use crate::content::Content;
use crate::key::{OriginalKey, UploadKey};
use crate::upload::{DONE, DUE_SHARD, DUE_SORT, TTL, Upload};
use crate::variants::Variants;

/// What became of an upload.
#[derive(Debug)]
pub enum Completed {
    /// It is this asset, now.
    Now(Box<Asset>),
    /// It was one before.
    Before,
}

impl Asset {
    /// Registers an output of a render, whose object is its own. A second time nothing happens.
    pub async fn register(&self, store: &Store) -> Result<(), Fault> {
        let sha256 = self.digest()?;
        let done = store.commit(vec![self.entered()?, Content::add_apart(&sha256, self.id)]).await?;
        if let Commit::Refused(refused) = done
            && refused.index == 1
        {
            // So many assets have these bytes that the list of them is full.
            store.commit(vec![self.entered()?]).await?;
        }
        Ok(())
    }

    pub(crate) fn digest(&self) -> Result<Digest, Fault> {
        Digest::parse(&self.sha256).ok_or_else(|| Fault::defect(format!("{} has no digest", self.id)))
    }
}

impl Assets {
    /// Makes the asset of an upload whose bytes were looked into. `asset` has everything but its place and its duplicate, which
    /// are found here: the first upload of a content brings the object, and the others share it.
    pub async fn complete(
        &self,
        upload: &Upload,
        asset: Asset,
        own: &OriginalKey,
        bytes: Bytes,
    ) -> Result<Completed, Fault> {
        let sha256 = asset.digest()?;
        let mut stored = false;
        for _ in 0..TRIES {
            let content: Option<Content> = self.store.find(&Content::address(&sha256)).await?;
            let joins = content.as_ref().is_none_or(|content| content.takes_sharers(self.store.scope()));
            let shared = content.as_ref().filter(|_| joins).and_then(|content| content.key.clone());
            if shared.is_none() && !stored {
                self.media.put_original(own, bytes.clone()).await?;
                stored = true;
            }
            let asset = Asset {
                key: shared.unwrap_or_else(|| own.to_string()),
                duplicate_of: content.as_ref().and_then(Content::oldest),
                ..asset.clone()
            };
            let mut changes = vec![self.done(upload), asset.entered()?];
            if joins {
                changes.push(Content::add_sharer(&sha256, content.as_ref(), asset.id, &asset.key));
            } else if content.as_ref().is_some_and(Content::takes_apart) {
                changes.push(Content::add_apart(&sha256, asset.id));
            }
            match self.store.commit(changes).await? {
                Commit::Done => {
                    if stored && asset.key != own.to_string() {
                        self.drop_object(own).await?;
                    }
                    self.media.discard(&UploadKey::new(self.store.scope(), upload.id)).await?;
                    return Ok(Completed::Now(Box::new(asset)));
                }
                Commit::Refused(refused) if refused.index < 2 => {
                    self.take_back(upload, own, stored).await?;
                    return Ok(Completed::Before);
                }
                // Somebody else changed the content in this moment.
                Commit::Refused(_) => {}
            }
        }
        Err(Fault::unavailable(format!("the content {sha256} never stood still")))
    }

    fn done(&self, upload: &Upload) -> Change {
        let now = self.store.clock().now();
        let edits = vec![
            Edit::Set(DONE, Value::Int(now.millis())),
            Edit::Set(TTL, Value::Int(now.plus(Upload::REMEMBERED).seconds())),
            Edit::Unset(DUE_SHARD),
            Edit::Unset(DUE_SORT),
        ];
        Change::update(
            Upload::address(upload.id),
            edits,
            Guard::All(vec![Guard::Present, Guard::Unset(DONE)]),
        )
    }

    /// Somebody else completed the upload. Their asset may have been deleted since, and its object with it, before this
    /// invocation stored it again.
    async fn take_back(&self, upload: &Upload, own: &OriginalKey, stored: bool) -> Result<(), Fault> {
        let items = self.store.find_all(&[Asset::address(upload.asset())]).await?;
        let theirs = items.into_iter().next().flatten().map(|item| Asset::from_item(&item)).transpose()?;
        let needed = theirs.is_some_and(|asset| asset.is_live() && asset.key == own.to_string());
        if stored && !needed {
            self.drop_object(own).await?;
        }
        self.media.discard(&UploadKey::new(self.store.scope(), upload.id)).await
    }

    /// Removes an object that nobody needs, and what was made of it since it was stored.
    async fn drop_object(&self, own: &OriginalKey) -> Result<(), Fault> {
        self.media.remove(&own.object_key()).await?;
        self.store.write(Variants::forget(own.asset())).await.map(drop)
    }
}
