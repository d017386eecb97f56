use serde_json::{Value, json};

use super::*;
use crate::TEST_RULES;
use crate::tests::{Desk, rule};

#[tokio::test]
async fn rules_are_tried_on_a_prompt_without_a_render() {
    let desk = Desk::new().await;
    let id = desk.project(json!({ "name": "Spring", "settings": { "style": "ink" } })).await["id"].clone();
    let id = id.as_str().unwrap();
    rule(&desk, id, json!({ "text": "warm light." })).await;
    rule(&desk, id, json!({ "text": "off", "active": false })).await;
    rule(&desk, id, json!({ "text": "slow pans", "applies_to": ["video"] })).await;
    rule(&desk, id, json!({ "text": "no people", "order": 1 })).await;
    let before = desk.world.table.snapshot();
    let path = [("project", id)];
    let send = |body: Value| desk.send(TEST_RULES, "a", &path, body, &[]);
    let (answer, calls) = desk.calls(send(json!({ "prompt": "a lighthouse" }))).await;
    assert_eq!((answer.status, calls), (200, TestRules::SDK_CALLS.into()));
    assert_eq!(answer.body["prompt"], "a lighthouse, no people, warm light");
    assert_eq!((&answer.body["style"], &answer.body["version"]), (&json!("ink"), &json!(4)));
    let told = |answer: &testkit::Answer| -> Vec<(Value, Value, Value)> {
        let rules = answer.body["rules"].as_array().unwrap().iter();
        rules.map(|rule| (rule["text"].clone(), rule["applied"].clone(), rule["reason"].clone())).collect()
    };
    let expected = [
        (json!("no people"), json!(true), Value::Null),
        (json!("warm light."), json!(true), Value::Null),
        (json!("off"), json!(false), json!("inactive")),
        (json!("slow pans"), json!(false), json!("other_medium")),
    ];
    assert_eq!(told(&answer), expected);
    let film = send(json!({ "prompt": "a lighthouse", "style": "oil", "medium": "video" })).await;
    assert_eq!(film.body["prompt"], "a lighthouse, no people, warm light, slow pans");
    assert_eq!(film.body["style"], "oil");
    assert_eq!(desk.world.table.snapshot(), before);
    for (body, pointer) in [
        (json!({}), "/prompt"),
        (json!({ "prompt": "" }), "/prompt"),
        (json!({ "prompt": "a", "rules": [] }), "/rules"),
    ] {
        let answer = send(body.clone()).await;
        assert_eq!((answer.status, &answer.body["pointer"]), (422, &json!(pointer)), "{body}");
    }
}
