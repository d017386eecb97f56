//! What the edge answers by itself.

use std::error::Error;

use bytes::Bytes;
use http::{Response, StatusCode, header};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt as _, Full};
use serde_json::{Value, json};
use uuid::Uuid;

/// Path of the edge's own health.
pub(crate) const HEALTH: &str = "/_edge/health";

const HOME: &str = include_str!("home.html");
/// The page has no scripts, no pictures and no forms, and is framed by nobody.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/// Any answer.
pub(super) type Reply = Response<BoxBody<Bytes, Box<dyn Error + Send + Sync>>>;

/// `GET /`.
pub(super) fn home() -> Reply {
    let mut reply = reply(StatusCode::OK, "text/html; charset=utf-8", HOME);
    reply.headers_mut().insert(header::CONTENT_SECURITY_POLICY, header::HeaderValue::from_static(POLICY));
    reply
}

/// `GET /_edge/health`.
pub(super) fn health(state: &str, streams: &Value) -> Reply {
    let (version, pid) = (env!("CARGO_PKG_VERSION"), std::process::id());
    let document =
        json!({"status": "ok", "version": version, "pid": pid, "state": state, "streams": streams});
    reply(StatusCode::OK, "application/json", document.to_string())
}

/// A path that nothing lives at.
pub(super) fn absent() -> Reply {
    problem(StatusCode::NOT_FOUND, "not-found", "Nothing lives here. Paths of the API begin with /v1.")
}

/// A page that can only be read.
pub(super) fn wrong_method() -> Reply {
    let mut reply =
        problem(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", "This page can only be read.");
    reply.headers_mut().insert(header::ALLOW, header::HeaderValue::from_static("GET, HEAD"));
    reply
}

/// A problem document like those of the API.
pub(super) fn problem(status: StatusCode, code: &str, detail: &str) -> Reply {
    let id = Uuid::now_v7().to_string();
    let document = json!({
        "type": format!("https://ferrotype.dev/problems/{code}"),
        "title": title(status),
        "status": status.as_u16(),
        "detail": detail,
        "code": code,
        "request_id": id,
    });
    let mut reply = reply(status, "application/problem+json", document.to_string());
    if let Ok(id) = id.parse() {
        reply.headers_mut().insert("x-request-id", id);
    }
    reply
}

/// The API's own titles, so that a caller need not know which of the two refused.
fn title(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "Not found",
        StatusCode::PAYLOAD_TOO_LARGE => "The request is too large",
        StatusCode::TOO_MANY_REQUESTS => "Too many requests at once",
        StatusCode::GATEWAY_TIMEOUT => "It took too long",
        StatusCode::SERVICE_UNAVAILABLE => "Not available at this moment",
        other => other.canonical_reason().unwrap_or("Error"),
    }
}

fn reply(status: StatusCode, mime: &'static str, body: impl Into<Bytes>) -> Reply {
    let body = Full::new(body.into()).map_err(|never| match never {}).boxed();
    let mut reply = Response::new(body);
    *reply.status_mut() = status;
    reply.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static(mime));
    reply.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    reply
}
