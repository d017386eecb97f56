//! What bad input gets: a problem that says what to do, and nothing lost.

use reqwest::Method;
use serde_json::{Value, json};

use super::api::Api;
use super::cloud::CLOUD;

#[test]
fn a_bad_field_is_pointed_at() {
    let api = Api::user("fields@localhost", 50_000);
    let cases = [
        (json!({ "prompt": "" }), "/prompt"),
        (json!({ "prompt": "x".repeat(20_000) }), "/prompt"),
        (json!({ "prompt": "a\u{0}b" }), "/prompt"),
        (json!({}), "/prompt"),
        (json!({ "prompt": "a", "colour": "red" }), "/colour"),
        (json!({ "prompt": "a", "aspect": "7:5" }), "/aspect"),
        (json!({ "prompt": "a", "count": 9 }), "/count"),
        (json!({ "prompt": "a", "size": { "width": 1, "height": 512 } }), "/size/width"),
        (json!({ "prompt": "a", "model": "gpt-nothing" }), "/model"),
        (json!({ "prompt": "a", "references": ["ast_1"] }), "/references/0"),
    ];
    for (body, pointer) in cases {
        let answer = api.post("/v1/renders", &body);
        answer.assert_problem(422, "invalid-field");
        assert_eq!(answer.body["pointer"], pointer, "{body}");
    }
    let aspect = api.post("/v1/renders", &json!({ "prompt": "a", "aspect": "7:5" }));
    assert!(
        aspect.body["allowed"].as_array().is_some_and(|allowed| allowed.contains(&json!("16:9"))),
        "{aspect:?}"
    );
    assert!(api.all("/v1/renders").is_empty());
    api.assert_money_adds_up();
}

#[test]
fn what_is_not_json_is_400_and_what_is_too_large_is_413() {
    let api = Api::user("bodies@localhost", 50_000);
    let send = |body: String| api.send(Method::POST, "/v1/renders", &[], Some(body));
    send("{".to_owned()).assert_problem(400, "not-json");
    send(format!("{{\"prompt\": \"{}\"}}", "x".repeat(1024 * 1024))).assert_problem(413, "body-too-large");
}

#[test]
fn a_foreign_an_absent_and_a_malformed_id_get_the_same_answer() {
    let owner = Api::user("has@localhost", 50_000);
    let foreign = owner.start("mine");
    let stranger = Api::user("stranger@localhost", 50_000);
    for suffix in ["", "/events"] {
        let mut bodies: Vec<Value> = Vec::new();
        for id in [foreign.as_str(), "rnd_00000000000000000000000000", "nonsense", "rnd_%23"] {
            let mut answer = stranger.get(&format!("/v1/renders/{id}{suffix}"));
            answer.assert_problem(404, "not-found");
            answer.body["request_id"] = Value::Null;
            bodies.push(answer.body);
        }
        bodies.dedup();
        assert_eq!(bodies.len(), 1, "{bodies:?}");
    }
    owner.end_of(&foreign);
}

#[test]
fn nobody_and_somebody_unknown_are_told_to_show_a_key() {
    let revoked = {
        let owner = Api::owner();
        let key = owner.post("/v1/keys", &json!({ "name": "to be revoked" }));
        assert_eq!(key.status, 201, "{key:?}");
        let id = key.body["id"].as_str().expect("an id").to_owned();
        assert_eq!(owner.send(Method::DELETE, &format!("/v1/keys/{id}"), &[], None).status, 200);
        key.body["secret"].as_str().expect("a secret").to_owned()
    };
    let mut wrong = CLOUD.key.clone();
    wrong.pop();
    for key in [None, Some(wrong), Some("nonsense".to_owned()), Some(revoked)] {
        let answer = Api::with(key.clone()).get("/v1/me");
        answer.assert_problem(401, "unauthenticated");
        // The gateway renames this header (API Gateway, "Important notes"); both names say the same.
        let challenge =
            [answer.header("www-authenticate"), answer.header("x-amzn-remapped-www-authenticate")].concat();
        assert!(challenge.starts_with("Bearer"), "{key:?}: {answer:?}");
    }
}

#[test]
fn a_key_can_do_what_its_scopes_say() {
    let owner = Api::owner();
    let key = owner.post("/v1/keys", &json!({ "name": "reads", "scopes": ["renders:read"] }));
    let reader = Api::with(key.body["secret"].as_str().map(str::to_owned));
    assert_eq!(reader.get("/v1/renders").status, 200);
    reader.post("/v1/renders", &json!({ "prompt": "a" })).assert_problem(403, "scope");
    reader.get("/v1/credits").assert_problem(403, "scope");
    let more = owner.post("/v1/keys", &json!({ "name": "x", "scopes": ["everything"] }));
    more.assert_problem(422, "invalid-field");
}

#[test]
fn pages_are_asked_for_properly() {
    let api = Api::user("cursors@localhost", 50_000);
    for query in
        ["limit=-5", "limit=0", "limit=101", "limit=x", "cursor=forged", "nonsense=1", "limit=1&limit=2"]
    {
        for path in ["/v1/renders", "/v1/credits/ledger", "/v1/keys"] {
            let answer = api.get(&format!("{path}?{query}"));
            answer.assert_problem(422, "invalid-field");
            let field = query.split('=').next().expect("a name");
            assert_eq!(answer.body["pointer"], format!("/{field}"), "{path}?{query}");
        }
    }
}

#[test]
fn what_is_not_there_is_not_there() {
    assert_eq!(Api::owner().get("/v1/nothing").status, 404);
    assert_eq!(Api::with(None).get("/v1/health").body["status"], "ok");
    assert_eq!(Api::with(None).get("/v1/openapi.json").body["openapi"], "3.1.0");
}
