//! Look-ups that start outside a workspace: base items, written in the transaction that creates what they point to and
//! read strongly. An index would refuse a key that was made a moment ago.

use std::sync::Arc;

use contract::port::Table;
use contract::port::table::{Index, Key, Query};
use contract::{Grant, Need, Part};
use fault::Fault;
use model::{JobId, WorkspaceId};

use crate::scoped::table_fault;
use crate::{Address, Record};

/// The items that are found without a scope. What they point to is read again through one.
#[derive(Clone)]
pub struct Directory {
    table: Arc<dyn Table>,
}

/// A job that something is due for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueJob {
    /// Whose it is.
    pub workspace: WorkspaceId,
    /// Which one.
    pub job: JobId,
}

impl Part for Directory {
    const NEEDS: &'static [Need] = &[Need::Table];

    fn open(grant: &Grant) -> Result<Self, Fault> {
        Ok(Self { table: grant.table()? })
    }
}

impl Directory {
    /// How many partitions the index of due things is spread over.
    pub const DUE_SHARDS: u8 = 8;

    /// The record at an address of a kind that lies outside every workspace.
    pub async fn find<R: Record>(&self, address: &Address) -> Result<Option<R>, Fault> {
        let Some(key) = address.outside_key() else {
            return Err(Fault::defect(format!("{} is not in the directory", address.kind().word)));
        };
        let items = self.table.get(&[key]).await.map_err(|error| table_fault("get", error))?;
        items.into_iter().next().flatten().as_ref().map(R::from_item).transpose()
    }

    /// The jobs in one shard of the due index whose moment (milliseconds, 13 digits) is before `before`, most overdue
    /// first, at most `limit`. The index lags; whoever acts on a pointer reads the job again.
    pub async fn due(&self, shard: u8, before: model::Time, limit: usize) -> Result<Vec<DueJob>, Fault> {
        let query = Query {
            index: Index::Due,
            pk: due_shard(shard),
            from: None,
            to: Some(due_sort(before)),
            after: None,
            descending: false,
            limit,
        };
        let page = self.table.query(&query).await.map_err(|error| table_fault("query due", error))?;
        Ok(page.items.iter().filter_map(|(key, _)| pointer(key)).collect())
    }
}

/// The partition of a shard of the due index.
pub fn due_shard(shard: u8) -> String {
    format!("DUE#{shard}")
}

/// A moment as a sort key of the due index.
pub fn due_sort(at: model::Time) -> String {
    format!("{:013}", at.millis())
}

/// The workspace and the job that a partition of [`Kind::RUN`](crate::Kind::RUN) belongs to. For those who are told of a change by
/// the table itself; what they are told is read again through a scope.
pub fn parent_of(pk: &str) -> Option<(WorkspaceId, JobId)> {
    let (workspace, job) = pk.strip_prefix("RUN#")?.split_once('#')?;
    Some((workspace.parse().ok()?, job.parse().ok()?))
}

fn pointer(key: &Key) -> Option<DueJob> {
    let workspace = key.pk.strip_prefix("JOB#")?.parse().ok()?;
    Some(DueJob { workspace, job: key.sk.parse().ok()? })
}
