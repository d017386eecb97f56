//! The media of one workspace.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use contract::port::{Body, Bucket, Pledge, PutLink, Show};
use contract::{Grant, Need, Part, Workspace};
use fault::Fault;

use crate::decode::MAX_BYTES;
use crate::key::{DerivedKey, ObjectKey, OriginalKey, OutputKey, UploadKey, Variant};

/// The objects of one workspace.
#[derive(Clone)]
pub struct Media {
    scope: Workspace,
    bucket: Arc<dyn Bucket>,
}

impl Part for Media {
    const NEEDS: &'static [Need] = &[Need::Bucket];

    fn open(grant: &Grant) -> Result<Self, Fault> {
        Ok(Self { scope: grant.workspace()?, bucket: grant.bucket()? })
    }
}

impl Media {
    /// How long a link works.
    pub const LINK_LIFETIME: Duration = Duration::from_hours(1);

    /// Whose objects these are.
    pub fn scope(&self) -> Workspace {
        self.scope
    }

    /// Stores an output. A second time nothing happens.
    pub async fn put(&self, key: &OutputKey, bytes: Bytes) -> Result<(), Fault> {
        self.bucket.put_once(&key.to_string(), key.format().mime(), bytes).await
    }

    /// Stores what an upload brought. A second time nothing happens.
    pub(crate) async fn put_original(&self, key: &OriginalKey, bytes: Bytes) -> Result<(), Fault> {
        self.bucket.put_once(&key.to_string(), key.format().mime(), bytes).await
    }

    /// Stores a variant of an object. A second time nothing happens.
    pub(crate) async fn put_variant(&self, key: &DerivedKey, mime: &str, bytes: Bytes) -> Result<(), Fault> {
        self.bucket.put_once(&key.to_string(), mime, bytes).await
    }

    /// Reads an object whole; it must be there, and be one of this workspace's.
    pub async fn read(&self, key: &str) -> Result<Bytes, Fault> {
        let found = self.find(&self.own(key)?).await?;
        found.ok_or_else(|| Fault::defect(format!("the object `{key}` is registered and not there")))
    }

    /// Reads an object whole, if it is there.
    pub async fn find(&self, key: &ObjectKey) -> Result<Option<Bytes>, Fault> {
        self.bucket.get(&key.to_string(), MAX_BYTES).await
    }

    /// Whether an object is there.
    pub async fn is_there(&self, key: &ObjectKey) -> Result<bool, Fault> {
        Ok(self.bucket.head(&key.to_string()).await?.is_some())
    }

    /// A link to an object that works without credentials for [`Media::LINK_LIFETIME`] and saves it under its own name.
    pub async fn link(&self, key: &str) -> Result<String, Fault> {
        let name = self.own(key)?.file_name();
        self.link_as(key, Show::Attachment(&name)).await
    }

    /// A link to an object that works without credentials for [`Media::LINK_LIFETIME`].
    pub async fn link_as(&self, key: &str, show: Show<'_>) -> Result<String, Fault> {
        self.bucket.link(&self.own(key)?.to_string(), Self::LINK_LIFETIME, show).await
    }

    /// The same, to a variant of the object at `key`.
    pub async fn link_variant(&self, key: &str, variant: Variant, show: Show<'_>) -> Result<String, Fault> {
        let key = DerivedKey::new(&self.own(key)?, variant);
        self.bucket.link(&key.to_string(), Self::LINK_LIFETIME, show).await
    }

    /// A request that puts an announced file, for `lifetime`.
    pub async fn put_link(
        &self,
        key: &UploadKey,
        lifetime: Duration,
        pledge: Pledge<'_>,
    ) -> Result<PutLink, Fault> {
        self.bucket.put_link(&key.to_string(), lifetime, pledge).await
    }

    /// Begins to read what somebody put.
    pub(crate) async fn body_of(&self, key: &UploadKey) -> Result<Option<Body>, Fault> {
        self.bucket.open(&key.to_string()).await
    }

    /// Removes what somebody put.
    pub async fn discard(&self, key: &UploadKey) -> Result<(), Fault> {
        self.bucket.delete(&key.to_string()).await
    }

    /// Removes an object, and then what was made of it: whoever makes something of it later sees that it has gone.
    pub(crate) async fn remove(&self, key: &ObjectKey) -> Result<(), Fault> {
        self.bucket.delete(&key.to_string()).await?;
        self.remove_variants(key).await
    }

    /// Removes what was made of an object.
    pub(crate) async fn remove_variants(&self, object: &ObjectKey) -> Result<(), Fault> {
        for variant in Variant::ALL {
            self.bucket.delete(&DerivedKey::new(object, variant).to_string()).await?;
        }
        Ok(())
    }

    /// A key of this workspace's.
    pub(crate) fn own(&self, key: &str) -> Result<ObjectKey, Fault> {
        ObjectKey::parse(self.scope, key)
            .ok_or_else(|| Fault::defect(format!("`{key}` is no key of this workspace")))
    }
}
