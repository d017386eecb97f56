//! Doing again what came to nothing.

use contract::http::{DryRunQuery, Method};
use contract::{Access, Call, Reply, Route, env};
use fault::{Fault, Kind};
use jobs::{AttemptState, JobView};
use model::{ResolvedRender, Scope, Status};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Render;
use crate::dry_run::Tried;
use crate::follow::Follow;
use crate::get::Path;
use crate::intake::{self, Intake, Intent, Wanted};

/// Starts a new render of the same request.
pub struct Retry;

env! {
    /// What it holds.
    pub struct Env { intake: Intake, follow: Follow }
}

/// How to do it again.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Whether the provider may be asked although its answer to the first render was lost: it may have made, and charged, that one.
    #[serde(default)]
    accept_duplicate: bool,
    /// Whether it may wait in line when no slot is free.
    #[serde(default)]
    queue: bool,
}

impl Route for Retry {
    const NAME: &'static str = "renders-retry";
    const SUMMARY: &'static str =
        "Do a render again that failed, was canceled or expired: a new render of the same request.";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/v1/renders/{id}/retry";
    const ACCESS: Access = Access::Scope(Scope::RendersWrite);
    const REPLIES: &'static [u16] = &[200, 202, 402, 404, 409, 429, 503];
    const SDK_CALLS: u32 = 6;

    type Env = Env;
    type Path = Path;
    type Query = DryRunQuery;
    type Body = Body;
    type Output = Tried<Render>;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<Tried<Render>>, Fault> {
        let view = env.intake.jobs.view(call.path.id).await?;
        check(&view, call.body.accept_duplicate)?;
        let request: ResolvedRender = view.request()?;
        let queue = request.queue || call.body.queue;
        let request = ResolvedRender { queue, retry_of: Some(view.head.job), ..request };
        let key = env.intake.key(&call)?;
        let intent = Intent {
            user: call.principal()?.user,
            project: Some(view.head.project),
            place: intake::place(queue),
            wanted: Wanted::Again(Box::new(request)),
            route: Self::NAME,
            key: &key,
            hash: &intake::digest(&(view.head.job, &call.body))?,
        };
        if call.query.dry_run.is_set() {
            return Ok(Reply::ok(Tried::Dry(env.intake.forecast(&intent).await?)));
        }
        let taken = env.intake.take(&intent).await?;
        let reply = intake::reply(&env.follow, taken, &key, &call).await?;
        Ok(reply.map(|render| Tried::Done(Box::new(render))))
    }
}

/// Whether a render may be done again.
fn check(view: &JobView, accept_duplicate: bool) -> Result<(), Fault> {
    let job = view.head.job;
    if view.head.status == Status::Succeeded {
        let detail =
            format!("{job} has succeeded. Start another render with the same request and another seed.");
        return Err(Fault::new(Kind::Conflict, "not-retryable", detail));
    }
    if !view.head.status.is_terminal() {
        let detail = format!("{job} has not ended. Wait for its end, or cancel it first.");
        return Err(Fault::new(Kind::Conflict, "not-retryable", detail));
    }
    let lost = view.attempts().any(|attempt| attempt.state == AttemptState::Lost);
    if lost && !accept_duplicate {
        let detail = format!(
            "The provider's answer to {job} was lost, so it may have been made and charged to us. Send `\"accept_duplicate\": \
             true` to have it made once more."
        );
        return Err(Fault::new(Kind::Conflict, "duplicate-possible", detail).at("/accept_duplicate"));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
