//! Accepting a batch.

use std::sync::Arc;

use contract::http::{DryRunQuery, Method, Nothing};
use contract::port::{Clock, Ids};
use contract::{Access, Call, Reply, Route, env};
use fault::Fault;
use http::HeaderName;
use jobs::Admitted;
use jobs::batch::{Deed, Handout, NewBatch};
use model::{BatchId, Scope};

use crate::batch::{Batch, BatchRequest};
use crate::dry_run::Tried;
use crate::intake::{self, Intake};

/// Accepts a batch and hands its renders out to be taken in.
pub struct StartBatch;

env! {
    /// What it holds.
    pub struct Env { intake: Intake, handout: Handout, ids: Arc<dyn Ids>, clock: Arc<dyn Clock> }
}

impl Route for StartBatch {
    const NAME: &'static str = "renders-start-batch";
    const SUMMARY: &'static str = "Start many renders of one request: prompts times whatever is varied.";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/v1/batches";
    const ACCESS: Access = Access::Scope(Scope::RendersWrite);
    const REPLIES: &'static [u16] = &[200, 202, 404, 409, 503];
    /// One commit, and a call for each ten of its renders.
    const SDK_CALLS: u32 = 101;

    type Env = Env;
    type Path = Nothing;
    type Query = DryRunQuery;
    type Body = BatchRequest;
    type Output = Tried<Batch>;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<Tried<Batch>>, Fault> {
        let order = call.body.order()?;
        let user = call.principal()?.user;
        env.intake.check_batch_chain(call.body.project, &order).await?;
        if call.query.dry_run.is_set() {
            let dry = env.intake.forecast_batch(user, &call.body, &order).await?;
            return Ok(Reply::ok(Tried::Dry(dry)));
        }
        let key = env.intake.key(&call)?;
        let new = NewBatch {
            id: BatchId::from_body(env.ids.fresh(env.clock.now())),
            user,
            project: call.body.project,
            prompts: call.body.prompts.iter().map(|prompt| prompt.as_str().to_owned()).collect(),
            each: u32::try_from(order.combinations()).unwrap_or(u32::MAX),
            order: intake::to_json(&order)?,
            route: Self::NAME,
            key: &key,
            hash: &intake::digest(&call.body)?,
            answer: &|record| intake::to_json(&Batch::accepted(record)),
        };
        let opened = env.intake.jobs.open_batch(new).await;
        let (admitted, record) = opened.map_err(|fault| intake::under_its_key(fault, &key))?;
        let (answer, replayed) = match admitted {
            Admitted::New(answer) => (answer, false),
            Admitted::Before(answer) => (answer, true),
        };
        if !replayed {
            // What is not handed out now is handed out by the sweeper within minutes: the batch is accepted either way.
            if let Err(fault) = env.handout.all(&record, Deed::Admit).await {
                tracing::warn!(batch = %record.id, chain = fault.chain(), "a batch was not handed out whole");
            }
        }
        let batch: Batch = intake::from_json(&answer)?;
        let location = batch.links.this.clone();
        let reply = Reply::accepted(Tried::Done(Box::new(batch)), location)
            .header(HeaderName::from_static("idempotency-key"), key.as_str());
        Ok(if replayed {
            reply.header(HeaderName::from_static("idempotent-replayed"), "true")
        } else {
            reply
        })
    }
}

#[cfg(test)]
mod tests;
