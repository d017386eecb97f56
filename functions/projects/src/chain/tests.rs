use contract::Route;
use jobs::Remembered;
use model::{JobId, JobKind};
use serde_json::{Value, json};
use testkit::{Answer, Get};

use super::*;
use crate::tests::{Desk, chain};
use crate::{CHANGE_CHAIN, CREATE_CHAIN, GET_CHAIN, GET_CHAIN_MEMORY, LIST_CHAIN_RENDERS, LIST_CHAINS};

/// Calls a route about `chain` of `project` without a body.
async fn of(
    desk: &Desk,
    function: contract::Function,
    (project, chain): (&str, &str),
    query: &[(&str, &str)],
    headers: &[(&str, &str)],
) -> Answer {
    let path = [("project", project), ("chain", chain)];
    Answer::of(function, desk.world.inside("a"), Get(&path, query, headers)).await
}

async fn learn(desk: &Desk, project: &str, chain: ChainId, position: u64) -> Remembered {
    let chains: Chains = desk.world.open("a");
    let job = JobId::from_body(JobKind::Render, position.into());
    let memory = Memory { hour: Some("dusk".to_owned()), ..Memory::of(job, position) };
    chains.remember(project.parse().unwrap(), chain, memory).await.unwrap()
}

#[tokio::test]
async fn a_chain_is_made_once_and_shown_where_it_was_made() {
    let desk = Desk::new().await;
    let project = desk.spring().await;
    let path = [("project", project.as_str())];
    let (answer, calls) =
        desk.calls(desk.send(CREATE_CHAIN, "a", &path, json!({ "name": " Harbour " }), &[])).await;
    assert_eq!((answer.status, calls), (201, create::Create::SDK_CALLS.into()));
    assert_eq!((&answer.body["name"], &answer.body["version"]), (&json!("Harbour"), &json!(1)));
    let id = answer.body["id"].as_str().unwrap();
    assert_eq!(answer.header("location"), Some(format!("/v1/projects/{project}/chains/{id}").as_str()));

    let key = [("idempotency-key", "once")];
    let one = desk.send(CREATE_CHAIN, "a", &path, json!({ "name": "Once" }), &key).await;
    let two = desk.send(CREATE_CHAIN, "a", &path, json!({ "name": "Once" }), &key).await;
    assert_eq!((&one.body, two.header("idempotent-replayed")), (&two.body, Some("true")));
    let other = desk.send(CREATE_CHAIN, "a", &path, json!({ "name": "Twice" }), &key).await;
    assert_eq!((other.status, &other.body["code"]), (422, &json!("idempotency-mismatch")));
    for name in ["", "a\nb"] {
        let bad = desk.send(CREATE_CHAIN, "a", &path, json!({ "name": name }), &[]).await;
        assert_eq!((bad.status, &bad.body["pointer"]), (422, &json!("/name")));
    }

    let mut names = Vec::new();
    let mut cursor = Value::Null;
    for _ in 0..2 {
        let mut query = vec![("limit", "1")];
        query.extend(cursor.as_str().map(|cursor| ("cursor", cursor)));
        let page = of(&desk, LIST_CHAINS, (&project, ""), &query, &[]).await;
        names.push(page.body["items"][0]["name"].as_str().unwrap().to_owned());
        cursor = page.body["next_cursor"].clone();
    }
    assert_eq!((names, cursor), (vec!["Harbour".to_owned(), "Once".to_owned()], Value::Null));
    desk.audit();
}

#[tokio::test]
async fn the_default_chain_is_there_before_anybody_uses_it() {
    let desk = Desk::new().await;
    let project = desk.spring().await;
    let before = desk.world.table.snapshot();
    let by_name = of(&desk, GET_CHAIN, (&project, "default"), &[], &[]).await;
    assert_eq!((by_name.status, by_name.header("etag")), (200, Some("\"1.0.0\"")));
    assert_eq!((&by_name.body["is_default"], &by_name.body["position"]), (&json!(true), &json!(0)));
    let id = by_name.body["id"].as_str().unwrap();
    assert_eq!(of(&desk, GET_CHAIN, (&project, id), &[], &[]).await.body, by_name.body);
    assert_eq!(desk.world.table.snapshot(), before, "to look at it makes nothing");
    let nothing = of(&desk, GET_CHAIN_MEMORY, (&project, "default"), &[], &[]).await;
    assert_eq!((nothing.status, &nothing.body["code"]), (404, &json!("not-remembered")));
    let elsewhere = desk.project(json!({ "name": "Autumn" })).await["id"].as_str().unwrap().to_owned();
    assert_eq!(of(&desk, GET_CHAIN, (&elsewhere, id), &[], &[]).await.status, 404, "it is its project's");
    desk.audit();
}

