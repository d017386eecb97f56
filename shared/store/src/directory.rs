//! Look-ups that start outside a workspace: base items, written in the transaction that creates what they point to and
//! read strongly. An index would refuse a key that was made a moment ago.

use std::fmt;
use std::sync::Arc;

use contract::port::Table;
use contract::port::table::{Index, Key, Place, Query};
use contract::{Grant, Need, Part};
use fault::Fault;
use model::{AssetId, BatchId, JobId, ProjectId, UploadId, WorkspaceId};

use crate::address::KeyId;
use crate::scoped::table_fault;
use crate::{Address, Record};

/// The items that are found without a scope. What they point to is read again through one.
#[derive(Clone)]
pub struct Directory {
    table: Arc<dyn Table>,
}

/// Something that somebody has to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DuePointer {
    /// A job.
    Job {
        /// Whose it is.
        workspace: WorkspaceId,
        /// Which one.
        job: JobId,
    },
    /// A lane that is in use.
    Lane {
        /// Whose it is.
        workspace: WorkspaceId,
        /// Its sort key.
        sort: String,
    },
    /// A batch that has not been handed out whole.
    Batch {
        /// Whose it is.
        workspace: WorkspaceId,
        /// Which one.
        batch: BatchId,
    },
    /// An asset whose removal may have stopped half-way, or one that is old. With those below only in the partitions of media.
    Asset {
        /// Whose it is.
        workspace: WorkspaceId,
        /// Which one.
        asset: AssetId,
    },
    /// An upload that may have been abandoned.
    Upload {
        /// Whose it is.
        workspace: WorkspaceId,
        /// Which one.
        upload: UploadId,
    },
    /// A project that keeps its media for some days only.
    Project {
        /// Whose it is.
        workspace: WorkspaceId,
        /// Which one.
        project: ProjectId,
    },
}

/// A partition of the due index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DuePart {
    /// One of [`Directory::DUE_SHARDS`], for jobs, lanes and batches.
    Shard(u8),
    /// Media that somebody has to look at, apart, so that the sweep of jobs does not meet them.
    Media,
    /// Assets by the moment at which they came.
    Age,
}

/// Some of what is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuePage {
    /// What.
    pub items: Vec<DuePointer>,
    /// Where there is more.
    pub next: Option<Place>,
}

impl DuePointer {
    /// Whose it is.
    pub const fn workspace(&self) -> WorkspaceId {
        match self {
            Self::Job { workspace, .. }
            | Self::Lane { workspace, .. }
            | Self::Batch { workspace, .. }
            | Self::Asset { workspace, .. }
            | Self::Upload { workspace, .. }
            | Self::Project { workspace, .. } => *workspace,
        }
    }
}

impl fmt::Display for DuePointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Job { job, .. } => job.fmt(f),
            Self::Lane { workspace, sort } => write!(f, "lane {sort} of {workspace}"),
            Self::Batch { batch, .. } => batch.fmt(f),
            Self::Asset { asset, .. } => asset.fmt(f),
            Self::Upload { upload, .. } => upload.fmt(f),
            Self::Project { project, .. } => project.fmt(f),
        }
    }
}

impl fmt::Display for DuePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shard(shard) => write!(f, "DUE#{shard}"),
            Self::Media => f.write_str("DUE#M"),
            Self::Age => f.write_str("DUE#A"),
        }
    }
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
    /// How much a sweep reads of one at one time.
    pub const DUE_PAGE: usize = 25;

    /// The record at an address of a kind that lies outside every workspace.
    pub async fn find<R: Record>(&self, address: &Address) -> Result<Option<R>, Fault> {
        let Some(key) = address.outside_key() else {
            return Err(Fault::defect(format!("{} is not in the directory", address.kind().word)));
        };
        let items = self.table.get(&[key]).await.map_err(|error| table_fault("get", error))?;
        items.into_iter().next().flatten().as_ref().map(R::from_item).transpose()
    }

    /// What is in one part of the due index with a moment (milliseconds, 13 digits) up to `before`, the longest due first, at
    /// most `limit`, from the place `after` on. The index lags; whoever acts on a pointer reads again what it points to.
    pub async fn due(
        &self,
        part: DuePart,
        before: model::Time,
        after: Option<Place>,
        limit: usize,
    ) -> Result<DuePage, Fault> {
        let query = Query {
            index: Index::Due,
            pk: part.to_string(),
            from: None,
            to: Some(due_sort(before)),
            after,
            descending: false,
            limit,
        };
        let page = self.table.query(&query).await.map_err(|error| table_fault("query due", error))?;
        let items = page.items.iter().filter_map(|(key, _)| pointer(key)).collect();
        Ok(DuePage { items, next: page.next })
    }
}

/// The partition of the due index that an id belongs to: spread by its last character, which is random.
pub fn due_shard(id: &impl KeyId) -> String {
    let last = id.to_string().bytes().last().unwrap_or(0);
    DuePart::Shard(last % Directory::DUE_SHARDS).to_string()
}

/// A moment as a sort key of the due index.
pub fn due_sort(at: model::Time) -> String {
    format!("{:013}", at.millis())
}

fn pointer(key: &Key) -> Option<DuePointer> {
    let (kind, rest) = key.pk.split_once('#')?;
    Some(match kind {
        "JOB" => DuePointer::Job { workspace: rest.parse().ok()?, job: key.sk.parse().ok()? },
        "LAN" => DuePointer::Lane { workspace: rest.parse().ok()?, sort: key.sk.clone() },
        "BAT" => {
            let (workspace, batch) = rest.split_once('#')?;
            DuePointer::Batch { workspace: workspace.parse().ok()?, batch: batch.parse().ok()? }
        }
        "AST" => DuePointer::Asset { workspace: rest.parse().ok()?, asset: key.sk.parse().ok()? },
        "UPL" => DuePointer::Upload { workspace: rest.parse().ok()?, upload: key.sk.parse().ok()? },
        "PRJ" => DuePointer::Project { workspace: rest.parse().ok()?, project: key.sk.parse().ok()? },
        _ => return None,
    })
}

/// The workspace and the job that a partition of [`Kind::RUN`](crate::Kind::RUN) belongs to. For those who are told of a change by
/// the table itself; what they are told is read again through a scope.
pub fn parent_of(pk: &str) -> Option<(WorkspaceId, JobId)> {
    let (workspace, job) = pk.strip_prefix("RUN#")?.split_once('#')?;
    Some((workspace.parse().ok()?, job.parse().ok()?))
}
