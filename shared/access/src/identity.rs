//! Sign-ins, and the user and workspace that belong to each.
//!
//! Both ids are derived from the sign-in, so two that arrive together cannot found two workspaces: the second write of the
//! same items is refused.

use contract::port::table::Guard;
use fault::Fault;
use model::time::millis;
use model::{Role, Time, UserId, WorkspaceId};
use serde::{Deserialize, Serialize};
use store::{Address, Change, Digest, Kind, SortKey};

/// Who signs in, as an issuer names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject(Digest);

/// A sign-in that was seen before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The user.
    pub user: UserId,
    /// Their personal workspace.
    pub workspace: WorkspaceId,
    /// Where to write to them.
    pub email: String,
    /// When they were first seen.
    #[serde(with = "millis")]
    pub created_at: Time,
}

/// A workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceRecord {
    /// Which one.
    pub id: WorkspaceId,
    /// What people call it.
    pub name: String,
    /// When it was founded.
    #[serde(with = "millis")]
    pub created_at: Time,
    /// Counts its changes.
    pub version: u64,
}

/// A user's place in a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Who.
    pub user: UserId,
    /// What they may do there.
    pub role: Role,
    /// Since when.
    #[serde(with = "millis")]
    pub joined_at: Time,
    /// Counts its changes.
    pub version: u64,
}

impl Subject {
    /// The sign-in that `issuer` calls `subject`: known by the SHA-256 of both with a NUL between, which neither may contain.
    pub fn new(issuer: &str, subject: &str) -> Self {
        Self(Digest::of(format!("{issuer}\0{subject}")))
    }

    /// Where it lies.
    pub fn address(&self) -> Address {
        Address::identity(&self.0)
    }

    /// The key of its partition, for messages to whoever may look into the table.
    pub fn partition(&self) -> String {
        format!("{}#{}", Kind::IDN.word, self.0)
    }

    /// The user.
    pub fn user(&self) -> UserId {
        UserId::derived(self.0.as_str())
    }

    /// The personal workspace.
    pub fn workspace(&self) -> WorkspaceId {
        WorkspaceId::derived(self.0.as_str())
    }

    /// What is known of it from the moment at which it is first seen.
    pub fn identity(&self, email: &str, now: Time) -> Identity {
        Identity { user: self.user(), workspace: self.workspace(), email: email.to_owned(), created_at: now }
    }

    /// The items of somebody who is new, to be committed in the scope of their personal workspace. The first is refused when
    /// they are not new.
    pub fn found(&self, email: &str, now: Time) -> Result<Vec<Change>, Fault> {
        let Identity { user, workspace, .. } = self.identity(email, now);
        let meta =
            WorkspaceRecord { id: workspace, name: "Personal".to_owned(), created_at: now, version: 1 };
        let owner = Member { user, role: Role::Owner, joined_at: now, version: 1 };
        Ok(vec![
            Change::put(self.address(), &self.identity(email, now), Guard::Absent)?,
            Change::create(Address::new(Kind::WSP, SortKey::word("META")), &meta)?,
            Change::create(Address::new(Kind::WSP, SortKey::word("MBR").then_id(&user)), &owner)?,
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_in_has_one_user_and_one_workspace() {
        let ours = Subject::new("urn:a", "x@example.com");
        assert_eq!(ours.user(), Subject::new("urn:a", "x@example.com").user());
        for other in [Subject::new("urn:b", "x@example.com"), Subject::new("urn:a", "y@example.com")] {
            assert_ne!(ours.user(), other.user());
            assert_ne!(ours.workspace(), other.workspace());
        }
        assert_ne!(Subject::new("a", "bc"), Subject::new("ab", "c"));
    }

    #[test]
    fn the_digest_is_that_of_issuer_nul_subject() {
        let partition = Subject::new("iss", "sub").partition();
        assert_eq!(partition, format!("IDN#{}", Digest::of(b"iss\0sub")));
    }
}
