//! A bucket in memory, and the ways in which one hands out what it has.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use contract::port::{Body, Bucket, Pledge, PutLink, Show, Stored};
use fault::Fault;
use futures::stream::{self, BoxStream, StreamExt};

/// How the bodies of objects come.
#[derive(Debug, Clone, Copy)]
pub struct Delivery {
    /// Bytes of a piece; the last may have less.
    pub piece: usize,
    /// Added to the length that is declared.
    pub lie: i64,
    /// After how many pieces the connection is lost.
    pub lost_after: Option<usize>,
}

impl Default for Delivery {
    fn default() -> Self {
        // What hyper reads at once.
        Self { piece: 16 * 1024, lie: 0, lost_after: None }
    }
}

/// A bucket in memory.
#[derive(Default)]
pub struct MemoryBucket {
    objects: Mutex<BTreeMap<String, (String, Bytes)>>,
    delivery: Mutex<Delivery>,
    calls: AtomicU64,
    pulled: Arc<AtomicU64>,
}

impl MemoryBucket {
    /// The keys of every object.
    pub fn keys(&self) -> Vec<String> {
        self.lock().keys().cloned().collect()
    }

    /// The length of an object; 0 when there is none.
    pub fn length(&self, key: &str) -> u64 {
        self.lock().get(key).map_or(0, |(_, bytes)| bytes.len() as u64)
    }

    /// Replaces an object behind everybody's back.
    pub fn corrupt(&self, key: &str, bytes: impl Into<Bytes>) {
        self.lock().insert(key.to_owned(), ("image/png".to_owned(), bytes.into()));
    }

    /// Hands out bodies in another way from now on.
    pub fn deliver(&self, delivery: Delivery) {
        *self.delivery.lock().unwrap_or_else(PoisonError::into_inner) = delivery;
    }

    /// How many requests were made; signing a link is none.
    pub fn calls(&self) -> u64 {
        self.calls.load(Ordering::Relaxed)
    }

    /// How many pieces of bodies somebody asked for.
    pub fn pulled(&self) -> u64 {
        self.pulled.load(Ordering::Relaxed)
    }

    fn called(&self) -> MutexGuard<'_, BTreeMap<String, (String, Bytes)>> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        self.lock()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, (String, Bytes)>> {
        self.objects.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn chunks(&self, delivery: Delivery, mut bytes: Bytes) -> BoxStream<'static, Result<Bytes, Fault>> {
        let mut pieces = Vec::new();
        while !bytes.is_empty() {
            pieces.push(Ok(bytes.split_to(delivery.piece.min(bytes.len()))));
        }
        if let Some(kept) = delivery.lost_after {
            pieces.truncate(kept);
            pieces.push(Err(Fault::unavailable("the body broke off")));
        }
        let pulled = self.pulled.clone();
        let count = move |_: &Result<Bytes, Fault>| {
            pulled.fetch_add(1, Ordering::Relaxed);
        };
        stream::iter(pieces).inspect(count).boxed()
    }
}

#[async_trait]
impl Bucket for MemoryBucket {
    async fn put_once(&self, key: &str, mime: &str, bytes: Bytes) -> Result<(), Fault> {
        self.called().entry(key.to_owned()).or_insert_with(|| (mime.to_owned(), bytes));
        Ok(())
    }

    async fn open(&self, key: &str) -> Result<Option<Body>, Fault> {
        let Some(bytes) = self.called().get(key).map(|(_, bytes)| bytes.clone()) else { return Ok(None) };
        let delivery = *self.delivery.lock().unwrap_or_else(PoisonError::into_inner);
        let length = (bytes.len() as u64).saturating_add_signed(delivery.lie);
        Ok(Some(Body { length: Some(length), chunks: self.chunks(delivery, bytes) }))
    }

    async fn head(&self, key: &str) -> Result<Option<Stored>, Fault> {
        let stored =
            |(mime, bytes): &(String, Bytes)| Stored { bytes: bytes.len() as u64, mime: mime.clone() };
        Ok(self.called().get(key).map(stored))
    }

    async fn delete(&self, key: &str) -> Result<(), Fault> {
        self.called().remove(key);
        Ok(())
    }

    async fn link(&self, key: &str, lifetime: Duration, show: Show<'_>) -> Result<String, Fault> {
        let shown = match show {
            Show::AsItIs => String::new(),
            Show::Inline(name) => format!("&show={name}"),
            Show::Attachment(name) => format!("&name={name}"),
        };
        Ok(format!("memory://bucket/{key}?expires={}{shown}", lifetime.as_secs()))
    }

    /// Nobody sends to such a link: a test puts what it wants with [`MemoryBucket::corrupt`].
    async fn put_link(&self, key: &str, lifetime: Duration, pledge: Pledge<'_>) -> Result<PutLink, Fault> {
        Ok(PutLink {
            url: format!("memory://bucket/{key}?expires={}", lifetime.as_secs()),
            headers: vec![
                ("content-length".to_owned(), pledge.bytes.to_string()),
                ("content-type".to_owned(), pledge.mime.to_owned()),
            ],
        })
    }
}
