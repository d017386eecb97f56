//! The engine's own services, asked as root: what no function of ours says of itself.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::cloud::{STACK, local};

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

/// The URLs of the queues of the stack, by their names in the template.
pub(crate) fn queues(endpoint: &str) -> BTreeMap<String, Value> {
    let urls = local("urls", &["--endpoint", endpoint, "--stack", STACK], "");
    let queues = urls["queues"].as_object().expect("a stack has queues");
    queues.iter().map(|(name, url)| (name.clone(), url.clone())).collect()
}

/// How many messages lie in a queue of the stack or are in somebody's hands.
pub(crate) fn messages(endpoint: &str, queue: &str) -> u64 {
    messages_at(endpoint, &url(endpoint, queue))
}

/// The same, of the queue with this URL.
pub(crate) fn messages_at(endpoint: &str, url: &Value) -> u64 {
    let names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"];
    let wanted = json!({ "QueueUrl": url, "AttributeNames": names });
    let answer = aws(endpoint, "AmazonSQS.GetQueueAttributes", &wanted);
    let count =
        |name: &&str| answer["Attributes"][*name].as_str().and_then(|count| count.parse::<u64>().ok());
    names.iter().map(|name| count(name).expect("a count")).sum()
}
