//! As much of a project as the spine looks at.

use contract::Workspace;
use fault::Fault;
use model::time::millis;
use model::{ProjectId, Time};
use serde::{Deserialize, Serialize};
use store::{Address, Change, Kind, SortKey};

/// A project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// Which one.
    pub id: ProjectId,
    /// What people call it.
    pub name: String,
    /// Counts its changes.
    pub version: u64,
    /// When it was made.
    #[serde(with = "millis")]
    pub created_at: Time,
    /// Since when it is in the archive.
    #[serde(default, with = "millis::option", skip_serializing_if = "Option::is_none")]
    pub archived_at: Option<Time>,
}

impl Project {
    /// The project that a render belongs to when it names none: one for each workspace, derived from it, so that nobody races
    /// to make it.
    pub fn default_of(workspace: Workspace) -> ProjectId {
        ProjectId::derived(&workspace.id().to_string())
    }

    /// Creates the default project of a workspace.
    pub fn create_default(workspace: Workspace, now: Time) -> Result<Change, Fault> {
        let id = Self::default_of(workspace);
        let project = Self { id, name: "Default".to_owned(), version: 1, created_at: now, archived_at: None };
        Change::create(Self::address(id), &project)
    }

    pub(crate) fn address(project: ProjectId) -> Address {
        Address::new(Kind::PRJ, SortKey::id(&project))
    }
}
