//! Who may do what in a workspace.

use std::collections::BTreeSet;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A member's role in a workspace. Each may do what the ones before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Looks.
    Viewer,
    /// Makes things and spends.
    Editor,
    /// Manages keys and members.
    Admin,
    /// Everything.
    Owner,
}

/// One thing that a caller may do. An access key carries a set of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub enum Scope {
    /// Read who one is.
    #[serde(rename = "account:read")]
    AccountRead,
    /// Read assets, and get links to them.
    #[serde(rename = "assets:read")]
    AssetsRead,
    /// Upload and delete assets.
    #[serde(rename = "assets:write")]
    AssetsWrite,
    /// Read balance and ledger.
    #[serde(rename = "credits:read")]
    CreditsRead,
    /// List access keys.
    #[serde(rename = "keys:read")]
    KeysRead,
    /// Create and revoke access keys.
    #[serde(rename = "keys:write")]
    KeysWrite,
    /// Read projects, their rules and drafts.
    #[serde(rename = "projects:read")]
    ProjectsRead,
    /// Make, change, archive and delete projects, their rules and drafts.
    #[serde(rename = "projects:write")]
    ProjectsWrite,
    /// Read renders and their events.
    #[serde(rename = "renders:read")]
    RendersRead,
    /// Start renders: this spends.
    #[serde(rename = "renders:write")]
    RendersWrite,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 10] = [
        Self::AccountRead,
        Self::AssetsRead,
        Self::AssetsWrite,
        Self::CreditsRead,
        Self::KeysRead,
        Self::KeysWrite,
        Self::ProjectsRead,
        Self::ProjectsWrite,
        Self::RendersRead,
        Self::RendersWrite,
    ];

    /// The word on the wire.
    pub const fn word(self) -> &'static str {
        match self {
            Self::AccountRead => "account:read",
            Self::AssetsRead => "assets:read",
            Self::AssetsWrite => "assets:write",
            Self::CreditsRead => "credits:read",
            Self::KeysRead => "keys:read",
            Self::KeysWrite => "keys:write",
            Self::ProjectsRead => "projects:read",
            Self::ProjectsWrite => "projects:write",
            Self::RendersRead => "renders:read",
            Self::RendersWrite => "renders:write",
        }
    }

    /// The least role that may do it.
    pub const fn least_role(self) -> Role {
        match self {
            Self::AccountRead
            | Self::AssetsRead
            | Self::CreditsRead
            | Self::ProjectsRead
            | Self::RendersRead => Role::Viewer,
            Self::AssetsWrite | Self::ProjectsWrite | Self::RendersWrite => Role::Editor,
            Self::KeysRead | Self::KeysWrite => Role::Admin,
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A set of scopes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Scopes(BTreeSet<Scope>);

impl Scopes {
    /// Every scope that `role` may hold.
    pub fn of(role: Role) -> Self {
        Scope::ALL.into_iter().filter(|scope| scope.least_role() <= role).collect()
    }

    /// Whether `scope` is in the set.
    pub fn allow(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }

    /// Whether nothing is allowed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The scopes, in order.
    pub fn iter(&self) -> impl Iterator<Item = Scope> {
        self.0.iter().copied()
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(scopes.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_of_a_scope_is_what_a_body_carries() {
        for scope in Scope::ALL {
            assert_eq!(serde_json::to_value(scope).unwrap(), scope.word());
        }
    }

    #[test]
    fn a_viewer_cannot_spend_and_an_owner_can_do_all() {
        assert!(!Scopes::of(Role::Viewer).allow(Scope::RendersWrite));
        assert!(!Scopes::of(Role::Editor).allow(Scope::KeysWrite));
        assert_eq!(Scopes::of(Role::Owner).iter().count(), Scope::ALL.len());
    }
}
