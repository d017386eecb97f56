//! Objects by key.

use std::time::Duration;

use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use fault::{Fault, Kind};
use futures::StreamExt;
use futures::stream::BoxStream;

/// What an object is, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its length in bytes.
    pub bytes: u64,
    /// Its media type, as declared when it was written.
    pub mime: String,
}

/// What a browser is told to do with the object behind a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show<'a> {
    /// Whatever it does with such a file.
    AsItIs,
    /// Show it; somebody who saves it gets this name.
    Inline(&'a str),
    /// Save it under this name.
    Attachment(&'a str),
}

/// A file that somebody says they will put: the link takes this one and no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pledge<'a> {
    /// Its length.
    pub bytes: u64,
    /// Its media type.
    pub mime: &'a str,
    /// SHA-256 of its bytes.
    pub sha256: [u8; 32],
}

/// A request that puts one file without credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PutLink {
    /// Where to send it.
    pub url: String,
    /// The headers to send, as they are: they are part of the signature.
    pub headers: Vec<(String, String)>,
}

/// An object while it is read: its bytes come as they are asked for, and who drops it reads no more.
pub struct Body {
    /// The length that the bucket declares, in bytes, where it declares one. What comes may still differ.
    pub length: Option<u64>,
    /// The bytes, in pieces of any size.
    pub chunks: BoxStream<'static, Result<Bytes, Fault>>,
}

impl Body {
    /// Everything, if it is no more than `limit` bytes. The declared length is believed only when it is too large.
    pub async fn collect(mut self, limit: u64) -> Result<Bytes, Fault> {
        let declared = self.length.unwrap_or(0);
        if declared > limit {
            return Err(too_large(declared, limit));
        }
        let mut bytes = BytesMut::with_capacity(usize::try_from(declared).unwrap_or(0));
        while let Some(chunk) = self.chunks.next().await.transpose()? {
            let read = bytes.len() as u64 + chunk.len() as u64;
            if read > limit {
                return Err(too_large(read, limit));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes.freeze())
    }
}

fn too_large(bytes: u64, limit: u64) -> Fault {
    let detail =
        format!("The file has {bytes} bytes or more; at most {limit} are read here. Use a smaller one.");
    Fault::new(Kind::TooLarge, "object-too-large", detail)
}

/// The media bucket.
#[async_trait]
pub trait Bucket: Send + Sync {
    /// Writes an object once: an existing object under `key` is left as it is, which is success, because
    /// keys name their content (a job's attempt, a hash) and never change their meaning.
    async fn put_once(&self, key: &str, mime: &str, bytes: Bytes) -> Result<(), Fault>;

    /// Begins to read an object, with one request; `None` when there is none.
    async fn open(&self, key: &str) -> Result<Option<Body>, Fault>;

    /// Reads an object whole; `None` when there is none. More than `limit` bytes is a `Rejected` fault, told
    /// before the body is read.
    async fn get(&self, key: &str, limit: u64) -> Result<Option<Bytes>, Fault> {
        match self.open(key).await? {
            Some(body) => body.collect(limit).await.map(Some),
            None => Ok(None),
        }
    }

    /// What is stored under `key`.
    async fn head(&self, key: &str) -> Result<Option<Stored>, Fault>;

    /// Removes an object. One that is not there is removed already.
    async fn delete(&self, key: &str) -> Result<(), Fault>;

    /// A link to `key` that works without credentials for `lifetime` (at most one hour). No network is needed for this.
    async fn link(&self, key: &str, lifetime: Duration, show: Show<'_>) -> Result<String, Fault>;

    /// A request that puts the pledged file under `key` within `lifetime` (at most one hour). Its length, type and SHA-256
    /// are signed, so the bucket takes no other file. No network is needed for this.
    async fn put_link(&self, key: &str, lifetime: Duration, pledge: Pledge<'_>) -> Result<PutLink, Fault>;
}
