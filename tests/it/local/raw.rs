//! Calls of the engine that no port makes.

use serde_json::{Value, json};

use super::cloud::STACK;

/// Calls an operation of a service that speaks AWS's JSON protocol.
pub(crate) fn aws(endpoint: &str, target: &str, body: &Value) -> Value {
    let answer = reqwest::blocking::Client::new()
        .post(endpoint)
        .header("x-amz-target", target)
        .header("content-type", "application/x-amz-json-1.0")
        .body(body.to_string())
        .send()
        .expect("the engine answers");
    let (status, text) = (answer.status(), answer.text().expect("a body is text"));
    assert!(status.is_success(), "{target}: {status} {text}");
    serde_json::from_str(&text).unwrap_or(Value::Null)
}

/// The URL of a queue of the stack.
pub(crate) fn url(endpoint: &str, queue: &str) -> Value {
    let name = json!({ "QueueName": format!("{STACK}-{queue}") });
    aws(endpoint, "AmazonSQS.GetQueueUrl", &name)["QueueUrl"].clone()
}

/// How many messages lie in a queue or are in somebody's hands.
pub(crate) fn messages(endpoint: &str, queue: &str) -> u64 {
    let names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"];
    let asked = json!({ "QueueUrl": url(endpoint, queue), "AttributeNames": names });
    let answer = aws(endpoint, "AmazonSQS.GetQueueAttributes", &asked);
    let count =
        |name: &&str| answer["Attributes"][*name].as_str().and_then(|count| count.parse::<u64>().ok());
    names.iter().map(|name| count(name).expect("a count")).sum()
}
