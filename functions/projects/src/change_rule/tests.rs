use serde_json::{Value, json};
use testkit::{Answer, Get};

use super::*;
use crate::tests::{Desk, rule};
use crate::{CHANGE_RULE, DELETE_RULE, LIST_RULES};

async fn patch(desk: &Desk, project: &str, rule: &str, seen: &str, body: Value) -> Answer {
    desk.send(CHANGE_RULE, "a", &[("project", project), ("rule", rule)], body, &[("if-match", seen)]).await
}

async fn texts(desk: &Desk, project: &str) -> Vec<String> {
    let list = desk.of(LIST_RULES, project, &[]).await;
    list.body["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| rule["text"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_rule_is_changed_moved_and_deleted() {
    let desk = Desk::new().await;
    let id = desk.spring().await;
    rule(&desk, &id, json!({ "text": "one" })).await;
    let two = rule(&desk, &id, json!({ "text": "two", "applies_to": ["video"] })).await;
    let (moved, calls) = desk.calls(patch(&desk, &id, &two, "\"1\"", json!({ "order": 1 }))).await;
    assert_eq!(
        (moved.status, moved.header("etag"), calls),
        (200, Some("\"1\""), ChangeRule::SDK_CALLS.into())
    );
    assert_eq!(texts(&desk, &id).await, ["two", "one"]);
    let body = json!({ "text": "deux", "applies_to": null, "active": false });
    let changed = patch(&desk, &id, &two, "\"1\"", body).await;
    assert_eq!(
        (changed.status, changed.header("etag"), &changed.body["order"]),
        (200, Some("\"2\""), &json!(1))
    );
    assert!(changed.body.get("applies_to").is_none());
    assert_eq!(texts(&desk, &id).await, ["deux", "one"]);
    let path = [("project", id.as_str()), ("rule", two.as_str())];
    let delete = |tag: &'static [(&'static str, &'static str)]| {
        Answer::of(DELETE_RULE, desk.world.inside("a"), Get(&path, &[], tag))
    };
    assert_eq!(delete(&[("if-match", "\"1\"")]).await.status, 412);
    assert_eq!(delete(&[]).await.body["text"], "deux");
    assert_eq!(delete(&[]).await.status, 404);
    assert_eq!(texts(&desk, &id).await, ["one"]);
    desk.audit();
}

#[tokio::test]
async fn stale_absent_and_bad_changes_are_told_apart() {
    let desk = Desk::new().await;
    let (id, other) = (desk.spring().await, desk.spring().await);
    let one = rule(&desk, &id, json!({ "text": "one" })).await;
    let stale = patch(&desk, &id, &one, "\"4\"", json!({ "text": "uno" })).await;
    assert_eq!((stale.status, &stale.body["current"]["etag"]), (412, &json!("\"1\"")));
    assert_eq!(
        patch(&desk, &other, &one, "\"1\"", json!({ "text": "uno" })).await.status,
        404,
        "of another project"
    );
    for bad in ["rul_00000000000000000000000000", "rul_1", "", "SET"] {
        assert_eq!(patch(&desk, &id, bad, "\"1\"", json!({ "text": "uno" })).await.status, 404, "{bad}");
    }
    let path = [("project", id.as_str()), ("rule", one.as_str())];
    assert_eq!(desk.send(CHANGE_RULE, "a", &path, json!({ "text": "uno" }), &[]).await.status, 428);
    for (body, pointer) in [
        (json!({ "text": null }), "/text"),
        (json!({ "order": null }), "/order"),
        (json!({ "active": null }), "/active"),
        (json!({ "applies_to": [] }), "/applies_to"),
        (json!({ "version": 3 }), "/version"),
    ] {
        let answer = patch(&desk, &id, &one, "\"1\"", body.clone()).await;
        assert_eq!((answer.status, &answer.body["pointer"]), (422, &json!(pointer)), "{body}");
    }
    assert_eq!(texts(&desk, &id).await, ["one"]);
}
