//! Keeping what was made of an object.

use bytes::Bytes;
use fault::Fault;

use super::Assets;
use crate::ObjectKey;
use crate::key::DerivedKey;
use crate::variants::Variants;

impl Assets {
    /// What was made of an object, if it was made of the bytes with this entity tag.
    pub async fn variants_made(&self, key: &ObjectKey, etag: &str) -> Result<bool, Fault> {
        let found: Option<Variants> = self.store.find(&Variants::address(key.object())).await?;
        Ok(found.is_some_and(|variants| variants.etag == etag))
    }

    /// Keeps what was made of an object: the pictures, in the record's order, first, then the record that names them. A second time nothing happens.
    ///
    /// The object may have been removed meanwhile, and with it what was made of it before this. Whoever removes it removes the
    /// object first and what was made of it then; here it is the other way round. So one of the two always sees the other, and
    /// nothing stays. Answers whether the object is still there.
    pub async fn keep_variants(
        &self,
        key: &ObjectKey,
        variants: &Variants,
        pictures: Vec<Bytes>,
    ) -> Result<bool, Fault> {
        for (smaller, bytes) in variants.variants.iter().zip(pictures) {
            let place = DerivedKey::new(key, smaller.variant);
            self.media.put_variant(&place, &smaller.mime, bytes).await?;
        }
        self.store.create(Variants::address(key.object()), variants).await?;
        if self.media.is_there(key).await? {
            return Ok(true);
        }
        self.drop_variants(key).await?;
        Ok(false)
    }

    /// Removes what was made of an object that has gone.
    pub async fn drop_variants(&self, key: &ObjectKey) -> Result<(), Fault> {
        self.media.remove_variants(key).await?;
        self.store.write(Variants::forget(key.object())).await.map(drop)
    }
}
