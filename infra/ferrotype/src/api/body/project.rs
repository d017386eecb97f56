//! Bodies of projects and rules.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// `POST /v1/projects`.
#[derive(Debug, Serialize)]
pub(crate) struct NewProject {
    /// What to call it.
    pub(crate) name: String,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) description: Option<String>,
    /// What it may spend in all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) budget_usd_micros: Option<i64>,
    /// What its renders are like.
    pub(crate) settings: Value,
}

/// A project.
#[derive(Debug, Deserialize)]
pub(crate) struct Project {
    /// Its id, `prj_…`.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
    /// Whether it is what renders belong to that name none.
    #[serde(default)]
    pub(crate) is_default: bool,
    /// What it may spend in all.
    #[serde(default)]
    pub(crate) budget_usd_micros: Option<i64>,
    /// What is gone.
    #[serde(default)]
    pub(crate) spent_usd_micros: i64,
    /// Since when it is in the archive.
    #[serde(default)]
    pub(crate) archived_at: Option<String>,
}

/// A rule.
#[derive(Debug, Deserialize)]
pub(crate) struct Rule {
    /// Its id, `rul_…`.
    pub(crate) id: String,
    /// Its place, from 1.
    #[serde(default)]
    pub(crate) order: u32,
    /// What it says.
    pub(crate) text: String,
    /// Whether it is followed.
    #[serde(default)]
    pub(crate) active: bool,
}

/// `POST /v1/projects/{project}/rules/test`.
#[derive(Debug, Deserialize)]
pub(crate) struct RuleTrial {
    /// What a prompt becomes.
    pub(crate) prompt: String,
}
