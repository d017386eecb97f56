//! Reading assets, with what was made of their objects.

use std::collections::{BTreeMap, BTreeSet};

use fault::{Fault, Kind as FaultKind};
use model::{AssetId, Time};
use store::{Kind, Listing, Range, Record as _, Store};

use super::Assets;
use crate::{Asset, ObjectKey, Variants};

impl Asset {
    /// The same asset if its bytes may be used: 404 when it was deleted, 410 when its time is over.
    pub fn usable(self) -> Result<Self, Fault> {
        if self.removed_at.is_some() {
            return Err(Fault::not_found());
        }
        self.gone().map_or(Ok(self), Err)
    }

    /// A page of the assets of a workspace, the latest first. Those that were deleted are left out, so a page may be short.
    pub async fn list(store: &Store, cursor: Option<&str>, limit: usize) -> Result<Listing<Self>, Fault> {
        let range = Range::of(Kind::AST).newest_first();
        let mut page = store.list::<Self>(&range, cursor, limit).await?;
        page.items.retain(|asset| asset.removed_at.is_none());
        Ok(page)
    }

    /// The fault that somebody gets who wants the bytes of an asset whose time is over.
    pub fn gone(&self) -> Option<Fault> {
        let expired = self.expired_at?;
        let detail = format!("{} expired at {expired}: its time was over. Use another.", self.id);
        Some(Fault::new(FaultKind::Gone, "asset-expired", detail))
    }
}

impl Assets {
    /// An asset; 404 when it is not there or was deleted.
    pub async fn get(&self, asset: AssetId) -> Result<Asset, Fault> {
        let found: Option<Asset> = self.store.find(&Asset::address(asset)).await?;
        found.filter(|asset| asset.removed_at.is_none()).ok_or_else(Fault::not_found)
    }

    /// What was made of the objects of `assets` (at most 100), in their order, in one call.
    pub async fn variants_of(&self, assets: &[Asset]) -> Result<Vec<Option<Variants>>, Fault> {
        if assets.is_empty() {
            return Ok(Vec::new());
        }
        let mut addresses = Vec::new();
        for asset in assets {
            addresses.push(Variants::address(self.object(asset)?.object()));
        }
        // Those that share an object ask for the same record, which one call takes once.
        let mut once = addresses.clone();
        once.sort_by_key(|address| format!("{address:?}"));
        once.dedup();
        let found = self.store.find_all(&once).await?;
        let of = |address| {
            let place = once.iter().position(|other| other == address);
            let item = place.and_then(|place| found.get(place)).and_then(Option::as_ref);
            item.map(Variants::from_item).transpose()
        };
        addresses.iter().map(of).collect()
    }

    /// The object of an asset.
    pub fn object(&self, asset: &Asset) -> Result<ObjectKey, Fault> {
        self.media.own(&asset.key)
    }
}

/// What has become of an output of a render.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Whether its bytes are there.
    pub live: bool,
    /// Where they are.
    pub key: String,
    /// When its time was over.
    pub expired_at: Option<Time>,
    /// What was made of it.
    pub variants: Option<Variants>,
}

impl Assets {
    /// What has become of outputs of renders: fifty of them in one call. One whose record is not there is left out.
    pub async fn standing(&self, outputs: &[AssetId]) -> Result<BTreeMap<AssetId, Standing>, Fault> {
        let mut standing = BTreeMap::new();
        // An object may be an output of one render only, so its name is the asset's.
        let once: Vec<_> = BTreeSet::from_iter(outputs).into_iter().collect();
        for some in once.chunks(50) {
            let both = some.iter().flat_map(|asset| [Asset::address(**asset), Variants::address(**asset)]);
            let found = self.store.find_all(&both.collect::<Vec<_>>()).await?;
            for (asset, items) in some.iter().zip(found.chunks(2)) {
                let [Some(record), variants] = items else { continue };
                let record = Asset::from_item(record)?;
                let variants = variants.as_ref().map(Variants::from_item).transpose()?;
                let (live, expired_at) = (record.is_live(), record.expired_at);
                let told = Standing { live, key: record.key, expired_at, variants };
                standing.insert(**asset, told);
            }
        }
        Ok(standing)
    }
}
