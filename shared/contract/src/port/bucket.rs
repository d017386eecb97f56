//! Objects by key.

use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use fault::Fault;

/// What an object is, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its length in bytes.
    pub bytes: u64,
    /// Its media type, as declared when it was written.
    pub mime: String,
}

/// The media bucket.
#[async_trait]
pub trait Bucket: Send + Sync {
    /// Writes an object once: an existing object under `key` is left as it is, which is success, because
    /// keys name their content (a job's attempt, a hash) and never change their meaning.
    async fn put_once(&self, key: &str, mime: &str, bytes: Bytes) -> Result<(), Fault>;

    /// Reads an object whole; `None` when there is none. More than `limit` bytes is a `Rejected` fault, told
    /// before the body is read.
    async fn get(&self, key: &str, limit: u64) -> Result<Option<Bytes>, Fault>;

    /// What is stored under `key`.
    async fn head(&self, key: &str) -> Result<Option<Stored>, Fault>;

    /// A link to `key` that works without credentials for `lifetime` (at most one hour). `file_name`, when
    /// given, makes a browser save it under that name. No network is needed for this.
    async fn link(&self, key: &str, lifetime: Duration, file_name: Option<&str>) -> Result<String, Fault>;
}
