//! Who is asking, and whose data may be seen.

use model::{Role, Scopes, Time, UserId, WorkspaceId};

/// The right to see one workspace's data. Every key of the table is computed from one of these, so a read across
/// workspaces cannot be written down.
///
/// It cannot be made from text: there is no `Deserialize`, and [`Workspace::mint`] is for the runtime alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Workspace(WorkspaceId);

impl Workspace {
    /// Makes a scope out of nothing but an id. `clippy.toml` forbids this everywhere; `runtime` and `testkit` allow it
    /// by name, and a test lists those places.
    #[doc(hidden)]
    pub const fn mint(id: WorkspaceId) -> Self {
        Self(id)
    }

    /// Which workspace.
    pub const fn id(self) -> WorkspaceId {
        self.0
    }
}

/// A verified caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// Who.
    pub user: UserId,
    /// In which workspace.
    pub workspace: WorkspaceId,
    /// Their role there.
    pub role: Role,
    /// What the credential allows, never more than the role.
    pub scopes: Scopes,
    /// The access key that was shown, when it was one.
    pub key: Option<String>,
    /// When the credential ends, if it does.
    pub expires_at: Option<Time>,
}

/// The right to enter any workspace, for duties that serve all of them (sweepers, reapers, projectors, first sight of
/// a user). Each carries its reason; a snapshot test lists them all.
#[derive(Debug, Clone, Copy)]
pub struct System {
    reason: &'static str,
}

impl System {
    pub(crate) const fn because(reason: &'static str) -> Self {
        Self { reason }
    }

    /// Why this function may do so.
    pub const fn reason(self) -> &'static str {
        self.reason
    }

    /// Enters the workspace that a pointer of our own names.
    #[expect(clippy::unused_self, reason = "the receiver is the right to do it")]
    pub const fn enter(self, workspace: WorkspaceId) -> Workspace {
        Workspace(workspace)
    }
}
