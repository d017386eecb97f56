//! `PATCH /v1/projects/{project}/rules/{rule}`: what a rule says, and its place.

use contract::http::{Method, Nothing, Precondition};
use contract::{Access, Call, Reply, Route};
use fault::Fault;
use jobs::Rules;
use jobs::rule::RuleEdit;
use model::project::{Media, RuleText};
use model::{ProjectId, RuleId, Scope};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::create_rule::PlaceNumber;
use crate::patched::{Patched, present};
use crate::rule_body::RuleBody;

/// The route.
pub struct ChangeRule;

contract::env! {
    /// What it holds.
    pub struct Env { rules: Rules }
}

/// Which rule.
#[derive(Deserialize, JsonSchema)]
pub struct Path {
    /// Its project.
    pub(crate) project: ProjectId,
    /// Its id.
    pub(crate) rule: RuleId,
}

/// What is to be another: a merge patch (RFC 7396).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Patch {
    /// What it says.
    #[serde(default, deserialize_with = "present")]
    text: Option<RuleText>,
    /// Its place, from 1; those behind it move up.
    #[serde(default, deserialize_with = "present")]
    order: Option<PlaceNumber>,
    /// What it is for; `null` for everything.
    #[serde(default)]
    applies_to: Patched<Media>,
    /// Whether it is followed.
    #[serde(default, deserialize_with = "present")]
    active: Option<bool>,
}

impl Route for ChangeRule {
    const NAME: &'static str = "projects-change-rule";
    const SUMMARY: &'static str =
        "Change what a rule says, what it is for, whether it is followed, and its place.";
    const METHOD: Method = Method::Patch;
    const PATH: &'static str = "/v1/projects/{project}/rules/{rule}";
    const ACCESS: Access = Access::Scope(Scope::ProjectsWrite);
    const REPLIES: &'static [u16] = &[200, 404, 412, 428, 503];
    const SDK_CALLS: u32 = 2;

    type Env = Env;
    type Path = Path;
    type Query = Nothing;
    type Body = Patch;
    type Output = RuleBody;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<RuleBody>, Fault> {
        let seen = Precondition::required_version(&call.headers)?;
        let by = call.principal()?.user;
        let Path { project, rule } = call.path;
        let edit = RuleEdit {
            text: call.body.text,
            applies_to: call.body.applies_to.change(),
            active: call.body.active,
            order: call.body.order.map(PlaceNumber::get),
        };
        let rule = env.rules.change(project, rule, seen, by, &edit).await?;
        Ok(RuleBody::from(&rule).reply())
    }
}

#[cfg(test)]
mod tests;
