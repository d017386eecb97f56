use serde_json::json;

use super::*;
use crate::tests::Desk;
use crate::{ARCHIVE, UNARCHIVE};

#[tokio::test]
async fn the_archive_is_entered_and_left_once_each() {
    let desk = Desk::new().await;
    let id = desk.spring().await;
    let path = [("project", id.as_str())];
    let (first, calls) = desk.calls(desk.send(ARCHIVE, "a", &path, json!({}), &[])).await;
    assert_eq!((first.status, &first.body["archived_at"]), (200, &json!("2026-11-20T12:00:00.001Z")));
    assert!(calls <= Archive::SDK_CALLS.into(), "{calls}");
    desk.audit();
    desk.world.clock.advance(std::time::Duration::from_secs(9));
    let again = desk.send(ARCHIVE, "a", &path, json!({}), &[]).await;
    assert_eq!((again.status, &again.body), (200, &first.body), "asked again it answers the same");
    let out = desk.send(UNARCHIVE, "a", &path, json!({}), &[("if-match", "\"2\"")]).await;
    assert_eq!((out.status, out.header("etag")), (200, Some("\"3\"")));
    assert!(out.body.get("archived_at").is_none());
    assert_eq!(desk.send(UNARCHIVE, "a", &path, json!({}), &[]).await.body, out.body);
    desk.audit();
}

#[tokio::test]
async fn a_version_is_minded_where_one_is_named() {
    let desk = Desk::new().await;
    let id = desk.spring().await;
    let path = [("project", id.as_str())];
    for function in [ARCHIVE, UNARCHIVE] {
        let stale = desk.send(function, "a", &path, json!({}), &[("if-match", "\"9\"")]).await;
        assert_eq!((stale.status, &stale.body["current"]["etag"]), (412, &json!("\"1\"")));
        let first = desk.send(function, "a", &path, json!({}), &[("if-none-match", "*")]).await;
        assert_eq!((first.status, &first.body["code"]), (400, &json!("precondition")));
        let body = desk.send(function, "a", &path, json!({ "why": "done" }), &[]).await;
        assert_eq!((body.status, &body.body["pointer"]), (422, &json!("/why")));
    }
    assert!(desk.shown(&id).await.get("archived_at").is_none());
}
