//! The media of every workspace, for duties.

use contract::{Grant, Need, Part, System, Workspace};
use fault::Fault;
use model::WorkspaceId;

use crate::{Assets, ObjectKey};

/// The media of every workspace.
#[derive(Clone)]
pub struct MediaEverywhere {
    grant: Grant,
    system: System,
}

impl Part for MediaEverywhere {
    const NEEDS: &'static [Need] = Assets::NEEDS;

    fn open(grant: &Grant) -> Result<Self, Fault> {
        Ok(Self { system: System::open(grant)?, grant: grant.clone() })
    }
}

impl MediaEverywhere {
    /// Enters one workspace.
    pub fn enter(&self, workspace: WorkspaceId) -> Result<Assets, Fault> {
        Assets::open(&self.narrowed(workspace).1)
    }

    /// Enters the workspace of an object that the bucket tells of; `None` when the key is none of ours. Only our roles write
    /// outputs and originals, so the key says whose it is.
    pub fn enter_by_key(&self, key: &str) -> Result<Option<(Assets, ObjectKey)>, Fault> {
        let Some(workspace) = ObjectKey::workspace(key) else { return Ok(None) };
        let (scope, grant) = self.narrowed(workspace);
        let Some(key) = ObjectKey::parse(scope, key) else { return Ok(None) };
        Ok(Some((Assets::open(&grant)?, key)))
    }

    fn narrowed(&self, workspace: WorkspaceId) -> (Workspace, Grant) {
        let scope = self.system.enter(workspace);
        (scope, self.grant.narrowed(scope).lapped())
    }
}
