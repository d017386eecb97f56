//! Accepting a render.

use contract::http::{DryRunQuery, Method, Nothing};
use contract::{Access, Call, Reply, Route, env};
use fault::Fault;
use model::{RenderRequest, Scope};

use crate::Render;
use crate::dry_run::Tried;
use crate::follow::Follow;
use crate::intake::{self, Intake, Intent};

/// Accepts a render and starts its flow.
pub struct Start;

env! {
    /// What it holds.
    pub struct Env { intake: Intake, follow: Follow }
}

impl Route for Start {
    const NAME: &'static str = "renders-start";
    const SUMMARY: &'static str =
        "Start a render: hold its price, take a slot or a place in line, begin to paint.";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/v1/renders";
    const ACCESS: Access = Access::Scope(Scope::RendersWrite);
    const REPLIES: &'static [u16] = &[200, 202, 402, 404, 409, 429, 503];
    const SDK_CALLS: u32 = 3;

    type Env = Env;
    type Path = Nothing;
    type Query = DryRunQuery;
    type Body = RenderRequest;
    type Output = Tried<Render>;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<Tried<Render>>, Fault> {
        let key = env.intake.key(&call)?;
        let intent = Intent {
            user: call.principal()?.user,
            project: call.body.project,
            place: intake::place(call.body.queue),
            wanted: env.intake.wanted(call.body.clone()),
            route: Self::NAME,
            key: &key,
            hash: &intake::digest(&call.body)?,
        };
        if call.query.dry_run.is_set() {
            return Ok(Reply::ok(Tried::Dry(env.intake.forecast(&intent).await?)));
        }
        let taken = env.intake.take(&intent).await?;
        let reply = intake::reply(&env.follow, taken, &key, &call).await?;
        Ok(reply.map(|render| Tried::Done(Box::new(render))))
    }
}

#[cfg(test)]
mod tests;
