//! Reading a whole table and a bucket, for programs that look after a deployment. A handler never holds this: its ports
//! know no scan and no list, and its scope knows no other workspace.
//!
//! Nothing here can write. What it calls is in [`ACTIONS`].

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::sync::Arc;

use aws_config::SdkConfig;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use contract::port::Clock;
use contract::port::table::{Item, Key, TableError};

use crate::calls::Calls;
use crate::clock::SystemClock;
use crate::config::{self, Patience};
use crate::error::classify;
use crate::table::{Wire, take_row, wire_key};

mod objects;

pub use objects::{Listed, Listing};

/// The actions of IAM that a survey needs, and no other.
pub const ACTIONS: [&str; 3] = ["dynamodb:Query", "dynamodb:Scan", "s3:ListBucket"];

/// A table and a bucket to look at.
pub struct Survey {
    table: String,
    bucket: Option<String>,
    dynamodb: aws_sdk_dynamodb::Client,
    s3: aws_sdk_s3::Client,
    calls: Calls,
}

/// Where a deployment is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Site {
    /// In AWS, with the credentials of the environment; in this region, or in that of the environment.
    Aws {
        /// Such as `eu-central-1`.
        region: Option<String>,
    },
    /// On this machine: `http://127.0.0.1:<port>`.
    Local {
        /// Where the engine answers.
        endpoint: String,
    },
}

/// An item as it lies in the table, or why it is none of ours.
#[derive(Debug)]
pub struct Row {
    /// Its name.
    pub key: Key,
    /// What it holds; `Err` when an attribute is of a type that no item of ours has.
    pub item: Result<Item, String>,
}

/// Some rows, and where to go on.
#[derive(Debug, Default)]
pub struct Rows {
    /// The rows.
    pub rows: Vec<Row>,
    /// Where to go on; `None` at the end.
    pub next: Option<Key>,
}

/// The deployment cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable(String);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Unreadable {}

impl Survey {
    /// Names a deployment. Nothing is sent yet.
    pub fn of(site: &Site, table: String, bucket: Option<String>) -> Self {
        let sdk = match site {
            Site::Aws { region } => {
                let sdk = config::from_environment_in(region.clone()).into_builder();
                sdk.retry_config(config::many_times()).build()
            }
            // It throttles nobody, and one that does not answer is down: whoever waits should learn it at once.
            Site::Local { endpoint } => config::for_local(endpoint),
        };
        Self::with(&sdk, table, bucket)
    }

    pub(crate) fn with(sdk: &SdkConfig, table: String, bucket: Option<String>) -> Self {
        let calls = Calls::default();
        Self {
            table,
            bucket,
            dynamodb: crate::connect::dynamodb(sdk, &calls, Patience::SURVEY),
            s3: crate::connect::s3(sdk, &calls, Patience::SURVEY),
            calls,
        }
    }

    /// Reads on in the whole table, strongly: up to 1 MB, in no order that means anything. A scan is no snapshot: an item
    /// that is written meanwhile may be read as it was or as it is.
    pub async fn scan(&self, after: Option<Key>) -> Result<Rows, Unreadable> {
        let start = after.as_ref().map(wire_key);
        let call = self.dynamodb.scan().table_name(&self.table).consistent_read(true);
        let answer = call.set_exclusive_start_key(start).send().await;
        let answer = answer.map_err(|error| unreadable("DynamoDB.Scan", &error))?;
        rows(answer.items, answer.last_evaluated_key)
    }

    /// Reads on in a partition, strongly: up to 1 MB, in the order of sort keys.
    pub async fn partition(&self, pk: &str, after: Option<Key>) -> Result<Rows, Unreadable> {
        let start = after.as_ref().map(wire_key);
        let call = self.dynamodb.query().table_name(&self.table).consistent_read(true);
        let call = call.key_condition_expression("#pk = :pk").expression_attribute_names("#pk", "pk");
        let call = call
            .expression_attribute_values(":pk", aws_sdk_dynamodb::types::AttributeValue::S(pk.to_owned()));
        let answer = call.set_exclusive_start_key(start).send().await;
        let answer = answer.map_err(|error| unreadable("DynamoDB.Query", &error))?;
        rows(answer.items, answer.last_evaluated_key)
    }

    /// How often each operation was called, by `Service.Operation`.
    pub fn calls(&self) -> BTreeMap<String, u64> {
        self.calls.take().tallies.into_iter().map(|(name, tally)| (name, tally.operations)).collect()
    }

    /// The machine's clock.
    pub fn clock() -> Arc<dyn Clock> {
        Arc::new(SystemClock)
    }
}

impl fmt::Debug for Survey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Survey")
            .field("table", &self.table)
            .field("bucket", &self.bucket)
            .finish_non_exhaustive()
    }
}

fn rows(found: Option<Vec<Wire>>, rest: Option<Wire>) -> Result<Rows, Unreadable> {
    let row = |wire| take_row(wire).map(|(key, item)| Row { key, item });
    let rows = found.unwrap_or_default().into_iter().map(row).collect::<Result<_, _>>();
    let rows = rows.map_err(|error: TableError| Unreadable(error.to_string()))?;
    let rest = rest.filter(|rest| !rest.is_empty()).map(take_row).transpose();
    let rest = rest.map_err(|error| Unreadable(error.to_string()))?;
    Ok(Rows { rows, next: rest.map(|(key, _)| key) })
}

fn unreadable<E>(operation: &'static str, error: &SdkError<E, HttpResponse>) -> Unreadable
where
    E: ProvideErrorMetadata + Error + 'static,
{
    Unreadable(classify(operation, error).plain())
}

#[cfg(test)]
mod tests;
