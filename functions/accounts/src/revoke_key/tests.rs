use std::time::Duration;

use access::{Deployment, Label, NewKey};
use model::{Role, Scopes, UserId};
use serde_json::{Value, json};
use store::memory::Mishaps;
use testkit::{Answer, Get, World};

use super::*;
use crate::REVOKE_KEY;

async fn a_key(world: &World) -> String {
    let keys: Keys = world.open("a");
    let draft = keys.draft(
        Deployment::Dev,
        NewKey {
            name: Label::parse("test").unwrap(),
            user: UserId::derived("a"),
            role: Role::Owner,
            scopes: Scopes::of(Role::Owner),
            expires_at: None,
        },
    );
    keys.create(&draft, &[]).await.unwrap();
    draft.entry.id.to_string()
}

async fn revoke(world: &World, seed: &str, id: &str) -> Answer {
    Answer::of(REVOKE_KEY, world.inside(seed), Get(&[("id", id)], &[], &[])).await
}

#[tokio::test]
async fn a_revocation_says_when_it_works_and_repeats_itself() {
    let world = World::new();
    let id = a_key(&world).await;
    let before = world.table.calls();
    let answer = revoke(&world, "a", &id).await;
    assert_eq!((answer.status, world.table.calls() - before), (200, 1));
    assert_eq!(
        answer.body,
        json!({
            "id": id, "revoked_at": "2026-11-20T12:00:00.000Z", "effective_at": "2026-11-20T12:01:00.000Z",
        })
    );
    world.clock.advance(Duration::from_hours(3));
    let again = revoke(&world, "a", &id).await;
    assert_eq!((again.status, again.body), (200, answer.body));
}

#[tokio::test]
async fn a_foreign_key_an_absent_one_and_no_key_at_all_are_the_same() {
    let world = World::new();
    let id = a_key(&world).await;
    let foreign = revoke(&world, "b", &id).await;
    assert_eq!(foreign.status, 404);
    for other in ["key_00000000", "key_1", "", "key_1234567#", "../me", "rnd_01", "key_é345678"] {
        let answer = revoke(&world, "b", other).await;
        assert_eq!((answer.status, &answer.body), (404, &foreign.body), "{other}");
    }
    let listed = world.open::<Keys>("a").list(None, 10).await.unwrap().items;
    assert_eq!(listed[0].revoked_at, None, "the stranger's request changed nothing");
}

#[tokio::test]
async fn others_that_are_faster_for_long_are_told_and_nothing_is_written() {
    let world = World::with(Mishaps::conflicts(10_000));
    let answer = revoke(&world, "a", "key_00000000").await;
    assert_eq!((answer.status, &answer.body["code"]), (503, &json!("contended")));
    assert!(world.table.snapshot().is_empty());
    assert_eq!(answer.body["pointer"], Value::Null);
}
