use serde_json::json;
use testkit::{Answer, Get, World, audit};

use crate::GET_CREDITS;
use crate::fixture::{ended, funded, hold};

async fn credits(world: &World, seed: &str) -> Answer {
    Answer::of(GET_CREDITS, world.inside(seed), Get(&[], &[], &[])).await
}

#[tokio::test]
async fn the_balance_follows_holds_and_charges() {
    let world = funded().await;
    let before = world.table.calls();
    let answer = credits(&world, "a").await;
    assert_eq!((answer.status, world.table.calls() - before), (200, 1));
    assert_eq!(
        answer.body,
        json!({
            "balance_usd_micros": 100_000, "held_usd_micros": 0, "spent_usd_micros": 0, "granted_usd_micros": 100_000,
            "credits": "10",
        })
    );
    hold(&world, 1, 30_000).await;
    ended(&world, 2, 20_000, 12_500, true).await;
    ended(&world, 3, 20_000, 12_500, false).await;
    assert_eq!(
        credits(&world, "a").await.body,
        json!({
            "balance_usd_micros": 57_500, "held_usd_micros": 30_000, "spent_usd_micros": 12_500,
            "granted_usd_micros": 100_000, "credits": "5.75",
        })
    );
    assert_eq!(audit(&world.table.snapshot()), Vec::<String>::new());
}

#[tokio::test]
async fn a_charge_above_the_hold_may_leave_less_than_nothing() {
    let world = funded().await;
    ended(&world, 1, 10_000, 112_000, true).await;
    let body = credits(&world, "a").await.body;
    assert_eq!((&body["balance_usd_micros"], &body["credits"]), (&json!(-12_000), &json!("-1.2")));
}

#[tokio::test]
async fn a_stranger_sees_a_wallet_of_their_own() {
    let world = funded().await;
    let body = credits(&world, "b").await.body;
    let nothing = json!({
        "balance_usd_micros": 0, "held_usd_micros": 0, "spent_usd_micros": 0, "granted_usd_micros": 0, "credits": "0",
    });
    assert_eq!(body, nothing);
}

#[tokio::test]
async fn a_parameter_that_nobody_knows_is_refused() {
    let world = funded().await;
    let answer = Answer::of(GET_CREDITS, world.inside("a"), Get(&[], &[("unit", "eur")], &[])).await;
    assert_eq!((answer.status, &answer.body["pointer"]), (422, &json!("/unit")));
}
