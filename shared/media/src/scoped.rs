//! The media of one workspace.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use contract::port::Bucket;
use contract::{Grant, Need, Part, Workspace};
use fault::Fault;

use crate::decode::MAX_BYTES;
use crate::key::OutputKey;

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

    /// Reads an output whole; it must be there, and be one of this workspace's.
    pub async fn read(&self, key: &str) -> Result<Bytes, Fault> {
        let key = self.own(key)?.to_string();
        let found = self.bucket.get(&key, MAX_BYTES).await?;
        found.ok_or_else(|| Fault::defect(format!("the object `{key}` is registered and not there")))
    }

    /// A link to an output that works without credentials for [`Media::LINK_LIFETIME`].
    pub async fn link(&self, key: &str) -> Result<String, Fault> {
        let key = self.own(key)?;
        self.bucket.link(&key.to_string(), Self::LINK_LIFETIME, Some(&key.file_name())).await
    }

    fn own(&self, key: &str) -> Result<OutputKey, Fault> {
        OutputKey::parse(self.scope, key)
            .ok_or_else(|| Fault::defect(format!("`{key}` is no key of this workspace")))
    }
}
