//! What passes over a desk, as HTTP.

use bytes::Bytes;
use http::{HeaderMap, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use serde_json::{Value, json};

/// The largest error document that is read.
const ERROR_LIMIT: usize = 256 * 1024;

/// What the process is told.
pub(super) type Reply = Response<Full<Bytes>>;

/// What a function says about its own failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::edge::streams) struct Complaint {
    /// Such as `Runtime.InitError`.
    pub(in crate::edge::streams) kind: String,
    /// In words.
    pub(in crate::edge::streams) message: String,
}

/// Reads what a function says about its failure.
pub(super) async fn complaint(request: Request<Incoming>) -> Complaint {
    let (head, body) = request.into_parts();
    let named = header(&head.headers, "lambda-runtime-function-error-type");
    let body = Limited::new(body, ERROR_LIMIT).collect().await.map(http_body_util::Collected::to_bytes);
    let document: Value = serde_json::from_slice(&body.unwrap_or_default()).unwrap_or_default();
    let member = |name: &str| document.get(name).and_then(Value::as_str).map(str::to_owned);
    Complaint {
        kind: member("errorType").or(named).unwrap_or_else(|| "Runtime.Unknown".to_owned()),
        message: member("errorMessage").unwrap_or_default(),
    }
}

/// A header as text.
pub(in crate::edge::streams) fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

/// A trace that is not sampled: nobody collects traces here ("X-Ray tracing header").
pub(super) fn trace() -> String {
    let id = uuid::Uuid::now_v7().simple().to_string();
    let (time, rest) = id.split_at(8);
    format!("Root=1-{time}-{rest};Parent={};Sampled=0", &rest[..16])
}

/// The thanks for a post.
pub(super) fn accepted() -> Reply {
    json_reply(StatusCode::ACCEPTED, json!({"status": "OK"}).to_string().into())
}

/// No.
pub(super) fn refused(status: StatusCode, kind: &str) -> Reply {
    json_reply(status, json!({"errorType": kind, "errorMessage": kind}).to_string().into())
}

/// A reply of JSON.
pub(super) fn json_reply(status: StatusCode, body: Bytes) -> Reply {
    let mut reply = Response::new(Full::new(body));
    *reply.status_mut() = status;
    reply.headers_mut().insert("content-type", http::HeaderValue::from_static("application/json"));
    reply
}
