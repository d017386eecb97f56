//! Stages that a request may leave out.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A stage that a render can do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Skippable {
    /// The prompt is not read for its parts.
    ParseIntent,
    /// The references are not looked at.
    AnalyzeReference,
    /// The words are not refined.
    Refine,
    /// The words go to the model as they are.
    OptimizePrompt,
    /// The pictures are delivered without being judged.
    Validate,
    /// The chain does not learn from this render.
    Remember,
}
