//! A cloud of recorded answers.

use std::sync::Arc;

use aws_config::SdkConfig;
use aws_sdk_dynamodb::config::{Credentials, SharedCredentialsProvider};
use aws_smithy_http_client::test_util::{ReplayEvent, StaticReplayClient};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use contract::port::{DeadQueue, Queue};
use contract::{DeadQueueName, Need, QueueName, Settings};
use serde_json::Value;

use crate::{Calls, Connected, config, connect::connect_with};

/// What every function here declares.
pub(crate) const NEEDS: [Need; 5] = [
    Need::Table,
    Need::Bucket,
    Need::RenderFlow,
    Need::Queue(QueueName::Dispatch),
    Need::DeadQueue(DeadQueueName::Of(QueueName::Dispatch)),
];

/// The queue of [`settings`].
pub(crate) const QUEUE: &str = "https://sqs/1/dispatch";

/// The dead-letter queue of [`settings`].
pub(crate) const DEAD_QUEUE: &str = "https://sqs/1/dispatch-dead";

/// The machine of [`settings`].
pub(crate) const MACHINE: &str = "arn:aws:states:eu-central-1:111122223333:stateMachine:render";

/// Settings for [`NEEDS`].
pub(crate) fn settings() -> Arc<Settings> {
    let lookup = |name: &str| {
        let value = match name {
            "TABLE_NAME" => "things",
            "BUCKET_NAME" => "media",
            "DISPATCH_QUEUE_URL" => QUEUE,
            "DISPATCH_DEAD_QUEUE_URL" => DEAD_QUEUE,
            _ => MACHINE,
        };
        Some(value.to_owned())
    };
    Arc::new(Settings::read(NEEDS, lookup).unwrap())
}

/// The configuration of a function in AWS, over another HTTP client.
pub(crate) fn sdk(http: impl HttpClient + 'static) -> SdkConfig {
    let credentials = SharedCredentialsProvider::new(Credentials::new("AKID", "secret", None, None, "test"));
    config::build(Some("eu-central-1".to_owned()), None, credentials).into_builder().http_client(http).build()
}

/// Every port over `http`.
pub(crate) fn cloud(http: impl HttpClient + 'static) -> Connected {
    connect_with(&sdk(http), NEEDS, settings())
}

/// The queue over `cloud`.
pub(crate) fn queue(cloud: &Connected) -> Arc<dyn Queue> {
    cloud.ports.queues[&QueueName::Dispatch].clone()
}

/// The dead-letter queue over `cloud`.
pub(crate) fn dead_queue(cloud: &Connected) -> Arc<dyn DeadQueue> {
    cloud.ports.dead_queues[&DeadQueueName::Of(QueueName::Dispatch)].clone()
}

/// Every port over recorded answers, and what was asked.
pub(crate) fn replay(answers: Vec<ReplayEvent>) -> (Connected, StaticReplayClient) {
    let http = StaticReplayClient::new(answers);
    (cloud(http.clone()), http)
}

/// A recorded answer to whatever is asked.
pub(crate) fn answer(status: u16, headers: &[(&'static str, &str)], body: impl Into<SdkBody>) -> ReplayEvent {
    let request = http::Request::builder().uri("https://anything").body(SdkBody::empty()).unwrap();
    let mut response = http::Response::builder().status(status).header("x-amzn-requestid", "REQ-1");
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    ReplayEvent::new(request, response.body(body.into()).unwrap())
}

/// A good answer of a JSON service.
pub(crate) fn json(body: &Value) -> ReplayEvent {
    answer(200, &[], body.to_string())
}

/// An error of a JSON service.
pub(crate) fn error(status: u16, code: &str) -> ReplayEvent {
    let body = serde_json::json!({ "__type": format!("com.amazonaws#{code}"), "message": "told why" });
    answer(status, &[], body.to_string())
}

/// The bodies of what was asked, as JSON.
pub(crate) fn asked(http: &StaticReplayClient) -> Vec<Value> {
    http.actual_requests()
        .map(|request| serde_json::from_slice(request.body().bytes().unwrap()).unwrap())
        .collect()
}

/// `(operations, attempts)` of one operation since the last look.
pub(crate) fn tally(calls: &Calls, name: &str) -> (u64, u64) {
    calls.take().tallies.get(name).map_or((0, 0), |tally| (tally.operations, tally.attempts))
}

/// A network on which every connection breaks.
pub(crate) fn broken_network() -> impl HttpClient + 'static {
    #[derive(Debug)]
    struct Broken;
    impl HttpConnector for Broken {
        fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
            HttpConnectorFuture::ready(Err(ConnectorError::io("connection reset by peer".into())))
        }
    }
    http_client_fn(|_, _| SharedHttpConnector::new(Broken))
}
