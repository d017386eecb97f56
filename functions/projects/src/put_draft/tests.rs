use serde_json::{Value, json};
use store::memory::Mishaps;
use testkit::Answer;

use super::*;
use crate::tests::Desk;
use crate::{GET_DRAFT, PUT_DRAFT};

const FIRST: (&str, &str) = ("if-none-match", "*");

async fn put(desk: &Desk, project: &str, body: Value, tag: (&str, &str)) -> Answer {
    desk.send(PUT_DRAFT, "a", &[("project", project)], body, &[tag]).await
}

#[tokio::test]
async fn a_draft_is_kept_and_shown_as_it_was_written() {
    let desk = Desk::new().await;
    let id = desk.spring().await;
    assert_eq!(desk.of(GET_DRAFT, &id, &[]).await.status, 404, "nobody has written one");
    let state =
        json!({ "step": 3, "moods": ["calm", { "deep": [1.5, null, true] }], "": "é#/~", "big": u64::MAX });
    let (first, calls) = desk.calls(put(&desk, &id, state.clone(), FIRST)).await;
    assert_eq!((first.status, first.header("etag"), calls), (200, Some("\"1\""), PutDraft::SDK_CALLS.into()));
    let shown = desk.of(GET_DRAFT, &id, &[]).await;
    assert_eq!((&shown.body, &shown.body["state"]), (&first.body, &state));
    assert_eq!(desk.of(GET_DRAFT, &id, &[("if-none-match", "\"1\"")]).await.status, 304);
    let next = put(&desk, &id, json!({}), ("if-match", "\"1\"")).await;
    assert_eq!((next.status, next.header("etag"), &next.body["state"]), (200, Some("\"2\""), &json!({})));
    desk.audit();
}

#[tokio::test]
async fn who_comes_second_is_told_who_came_first_and_when() {
    let desk = Desk::new().await;
    let id = desk.spring().await;
    put(&desk, &id, json!({ "a": 1 }), FIRST).await;
    for tag in [FIRST, ("if-match", "\"7\"")] {
        let told = put(&desk, &id, json!({ "b": 2 }), tag).await;
        let by = model::UserId::derived("a");
        let current = json!({ "etag": "\"1\"", "changed_at": "2026-11-20T12:00:00.001Z", "changed_by": by });
        assert_eq!((told.status, &told.body["current"]), (412, &current), "{tag:?}");
    }
    let none = desk.send(PUT_DRAFT, "a", &[("project", &id)], json!({}), &[]).await;
    assert_eq!((none.status, &none.body["code"]), (428, &json!("precondition-required")));
}

#[tokio::test]
async fn what_is_no_object_and_what_is_too_large_is_refused_with_the_number() {
    let desk = Desk::new().await;
    let id = desk.spring().await;
    for body in [json!([1]), json!("a"), json!(7), json!(null)] {
        assert_eq!(put(&desk, &id, body.clone(), FIRST).await.status, 422, "{body}");
    }
    let large = put(&desk, &id, json!({ "a": "x".repeat(60_000) }), FIRST).await;
    assert_eq!((large.status, &large.body["code"]), (413, &json!("draft-too-large")));
    assert!(large.body["detail"].as_str().unwrap().contains("60008 bytes"), "{}", large.body);
    assert_eq!(desk.of(GET_DRAFT, &id, &[]).await.status, 404);
}

#[tokio::test]
async fn a_first_write_whose_answer_is_lost_is_done_once() {
    let desk = Desk::new().await;
    let id = desk.spring().await;
    desk.world.table.plan(Mishaps::silence(400));
    let lost = put(&desk, &id, json!({ "a": 1 }), FIRST).await;
    assert_eq!((lost.status, &lost.body["code"]), (503, &json!("unavailable")));
    desk.world.table.plan(Mishaps::none());
    let again = put(&desk, &id, json!({ "a": 1 }), FIRST).await;
    assert_eq!((again.status, again.header("etag")), (200, Some("\"1\"")), "{}", again.body);
}
