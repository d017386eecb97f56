use std::hash::{DefaultHasher, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use access::{MAX_LIVE_KEYS, Verifier};
use contract::Grant;
use contract::port::Ids;
use http::HeaderValue;
use http::header::AUTHORIZATION;
use model::Role;
use serde_json::{Value, json};
use store::memory::Mishaps;
use testkit::{Answer, Post, World, principal, workspace};

use super::*;
use crate::CREATE_KEY;

/// Ids that differ however many are drawn. Those of `testkit` repeat before a hundred keys are made.
#[derive(Default)]
struct Distinct(AtomicU64);

impl Ids for Distinct {
    fn fresh(&self, _: Time) -> u128 {
        u128::from(self.0.fetch_add(1, Ordering::Relaxed))
    }

    fn random(&self, secret: &mut [u8]) {
        for part in secret.chunks_mut(8) {
            let mut hasher = DefaultHasher::new();
            hasher.write_u64(self.0.fetch_add(1, Ordering::Relaxed));
            part.copy_from_slice(&hasher.finish().to_le_bytes()[..part.len()]);
        }
    }
}

fn settled(world: World) -> World {
    world.with_settings(CREATE_KEY.spec.needs, &[("STAGE", "dev")])
}

fn world() -> World {
    settled(World::new())
}

async fn create(world: &World, body: Value, headers: &[(&str, &str)]) -> Answer {
    Answer::of(CREATE_KEY, world.inside("a"), Post(&[], body, headers)).await
}

async fn verify(world: &World, answer: &Answer) -> Principal {
    let shown = format!("Bearer {}", answer.body["secret"].as_str().unwrap());
    let headers = [(AUTHORIZATION, HeaderValue::from_str(&shown).unwrap())].into_iter().collect();
    Verifier::new().verify(&world.outside(), &headers).await.unwrap()
}

fn count(world: &World) -> usize {
    world.table.snapshot().keys().filter(|key| key.pk.starts_with("KEY#")).count()
}

#[tokio::test]
async fn a_new_key_opens_the_callers_workspace_with_the_callers_scopes() {
    let world = world();
    let answer = create(&world, json!({ "name": " build server " }), &[]).await;
    assert_eq!((answer.status, world.table.calls()), (201, 1));
    let id = answer.body["id"].as_str().unwrap();
    assert_eq!(answer.header("location"), Some(format!("/v1/keys/{id}").as_str()));
    assert_eq!(answer.header("idempotent-replayed"), None);
    assert_eq!(
        (&answer.body["name"], &answer.body["created_at"]),
        (&json!("build server"), &json!("2026-11-20T12:00:00.000Z"))
    );
    assert!(answer.body.get("expires_at").is_none() && answer.body.get("note").is_none());
    let caller = verify(&world, &answer).await;
    assert_eq!(caller, Principal { key: Some(id.to_owned()), ..principal("a", Role::Owner) });
    assert_eq!(caller.workspace, workspace("a").id());
}

#[tokio::test]
async fn a_key_may_have_less_and_an_end() {
    let world = world();
    let body = json!({ "name": "ci", "scopes": ["renders:read", "renders:read"], "expires_at": "2026-11-20T13:00:00+01:00" });
    let answer = create(&world, body, &[]).await;
    assert_eq!(answer.status, 422, "12:00 UTC is now, not later");
    let body = json!({ "name": "ci", "scopes": ["renders:read", "renders:read"], "expires_at": "2026-11-20T14:00:00+01:00" });
    let answer = create(&world, body, &[]).await;
    assert_eq!(answer.status, 201);
    assert_eq!(answer.body["scopes"], json!(["renders:read"]));
    assert_eq!(answer.body["expires_at"], "2026-11-20T13:00:00.000Z");
    assert_eq!(verify(&world, &answer).await.scopes, [Scope::RendersRead].into_iter().collect());
}

#[tokio::test]
async fn nobody_gives_away_what_they_do_not_have() {
    let world = world();
    let scopes: Scopes = [Scope::KeysWrite, Scope::RendersRead].into_iter().collect();
    let caller = || Principal { scopes: scopes.clone(), ..principal("a", Role::Admin) };
    let call = |body| Answer::of(CREATE_KEY, world.called_by(caller(), "a"), Post(&[], body, &[]));
    let refused = call(json!({ "name": "more", "scopes": ["renders:read", "renders:write"] })).await;
    assert_eq!((refused.status, &refused.body["code"]), (403, &json!("scope")));
    assert_eq!(refused.body["allowed"], json!(["keys:write", "renders:read"]));
    assert_eq!(count(&world), 0);
    let own = call(json!({ "name": "same" })).await;
    assert_eq!((own.status, &own.body["scopes"]), (201, &json!(["keys:write", "renders:read"])));
    assert_eq!(verify(&world, &own).await.role, Role::Admin);
}

#[tokio::test]
async fn bad_bodies_are_named_and_write_nothing() {
    let world = world();
    let long = "x".repeat(101);
    let cases = [
        (json!({}), 422, "/name"),
        (json!({ "name": "" }), 422, "/name"),
        (json!({ "name": " \t" }), 422, "/name"),
        (json!({ "name": long }), 422, "/name"),
        (json!({ "name": "a\u{0}b" }), 422, "/name"),
        (json!({ "name": 7 }), 422, "/name"),
        (json!({ "name": "a", "scopes": [] }), 422, "/scopes"),
        (json!({ "name": "a", "scopes": "renders:read" }), 422, "/scopes"),
        (json!({ "name": "a", "scopes": ["renders:read", "everything"] }), 422, "/scopes/1"),
        (json!({ "name": "a", "expires_at": "2026-11-20T12:00:00Z" }), 422, "/expires_at"),
        (json!({ "name": "a", "expires_at": "1066-10-14T09:00:00Z" }), 422, "/expires_at"),
        (json!({ "name": "a", "expires_at": "tomorrow" }), 422, "/expires_at"),
        (json!({ "name": "a", "expires_at": 1_800_000_000 }), 422, "/expires_at"),
        (json!({ "name": "a", "secret": "mine" }), 422, "/secret"),
    ];
    for (body, status, pointer) in cases {
        let answer = create(&world, body.clone(), &[]).await;
        assert_eq!((answer.status, &answer.body["pointer"]), (status, &json!(pointer)), "{body}");
        assert!(answer.body["detail"].as_str().unwrap().len() > 10, "{}", answer.body);
    }
    let unknown = create(&world, json!({ "name": "a", "scopes": ["everything"] }), &[]).await;
    assert_eq!(unknown.body["allowed"].as_array().unwrap().len(), Scope::ALL.len());
    let request = contract::http::Request { body: "{\"name\"".into(), ..Default::default() };
    assert_eq!(Answer::of(CREATE_KEY, world.inside("a"), request).await.status, 400);
    assert_eq!(world.table.calls(), 0);
}

#[tokio::test]
async fn a_repeated_request_makes_one_key_and_shows_its_secret_once() {
    let world = world();
    let body = json!({ "name": "ci" });
    let key = [("idempotency-key", "create-ci-1")];
    let first = create(&world, body.clone(), &key).await;
    assert_eq!((first.status, world.table.calls()), (201, 1));
    let secret = first.body["secret"].as_str().unwrap();
    world.clock.advance(Duration::from_mins(5));
    let again = create(&world, body, &key).await;
    assert_eq!((again.status, again.header("idempotent-replayed")), (201, Some("true")));
    assert_eq!(again.header("location"), first.header("location"));
    assert_eq!(
        (&again.body["id"], &again.body["created_at"]),
        (&first.body["id"], &first.body["created_at"])
    );
    assert!(again.body.get("secret").is_none());
    assert!(again.body["note"].as_str().unwrap().contains("shown once"));
    assert_eq!(count(&world), 1);
    let table = format!("{:?}", world.table.snapshot());
    assert!(!table.contains(&secret[15..47]), "the secret is in the table");
}

#[tokio::test]
async fn one_intent_is_one_request() {
    let world = world();
    let key = [("idempotency-key", "k")];
    create(&world, json!({ "name": "ci" }), &key).await;
    let other = create(&world, json!({ "name": "cd" }), &key).await;
    assert_eq!((other.status, &other.body["code"]), (422, &json!("idempotency-mismatch")));
    let bad = create(&world, json!({ "name": "ci" }), &[("idempotency-key", "a b")]).await;
    assert_eq!((bad.status, &bad.body["code"]), (400, &json!("idempotency-key")));
    assert_eq!(count(&world), 1);
    let theirs = Post(&[], json!({ "name": "cd" }), &key);
    let stranger = Answer::of(CREATE_KEY, world.inside("b"), theirs).await;
    assert_eq!(stranger.status, 201, "another workspace has intents of its own");
    world.clock.advance(Duration::from_hours(24) + Duration::from_millis(1));
    assert_eq!(create(&world, json!({ "name": "cd" }), &key).await.status, 201, "a key is free after a day");
}

#[tokio::test]
async fn a_key_that_is_no_text_is_refused_and_not_passed_over() {
    let world = world();
    let mut request: contract::http::Request = Post(&[], json!({ "name": "ci" }), &[]).into();
    request.headers.insert("idempotency-key", HeaderValue::from_bytes(b"k\xfc").unwrap());
    let answer = Answer::of(CREATE_KEY, world.inside("a"), request).await;
    assert_eq!((answer.status, count(&world)), (400, 0));
}

#[tokio::test]
async fn a_hundred_live_keys_are_the_most() {
    let world = world();
    let mut ports = world.ports();
    ports.ids = Arc::new(Distinct::default());
    let grant = Grant::inside(ports, workspace("a"), Some(principal("a", Role::Owner)));
    for number in 0..MAX_LIVE_KEYS {
        let post = Post(&[], json!({ "name": number.to_string() }), &[]);
        assert_eq!(Answer::of(CREATE_KEY, grant.clone(), post).await.status, 201);
    }
    let key = [("idempotency-key", "k")];
    let refused = Answer::of(CREATE_KEY, grant, Post(&[], json!({ "name": "one more" }), &key)).await;
    assert_eq!((refused.status, &refused.body["code"]), (429, &json!("key-limit")));
    assert_eq!((&refused.body["limit"]["cap"], &refused.body["limit"]["held"]), (&json!(100), &json!(100)));
    assert_eq!(count(&world), MAX_LIVE_KEYS);
    let theirs = Post(&[], json!({ "name": "theirs" }), &[]);
    assert_eq!(Answer::of(CREATE_KEY, world.inside("b"), theirs).await.status, 201);
    assert!(
        !world.table.snapshot().keys().any(|key| key.pk.starts_with("IDM#")),
        "a refusal uses no intent up"
    );
}

#[tokio::test]
async fn mishaps_of_the_table_make_one_key_or_none() {
    let lost = settled(World::with(Mishaps::one_lost_answer()));
    let answer = create(&lost, json!({ "name": "ci" }), &[("idempotency-key", "k")]).await;
    assert_eq!((answer.status, count(&lost)), (201, 1));
    assert!(answer.body.get("secret").is_some());
    let contended = settled(World::with(Mishaps::conflicts(10_000)));
    let answer = create(&contended, json!({ "name": "ci" }), &[]).await;
    assert_eq!((answer.status, &answer.body["code"]), (503, &json!("contended")));
    assert_eq!(count(&contended), 0);
}
