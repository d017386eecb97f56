//! What a function posts as its answer: a stream with its head before it, or a document in one piece.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::{Bytes, BytesMut};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, SET_COOKIE};
use http::request::Parts;
use http::{Response, StatusCode};
use http_body_util::{BodyExt as _, Limited};
use hyper::body::Incoming;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::desk::{Complaint, header};
use crate::edge::forward::drop_hop_by_hop;

/// Type of a stream that begins with its head ("Response streaming for Lambda functions").
const INTEGRATION: &str = "application/vnd.awslambda.http-integration-response";
/// What lies between the head of a stream and its body.
const DELIMITER: [u8; 8] = [0; 8];
/// A head that is longer is none.
const HEAD_LIMIT: usize = 64 * 1024;
/// The largest answer in one piece: 6 MB ("Lambda quotas").
const BUFFERED_LIMIT: usize = 6 * 1024 * 1024;

/// An answer whose head is known and whose body comes bit by bit.
pub(super) struct Answer {
    /// Status and headers.
    pub(super) head: Response<()>,
    first: Bytes,
    body: Option<Incoming>,
}

/// The head, as a function writes it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Prelude {
    status_code: u16,
    #[serde(default)]
    headers: Map<String, Value>,
    #[serde(default)]
    cookies: Vec<String>,
    #[serde(default)]
    body: String,
    #[serde(default)]
    is_base64_encoded: bool,
}

impl Answer {
    /// Reads as much as it takes to know the head.
    pub(super) async fn begin(head: &Parts, body: Incoming) -> Result<Self, Complaint> {
        let streams = header(&head.headers, "lambda-runtime-function-response-mode");
        let kind = header(&head.headers, CONTENT_TYPE.as_str()).unwrap_or_default();
        if !streams.is_some_and(|mode| mode.eq_ignore_ascii_case("streaming")) {
            return buffered(body).await;
        }
        if kind.starts_with(INTEGRATION) {
            return streamed(body).await;
        }
        let mut plain = Response::new(());
        plain.headers_mut().extend(kind.parse().ok().map(|kind: HeaderValue| (CONTENT_TYPE, kind)));
        Ok(Self { head: plain, first: Bytes::new(), body: Some(body) })
    }

    /// The next piece of the body as it comes; `None` at its end.
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>, Complaint> {
        if !self.first.is_empty() {
            return Ok(Some(std::mem::take(&mut self.first)));
        }
        match &mut self.body {
            Some(body) => piece(body).await,
            None => Ok(None),
        }
    }
}

/// Data of a body. An error that the function reports behind the data is one.
async fn piece(body: &mut Incoming) -> Result<Option<Bytes>, Complaint> {
    let Some(frame) = body.frame().await else { return Ok(None) };
    let frame = frame.map_err(|error| broken(&format!("the answer broke off: {error}")))?;
    match frame.into_data() {
        Ok(data) => Ok(Some(data)),
        Err(frame) => match frame.into_trailers() {
            Ok(trailers) => reported(&trailers).map_or(Ok(Some(Bytes::new())), Err),
            Err(_) => Ok(Some(Bytes::new())),
        },
    }
}

/// The error in the trailers; its body is a document in Base64.
fn reported(trailers: &HeaderMap) -> Option<Complaint> {
    let kind = header(trailers, "lambda-runtime-function-error-type")?;
    let body = header(trailers, "lambda-runtime-function-error-body").unwrap_or_default();
    let body = BASE64_STANDARD.decode(&body).unwrap_or_else(|_| body.into_bytes());
    Some(Complaint { kind, message: String::from_utf8_lossy(&body).into_owned() })
}

async fn streamed(mut body: Incoming) -> Result<Answer, Complaint> {
    let mut read = BytesMut::new();
    loop {
        if let Some(end) = read.windows(DELIMITER.len()).position(|window| window == DELIMITER) {
            let prelude = serde_json::from_slice(&read[..end])
                .map_err(|error| broken(&format!("the head of the answer cannot be read: {error}")))?;
            let first = read.freeze().slice(end + DELIMITER.len()..);
            return Ok(Answer { head: head_of(&prelude), first, body: Some(body) });
        }
        if read.len() > HEAD_LIMIT {
            return Err(broken("the answer has no head"));
        }
        let data = piece(&mut body).await?;
        read.extend_from_slice(&data.ok_or_else(|| broken("the answer ended within its head"))?);
    }
}

/// An answer in one piece: with a status, or any other document, which is a 200 then ("Function URLs, response payload
/// format").
async fn buffered(body: Incoming) -> Result<Answer, Complaint> {
    let read = Limited::new(body, BUFFERED_LIMIT).collect().await;
    let read = read.map_err(|error| broken(&format!("the answer cannot be read: {error}")))?.to_bytes();
    let Ok(prelude) = serde_json::from_slice::<Prelude>(&read) else {
        let mut head = Response::new(());
        head.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        return Ok(Answer { head, first: read, body: None });
    };
    let mut head = head_of(&prelude);
    head.headers_mut().entry(CONTENT_TYPE).or_insert(HeaderValue::from_static("application/json"));
    let first = if prelude.is_base64_encoded {
        BASE64_STANDARD
            .decode(&prelude.body)
            .map_err(|error| broken(&format!("the body is no Base64: {error}")))?
    } else {
        prelude.body.into_bytes()
    };
    Ok(Answer { head, first: first.into(), body: None })
}

fn head_of(prelude: &Prelude) -> Response<()> {
    let mut head = Response::new(());
    *head.status_mut() = StatusCode::from_u16(prelude.status_code).unwrap_or(StatusCode::BAD_GATEWAY);
    let headers = head.headers_mut();
    for (name, value) in &prelude.headers {
        let values = match value {
            Value::Array(values) => values.as_slice(),
            value => std::slice::from_ref(value),
        };
        let texts =
            values.iter().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        append(headers, name, texts);
    }
    append(headers, SET_COOKIE.as_str(), prelude.cookies.iter().cloned());
    // How the body is delimited is the business of each connection.
    drop_hop_by_hop(headers);
    headers.remove(CONTENT_LENGTH);
    head
}

fn append(headers: &mut HeaderMap, name: &str, values: impl Iterator<Item = String>) {
    let Ok(name) = name.parse::<HeaderName>() else { return };
    for value in values.filter_map(|value| value.parse::<HeaderValue>().ok()) {
        headers.append(name.clone(), value);
    }
}

fn broken(message: &str) -> Complaint {
    Complaint { kind: "Runtime.InvalidResponse".to_owned(), message: message.to_owned() }
}
