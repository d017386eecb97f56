//! Requests through the HTTP API.

use aws_lambda_events::apigw::ApiGatewayV2httpRequest;
use contract::http::{Request, Response};
use contract::{BoxFuture, Grant};
use fault::Fault;
use http::header::AUTHORIZATION;
use serde_json::value::RawValue;

use super::{Host, gateway};
use crate::caller;
use crate::guard::{Deadline, guarded};
use crate::telemetry::emf::Summary;
use crate::telemetry::log::Met;

/// How a route is entered.
pub(super) type Enter = fn(Grant, Request) -> BoxFuture<Result<Response, Fault>>;

/// Answers one request. A fault of the handler is a response too; only an answer that cannot be written is an error.
pub(super) async fn answer(
    host: &Host,
    enter: Enter,
    event: Box<ApiGatewayV2httpRequest>,
    deadline: Deadline,
    summary: &mut Summary,
) -> Result<Box<RawValue>, Fault> {
    let credential_shown = event.headers.contains_key(AUTHORIZATION);
    let answered = guarded(deadline, handle(host, enter, event, &summary.request_id, deadline)).await;
    let mut response = answered.unwrap_or_else(|fault| {
        summary.failed(&fault, Met::Caller);
        gateway::problem(&fault, &summary.request_id, credential_shown)
    });
    gateway::finish(&mut response, &summary.request_id);
    summary.status = Some(response.status);
    gateway::encode(response)
}

async fn handle(
    host: &Host,
    enter: Enter,
    mut event: Box<ApiGatewayV2httpRequest>,
    request_id: &str,
    deadline: Deadline,
) -> Result<Response, Fault> {
    let path = std::mem::take(&mut event.path_parameters).into_iter().collect();
    let request = gateway::request(*event, path, request_id, deadline)?;
    let access = caller::access(&host.function.spec)?;
    let grant = caller::grant(&host.surroundings, access, &request.headers).await?;
    enter(grant, request).await
}
