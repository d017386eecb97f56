//! `DELETE /v1/projects/{project}/rules/{rule}`: the end of a rule.

use contract::http::{Method, Nothing, Precondition};
use contract::{Access, Call, Reply, Route};
use fault::Fault;
use jobs::Rules;
use model::Scope;

use crate::change_rule::Path;
use crate::rule_body::RuleBody;

/// The route.
pub struct DeleteRule;

contract::env! {
    /// What it holds.
    pub struct Env { rules: Rules }
}

impl Route for DeleteRule {
    const NAME: &'static str = "projects-delete-rule";
    const SUMMARY: &'static str = "Delete a rule; those behind it move up.";
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/v1/projects/{project}/rules/{rule}";
    const ACCESS: Access = Access::Scope(Scope::ProjectsWrite);
    const REPLIES: &'static [u16] = &[200, 404, 412, 503];
    const SDK_CALLS: u32 = 2;

    type Env = Env;
    type Path = Path;
    type Query = Nothing;
    type Body = Nothing;
    type Output = RuleBody;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<RuleBody>, Fault> {
        let seen = Precondition::version(&call.headers)?;
        let gone = env.rules.delete(call.path.project, call.path.rule, seen).await?;
        Ok(Reply::ok(RuleBody::from(&gone)))
    }
}
