use serde_json::json;
use testkit::{Answer, Get, World};

use crate::HEALTH;

#[tokio::test]
async fn anybody_is_told_that_it_answers_and_no_call_costs_a_read() {
    let world = World::new();
    let answer = Answer::of(HEALTH, world.outside(), Get(&[], &[], &[])).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body, json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") }));
    assert_eq!(world.table.calls(), 0);
    assert_eq!(HEALTH.spec.needs().count(), 0, "a broken setting must not make it fail");
}

#[tokio::test]
async fn a_parameter_that_means_nothing_is_named() {
    let answer = Answer::of(HEALTH, World::new().outside(), Get(&[], &[("deep", "true")], &[])).await;
    assert_eq!((answer.status, &answer.body["pointer"]), (422, &json!("/deep")));
}
