//! `POST /v1/projects/{project}/rules`: a new rule.

use std::sync::Arc;

use contract::http::{Method, Nothing};
use contract::port::{Clock, Ids};
use contract::{Access, Call, Reply, Route};
use fault::Fault;
use jobs::Rules;
use jobs::rule::{Made, NewRule};
use model::project::{Media, RuleText};
use model::{RuleId, Scope};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use crate::get::Path;
use crate::once::{Intent, replayed};
use crate::rule_body::RuleBody;

/// The route.
pub struct CreateRule;

contract::env! {
    /// What it holds.
    pub struct Env { rules: Rules, ids: Arc<dyn Ids>, clock: Arc<dyn Clock> }
}

/// What the rule is to be.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// What it says: words that every prompt of the project gets.
    text: RuleText,
    /// Its place, from 1; the last when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    order: Option<PlaceNumber>,
    /// What it is for; everything when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    applies_to: Option<Media>,
    /// Whether it is followed.
    #[serde(default = "yes")]
    active: bool,
}

/// A place among the rules, from 1. A place behind the last is the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct PlaceNumber(#[schemars(range(min = 1))] u32);

impl PlaceNumber {
    /// The number.
    pub(crate) const fn get(self) -> u32 {
        self.0
    }
}

impl<'de> Deserialize<'de> for PlaceNumber {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match u32::deserialize(from)? {
            0 => Err(serde::de::Error::custom("places are counted from 1")),
            place => Ok(Self(place)),
        }
    }
}

const fn yes() -> bool {
    true
}

impl Route for CreateRule {
    const NAME: &'static str = "projects-create-rule";
    const SUMMARY: &'static str = "Make a rule: words that every prompt of the project gets, in an order.";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/v1/projects/{project}/rules";
    const ACCESS: Access = Access::Scope(Scope::ProjectsWrite);
    const REPLIES: &'static [u16] = &[201, 404, 429, 503];
    const SDK_CALLS: u32 = 2;

    type Env = Env;
    type Path = Path;
    type Query = Nothing;
    type Body = Body;
    type Output = RuleBody;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<RuleBody>, Fault> {
        let (project, by) = (call.path.project, call.principal()?.user);
        let intent = Intent::of(&call.headers, &(project, &call.body))?;
        let now = env.clock.now();
        let new = NewRule {
            text: call.body.text.clone(),
            applies_to: call.body.applies_to.clone(),
            active: call.body.active,
            order: call.body.order.map(PlaceNumber::get),
        };
        let id = RuleId::from_body(env.ids.fresh(now));
        let keep = |rule: &jobs::Rule| intent.keep::<Self>(&RuleBody::from(rule), now);
        match env.rules.create(project, id, &new, by, &keep).await? {
            Made::Done(rule) => Ok(RuleBody::from(&rule).created(project)),
            Made::Refused(refused) => Ok(replayed(intent.replay::<RuleBody>(&refused)?.created(project))),
        }
    }
}

#[cfg(test)]
mod tests;
