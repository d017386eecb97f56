//! Problem details for HTTP APIs (RFC 9457), with the members that this API adds.

use model::{Time, UserId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The body of every refusal, and the `Cause` that a flow sees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Problem {
    /// A URI that names the sort of problem.
    pub r#type: String,
    /// The same for every problem of the sort.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong with this request, and what to do.
    pub detail: String,
    /// The last part of `type`, for programs.
    pub code: String,
    /// JSON pointer to the field at fault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// The id under which our logs know this request.
    pub request_id: String,
    /// The figures of the limit that refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// What would have been accepted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowed: Vec<String>,
    /// What is there, where a write was refused because it was made from another version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<Current>,
}

/// The version that is there, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Current {
    /// Its ETag, as `If-Match` takes it.
    pub etag: String,
    /// When it came to be.
    pub changed_at: Time,
    /// Who made it, where that was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_by: Option<UserId>,
}

/// A limit that refused, with its figures in the limit's own unit (micro-USD for money, jobs for lanes).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Limit {
    /// Which one: `credits`, `render`, a project's id.
    pub id: String,
    /// What it belongs to.
    pub level: Level,
    /// The most that it allows.
    pub cap: i64,
    /// Taken by jobs that have not ended.
    pub held: i64,
    /// Used up.
    pub spent: i64,
    /// What this request needs.
    pub needed: i64,
    /// When it starts anew, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resets_at: Option<Time>,
}

/// What a limit belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The whole workspace.
    Workspace,
    /// One project.
    Project,
    /// One user.
    User,
    /// One access key.
    Key,
    /// One model.
    Model,
    /// Jobs of one sort that one user may have running.
    Lane,
    /// A count in a period.
    Quota,
}
