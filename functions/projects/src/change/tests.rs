use serde_json::json;
use store::memory::Mishaps;

use super::*;
use crate::CHANGE;
use crate::tests::Desk;

#[tokio::test]
async fn a_patch_changes_what_it_names_and_takes_away_what_is_null() {
    let desk = Desk::new().await;
    let made = desk
        .project(json!({
            "name": "Spring", "description": "a", "budget_usd_micros": 5, "settings": { "style": "ink", "seed": 7, "refine": true },
        }))
        .await;
    let id = made["id"].as_str().unwrap();
    let (answer, calls) =
        desk.calls(desk.patch(id, 1, json!({ "settings": { "style": null, "quality": "high" } }))).await;
    assert_eq!((answer.status, calls), (200, 2), "a project without a picture");
    assert!(calls <= Change::SDK_CALLS.into());
    assert_eq!(answer.body["settings"], json!({ "refine": true, "quality": "high", "seed": 7 }));
    assert_eq!((&answer.body["name"], &answer.body["description"]), (&json!("Spring"), &json!("a")));
    assert_eq!((answer.header("etag"), &answer.body["version"]), (Some("\"2\""), &json!(2)));
    let body =
        json!({ "name": " Summer ", "description": null, "budget_usd_micros": null, "settings": null });
    let answer = desk.patch(id, 2, body).await;
    assert_eq!(answer.body["settings"], json!({}));
    assert_eq!((&answer.body["name"], &answer.body["budget_usd_micros"]), (&json!("Summer"), &json!(null)));
    assert!(answer.body.get("description").is_none());
    assert_eq!(desk.shown(id).await, answer.body);
    desk.audit();
}

#[tokio::test]
async fn a_budget_below_what_is_spent_and_held_is_taken_and_told() {
    let desk = Desk::new().await;
    let id = desk.spring().await;
    desk.render(&id, 1).await;
    let answer = desk.patch(&id, 1, json!({ "budget_usd_micros": 300_000 })).await;
    assert_eq!(answer.status, 200);
    assert_eq!(
        (&answer.body["available_usd_micros"], &answer.body["over_budget_usd_micros"]),
        (&json!(-700_000), &json!(700_000))
    );
    let raised = desk.patch(&id, 2, json!({ "budget_usd_micros": 1_000_000 })).await;
    assert_eq!(raised.body["available_usd_micros"], 0);
    assert!(raised.body.get("over_budget_usd_micros").is_none());
    desk.audit();
}

#[tokio::test]
async fn a_write_names_its_version_and_a_stale_one_is_told_what_is_there() {
    let desk = Desk::new().await;
    let id = desk.spring().await;
    let path = [("project", id.as_str())];
    let none = desk.send(CHANGE, "a", &path, json!({ "name": "a" }), &[]).await;
    assert_eq!((none.status, &none.body["code"]), (428, &json!("precondition-required")));
    let weak = desk.send(CHANGE, "a", &path, json!({ "name": "a" }), &[("if-match", "W/\"1\"")]).await;
    assert_eq!((weak.status, &weak.body["code"]), (400, &json!("precondition")));
    assert_eq!(desk.patch(&id, 1, json!({ "name": "Summer" })).await.status, 200);
    let stale = desk.patch(&id, 1, json!({ "name": "Autumn" })).await;
    assert_eq!((stale.status, &stale.body["code"]), (412, &json!("stale")));
    let by = model::UserId::derived("a");
    assert_eq!(
        stale.body["current"],
        json!({ "etag": "\"2\"", "changed_at": "2026-11-20T12:00:00.001Z", "changed_by": by })
    );
    assert_eq!(desk.shown(&id).await["name"], "Summer");
}

#[tokio::test]
async fn bad_patches_are_named_and_change_nothing() {
    let desk = Desk::new().await;
    let id = desk.spring().await;
    let before = desk.world.table.snapshot();
    for (body, pointer) in [
        (json!({ "name": null }), "/name"),
        (json!({ "name": "" }), "/name"),
        (json!({ "budget_usd_micros": -5 }), "/budget_usd_micros"),
        (json!({ "settings": { "skip": ["settle"] } }), "/settings/skip/0"),
        (json!({ "settings": { "retry": { "max_attempts": 9 } } }), "/settings/retry/max_attempts"),
        (json!({ "settings": { "colour": "red" } }), "/settings/colour"),
        (json!({ "archived_at": null }), "/archived_at"),
        (json!({ "version": 2 }), "/version"),
    ] {
        let answer = desk.patch(&id, 1, body.clone()).await;
        assert_eq!((answer.status, &answer.body["pointer"]), (422, &json!(pointer)), "{body}");
    }
    assert_eq!(desk.world.table.snapshot(), before);
}

#[tokio::test]
async fn others_that_are_faster_for_long_are_told_and_nothing_is_written() {
    let desk = Desk::new().await;
    let id = desk.spring().await;
    let before = desk.world.table.snapshot();
    desk.world.table.plan(Mishaps::conflicts(10_000));
    let answer = desk.patch(&id, 1, json!({ "name": "Summer", "budget_usd_micros": 1 })).await;
    assert_eq!((answer.status, &answer.body["code"]), (503, &json!("contended")));
    assert_eq!(desk.world.table.snapshot(), before);
}
