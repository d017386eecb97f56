//! What became of a batch.

use contract::http::{Method, Nothing, PageQuery};
use contract::{Access, Call, Reply, Route, env};
use fault::Fault;
use jobs::Jobs;
use model::{BatchId, Scope};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::batch::{Batch, Page};

/// Shows one batch.
pub struct GetBatch;

env! {
    /// What it holds.
    pub struct Env { jobs: Jobs }
}

/// Which batch.
#[derive(Deserialize, JsonSchema)]
pub struct Path {
    pub(crate) id: BatchId,
}

impl Route for GetBatch {
    const NAME: &'static str = "renders-get-batch";
    const SUMMARY: &'static str =
        "Show a batch: how many of its renders are where, and each of them page by page.";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/v1/batches/{id}";
    const ACCESS: Access = Access::Scope(Scope::RendersRead);
    const REPLIES: &'static [u16] = &[200, 404];
    /// Head, children, and a call for each hundred of their renders.
    const SDK_CALLS: u32 = 12;

    type Env = Env;
    type Path = Path;
    type Query = PageQuery;
    type Body = Nothing;
    type Output = Batch;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<Batch>, Fault> {
        let page = Page::after(call.query.cursor.as_deref(), call.query.limit.get())?;
        let record = env.jobs.batch(call.path.id).await?;
        let family = env.jobs.family(record.id).await?;
        let batch = Batch::of(&record, &family, page);
        let going = batch.counts.waiting + batch.counts.running > 0;
        let reply = Reply::ok(batch);
        Ok(if going { reply.header(http::header::RETRY_AFTER, "2") } else { reply })
    }
}
