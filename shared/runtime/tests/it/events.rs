//! Payloads as the triggers of AWS send them.

use serde_json::{Value, json};

/// The key that may write. Every key that tests show has CANARY in it, and no output may.
pub(crate) const WRITER: &str = "Bearer writer-CANARY";
/// The key that may only read.
pub(crate) const READER: &str = "Bearer reader-CANARY";

/// A request through the HTTP API, format 2.0, that asks the probe for `act`.
pub(crate) fn request(key: Option<&str>, act: &str) -> Value {
    with_body(key, &format!("{{\"act\":\"{act}\"}}"), false)
}

/// The same with a body as it is.
pub(crate) fn with_body(key: Option<&str>, body: &str, encoded: bool) -> Value {
    let mut event = json!({
        "version": "2.0",
        "routeKey": "POST /v1/probes/{id}",
        "rawPath": "/v1/probes/one%20two",
        "rawQueryString": "say=a+b%26CANARY",
        "cookies": ["a=CANARY", "b=2"],
        "headers": { "content-type": "application/json", "x-other": "CANARY" },
        "queryStringParameters": { "say": "a b&CANARY" },
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "api",
            "domainName": "api.execute-api.eu-west-1.amazonaws.com",
            "domainPrefix": "api",
            "http": {
                "method": "POST",
                "path": "/v1/probes/one%20two",
                "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.1",
                "userAgent": "test",
            },
            "requestId": "gateway-1",
            "routeKey": "POST /v1/probes/{id}",
            "stage": "$default",
            "time": "12/Mar/2026:19:03:58 +0000",
            "timeEpoch": 1_773_342_238_000_i64,
        },
        "pathParameters": { "id": "one two" },
        "body": body,
        "isBase64Encoded": encoded,
    });
    if let Some(key) = key {
        event["headers"]["authorization"] = json!(key);
    }
    event
}

/// A request to the streaming Function URL.
pub(crate) fn listener(id: &str, key: Option<&str>) -> Value {
    let mut event = json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": format!("/v1/probes/{id}/events"),
        "rawQueryString": "",
        "headers": { "accept": "text/event-stream", "last-event-id": "41" },
        "requestContext": {
            "accountId": "anonymous",
            "apiId": "url-id",
            "authentication": null,
            "authorizer": null,
            "domainName": "url-id.lambda-url.eu-west-1.on.aws",
            "domainPrefix": "url-id",
            "http": { "method": "GET", "path": "/", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "t" },
            "requestId": "gateway-2",
            "routeKey": "$default",
            "stage": "$default",
            "time": "12/Mar/2026:19:03:58 +0000",
            "timeEpoch": 1_773_342_238_000_i64,
        },
        "isBase64Encoded": false,
    });
    if let Some(key) = key {
        event["headers"]["authorization"] = json!(key);
    }
    event
}

/// The envelope of a flow; the probe does what the number of its run says.
pub(crate) fn step(run: u32) -> Value {
    json!({
        "ws": model::WorkspaceId::derived("probe"),
        "job": model::JobId::from_body(model::JobKind::Render, 7),
        "run": run,
        "try": 3,
    })
}

/// A batch of messages: id, and body.
pub(crate) fn batch(messages: &[(&str, Value)]) -> Value {
    let records: Vec<_> = messages
        .iter()
        .map(|(id, body)| {
            json!({
                "messageId": id,
                "receiptHandle": "handle",
                "body": body.as_str().map_or_else(|| body.to_string(), str::to_owned),
                "attributes": { "ApproximateReceiveCount": "2", "SentTimestamp": "1773342238000" },
                "messageAttributes": {},
                "md5OfBody": "0",
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:eu-west-1:123456789012:queue",
                "awsRegion": "eu-west-1",
            })
        })
        .collect();
    json!({ "Records": records })
}

/// A message that asks the probe for `act`.
pub(crate) fn message(act: &str) -> Value {
    json!({ "ws": model::WorkspaceId::derived("probe"), "act": act })
}
