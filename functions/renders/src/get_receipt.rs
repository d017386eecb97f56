//! What a render was estimated at, holds, was charged, and what it cost us to run.

use contract::http::{Method, Nothing};
use contract::{Access, Call, Reply, Route, env};
use fault::Fault;
use jobs::Jobs;
use model::Scope;

use crate::get::Path;

mod body;

use body::ReceiptBody;

/// Shows the receipt of one render.
pub struct GetReceipt;

env! {
    /// What it holds.
    pub struct Env { jobs: Jobs }
}

impl Route for GetReceipt {
    const NAME: &'static str = "renders-get-receipt";
    const SUMMARY: &'static str = "Show what a render holds, was charged, and what it cost to run.";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/v1/renders/{id}/receipt";
    const ACCESS: Access = Access::Scope(Scope::RendersRead);
    const REPLIES: &'static [u16] = &[200, 404];
    const SDK_CALLS: u32 = 2;

    type Env = Env;
    type Path = Path;
    type Query = Nothing;
    type Body = Nothing;
    type Output = ReceiptBody;

    async fn handle(env: Env, call: Call<Self>) -> Result<Reply<ReceiptBody>, Fault> {
        let receipt = env.jobs.receipt(call.path.id).await?;
        Ok(Reply::ok(ReceiptBody::of(&receipt)))
    }
}

#[cfg(test)]
mod tests;
