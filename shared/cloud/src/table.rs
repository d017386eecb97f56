//! The table on DynamoDB.

mod item;
mod lower;
mod read;
mod reasons;
mod write;

pub(crate) use item::{Wire, key as wire_key, row as take_row};

use std::sync::Arc;

use async_trait::async_trait;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::Config;
use contract::port::Clock;
use contract::port::table::{Attr, Item, Key, Outcome, Page, Query, Table, TableError, Write, check};

use crate::config;

/// One table.
pub(crate) struct DynamoTable {
    client: Client,
    name: String,
    clock: Arc<dyn Clock>,
}

impl DynamoTable {
    pub(crate) fn new(client: Client, name: String, clock: Arc<dyn Clock>) -> Self {
        Self { client, name, clock }
    }

    /// Opens a connection by reading an item that does not exist. The kind `WARM` holds nothing, so a role can allow it to
    /// every function; a refusal warms as well.
    pub(crate) async fn warm(&self) {
        let key = item::key(&Key { pk: "WARM#WARM".to_owned(), sk: "WARM".to_owned() });
        let call = self.client.get_item().table_name(&self.name).set_key(Some(key));
        // Whatever the answer: the connection is open now.
        let _ = call.customize().config_override(unrepeated()).send().await;
    }
}

/// An operation that the SDK may not repeat.
fn unrepeated() -> aws_sdk_dynamodb::config::Builder {
    Config::builder().retry_config(config::once())
}

#[async_trait]
impl Table for DynamoTable {
    async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Item>>, TableError> {
        read::get(self, keys).await
    }

    async fn query(&self, query: &Query) -> Result<Page, TableError> {
        read::query(self, query).await
    }

    async fn write(&self, write: &Write) -> Result<Outcome, TableError> {
        check(std::slice::from_ref(write))?;
        write::alone(self, write).await
    }

    async fn count(&self, key: &Key, attr: Attr) -> Result<u64, TableError> {
        write::count(self, key, attr).await
    }

    async fn transact(&self, token: u128, writes: &[Write]) -> Result<Outcome, TableError> {
        check(writes)?;
        write::together(self, token, writes).await
    }
}

#[cfg(test)]
mod tests;
