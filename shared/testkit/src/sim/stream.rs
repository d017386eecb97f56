//! The table's stream, as DynamoDB and its event source mapping hand it out: the records of one item in order and those of others
//! in any, in batches, at least once, and a batch that fails again and again before the records behind it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use contract::port::Clock;
use contract::port::table::Key;
use contract::{DutyTrigger, Function, Trigger};
use serde_json::{Value, json};
use tokio::sync::Notify;

use super::cloud::{Cloud, lock};

/// Into how many shards a partition may fall.
const SHARDS: usize = 3;
/// How long a record takes, at most.
const LAG: Duration = Duration::from_millis(900);
/// The wait before a batch that failed is handed out again.
const AGAIN: Duration = Duration::from_secs(1);
/// The most records of one batch.
const BATCH: usize = 100;

/// The shards of the stream.
#[derive(Default)]
pub(super) struct Shards([Shard; SHARDS]);

#[derive(Default)]
struct Shard {
    records: Mutex<VecDeque<(u64, Key)>>,
    stirred: Notify,
}

impl Shards {
    /// How many records nobody has taken.
    pub(super) fn left(&self) -> usize {
        self.0.iter().map(|shard| lock(&shard.records).len()).sum()
    }
}

impl Cloud {
    /// Whom the stream feeds.
    fn reader(&self) -> Option<Function> {
        self.functions().find(|function| {
            matches!(function.spec.trigger, Trigger::Duty { trigger: DutyTrigger::TableStream, .. })
        })
    }

    /// Hands out the stream, if anybody reads it.
    pub(super) fn stream(self: &Arc<Self>) {
        let Some(reader) = self.reader() else { return };
        self.table.watch();
        for shard in 0..SHARDS {
            let cloud = self.clone();
            self.pace.serve(async move { cloud.read(reader, shard).await });
        }
    }

    /// Puts what was created since the last time into the stream.
    pub(super) fn publish(&self) {
        let (pk, sk) = self.streams;
        for (number, key) in self.table.created() {
            if key.pk.starts_with(pk) && key.sk.starts_with(sk) {
                let place =
                    key.pk.bytes().fold(0_usize, |sum, byte| sum.wrapping_mul(31) + usize::from(byte));
                let shard = &self.shards.0[place % SHARDS];
                lock(&shard.records).push_back((number, key));
                shard.stirred.notify_one();
            }
        }
    }

    async fn read(self: Arc<Self>, reader: Function, shard: usize) {
        let shard = &self.shards.0[shard];
        loop {
            let batch: Vec<_> = {
                let most = self.pace.roll(|dice| 1 + dice.below(BATCH));
                lock(&shard.records).iter().take(most).cloned().collect()
            };
            let Some((last, _)) = batch.last() else {
                shard.stirred.notified().await;
                let lag = self.pace.roll(|dice| dice.within(LAG));
                self.pace.sleep(lag).await;
                continue;
            };
            let records: Vec<_> = batch.iter().map(record).collect();
            let report = self.perform(&reader, &json!({ "Records": records })).await;
            let report = report.ok().and_then(|report| serde_json::from_slice::<Value>(&report).ok());
            let done = report.map_or(0, |report| first_failure(&report).unwrap_or(last + 1));
            let doubled = self.trouble.doubled;
            // Where a shard was read up to may be forgotten: then its records come again.
            if self.pace.roll(|dice| dice.permille(doubled)) {
                continue;
            }
            lock(&shard.records).retain(|(number, _)| *number >= done);
            if done <= *last {
                self.pace.sleep(AGAIN).await;
            }
        }
    }
}

/// A record of a created item. The keys are all that a stream has to tell: what is read is the table.
fn record((number, key): &(u64, Key)) -> Value {
    json!({
        "eventID": format!("{number:032}"), "eventName": "INSERT", "eventSource": "aws:dynamodb",
        "dynamodb": {
            "Keys": { "pk": { "S": key.pk }, "sk": { "S": key.sk } },
            "SequenceNumber": format!("{number:021}"), "StreamViewType": "NEW_IMAGE",
        },
    })
}

/// From which record on a shard is handed out again ("Reporting batch item failures", AWS Lambda Developer Guide).
fn first_failure(report: &Value) -> Option<u64> {
    let failures = report["batchItemFailures"].as_array().into_iter().flatten();
    failures.filter_map(|failure| failure["itemIdentifier"].as_str()?.parse().ok()).min()
}
