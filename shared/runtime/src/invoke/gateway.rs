//! Requests and responses in the format of the HTTP API and of Function URLs
//! ("Working with AWS Lambda proxy integrations for HTTP APIs", payload format version 2.0).

use std::collections::BTreeMap;

use aws_lambda_events::apigw::ApiGatewayV2httpRequest;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use contract::http::{MAX_BODY_BYTES, Request, Response};
use fault::{Fault, Kind};
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use crate::guard::Deadline;

/// The header that names a request on every response.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The request in `event`. The size of its body is looked at before anything is decoded.
pub(super) fn request(
    event: ApiGatewayV2httpRequest,
    path: BTreeMap<String, String>,
    request_id: &str,
    deadline: Deadline,
) -> Result<Request, Fault> {
    let body = body(event.body.unwrap_or_default(), event.is_base64_encoded)?;
    let query = event.raw_query_string.unwrap_or_default();
    Ok(Request {
        path,
        query: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
        headers: with_cookies(event.headers, &event.cookies.unwrap_or_default()),
        body,
        request_id: request_id.to_owned(),
        deadline: deadline.time(),
    })
}

fn body(text: String, encoded: bool) -> Result<Bytes, Fault> {
    let bytes = if encoded { decoded_length(&text) } else { text.len() };
    if bytes > MAX_BODY_BYTES {
        let detail = format!(
            "The body has {bytes} bytes, and {MAX_BODY_BYTES} are the most. Send large files by an upload link."
        );
        return Err(Fault::new(Kind::TooLarge, "body-too-large", detail));
    }
    if !encoded {
        return Ok(text.into());
    }
    let decoded = STANDARD.decode(text).map_err(|error| {
        Fault::new(Kind::Malformed, "body-encoding", "The body is not valid base 64.").because(error)
    })?;
    Ok(decoded.into())
}

/// How many bytes a text in padded base 64 stands for (RFC 4648, section 4).
fn decoded_length(text: &str) -> usize {
    let padding = text.bytes().rev().take(2).filter(|byte| *byte == b'=').count();
    (text.len() / 4 * 3).saturating_sub(padding)
}

/// The format takes cookies out of the headers; they go back where HTTP has them.
fn with_cookies(mut headers: HeaderMap, cookies: &[String]) -> HeaderMap {
    if let Ok(value) = HeaderValue::from_str(&cookies.join("; "))
        && !value.is_empty()
    {
        headers.insert(header::COOKIE, value);
    }
    headers
}

/// The problem document of `fault` as a response. `credential_shown` says whether a bearer token came with the request.
pub(super) fn problem(fault: &Fault, request_id: &str, credential_shown: bool) -> Response {
    let problem = fault.problem(request_id);
    // A problem is texts and numbers, which always have a JSON form.
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    let mut response = Response::json(problem.status, "application/problem+json", body);
    response.set(header::CACHE_CONTROL, "no-store");
    if let Some(seconds) = fault.wait_seconds() {
        response.set(header::RETRY_AFTER, &seconds.to_string());
    }
    if fault.kind() == Kind::Unauthenticated {
        // RFC 6750, section 3: the error is named only to a caller who showed a credential.
        let error = if credential_shown { ", error=\"invalid_token\"" } else { "" };
        response.set(header::WWW_AUTHENTICATE, &format!("Bearer realm=\"ferrotype\"{error}"));
    }
    response
}

/// Adds what every response carries. A body that may be kept for comparison (it has an `ETag`) is for its caller only;
/// every other one is not kept at all, unless the handler said otherwise.
pub(super) fn finish(response: &mut Response, request_id: &str) {
    if !response.headers.contains_key(header::CACHE_CONTROL) {
        let kept = response.headers.contains_key(header::ETAG);
        response.set(header::CACHE_CONTROL, if kept { "private, no-cache" } else { "no-store" });
    }
    response.set(REQUEST_ID, request_id);
    response.set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    response.set(header::STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains");
}

/// A response as the gateway reads it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Encoded<'a> {
    status_code: u16,
    headers: BTreeMap<&'a str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cookies: Vec<&'a str>,
    body: String,
    is_base64_encoded: bool,
}

/// Writes `response` for the gateway.
pub(super) fn encode(response: Response) -> Result<Box<RawValue>, Fault> {
    let Response { status, headers, body } = response;
    let (body, is_base64_encoded) = match String::from_utf8(body.into()) {
        Ok(text) => (text, false),
        Err(bytes) => (STANDARD.encode(bytes.as_bytes()), true),
    };
    let encoded = Encoded {
        status_code: status,
        headers: joined(&headers),
        cookies: texts(&headers, &header::SET_COOKIE).collect(),
        body,
        is_base64_encoded,
    };
    to_raw_value(&encoded).map_err(|error| Fault::defect("a response is no JSON").because(error))
}

/// One value for each name: repeated values are joined (RFC 9110, section 5.3), but for cookies, which cannot be.
fn joined(headers: &HeaderMap) -> BTreeMap<&str, String> {
    headers
        .keys()
        .filter(|name| *name != header::SET_COOKIE)
        .map(|name| (name.as_str(), texts(headers, name).collect::<Vec<_>>().join(", ")))
        .collect()
}

fn texts<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests;
