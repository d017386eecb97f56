//! What is read, as a trait: a stack, or in tests a table that moves while it is read.

use std::collections::BTreeMap;

use async_trait::async_trait;
use cloud::{Listed, Listing, Rows, Survey, Unreadable};
use contract::port::table::{Item, Key};

/// A table and a bucket, read only.
#[async_trait]
pub(crate) trait Source: Send + Sync {
    /// Goes on in the whole table.
    async fn scan(&self, after: Option<Key>) -> Result<Rows, Unreadable>;

    /// Goes on in a partition.
    async fn partition(&self, pk: &str, after: Option<Key>) -> Result<Rows, Unreadable>;

    /// Goes on in the objects below a prefix.
    async fn objects(&self, prefix: &str, next: Option<String>) -> Result<Listing<Listed>, Unreadable>;

    /// Goes on in the folders below a prefix.
    async fn folders(&self, prefix: &str, next: Option<String>) -> Result<Listing<String>, Unreadable>;
}

#[async_trait]
impl Source for Survey {
    async fn scan(&self, after: Option<Key>) -> Result<Rows, Unreadable> {
        Self::scan(self, after).await
    }

    async fn partition(&self, pk: &str, after: Option<Key>) -> Result<Rows, Unreadable> {
        Self::partition(self, pk, after).await
    }

    async fn objects(&self, prefix: &str, next: Option<String>) -> Result<Listing<Listed>, Unreadable> {
        Self::objects(self, prefix, next).await
    }

    async fn folders(&self, prefix: &str, next: Option<String>) -> Result<Listing<String>, Unreadable> {
        Self::folders(self, prefix, next).await
    }
}

/// A partition as a whole, without the items that cannot be read: the survey has told of these.
pub(crate) async fn whole(source: &dyn Source, pk: &str) -> Result<BTreeMap<Key, Item>, Unreadable> {
    let (mut items, mut after) = (BTreeMap::new(), None);
    loop {
        let page = source.partition(pk, after).await?;
        items.extend(page.rows.into_iter().filter_map(|row| Some((row.key, row.item.ok()?))));
        after = page.next;
        if after.is_none() {
            return Ok(items);
        }
    }
}
