//! Whether the API answers.

use contract::http::{Method, Nothing};
use contract::{Access, Call, Reply, Route};
use fault::Fault;
use schemars::JsonSchema;
use serde::Serialize;

/// Says that the gateway, a function and its settings work. It looks at nothing behind them: anybody may call it, and
/// nobody's call may cost a read.
pub struct Health;

/// The answer.
#[derive(Serialize, JsonSchema)]
pub struct Body {
    /// `ok`.
    status: &'static str,
    /// The version of this build.
    version: &'static str,
}

impl Route for Health {
    const NAME: &'static str = "ops-health";
    const SUMMARY: &'static str = "Say that the API answers.";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/v1/health";
    const ACCESS: Access = Access::Public;
    const REPLIES: &'static [u16] = &[200];
    const SDK_CALLS: u32 = 0;

    type Env = ();
    type Path = Nothing;
    type Query = Nothing;
    type Body = Nothing;
    type Output = Body;

    async fn handle((): (), _: Call<Self>) -> Result<Reply<Body>, Fault> {
        Ok(Reply::ok(Body { status: "ok", version: env!("CARGO_PKG_VERSION") }))
    }
}

#[cfg(test)]
mod tests;
