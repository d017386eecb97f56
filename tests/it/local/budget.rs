//! Budgets of size and count.

use std::collections::BTreeMap;
use std::time::Duration;

use contract::{Access, Trigger};
use reqwest::Method;
use serde_json::{Value, json};

use super::api::{Answer, Api};
use super::cloud::{CLOUD, STACK, local, try_local, wait_until};
use super::line::end_of_batch;
use super::projects;
use crate::repository::functions;

#[test]
fn the_stack_stays_far_from_the_limit_of_500_resources() {
    let transformed = local("transform", &["--template", "template.yaml"], "");
    let count = transformed["Resources"].as_object().expect("resources").len();
    assert!(count <= 400, "{count} resources: move a domain to infra/stacks (docs/ARCHITECTURE.md)");
}

/// A batch that is longer than its lane for a while.
fn long_batch(api: &Api) -> Answer {
    let prompts = vec!["a"; 60];
    let template = json!({ "size": { "width": 1024, "height": 1024 } });
    api.post("/v1/batches", &json!({ "prompts": prompts, "template": template }))
}

/// Cancels a batch many of whose renders wait; gives the answer, and one of its renders that was canceled.
fn cancel_long(api: &Api, batch: &str) -> (Answer, String) {
    wait_until("twenty of the batch are in, of which five may be at work", Duration::from_mins(1), || {
        let shown = api.get(&format!("{batch}?limit=100")).body;
        let items = shown["items"].as_array().expect("items");
        items.iter().filter(|item| item["render"].is_string()).count() >= 20
    });
    let answer = api.post(&format!("{batch}/cancel"), &json!({}));
    // The calls of repetitions, when others were faster, are not in the budget: let the lane come to rest.
    let shown = end_of_batch(api, batch);
    let mut items = shown["items"].as_array().expect("items").iter();
    let canceled = items.find(|item| item["status"] == "canceled" && item["render"].is_string());
    (answer, canceled.expect("one that waited")["render"].as_str().expect("an id").to_owned())
}

/// The EMF line of a request, from the logs.
fn line_of(request: &str) -> Option<Value> {
    let (_, printed, _) = try_local("logs", &["--endpoint", &CLOUD.endpoint, "--stack", STACK, "--json"], "");
    printed
        .lines()
        .filter(|line| line.contains(request))
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter_map(|event| serde_json::from_str::<Value>(event["message"].as_str()?).ok())
        .find(|message| message["_aws"].is_object() && message["request_id"] == request)
}

#[test]
fn every_route_makes_no_more_calls_than_it_declares() {
    let api = Api::user("counted@localhost", 1_000_000);
    let id = api.start("a hill");
    api.end_of(&id);
    let key = api.post("/v1/keys", &json!({ "name": "counted" }));
    let key_path = format!("/v1/keys/{}", key.body["id"].as_str().expect("an id"));
    let started = api.post("/v1/renders", &json!({ "prompt": "a", "size": { "width": 256, "height": 256 } }));
    let batch = long_batch(&api);
    let batch_path = format!("/v1/batches/{}", batch.body["id"].as_str().expect("an id"));
    let (canceled_batch, gone) = cancel_long(&api, &batch_path);
    let mut answers: BTreeMap<&str, Answer> = BTreeMap::from([
        ("accounts-create-key", key),
        ("accounts-get-me", api.get("/v1/me")),
        ("accounts-list-keys", api.get("/v1/keys")),
        ("billing-get-credits", api.get("/v1/credits")),
        ("billing-list-ledger", api.get("/v1/credits/ledger")),
        ("events-list", api.get("/v1/events?wait=5")),
        ("ops-describe-api", api.get("/v1/openapi.json")),
        ("ops-health", api.get("/v1/health")),
        ("renders-get", api.get(&format!("/v1/renders/{id}"))),
        ("renders-get-batch", api.get(&batch_path)),
        ("renders-get-receipt", api.get(&format!("/v1/renders/{id}/receipt"))),
        ("renders-list", api.get("/v1/renders")),
        ("renders-list-events", api.get(&format!("/v1/renders/{id}/events"))),
        ("renders-start", started),
        ("renders-start-batch", batch),
        ("renders-cancel-batch", canceled_batch),
        ("renders-cancel", api.post(&format!("/v1/renders/{gone}/cancel"), &json!({}))),
        ("renders-retry", api.post(&format!("/v1/renders/{gone}/retry"), &json!({}))),
    ]);
    answers.extend(projects::walk(&api));
    answers.extend(super::uploads::each_route_once(&api));
    answers.insert("accounts-revoke-key", api.send(Method::DELETE, &key_path, &[], None));
    for function in functions() {
        let Trigger::Route(route) = function.spec.trigger else { continue };
        let answer =
            answers.get(function.spec.name).unwrap_or_else(|| panic!("{} is not called", function.spec.name));
        assert!((200..300).contains(&answer.status), "{}: {answer:?}", function.spec.name);
        let request = answer.header("x-request-id").to_owned();
        let mut line = None;
        wait_until("the request is in the log", Duration::from_secs(10), || {
            line = line_of(&request);
            line.is_some()
        });
        let made = line.as_ref().and_then(|line| line["sdk_operations"].as_u64()).expect("a count");
        let verifier = u64::from(route.access != Access::Public);
        let most = u64::from(route.sdk_calls) + verifier;
        assert!(
            made <= most,
            "{} made {made} calls, at most {most} are declared: {line:?}",
            function.spec.name
        );
    }
    let started = answers["renders-start"].body["id"].as_str().expect("an id").to_owned();
    api.end_of(&started);
}