#[tokio::test]
async fn renders_come_in_order_and_each_version_of_the_memory_stays() {
    let desk = Desk::new().await;
    let project = desk.spring().await;
    let name = chain(&desk, &project, "Harbour").await;
    let id: ChainId = name.parse().unwrap();
    for number in 1..=3 {
        desk.chained(&project, Some(id), number).await;
    }
    let (answer, calls) = desk.calls(of(&desk, LIST_CHAIN_RENDERS, (&project, &name), &[], &[])).await;
    assert_eq!((answer.status, calls), (200, list_renders::ListRenders::SDK_CALLS.into()));
    let items = answer.body["items"].as_array().unwrap();
    let positions: Vec<_> = items.iter().map(|item| item["position"].as_u64().unwrap()).collect();
    assert_eq!((positions, &items[0]["prompt"]), (vec![1, 2, 3], &json!("a boat")));

    assert_eq!(learn(&desk, &project, id, 1).await, Remembered::Now(1));
    let seen = of(&desk, GET_CHAIN, (&project, &name), &[], &[]).await;
    assert_eq!((seen.header("etag"), &seen.body["memory"]["position"]), (Some("\"1.1.3\""), &json!(1)));
    let etag = [("if-none-match", "\"1.1.3\"")];
    assert_eq!(of(&desk, GET_CHAIN, (&project, &name), &[], &etag).await.status, 304);
    learn(&desk, &project, id, 3).await;
    let (moved, calls) = desk.calls(of(&desk, GET_CHAIN, (&project, &name), &[], &etag)).await;
    assert_eq!((moved.status, calls), (200, get::Get::SDK_CALLS.into()), "what it shows has moved");
    for (query, position) in [(vec![], 3), (vec![("version", "1")], 1), (vec![("version", "2")], 3)] {
        let memory = of(&desk, GET_CHAIN_MEMORY, (&project, &name), &query, &[]).await;
        assert_eq!((memory.status, &memory.body["position"]), (200, &json!(position)), "{query:?}");
    }
    for (version, status) in [("3", 404), ("0", 422), ("-1", 422), ("x", 422)] {
        let memory = of(&desk, GET_CHAIN_MEMORY, (&project, &name), &[("version", version)], &[]).await;
        assert_eq!(memory.status, status, "{version}");
    }
    desk.audit();
}

#[tokio::test]
async fn a_name_is_changed_while_renders_come_and_go_and_never_blindly() {
    let desk = Desk::new().await;
    let project = desk.spring().await;
    let path = [("project", project.as_str()), ("chain", "default")];
    let change =
        async |tag: &str, body: Value| desk.send(CHANGE_CHAIN, "a", &path, body, &[("if-match", tag)]).await;
    let blind = desk.send(CHANGE_CHAIN, "a", &path, json!({ "name": "a" }), &[]).await;
    assert_eq!((blind.status, &blind.body["code"]), (428, &json!("precondition-required")));
    // Read before a render came: what the owner says of the chain is still as it was.
    let session = json!({ "provider": "acme", "id": "s-1", "turns": 2 });
    desk.chained(&project, Some(Chain::default_of(project.parse().unwrap())), 1).await;
    let changed = change("\"1.0.0\"", json!({ "name": "Harbour", "session": session })).await;
    assert_eq!((changed.status, changed.header("etag")), (200, Some("\"2.0.1\"")), "{}", changed.body);
    assert_eq!((&changed.body["session"], &changed.body["name"]), (&session, &json!("Harbour")));
    assert_eq!(of(&desk, GET_CHAIN, (&project, "default"), &[], &[]).await.body, changed.body);
    assert_eq!(change("\"1.0.0\"", json!({ "name": "Late" })).await.status, 412);
    assert_eq!(change("\"2\"", json!({ "session": null })).await.body.get("session"), None);
    for tag in ["W/\"3.0.1\"", "3.0.1", "*", "\"a.0.1\""] {
        assert_eq!(change(tag, json!({ "name": "a" })).await.status, 400, "{tag}");
    }
    desk.audit();
}
