use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};

use super::{Api, origin_of};
use crate::cloud::port::Claim;
use crate::failure::{Exit, Failure};
use crate::fixture::{self, Server};

fn exit(error: &anyhow::Error) -> Exit {
    error.downcast_ref::<Failure>().expect("a foreseen failure").exit
}

#[tokio::test]
async fn a_busy_service_is_asked_again_under_the_same_key() {
    let keys = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&keys);
    let server = Server::start(move |request| {
        let key = request.headers()["idempotency-key"].to_str().unwrap().to_owned();
        let mut seen = seen.lock().unwrap();
        seen.push(key);
        let mut reply = fixture::json(if seen.len() < 4 { 503 } else { 202 }, &json!({"code": "contended"}));
        reply.headers_mut().insert("retry-after", "0".parse().unwrap());
        async { reply }
    })
    .await;

    let api = Api::new(&server.url(), "key").unwrap();
    api.post::<Value>("/v1/renders", &json!({}), "same").await.unwrap();

    assert_eq!(*keys.lock().unwrap(), ["same"; 4]);
}

#[tokio::test]
async fn nobody_behind_the_edge_is_told_within_a_second() {
    let server =
        Server::start(|_| async { fixture::json(503, &json!({"code": "engine-down", "title": "t"})) }).await;
    let api = Api::new(&server.url(), "key").unwrap();
    let body = json!({});
    let post = tokio::time::timeout(Duration::from_secs(2), api.post::<Value>("/v1/renders", &body, "k"));
    let error = post.await.expect("it waits for what does not come").unwrap_err();
    assert_eq!(exit(&error), Exit::Unreachable);
    assert!(error.downcast_ref::<Failure>().unwrap().next.as_ref().unwrap().contains("ferrotype up"));
}

#[tokio::test]
async fn a_refusal_is_final() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&calls);
    let server = Server::start(move |_| {
        counter.fetch_add(1, Ordering::SeqCst);
        async {
            fixture::json(
                422,
                &json!({"title": "Unprocessable", "code": "invalid-field", "pointer": "/prompt"}),
            )
        }
    })
    .await;

    let api = Api::new(&server.url(), "key").unwrap();
    let error = api.post::<Value>("/v1/renders", &json!({}), "k").await.unwrap_err();

    assert_eq!(exit(&error), Exit::Refused);
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn an_answer_from_something_else_is_not_mistaken_for_ours() {
    let server =
        Server::start(|_| async { fixture::bytes(200, "text/html", b"<h1>Hello</h1>".to_vec()) }).await;
    let error = Api::new(&server.url(), "key").unwrap().get::<Value>("/v1/me").await.unwrap_err();
    let problem = error.downcast_ref::<Failure>().unwrap().problem.as_ref().unwrap().details().join(" ");
    assert!(problem.contains("not one of Ferrotype's: <h1>Hello</h1>"), "{problem}");
}

#[tokio::test]
async fn silence_is_unreachable() {
    let port = Claim::pick(std::path::Path::new("nobody"), "test").unwrap().hand_over();
    let error = Api::new(&format!("http://127.0.0.1:{port}"), "key")
        .unwrap()
        .get::<Value>("/v1/me")
        .await
        .unwrap_err();
    assert_eq!(exit(&error), Exit::Unreachable);
    assert!(error.to_string().contains("refused"), "{error}");
}

#[tokio::test]
async fn the_key_stays_with_the_api() {
    let server = Server::start(|request| {
        let key = request.headers().get("authorization").cloned();
        let moved = http::Response::builder().status(307).header("location", "/elsewhere");
        let body = fixture::json(200, &json!({"key": key.map(|key| key.to_str().unwrap().to_owned())}));
        let reply =
            if request.uri().path() == "/moved" { moved.body(body.into_body()).unwrap() } else { body };
        async { reply }
    })
    .await;
    let api = Api::new(&server.url(), "secret").unwrap();

    let answer = api.get::<Value>("/v1/me").await.unwrap();
    assert_eq!(answer.body["key"], "Bearer secret");
    let file = api.fetch(&format!("{}/file", server.url())).await.unwrap().text().await.unwrap();
    assert_eq!(file, r#"{"key":null}"#);
    assert!(api.get::<Value>("/moved").await.is_err(), "a redirect was followed");
}

#[test]
fn the_origin_of_a_file_is_cut_out() {
    assert_eq!(origin_of("http://127.0.0.1:9/bucket/key?X-Amz=1/2"), "http://127.0.0.1:9");
}
