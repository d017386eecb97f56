use std::time::Duration;

use serde_json::{Value, json};

use super::events::{READER, WRITER, request, with_body};
use super::function::Function;
use super::lambda::{Posted, now};

/// The status, the headers and the JSON body of a route's answer, and what every answer must have.
fn answered(posted: &Posted) -> (u64, Value, Value) {
    assert!(!posted.is_error(), "a function error: {}", posted.json());
    let answer = posted.json();
    let headers = answer["headers"].clone();
    assert_eq!(headers["x-request-id"], "gateway-1");
    assert_eq!(headers["x-content-type-options"], "nosniff");
    assert!(headers["strict-transport-security"].as_str().unwrap().contains("max-age="));
    assert_eq!(answer["isBase64Encoded"], false);
    let status = answer["statusCode"].as_u64().unwrap();
    let body: Value = serde_json::from_str(answer["body"].as_str().unwrap()).unwrap();
    if status >= 400 {
        assert_eq!(headers["content-type"], "application/problem+json");
        assert_eq!(headers["cache-control"], "no-store");
        assert_eq!((&body["status"], &body["request_id"]), (&json!(status), &json!("gateway-1")));
    }
    (status, headers, body)
}

#[test]
fn a_request_reaches_the_handler_decoded_and_scoped() {
    let mut function = Function::start("route");
    let (status, headers, body) = answered(&function.invoke(request(Some(WRITER), "work").to_string()));
    assert_eq!(status, 202);
    assert_eq!(headers["location"], "/v1/probes/1");
    assert_eq!(headers["cache-control"], "no-store");
    let seen = json!({
        "id": "one two",
        "say": "a b&CANARY",
        "cookie": "a=CANARY; b=2",
        "workspace": model::WorkspaceId::derived("probe"),
        "has_deadline": true,
        "memory_mb": 256,
        "used": { "Probe.Act": 1 },
    });
    assert_eq!(body, seen);
}

#[test]
fn a_body_in_base_64_is_decoded_and_a_broken_one_refused() {
    let mut function = Function::start("route");
    // {"act":"work"}
    let encoded = with_body(Some(WRITER), "eyJhY3QiOiJ3b3JrIn0=", true);
    assert_eq!(answered(&function.invoke(encoded.to_string())).0, 202);
    let broken = with_body(Some(WRITER), "eyJhY3QiOiJ3b3JrIn0", true);
    let (status, _, body) = answered(&function.invoke(broken.to_string()));
    assert_eq!((status, &body["code"]), (400, &json!("body-encoding")));
}

#[test]
fn callers_without_a_known_key_get_401_with_a_challenge() {
    let mut function = Function::start("route");
    let (status, headers, body) = answered(&function.invoke(request(None, "work").to_string()));
    assert_eq!((status, &body["code"]), (401, &json!("credential")));
    assert_eq!(headers["www-authenticate"], "Bearer realm=\"ferrotype\"");
    let unknown = request(Some("Bearer unknown-CANARY"), "work");
    let (status, headers, _) = answered(&function.invoke(unknown.to_string()));
    assert_eq!(status, 401);
    assert_eq!(headers["www-authenticate"], "Bearer realm=\"ferrotype\", error=\"invalid_token\"");
}

#[test]
fn callers_without_the_scope_get_403_that_names_it() {
    let mut function = Function::start("route");
    let (status, _, body) = answered(&function.invoke(request(Some(READER), "work").to_string()));
    assert_eq!((status, &body["code"]), (403, &json!("scope")));
    assert!(body["detail"].as_str().unwrap().contains("`renders:write`"), "{body}");
    assert_eq!(body["allowed"], json!(["renders:write"]));
}

#[test]
fn a_body_over_the_limit_gets_413_before_anybody_asks_who_calls() {
    let mut function = Function::start("route");
    let limit = contract::http::MAX_BODY_BYTES;
    let (status, _, body) =
        answered(&function.invoke(with_body(None, &"x".repeat(limit + 1), false).to_string()));
    assert_eq!((status, &body["code"]), (413, &json!("body-too-large")));
    let encoded = "A".repeat((limit + 3) / 3 * 4);
    assert_eq!(answered(&function.invoke(with_body(None, &encoded, true).to_string())).0, 413);
    let fits = "x".repeat(limit);
    assert_eq!(answered(&function.invoke(with_body(None, &fits, false).to_string())).0, 401);
}

#[test]
fn a_body_that_does_not_fit_gets_422_with_a_pointer() {
    let mut function = Function::start("route");
    let (status, _, body) = answered(&function.invoke(request(Some(WRITER), "sing").to_string()));
    assert_eq!((status, &body["pointer"]), (422, &json!("/act")));
    assert_eq!(body["allowed"][0], "work");
}

