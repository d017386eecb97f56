use serde_json::json;
use store::memory::Mishaps;

use super::*;
use crate::CREATE;
use crate::tests::Desk;

#[tokio::test]
async fn a_project_is_made_with_its_wallet_in_one_call() {
    let desk = Desk::new().await;
    let body = json!({
        "name": "  Spring  ", "description": "two\nlines", "budget_usd_micros": 5_000_000,
        "settings": { "style": "ink", "aspect": "16:9", "retention_days": 30 },
    });
    let (answer, calls) = desk.calls(desk.send(CREATE, "a", &[], body, &[])).await;
    assert_eq!((answer.status, calls), (201, Create::SDK_CALLS.into()));
    let id = answer.body["id"].as_str().unwrap();
    let this = format!("/v1/projects/{id}");
    assert_eq!((answer.header("location"), answer.header("etag")), (Some(this.as_str()), Some("\"1\"")));
    let expected = json!({
        "id": id, "name": "Spring", "description": "two\nlines", "is_default": false, "budget_usd_micros": 5_000_000,
        "spent_usd_micros": 0, "held_usd_micros": 0, "available_usd_micros": 5_000_000, "open_renders": 0,
        "settings": { "style": "ink", "aspect": "16:9", "retention_days": 30 }, "version": 1,
        "created_at": "2026-11-20T12:00:00.000Z", "updated_by": model::UserId::derived("a"),
        "links": { "self": this, "rules": format!("{this}/rules"), "draft": format!("{this}/draft") },
    });
    assert_eq!(answer.body, expected);
    assert_eq!(desk.shown(id).await, expected);
    desk.audit();
}

#[tokio::test]
async fn no_budget_is_null_and_nothing_is_zero() {
    let desk = Desk::new().await;
    for (sent, shown) in [
        (json!({ "name": "a" }), json!(null)),
        (json!({ "name": "a", "budget_usd_micros": null }), json!(null)),
        (json!({ "name": "a", "budget_usd_micros": 0 }), json!(0)),
    ] {
        let body = desk.project(sent).await;
        assert_eq!((&body["budget_usd_micros"], &body["available_usd_micros"]), (&shown, &shown));
    }
}

#[tokio::test]
async fn one_key_makes_one_project_and_stands_for_one_body() {
    let desk = Desk::new().await;
    let send = |body| desk.send(CREATE, "a", &[], body, &[("idempotency-key", "k")]);
    let first = send(json!({ "name": "Spring" })).await;
    let again = send(json!({ "name": " Spring " })).await;
    assert_eq!(
        (again.status, &again.body, again.header("idempotent-replayed")),
        (201, &first.body, Some("true"))
    );
    let other = send(json!({ "name": "Summer" })).await;
    assert_eq!((other.status, &other.body["code"]), (422, &json!("idempotency-mismatch")));
    let projects = desk.world.table.snapshot().keys().filter(|key| key.pk.starts_with("PRJ#")).count();
    assert_eq!(projects, 2, "the default one and this");
    let bad = desk.send(CREATE, "a", &[], json!({ "name": "a" }), &[("idempotency-key", "")]).await;
    assert_eq!((bad.status, &bad.body["code"]), (400, &json!("idempotency-key")));
    desk.audit();
}

#[tokio::test]
async fn bad_bodies_are_named_and_write_nothing() {
    let desk = Desk::new().await;
    let before = desk.world.table.snapshot();
    for (body, pointer) in [
        (json!({}), "/name"),
        (json!({ "name": "" }), "/name"),
        (json!({ "name": null }), "/name"),
        (json!({ "name": "x".repeat(256) }), "/name"),
        (json!({ "name": "two\nlines" }), "/name"),
        (json!({ "name": "a", "description": "x".repeat(2_001) }), "/description"),
        (json!({ "name": "a", "budget_usd_micros": -1 }), "/budget_usd_micros"),
        (json!({ "name": "a", "budget_usd_micros": 1_000_000_000_000_000_i64 }), "/budget_usd_micros"),
        (json!({ "name": "a", "budget_usd_micros": 1.5 }), "/budget_usd_micros"),
        (json!({ "name": "a", "settings": { "quality": "best" } }), "/settings/quality"),
        (json!({ "name": "a", "settings": { "model": "sketch" } }), "/settings/model"),
        (json!({ "name": "a", "settings": { "retention_days": 0 } }), "/settings/retention_days"),
        (json!({ "name": "a", "archived_at": "2026-11-20T12:00:00Z" }), "/archived_at"),
    ] {
        let answer = desk.send(CREATE, "a", &[], body.clone(), &[]).await;
        assert_eq!((answer.status, &answer.body["pointer"]), (422, &json!(pointer)), "{body}");
    }
    assert_eq!(desk.world.table.snapshot(), before);
}

#[tokio::test]
async fn whatever_the_table_does_there_is_one_project_for_one_key() {
    for seed in 0..40 {
        let desk = Desk::with(Mishaps::seeded(seed, 20, 10, 20)).await;
        let mut last = None;
        for _ in 0..6 {
            let answer =
                desk.send(CREATE, "a", &[], json!({ "name": "Spring" }), &[("idempotency-key", "k")]).await;
            if answer.is_final() {
                last = Some(answer);
                break;
            }
        }
        let answer = last.expect("one of six gets through");
        assert_eq!(answer.status, 201, "seed {seed}: {}", answer.body);
        let projects = desk.world.table.snapshot().keys().filter(|key| key.pk.starts_with("PRJ#")).count();
        assert_eq!(projects, 2, "seed {seed}");
        let _ = GET;
        desk.audit();
    }
}
