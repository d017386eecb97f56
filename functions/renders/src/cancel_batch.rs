//! Asking for the end of a batch.

use contract::http::{Method, Nothing};
use contract::{Access, Call, Reply, Route, env};
use fault::Fault;
use jobs::Jobs;
use jobs::batch::{Deed, Handout};
use model::Scope;

use crate::batch::{Batch, Page};
use crate::get_batch::Path;

/// Asks for the end of every render of a batch that has not ended.
pub struct CancelBatch;

env! {
    /// What it holds.
    pub struct Env { jobs: Jobs, handout: Handout }
}

impl Route for CancelBatch {
    const NAME: &'static str = "renders-cancel-batch";
    const SUMMARY: &'static str =
        "End a batch: each of its renders at once if it has not begun, else as soon as it can.";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/v1/batches/{id}/cancel";
    const ACCESS: Access = Access::Scope(Scope::RendersWrite);
    const REPLIES: &'static [u16] = &[202, 404, 503];
    /// As [`GetBatch`](crate::get_batch::GetBatch), a write, and a call for each ten of its renders.
    const SDK_CALLS: u32 = 113;

    type Env = Env;
    type Path = Path;
    type Query = Nothing;
    type Body = Nothing;
    type Output = Batch;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<Batch>, Fault> {
        let record = env.jobs.cancel_batch(call.path.id).await?;
        // Who is not told now is told by the sweeper within minutes.
        if let Err(fault) = env.handout.all(&record, Deed::Cancel).await {
            tracing::warn!(batch = %record.id, chain = fault.chain(), "the end of a batch was not told to all");
        }
        let family = env.jobs.family(record.id).await?;
        let batch = Batch::of(&record, &family, Page::after(None, 25)?);
        let location = batch.links.this.clone();
        Ok(Reply::accepted(batch, location))
    }
}
