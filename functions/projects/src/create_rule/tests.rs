use serde_json::{Value, json};

use super::*;
use crate::tests::{Desk, rule};
use crate::{CREATE_RULE, LIST_RULES};

#[tokio::test]
async fn a_rule_is_made_last_or_where_it_is_asked_for() {
    let desk = Desk::new().await;
    let id = desk.spring().await;
    let path = [("project", id.as_str())];
    let body = json!({ "text": " warm light ", "applies_to": ["image"] });
    let (answer, calls) = desk.calls(desk.send(CREATE_RULE, "a", &path, body, &[])).await;
    assert_eq!((answer.status, calls), (201, CreateRule::SDK_CALLS.into()));
    let made = answer.body["id"].as_str().unwrap();
    let by = model::UserId::derived("a");
    let now = "2026-11-20T12:00:00.001Z";
    let expected = json!({
        "id": made, "order": 1, "text": "warm light", "applies_to": ["image"], "active": true, "version": 1,
        "created_at": now, "updated_at": now, "updated_by": by,
    });
    assert_eq!(answer.body, expected);
    assert_eq!(answer.header("location"), Some(format!("/v1/projects/{id}/rules/{made}").as_str()));
    rule(&desk, &id, json!({ "text": "no people", "order": 1, "active": false })).await;
    let list = desk.of(LIST_RULES, &id, &[]).await;
    let texts: Vec<_> = list.body["items"].as_array().unwrap().iter().map(|rule| &rule["text"]).collect();
    assert_eq!((texts, &list.body["version"]), (vec![&json!("no people"), &json!("warm light")], &json!(2)));
    assert_eq!((list.header("etag"), &list.body["next_cursor"]), (Some("\"2\""), &Value::Null));
    assert_eq!(desk.of(LIST_RULES, &id, &[("if-none-match", "\"2\"")]).await.status, 304);
    desk.audit();
}

#[tokio::test]
async fn one_key_makes_one_rule_of_one_project() {
    let desk = Desk::new().await;
    let (one, two) = (desk.spring().await, desk.spring().await);
    let send = |project: String| {
        let desk = &desk;
        async move {
            let path = [("project", project.as_str())];
            desk.send(CREATE_RULE, "a", &path, json!({ "text": "a" }), &[("idempotency-key", "k")]).await
        }
    };
    let first = send(one.clone()).await;
    let again = send(one.clone()).await;
    assert_eq!(
        (again.status, &again.body, again.header("idempotent-replayed")),
        (201, &first.body, Some("true"))
    );
    assert_eq!(again.header("location"), first.header("location"));
    assert_eq!(send(two).await.body["code"], "idempotency-mismatch");
    assert_eq!(desk.of(LIST_RULES, &one, &[]).await.body["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn bad_rules_are_named_and_nothing_is_written() {
    let desk = Desk::new().await;
    let id = desk.spring().await;
    let before = desk.world.table.snapshot();
    for (body, pointer) in [
        (json!({}), "/text"),
        (json!({ "text": "" }), "/text"),
        (json!({ "text": "x".repeat(2_001) }), "/text"),
        (json!({ "text": "a", "order": 0 }), "/order"),
        (json!({ "text": "a", "order": -1 }), "/order"),
        (json!({ "text": "a", "applies_to": [] }), "/applies_to"),
        (json!({ "text": "a", "applies_to": ["sound"] }), "/applies_to/0"),
        (json!({ "text": "a", "active": "yes" }), "/active"),
        (json!({ "text": "a", "id": "rul_1" }), "/id"),
    ] {
        let answer = desk.send(CREATE_RULE, "a", &[("project", &id)], body.clone(), &[]).await;
        assert_eq!((answer.status, &answer.body["pointer"]), (422, &json!(pointer)), "{body}");
    }
    assert_eq!(desk.world.table.snapshot(), before);
}
