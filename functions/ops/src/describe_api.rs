//! The API's own description.

use contract::http::{Method, Nothing};
use contract::{Access, Call, Reply, Route};
use fault::{Fault, Result};
use serde_json::Value;

/// Answers the OpenAPI document that was generated from the route types of this build.
pub struct DescribeApi;

const DOCUMENT: &str = include_str!("../../../infra/openapi.json");

impl Route for DescribeApi {
    const NAME: &'static str = "ops-describe-api";
    const SUMMARY: &'static str = "Describe the API as OpenAPI 3.1.";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/v1/openapi.json";
    const ACCESS: Access = Access::Public;
    const REPLIES: &'static [u16] = &[200];
    const SDK_CALLS: u32 = 0;

    type Env = ();
    type Path = Nothing;
    type Query = Nothing;
    type Body = Nothing;
    type Output = Value;

    async fn handle((): (), _: Call<Self>) -> Result<Reply<Value>> {
        let document = serde_json::from_str(DOCUMENT)
            .map_err(|error| Fault::defect("infra/openapi.json is no JSON").because(error))?;
        Ok(Reply::ok(document))
    }
}

#[cfg(test)]
mod tests;
