//! The functions' roles suffice: everything works while the engine evaluates IAM, the kinds of items included.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use super::api::Api;
use super::cloud::{Cloud, wait_until};
use super::projects;

#[test]
fn every_route_and_stage_works_with_its_own_role() {
    let cloud = Cloud::start("iam", &["--iam"]);
    let api = Api::at(&cloud.api, Some(cloud.key.clone()));
    let id = api.start("a lighthouse");
    let render = api.end_of(&id);
    assert_eq!(render["status"], "succeeded", "{render}");
    let file =
        reqwest::blocking::get(render["outputs"][0]["url"].as_str().expect("a link")).expect("an answer");
    assert_eq!(file.status(), 200);
    for path in [
        "/v1/renders",
        &format!("/v1/renders/{id}/events"),
        &format!("/v1/renders/{id}/receipt"),
        "/v1/events?after=0",
        "/v1/me",
        "/v1/credits",
        "/v1/credits/ledger",
        "/v1/keys",
    ] {
        let answer = api.get(path);
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
    }
    let key = api.post("/v1/keys", &json!({ "name": "second" }));
    assert_eq!(key.status, 201, "{key:?}");
    let revoked =
        api.send(Method::DELETE, &format!("/v1/keys/{}", key.body["id"].as_str().expect("an id")), &[], None);
    assert_eq!(revoked.status, 200, "{revoked:?}");
    let with_reference = api.post(
        "/v1/renders",
        &json!({ "prompt": "a", "references": [id], "size": { "width": 256, "height": 256 } }),
    );
    assert_eq!(with_reference.status, 202, "{with_reference:?}");
    let second = api.end_of(with_reference.body["id"].as_str().expect("an id"));
    assert_eq!(second["status"], "succeeded", "{second}");
    let several = api
        .post("/v1/renders", &json!({ "prompt": "a", "count": 2, "size": { "width": 256, "height": 256 } }));
    let third = api.end_of(several.body["id"].as_str().expect("an id"));
    assert_eq!((&third["status"], third["outputs"].as_array().map(Vec::len)), (&json!("succeeded"), Some(2)));
    for (function, answer) in projects::walk(&api) {
        assert!((200..300).contains(&answer.status), "{function}: {answer:?}");
    }
    for (route, answer) in super::uploads::each_route_once(&api) {
        assert!((200..300).contains(&answer.status), "{route}: {answer:?}");
    }
    let output = format!("/v1/renders/{id}");
    wait_until("the bucket's event made a thumbnail", Duration::from_mins(1), || {
        api.get(&output).body["outputs"][0]["thumbnail_url"].is_string()
    });
    let removed = cloud.invoke("assets-sweep", &json!({}));
    assert_eq!(removed["payload"]["failed"], json!([]), "{removed}");
    let swept = cloud.invoke("ops-sweep", &json!({}));
    assert_eq!(swept["payload"]["failed"], json!([]), "{swept}");
    let buried = cloud.invoke("ops-bury", &json!({}));
    assert_eq!(buried["payload"], json!({ "given_up": 0, "failed": [] }), "{buried}");
    for queue in ["dispatch", "children", "parts", "dead_letters"] {
        let redriven = cloud.invoke("ops-redrive", &json!({ "queue": queue }));
        assert_eq!(redriven["payload"]["left"], json!(0), "{redriven}");
    }
    api.assert_money_adds_up();
}
