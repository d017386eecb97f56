use contract::Principal;
use serde_json::json;
use testkit::{Answer, Get, World, principal, workspace};

use super::*;
use crate::GET_ME;

#[tokio::test]
async fn a_caller_with_a_key_is_told_of_it() {
    let world = World::new();
    let caller = Principal {
        key: Some("key_0123abCD".to_owned()),
        expires_at: Some(Time::from_millis(1_800_000_000_000)),
        ..principal("a", Role::Viewer)
    };
    let answer = Answer::of(GET_ME, world.called_by(caller, "a"), Get(&[], &[], &[])).await;
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.body,
        json!({
            "user": UserId::derived("a"),
            "workspace": workspace("a").id(),
            "role": "viewer",
            "scopes": ["account:read", "assets:read", "credits:read", "projects:read", "renders:read"],
            "key": { "id": "key_0123abCD", "expires_at": "2027-01-15T08:00:00.000Z" },
        })
    );
    assert_eq!(world.table.calls(), 0);
}

#[tokio::test]
async fn without_a_key_there_is_none_and_without_an_end_neither() {
    let world = World::new();
    let answer = Answer::of(GET_ME, world.inside("a"), Get(&[], &[], &[])).await;
    assert_eq!(answer.body["key"], json!(null));
    let caller = Principal { key: Some("key_0123abCD".to_owned()), ..principal("a", Role::Owner) };
    let answer = Answer::of(GET_ME, world.called_by(caller, "a"), Get(&[], &[], &[])).await;
    assert_eq!(answer.body["key"], json!({ "id": "key_0123abCD" }));
}

#[tokio::test]
async fn a_parameter_that_nobody_knows_is_refused() {
    let answer = Answer::of(GET_ME, World::new().inside("a"), Get(&[], &[("verbose", "1")], &[])).await;
    assert_eq!((answer.status, &answer.body["pointer"]), (422, &json!("/verbose")));
}
