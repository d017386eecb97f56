//! The body of a rule, as everybody sees it.

use contract::Reply;
use jobs::{Rule, RuleSet};
use model::project::{Media, RuleText};
use model::{ProjectId, RuleId, Time, UserId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RuleBody {
    /// Which one.
    pub id: RuleId,
    /// Its place among the rules of its project, from 1. It belongs to the order of all of them, so it may move without the
    /// rule's version.
    pub order: u32,
    /// What it says.
    pub text: RuleText,
    /// What it is for; everything when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applies_to: Option<Media>,
    /// Whether it is followed.
    pub active: bool,
    /// Counts the changes of what it says; also its ETag.
    pub version: u64,
    /// When it was made.
    pub created_at: Time,
    /// When it was changed last.
    pub updated_at: Time,
    /// Who changed it last.
    pub updated_by: UserId,
}

/// The rules of a project.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RulePage {
    /// The rules, in order: at most 50, so they are always all.
    items: Vec<RuleBody>,
    /// `null`.
    next_cursor: Option<String>,
    /// Counts every change of any of them; also the ETag of this list.
    version: u64,
}

impl From<&Rule> for RuleBody {
    fn from(rule: &Rule) -> Self {
        Self {
            id: rule.id,
            order: rule.order,
            text: rule.text.clone(),
            applies_to: rule.applies_to.clone(),
            active: rule.active,
            version: rule.version,
            created_at: rule.created_at,
            updated_at: rule.updated_at,
            updated_by: rule.updated_by,
        }
    }
}

impl RuleBody {
    /// An answer with this body.
    pub(crate) fn reply(self) -> Reply<Self> {
        let version = self.version;
        Reply::ok(self).etag(version)
    }

    /// An answer that says that it was made in `project`.
    pub(crate) fn created(self, project: ProjectId) -> Reply<Self> {
        let (location, version) = (format!("/v1/projects/{project}/rules/{}", self.id), self.version);
        Reply::created(self, location).etag(version)
    }
}

impl From<&RuleSet> for RulePage {
    fn from(set: &RuleSet) -> Self {
        Self {
            items: set.rules.iter().map(RuleBody::from).collect(),
            next_cursor: None,
            version: set.version,
        }
    }
}
