//! Filling the feeds: the table's stream says which jobs have news.

use std::collections::{BTreeMap, BTreeSet};

use contract::{Duty, DutyTrigger, env};
use fault::{Fault, Kind};
use jobs::Feeds;
use jobs::feed::Unfed;
use model::{JobId, WorkspaceId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Feeds the news of the jobs that a batch of stream records names.
pub struct Sequence;

env! {
    /// What it holds.
    pub struct Env { feeds: Feeds }
}

/// A batch of records (Lambda developer guide, "Using Lambda with DynamoDB"). Each is read alone, so that one that cannot be
/// read does not send back the others.
#[derive(Deserialize)]
pub struct Batch {
    #[serde(rename = "Records")]
    records: Vec<Value>,
}

/// Which records have to come again ("Reporting batch item failures for Lambda functions with a DynamoDB trigger"): from the
/// first of them on, Lambda sends the shard's records again.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    batch_item_failures: Vec<Failed>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Failed {
    item_identifier: String,
}

/// Whose news a record tells of. Nothing else in it is believed: the logs are read anew.
struct Hint {
    workspace: WorkspaceId,
    job: JobId,
    /// The record's number in its shard; a hint that a person made has none.
    record: Option<String>,
}

impl Duty for Sequence {
    const NAME: &'static str = "events-sequence";
    const SUMMARY: &'static str = "Put what is new in the logs of jobs into the feeds of their workspaces.";
    const TRIGGER: DutyTrigger = DutyTrigger::TableStream;
    const REASON: &'static str = "jobs of every workspace have news";

    type Env = Env;
    type Input = Batch;
    type Output = Report;

    async fn perform(env: Env, batch: Batch) -> Result<Report, Fault> {
        let hints: Vec<Hint> = batch.records.iter().filter_map(Hint::read).collect();
        let mut jobs = BTreeMap::<WorkspaceId, BTreeSet<JobId>>::new();
        for hint in &hints {
            jobs.entry(hint.workspace).or_default().insert(hint.job);
        }
        let mut failed = BTreeSet::new();
        for (workspace, jobs) in jobs {
            for Unfed { jobs, fault } in env.feeds.enter(workspace)?.sequence(&jobs).await {
                let (code, chain) = (fault.code(), fault.chain());
                tracing::error!(%workspace, ?jobs, code, chain, "news of jobs could not be fed");
                failed.extend(jobs);
            }
        }
        report(hints.into_iter().filter(|hint| failed.contains(&hint.job)))
    }
}

impl Hint {
    /// `None` for what is no hint: it will never be one, and a record that fails for ever holds up its shard.
    fn read(record: &Value) -> Option<Self> {
        let item = &record["dynamodb"];
        let named = item["Keys"]["pk"]["S"].as_str().and_then(store::parent_of);
        let Some((workspace, job)) = named else {
            tracing::error!(record = %record["eventID"], keys = %item["Keys"], "a record names no job");
            return None;
        };
        let record = item["SequenceNumber"].as_str().filter(|number| !number.is_empty());
        Some(Self { workspace, job, record: record.map(str::to_owned) })
    }
}

fn report(failed: impl Iterator<Item = Hint>) -> Result<Report, Fault> {
    let again = |hint: Hint| hint.record.map(|item_identifier| Failed { item_identifier });
    match failed.map(again).collect() {
        Some(batch_item_failures) => Ok(Report { batch_item_failures }),
        // It cannot be asked for again alone, so all of it is.
        None => {
            Err(Fault::new(Kind::Unavailable, "unavailable", "News could not be fed. Invoke this again."))
        }
    }
}

#[cfg(test)]
mod tests;
