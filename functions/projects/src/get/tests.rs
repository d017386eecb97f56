use std::time::Duration;

use serde_json::{Value, json};
use store::{Address, Change, Kind, SortKey};

use super::*;
use crate::GET;
use crate::tests::Desk;

#[tokio::test]
async fn money_is_the_wallets_and_moves_without_the_version() {
    let desk = Desk::new().await;
    let id = desk.project(json!({ "name": "Spring", "budget_usd_micros": 3_000_000 })).await["id"].clone();
    let id = id.as_str().unwrap();
    let job = desk.render(id, 1).await;
    let held = desk.shown(id).await;
    assert_eq!(
        (&held["held_usd_micros"], &held["available_usd_micros"], &held["open_renders"]),
        (&json!(1_000_000), &json!(2_000_000), &json!(1))
    );
    desk.paint(job).await;
    let (answer, calls) = desk.calls(desk.of(GET, id, &[("if-none-match", "\"1\"")])).await;
    assert_eq!((answer.status, calls), (200, Get::SDK_CALLS.into()), "money is never answered with 304");
    assert_eq!(answer.header("etag"), Some("\"1\""));
    let body = answer.body;
    assert_eq!(
        (&body["held_usd_micros"], &body["spent_usd_micros"], &body["available_usd_micros"]),
        (&json!(0), &json!(400_000), &json!(2_600_000))
    );
    assert_eq!((&body["version"], &body["open_renders"]), (&json!(1), &json!(0)));
    desk.audit();
}

#[tokio::test]
async fn the_picture_is_that_of_the_last_success_as_long_as_it_is_there() {
    let desk = Desk::new().await;
    let id = desk.spring().await;
    let (answer, calls) = desk.calls(desk.of(GET, &id, &[])).await;
    assert_eq!(
        (answer.body["thumbnail_url"].clone(), calls),
        (Value::Null, 1),
        "nothing to look for costs nothing"
    );
    let mut assets = Vec::new();
    for number in [1, 2] {
        let job = desk.render(&id, number).await;
        assets.push(desk.paint(job).await);
        desk.world.clock.advance(Duration::from_secs(1));
    }
    let body = desk.shown(&id).await;
    let url = body["thumbnail_url"].as_str().unwrap();
    assert!(url.contains(&assets[1].key), "{url}");
    assert_eq!(body["thumbnail_url_expires_at"], "2026-11-20T13:00:02.001Z");
    let gone = Address::new(Kind::AST, SortKey::id(&assets[1].id));
    desk.world.commit("a", vec![Change::delete(gone, contract::port::table::Guard::Present)]).await;
    assert_eq!(desk.shown(&id).await.get("thumbnail_url"), None);
    desk.audit();
}

#[tokio::test]
async fn the_default_project_says_that_it_is() {
    let desk = Desk::new().await;
    let id = jobs::Project::default_of(testkit::workspace("a")).to_string();
    let body = desk.shown(&id).await;
    assert_eq!(
        (&body["name"], &body["is_default"], &body["budget_usd_micros"]),
        (&json!("Default"), &json!(true), &Value::Null)
    );
}