#[test]
fn a_fault_is_a_response_and_its_cause_stays_here() {
    let mut function = Function::start("route");
    let (status, _, body) = answered(&function.invoke(request(Some(WRITER), "reject").to_string()));
    assert_eq!((status, &body["code"]), (409, &json!("archived")));
    assert!(!body.to_string().contains("words of a cause"), "{body}");
    let (status, headers, _) = answered(&function.invoke(request(Some(WRITER), "busy").to_string()));
    assert_eq!((status, &headers["retry-after"]), (503, &json!("7")));
}

#[test]
fn a_panic_is_500_and_the_process_lives_on() {
    let mut function = Function::start("route");
    let (status, _, body) = answered(&function.invoke(request(Some(WRITER), "panic").to_string()));
    assert_eq!((status, &body["code"]), (500, &json!("internal")));
    assert!(!body.to_string().contains("words of a panic"), "{body}");
    assert_eq!(answered(&function.invoke(request(Some(WRITER), "work").to_string())).0, 202);
    let output = function.stop();
    assert_eq!(output.stderr, "");
    assert!(output.failures()[0]["chain"].as_str().unwrap().contains("functions.rs:"), "{}", output.stdout);
}

#[test]
fn a_slow_handler_is_answered_for_before_the_sandbox_dies() {
    let mut function = Function::start("route");
    // The process has started when this is answered.
    function.invoke(request(Some(WRITER), "work").to_string());
    let left = Duration::from_millis(1_200);
    let dies = now() + left;
    let begun = now();
    let (status, headers, body) =
        answered(&function.invoke_with(request(Some(WRITER), "sleep").to_string(), left));
    assert!(now() < dies, "answered {:?} late", now().saturating_sub(dies));
    let waited = now().saturating_sub(begun);
    assert!(waited > Duration::from_millis(600), "gave up early: {waited:?}");
    assert_eq!((status, &body["code"], &headers["retry-after"]), (504, &json!("deadline"), &json!("1")));
    assert_eq!(answered(&function.invoke(request(Some(WRITER), "work").to_string())).0, 202);
}

#[test]
fn an_event_of_another_kind_is_a_function_error() {
    let mut function = Function::start("route");
    let posted = function.invoke("{\"Records\": []}");
    assert!(posted.is_error());
    assert_eq!(posted.json()["errorType"], "Rejected");
}

#[test]
fn a_public_route_asks_nobody_and_its_etag_may_be_kept() {
    let mut function = Function::start("open");
    let mut event = with_body(None, "", false);
    event["rawQueryString"] = json!("");
    event["pathParameters"] = json!(null);
    let (status, headers, body) = answered(&function.invoke(event.to_string()));
    assert_eq!((status, body), (200, json!([1])));
    assert_eq!(headers["cache-control"], "private, no-cache");
}

struct Numbers;

impl contract::port::Ids for Numbers {
    fn fresh(&self, _: model::Time) -> u128 {
        0
    }

    fn random(&self, secret: &mut [u8]) {
        secret.fill(7);
    }
}

#[test]
fn a_deployed_route_asks_the_table_who_calls() {
    // Nobody listens at the discard port, so the table cannot be reached.
    let variables = [
        ("TABLE_NAME", "table"),
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:9"),
        ("AWS_REGION", "eu-west-1"),
        ("AWS_ACCESS_KEY_ID", "id"),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
    ];
    let mut function = Function::start_with("real-route", &variables);
    let (status, headers, _) = answered(&function.invoke(request(None, "work").to_string()));
    assert_eq!((status, &headers["www-authenticate"]), (401, &json!("Bearer realm=\"ferrotype\"")));
    let key = access::AccessKey::fresh(access::Deployment::Dev, &Numbers).reveal();
    let event = request(Some(&format!("Bearer {key}")), "work").to_string();
    let (status, headers, body) = answered(&function.invoke(event));
    assert_eq!(status, 503, "{body}");
    assert!(headers["retry-after"].is_string(), "{headers}");
    let output = function.stop();
    assert!(!output.stdout.contains(&key), "{}", output.stdout);
    let lines = output.metrics();
    assert_eq!(lines[0]["sdk_operations"], 0, "the pre-warming is not the caller's: {}", lines[0]);
    assert_eq!(lines[1]["sdk_operations"], 1, "{}", lines[1]);
    assert!(lines[1]["sdk_attempts"].as_u64() > Some(1) && lines[1]["sdk_calls"].is_object(), "{}", lines[1]);
}
