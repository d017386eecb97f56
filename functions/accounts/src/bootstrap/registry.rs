//! Every sign-in and every workspace: the system access of this duty, in one place.

use std::sync::Arc;

use access::identity::{Identity, Subject};
use access::{Deployment, Draft, Keys, Label, NewKey};
use contract::port::Ids;
use contract::port::table::Guard;
use contract::{Grant, Need, Part, System, Workspace};
use fault::Fault;
use model::time::millis;
use model::{Role, Scopes, Time, UserId, WorkspaceId};
use serde::{Deserialize, Serialize};
use store::{Change, Directory};

use super::email::ISSUER;

/// Finds sign-ins and enters workspaces.
pub struct Registry {
    grant: Grant,
    system: System,
    directory: Directory,
    ids: Arc<dyn Ids>,
}

/// One workspace, entered.
pub(super) struct Room {
    pub(super) scope: Workspace,
    pub(super) keys: Keys,
}

/// The mark that a deployment has an owner.
#[derive(Serialize, Deserialize)]
pub(super) struct Owner {
    pub(super) user: UserId,
    workspace: WorkspaceId,
    #[serde(with = "millis")]
    created_at: Time,
}

/// Where the mark lies: a sign-in that nobody can have, because it is no e-mail address.
pub(super) fn owner_mark() -> Subject {
    Subject::new(ISSUER, "owner")
}

impl Part for Registry {
    const NEEDS: &'static [Need] = &[Need::Table];

    fn open(grant: &Grant) -> Result<Self, Fault> {
        let (system, directory) = (System::open(grant)?, Directory::open(grant)?);
        Ok(Self { grant: grant.clone(), system, directory, ids: grant.ids() })
    }
}

impl Registry {
    /// Whether somebody signed in like this before.
    pub(super) async fn knows(&self, subject: &Subject) -> Result<bool, Fault> {
        Ok(self.directory.find::<Identity>(&subject.address()).await?.is_some())
    }

    /// The owner of the deployment.
    pub(super) async fn owner(&self) -> Result<Option<Owner>, Fault> {
        self.directory.find(&owner_mark().address()).await
    }

    /// Makes `subject` the owner; refused when there is one.
    pub(super) fn mark(&self, subject: &Subject) -> Result<Change, Fault> {
        let created_at = self.grant.clock().now();
        let owner = Owner { user: subject.user(), workspace: subject.workspace(), created_at };
        Change::put(owner_mark().address(), &owner, Guard::Absent)
    }

    /// Enters a workspace.
    pub(super) fn enter(&self, workspace: WorkspaceId) -> Result<Room, Fault> {
        let scope = self.system.enter(workspace);
        Ok(Room { scope, keys: Keys::open(&self.grant.narrowed(scope))? })
    }

    /// The body of a new id.
    pub(super) fn fresh(&self, now: Time) -> u128 {
        self.ids.fresh(now)
    }
}

impl Room {
    /// Draws a key for `user`, whose own workspace this is: with every scope of an owner, and without an end.
    pub(super) fn draft(&self, deployment: Deployment, user: UserId) -> Result<Draft, Fault> {
        let name = Label::parse("bootstrap");
        let new = NewKey {
            name: name.map_err(|error| Fault::defect("a word is no label").because(error))?,
            user,
            role: Role::Owner,
            scopes: Scopes::of(Role::Owner),
            expires_at: None,
        };
        Ok(self.keys.draft(deployment, new))
    }
}
