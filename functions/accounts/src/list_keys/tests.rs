use access::{Deployment, NewKey};
use model::{Role, UserId};
use serde_json::{Value, json};
use testkit::{Answer, Get, World};

use super::*;
use crate::LIST_KEYS;

async fn with_keys(count: usize) -> World {
    let world = World::new();
    let keys: Keys = world.open("a");
    for number in 0..count {
        let draft = keys.draft(
            Deployment::Dev,
            NewKey {
                name: Label::parse(&number.to_string()).unwrap(),
                user: UserId::derived("a"),
                role: Role::Owner,
                scopes: [Scope::RendersRead].into_iter().collect(),
                expires_at: None,
            },
        );
        keys.create(&draft, &[]).await.unwrap();
    }
    world
}

async fn list(world: &World, seed: &str, query: &[(&str, &str)]) -> Answer {
    Answer::of(LIST_KEYS, world.inside(seed), Get(&[], query, &[])).await
}

#[tokio::test]
async fn a_key_is_shown_without_secret_or_hash() {
    let world = with_keys(1).await;
    let before = world.table.calls();
    let answer = list(&world, "a", &[]).await;
    assert_eq!((answer.status, world.table.calls() - before), (200, 1));
    let id = answer.body["items"][0]["id"].clone();
    let item = json!({
        "id": id, "name": "0", "scopes": ["renders:read"], "created_at": "2026-11-20T12:00:00.000Z",
    });
    assert_eq!(answer.body, json!({ "items": [item], "next_cursor": null }));

    let id: KeyId = serde_json::from_value(id).unwrap();
    world.open::<Keys>("a").revoke(id).await.unwrap();
    let answer = list(&world, "a", &[]).await;
    assert_eq!(answer.body["items"][0]["revoked_at"], "2026-11-20T12:00:00.000Z");
}

#[tokio::test]
async fn pages_show_each_key_once() {
    let world = with_keys(7).await;
    let mut names = Vec::new();
    let mut cursor = Value::Null;
    for expected in [3, 3, 1] {
        let mut query = vec![("limit", "3")];
        query.extend(cursor.as_str().map(|cursor| ("cursor", cursor)));
        let answer = list(&world, "a", &query).await;
        let items = answer.body["items"].as_array().unwrap().clone();
        assert_eq!(items.len(), expected);
        names.extend(items.iter().map(|item| item["name"].as_str().unwrap().to_owned()));
        cursor = answer.body["next_cursor"].clone();
    }
    names.sort();
    assert_eq!((names.concat().as_str(), cursor), ("0123456", Value::Null));
}

#[tokio::test]
async fn a_stranger_sees_an_empty_list() {
    let world = with_keys(2).await;
    let answer = list(&world, "b", &[]).await;
    assert_eq!(answer.body, json!({ "items": [], "next_cursor": null }));
}

#[tokio::test]
async fn bad_parameters_are_named() {
    let world = with_keys(0).await;
    let cases =
        [("limit", "-5"), ("limit", "0"), ("limit", "101"), ("cursor", "Zm9yZ2Vk"), ("order", "name")];
    for (name, value) in cases {
        let answer = list(&world, "a", &[(name, value)]).await;
        assert_eq!(
            (answer.status, &answer.body["pointer"]),
            (422, &json!(format!("/{name}"))),
            "{name}={value}"
        );
    }
}
