//! `POST /v1/projects/{project}/rules/test`: what the rules do to a prompt, without a render.

use contract::http::{Method, Nothing};
use contract::{Access, Call, Reply, Route};
use fault::Fault;
use jobs::rule::words;
use jobs::{Projects, Rule, Rules};
use model::project::{Medium, RuleText};
use model::render::Style;
use model::{Prompt, RuleId, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::get::Path;

/// The route.
pub struct TestRules;

contract::env! {
    /// What it holds.
    pub struct Env { projects: Projects, rules: Rules }
}

/// What to try them on.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// The words of a request.
    prompt: Prompt,
    /// Its manner of painting; the project's own where it is left out.
    #[serde(default)]
    style: Option<Style>,
    /// What is made.
    #[serde(default = "image")]
    medium: Medium,
}

/// What the rules do.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Trial {
    /// The request's words with those of the rules that apply, in order. A render adds what its pipeline finds: light,
    /// composition, the colours of references, what its chain remembers.
    prompt: String,
    /// The manner of painting that would be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    style: Option<Style>,
    /// Every rule, in order, and whether it applies.
    rules: Vec<Verdict>,
    /// The version of the rules that were tried.
    version: u64,
}

/// Whether a rule applies.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Verdict {
    /// Which rule.
    id: RuleId,
    /// Its place.
    order: u32,
    /// Which version of it.
    version: u64,
    /// What it says.
    text: RuleText,
    /// Whether it applies.
    applied: bool,
    /// Why it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Reason>,
}

/// Why a rule does not apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It is switched off.
    Inactive,
    /// It is for another medium.
    OtherMedium,
}

const fn image() -> Medium {
    Medium::Image
}

impl Route for TestRules {
    const NAME: &'static str = "projects-test-rules";
    const SUMMARY: &'static str =
        "Try the rules of a project on a prompt: what it becomes, and which rules apply.";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/v1/projects/{project}/rules/test";
    const ACCESS: Access = Access::Scope(Scope::ProjectsRead);
    const REPLIES: &'static [u16] = &[200, 404];
    const SDK_CALLS: u32 = 2;

    type Env = Env;
    type Path = Path;
    type Query = Nothing;
    type Body = Body;
    type Output = Trial;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<Trial>, Fault> {
        let Body { prompt, style, medium } = call.body;
        let (project, set) = env.projects.beside(call.path.project, env.rules.set(call.path.project)).await?;
        let mut text = prompt.as_str().to_owned();
        for words in words(set.rules.iter().filter(|rule| rule.is_for(medium))) {
            text.push_str(", ");
            text.push_str(words);
        }
        let rules = set.rules.iter().map(|rule| verdict(rule, medium)).collect();
        let style = style.or(project.settings.style);
        Ok(Reply::ok(Trial { prompt: text, style, rules, version: set.version }))
    }
}

fn verdict(rule: &Rule, medium: Medium) -> Verdict {
    let applied = rule.is_for(medium);
    let why = if rule.active { Reason::OtherMedium } else { Reason::Inactive };
    Verdict {
        id: rule.id,
        order: rule.order,
        version: rule.version,
        text: rule.text.clone(),
        applied,
        reason: (!applied).then_some(why),
    }
}

#[cfg(test)]
mod tests;
