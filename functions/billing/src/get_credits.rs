//! `GET /v1/credits`: what the workspace has.

use contract::http::{Method, Nothing};
use contract::{Access, Call, Reply, Route};
use fault::Fault;
use jobs::Jobs;
use model::{Scope, UsdMicros};
use schemars::JsonSchema;
use serde::Serialize;

/// The route.
pub struct GetCredits;

contract::env! {
    /// What it holds.
    pub struct Env {
        /// The wallets.
        jobs: Jobs,
    }
}

/// What the workspace has: `granted = balance + held + spent`.
#[derive(Serialize, JsonSchema)]
pub struct Credits {
    /// What may still be spent.
    balance_usd_micros: UsdMicros,
    /// What jobs that have not ended keep aside.
    held_usd_micros: UsdMicros,
    /// What is gone.
    spent_usd_micros: UsdMicros,
    /// All that was ever put in.
    granted_usd_micros: UsdMicros,
    /// The balance in credits of 10,000 micro-USD, exactly, for people.
    credits: String,
}

impl Route for GetCredits {
    const NAME: &'static str = "billing-get-credits";
    const SUMMARY: &'static str = "Says what the workspace may spend, holds and has spent.";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/v1/credits";
    const ACCESS: Access = Access::Scope(Scope::CreditsRead);
    const REPLIES: &'static [u16] = &[200];
    const SDK_CALLS: u32 = 1;

    type Env = Env;
    type Path = Nothing;
    type Query = Nothing;
    type Body = Nothing;
    type Output = Credits;

    async fn handle(env: Env, _: Call<Self>) -> Result<Reply<Credits>, Fault> {
        let wallet = env.jobs.credits().await?;
        Ok(Reply::ok(Credits {
            balance_usd_micros: wallet.avail,
            held_usd_micros: wallet.held,
            spent_usd_micros: wallet.spent,
            granted_usd_micros: wallet.cap,
            credits: wallet.avail.credits().to_string(),
        }))
    }
}

#[cfg(test)]
mod tests;
