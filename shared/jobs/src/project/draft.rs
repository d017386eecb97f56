//! The draft of a project: the state of a client's work on it, kept for its user's other devices and other members.
//!
//! It is the client's own: any JSON object. It lies beside the projects and not among them, because a list of projects would read
//! every draft on its way.

use contract::port::table::Guard;
use contract::{Grant, Need, Part};
use fault::{Current, Fault, Kind as FaultKind};
use model::time::millis;
use model::{ProjectId, Time, UserId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use store::record::nested;
use store::{Address, Change, Commit, Kind, SortKey, Store};

use super::Project;

/// A draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// What the client keeps.
    #[serde(with = "nested")]
    pub state: Map<String, Value>,
    /// Counts its changes.
    pub version: u64,
    /// When it was written last.
    #[serde(with = "millis")]
    pub updated_at: Time,
    /// Who wrote it.
    pub updated_by: UserId,
}

impl Draft {
    /// The most bytes of a draft, as compact JSON: an item has 64 KB at most, and this leaves room for what may be kept beside it.
    pub const MAX_BYTES: usize = 48 * 1024;

    pub(crate) fn address(project: ProjectId) -> Address {
        Address::new(Kind::PRJ, SortKey::word("DRAFT").then_id(&project))
    }

    fn current(&self) -> Current {
        Current {
            etag: format!("\"{}\"", self.version),
            changed_at: self.updated_at,
            changed_by: Some(self.updated_by),
        }
    }
}

/// The drafts of one workspace's projects.
#[derive(Clone)]
pub struct Drafts {
    store: Store,
}

impl Part for Drafts {
    const NEEDS: &'static [Need] = Store::NEEDS;

    fn open(grant: &Grant) -> Result<Self, Fault> {
        Ok(Self { store: Store::open(grant)? })
    }
}

impl Drafts {
    /// The draft of `project`; 404 when there is no such project, and when nobody has written a draft.
    pub async fn get(&self, project: ProjectId) -> Result<Draft, Fault> {
        self.store.get(&Draft::address(project)).await
    }

    /// Writes the draft of `project`, in place of the version `seen`, or as the first when that is `None`. 412 with what is there
    /// when that is another, 413 when it is too large.
    pub async fn put(
        &self,
        project: ProjectId,
        seen: Option<u64>,
        state: Map<String, Value>,
        by: UserId,
    ) -> Result<Draft, Fault> {
        let bytes = serde_json::to_string(&state).map_or(usize::MAX, |text| text.len());
        if bytes > Draft::MAX_BYTES {
            let detail = format!(
                "The draft has {bytes} bytes as JSON; the most is {}. Keep media in uploads and name them here.",
                Draft::MAX_BYTES
            );
            return Err(Fault::new(FaultKind::TooLarge, "draft-too-large", detail));
        }
        let now = self.store.clock().now();
        let draft = Draft { state, version: seen.unwrap_or(0) + 1, updated_at: now, updated_by: by };
        match seen {
            None => self.first(project, &draft).await?,
            Some(version) => self.next(project, version, &draft).await?,
        }
        Ok(draft)
    }

    /// Only if the project is there: who deletes one deletes the draft that it had, and no other may come.
    async fn first(&self, project: ProjectId, draft: &Draft) -> Result<(), Fault> {
        let changes = vec![
            Change::check(Project::address(project), Guard::Present),
            Change::create(Draft::address(project), draft)?,
        ];
        match self.store.commit(changes).await? {
            Commit::Done => Ok(()),
            Commit::Refused(refused) if refused.index == 0 => Err(Fault::not_found()),
            Commit::Refused(refused) => settle(refused.record()?, draft),
        }
    }

    /// One write without a transaction, because a client may do this twice a second.
    async fn next(&self, project: ProjectId, seen: u64, draft: &Draft) -> Result<(), Fault> {
        let change = Change::put(Draft::address(project), draft, Guard::Version(seen))?;
        match self.store.write(change).await? {
            None => Ok(()),
            Some(refused) => settle(refused.record()?, draft),
        }
    }
}

/// The version that was seen is not there: another is, or none. It may be this very draft, written by a request whose answer was
/// lost.
fn settle(there: Option<Draft>, draft: &Draft) -> Result<(), Fault> {
    let there = there.ok_or_else(Fault::not_found)?;
    let same =
        there.version == draft.version && there.updated_by == draft.updated_by && there.state == draft.state;
    if same { Ok(()) } else { Err(Fault::stale(there.current())) }
}
