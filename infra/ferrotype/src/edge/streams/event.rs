//! A request as a Function URL hands it to its function: payload format 2.0 ("Invoking Lambda function URLs").

use std::collections::BTreeMap;
use std::net::SocketAddr;

use bytes::Bytes;
use http::header::{COOKIE, HeaderMap, USER_AGENT};
use http::request::Parts;
use jiff::Timestamp;
use reqwest::Url;
use serde_json::{Value, json};

use super::function::Function;
use crate::edge::forward::{drop_hop_by_hop, readdress};

/// The event. Only `GET` comes here, so there is no body.
pub(super) fn of(
    mut request: Parts,
    peer: SocketAddr,
    function: &Function,
    id: &str,
    now: Timestamp,
) -> Bytes {
    drop_hop_by_hop(&mut request.headers);
    if let Ok(host) = function.host.parse() {
        readdress(&mut request.headers, peer, &host);
    }
    let cookies = cookies(&request.headers);
    request.headers.remove(COOKIE);
    let (path, query) = (request.uri.path(), request.uri.query().unwrap_or_default());
    let agent = request.headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let prefix = function.host.split('.').next().unwrap_or_default();
    let mut event = json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": query,
        "headers": joined(pairs(&request.headers)),
        "requestContext": {
            "accountId": "anonymous",
            "apiId": prefix,
            "domainName": function.host,
            "domainPrefix": prefix,
            "http": {"method": request.method.as_str(), "path": path, "protocol": format!("{:?}", request.version),
                     "sourceIp": peer.ip().to_string(), "userAgent": agent},
            "requestId": id,
            "routeKey": "$default",
            "stage": "$default",
            "time": now.strftime("%d/%b/%Y:%H:%M:%S +0000").to_string(),
            "timeEpoch": now.as_millisecond(),
        },
        "isBase64Encoded": false,
    });
    // What is absent is left out.
    if !cookies.is_empty() {
        event["cookies"] = json!(cookies);
    }
    let parameters = parameters(query);
    if !parameters.is_empty() {
        event["queryStringParameters"] = joined(parameters);
    }
    event.to_string().into()
}

fn cookies(headers: &HeaderMap) -> Vec<String> {
    let sent = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    sent.flat_map(|list| list.split(';'))
        .map(|cookie| cookie.trim().to_owned())
        .filter(|cookie| !cookie.is_empty())
        .collect()
}

fn pairs(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect()
}

/// The decoded parameters, in their order.
fn parameters(query: &str) -> Vec<(String, String)> {
    let Ok(url) = Url::parse(&format!("http://host/?{query}")) else { return Vec::new() };
    let pairs = url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned()));
    pairs.filter(|(name, value)| !(name.is_empty() && value.is_empty())).collect()
}

/// What came several times is one value with commas.
fn joined(pairs: Vec<(String, String)>) -> Value {
    let mut by_name = BTreeMap::<String, Vec<String>>::new();
    for (name, value) in pairs {
        by_name.entry(name).or_default().push(value);
    }
    by_name.into_iter().map(|(name, values)| (name, Value::String(values.join(",")))).collect()
}
