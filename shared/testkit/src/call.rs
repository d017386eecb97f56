//! Calling a function as its trigger would, without a gateway.

use bytes::Bytes;
use contract::http::{Request, Response};
use contract::kind::consumer::Delivery;
use contract::{Entry, Function, Grant, Next, StageCall, Step};
use fault::Fault;
use http::{HeaderName, HeaderValue};
use serde_json::Value;
use serde_json::value::RawValue;

/// A GET or DELETE: path parameters, query parameters and headers.
pub struct Get<'a>(pub &'a [(&'a str, &'a str)], pub &'a [(&'a str, &'a str)], pub &'a [(&'a str, &'a str)]);

/// A POST: path parameters, body and headers.
pub struct Post<'a>(pub &'a [(&'a str, &'a str)], pub Value, pub &'a [(&'a str, &'a str)]);

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status, of a fault too.
    pub status: u16,
    /// The JSON body, of a fault its problem document.
    pub body: Value,
    /// The headers of a response.
    pub headers: http::HeaderMap,
}

impl From<Get<'_>> for Request {
    fn from(Get(path, query, headers): Get<'_>) -> Self {
        Self { query: owned(query), ..request(path, headers) }
    }
}

impl From<Post<'_>> for Request {
    fn from(Post(path, body, headers): Post<'_>) -> Self {
        Self { body: body.to_string().into(), ..request(path, headers) }
    }
}

fn request(path: &[(&str, &str)], headers: &[(&str, &str)]) -> Request {
    let headers = headers.iter().map(|(name, value)| {
        let name = HeaderName::try_from(*name).expect("a header's name");
        (name, HeaderValue::from_str(value).expect("a header's value"))
    });
    Request {
        path: owned(path).into_iter().collect(),
        headers: headers.collect(),
        request_id: "test".to_owned(),
        ..Request::default()
    }
}

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

impl Answer {
    /// Calls a route.
    pub async fn of(function: Function, grant: Grant, request: impl Into<Request>) -> Self {
        let Entry::Route(call) = function.entry else { panic!("{} is no route", function.spec.name) };
        Self::from(call(grant, request.into()).await)
    }
}

impl From<Result<Response, Fault>> for Answer {
    fn from(answer: Result<Response, Fault>) -> Self {
        match answer {
            Ok(Response { status, headers, body }) => {
                Self { status, headers, body: serde_json::from_slice(&body).unwrap_or(Value::Null) }
            }
            Err(fault) => {
                let problem = fault.problem("test");
                let body = serde_json::to_value(&problem).expect("a problem is JSON");
                Self { status: problem.status, headers: http::HeaderMap::new(), body }
            }
        }
    }
}

impl Answer {
    /// Whether sending the same request again would bring the same answer: nothing failed on our side, and nothing was too busy.
    pub fn is_final(&self) -> bool {
        self.status < 500 && self.body["code"] != "throttled"
    }

    /// A header as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// The `items` of a list that must be there, each as the bytes that a client gets.
pub async fn raw_items(function: Function, grant: Grant, request: impl Into<Request>) -> Vec<String> {
    #[derive(serde::Deserialize)]
    struct Page<'a> {
        #[serde(borrow)]
        items: Vec<&'a RawValue>,
    }
    let Entry::Route(call) = function.entry else { panic!("{} is no route", function.spec.name) };
    let body = call(grant, request.into()).await.expect("the list is shown").body;
    let page: Page<'_> = serde_json::from_slice(&body).expect("a list has items");
    page.items.into_iter().map(|item| item.get().to_owned()).collect()
}

/// Runs a stage.
pub async fn run_stage(function: Function, grant: Grant, step: &Step) -> Result<Next, Fault> {
    let Entry::Stage(call) = function.entry else { panic!("{} is no stage", function.spec.name) };
    let ws = grant.workspace()?.id();
    call(grant, StageCall { ws, step: step.clone() }).await
}

/// Performs a duty.
pub async fn perform(function: Function, grant: Grant, input: &Value) -> Result<Value, Fault> {
    let Entry::Duty(call) = function.entry else { panic!("{} is no duty", function.spec.name) };
    let output = call(grant, Bytes::from(input.to_string())).await?;
    Ok(serde_json::from_slice(&output).expect("a report is JSON"))
}

/// Delivers one message, for the `receives`th time, as the runtime would: in the workspace that the grant is for.
pub async fn consume(function: Function, grant: Grant, message: &Value, receives: u32) -> Result<(), Fault> {
    let Entry::Consumer(call) = function.entry else { panic!("{} is no consumer", function.spec.name) };
    call(grant, Delivery { body: Bytes::from(message.to_string()), receives }).await
}
