use serde_json::{Value, json};
use testkit::{Answer, Get, World, audit};

use crate::LIST_LEDGER;
use crate::fixture::{GRANTED, ended, funded, hold, job};

async fn list(world: &World, seed: &str, query: &[(&str, &str)]) -> Answer {
    Answer::of(LIST_LEDGER, world.inside(seed), Get(&[], query, &[])).await
}

/// A job of each end: open, settled, released, split, overrun.
async fn busy() -> World {
    let world = funded().await;
    hold(&world, 1, 1_000).await;
    ended(&world, 2, 2_000, 2_000, true).await;
    ended(&world, 3, 3_000, 700, false).await;
    ended(&world, 4, 4_000, 1_500, true).await;
    ended(&world, 5, 5_000, 6_000, true).await;
    world
}

fn close(items: &[Value], number: u128) -> &Value {
    let id = format!("{}#close", job(number));
    items.iter().find(|item| item["id"] == json!(id)).expect("the job has a close")
}

#[tokio::test]
async fn each_kind_of_entry_says_what_it_did() {
    let world = busy().await;
    let before = world.table.calls();
    let answer = list(&world, "a", &[]).await;
    assert_eq!((answer.status, world.table.calls() - before), (200, 1));
    let items = answer.body["items"].as_array().unwrap();
    assert_eq!(items.len(), 10);
    let at = "2026-11-20T12:00:00.000Z";
    let grant = json!({
        "id": items[9]["id"], "at": at, "kind": "grant", "amount_usd_micros": GRANTED,
        "wallets": [{ "wallet": "CREDITS", "amount_usd_micros": GRANTED }],
    });
    assert_eq!(items[9], grant);
    let project = jobs::Project::default_of(testkit::workspace("a"));
    let both = |amount: i64| {
        json!([
            { "wallet": "CREDITS", "amount_usd_micros": amount },
            { "wallet": project, "amount_usd_micros": amount },
        ])
    };
    let hold = json!({
        "id": format!("{}#hold", job(1)), "at": at, "job": job(1), "kind": "hold", "amount_usd_micros": 1_000,
        "wallets": both(1_000),
    });
    assert_eq!(items[8], hold);
    let split = json!({
        "id": format!("{}#close", job(4)), "at": at, "job": job(4), "kind": "split", "amount_usd_micros": 4_000,
        "charged_usd_micros": 1_500, "released_usd_micros": 2_500,
        "attempts": [{
            "number": 1, "provider": "acme", "model": "brush", "cost_usd_micros": 1_500, "booked_usd_micros": 1_500,
        }],
        "wallets": both(1_500),
    });
    assert_eq!(close(items, 4), &split);
    let kinds = [2, 3, 5].map(|number| close(items, number)["kind"].as_str().unwrap());
    assert_eq!(kinds, ["settle", "release", "settle"]);
}

#[tokio::test]
async fn only_an_overrun_is_called_one() {
    let world = busy().await;
    let answer = list(&world, "a", &[]).await;
    let items = answer.body["items"].as_array().unwrap();
    let overrun = close(items, 5);
    assert_eq!((&overrun["overrun"], &overrun["released_usd_micros"]), (&json!(true), &json!(-1_000)));
    assert_eq!(items.iter().filter(|item| item.get("overrun").is_some()).count(), 1);
}

#[tokio::test]
async fn a_failed_job_shows_what_it_cost_us_and_charges_nothing() {
    let world = busy().await;
    let answer = list(&world, "a", &[]).await;
    let failed = close(answer.body["items"].as_array().unwrap(), 3).clone();
    assert_eq!((&failed["charged_usd_micros"], &failed["released_usd_micros"]), (&json!(0), &json!(3_000)));
    let attempt = &failed["attempts"][0];
    assert_eq!((&attempt["cost_usd_micros"], &attempt["booked_usd_micros"]), (&json!(700), &json!(0)));
}

/// What a reader of the API alone can check: grants less charges are what is left and held.
#[tokio::test]
async fn the_pages_add_up_to_the_wallet() {
    let world = busy().await;
    let (mut left, mut cursor) = (0, Value::Null);
    for (page, entries) in [3, 3, 3, 1].into_iter().enumerate() {
        let mut query = vec![("limit", "3")];
        query.extend(cursor.as_str().map(|cursor| ("cursor", cursor)));
        let answer = list(&world, "a", &query).await;
        let items = answer.body["items"].as_array().unwrap();
        assert_eq!(items.len(), entries, "page {page}");
        for item in items {
            match item["kind"].as_str().unwrap() {
                "grant" => left += item["amount_usd_micros"].as_i64().unwrap(),
                "hold" => {}
                _ => left -= item["charged_usd_micros"].as_i64().unwrap(),
            }
        }
        cursor = answer.body["next_cursor"].clone();
    }
    let wallet = Answer::of(crate::GET_CREDITS, world.inside("a"), Get(&[], &[], &[])).await.body;
    let has = |field: &str| wallet[field].as_i64().unwrap();
    assert_eq!((cursor, left), (Value::Null, has("balance_usd_micros") + has("held_usd_micros")));
    assert_eq!(audit(&world.table.snapshot()), Vec::<String>::new());
}

#[tokio::test]
async fn a_stranger_sees_an_empty_ledger_and_a_foreign_cursor_leads_nowhere() {
    let world = busy().await;
    assert_eq!(list(&world, "b", &[]).await.body, json!({ "items": [], "next_cursor": null }));
    let page = list(&world, "a", &[("limit", "1")]).await;
    let cursor = page.body["next_cursor"].as_str().unwrap();
    assert_eq!(list(&world, "b", &[("cursor", cursor)]).await.body["items"], json!([]));
}

#[tokio::test]
async fn bad_parameters_are_named() {
    let world = funded().await;
    for (name, value) in [
        ("limit", "-5"),
        ("limit", "0"),
        ("limit", "101"),
        ("limit", "ten"),
        ("cursor", "Zm9yZ2Vk"),
        ("kind", "grant"),
    ] {
        let answer = list(&world, "a", &[(name, value)]).await;
        assert_eq!(
            (answer.status, &answer.body["pointer"]),
            (422, &json!(format!("/{name}"))),
            "{name}={value}"
        );
    }
    let twice = list(&world, "a", &[("limit", "1"), ("limit", "2")]).await;
    assert_eq!((twice.status, &twice.body["pointer"]), (422, &json!("/limit")));
}
