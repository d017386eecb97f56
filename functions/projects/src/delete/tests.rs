use serde_json::json;

use super::*;
use crate::tests::{Desk, rule};
use crate::{DELETE, GET, GET_CHAIN, GET_CHAIN_MEMORY, LIST_CHAIN_RENDERS, LIST_CHAINS, LIST_RULES};

const SEEN: &[(&str, &str)] = &[("if-match", "\"1\"")];

#[tokio::test]
async fn a_project_goes_and_asked_again_it_has_gone_at_the_same_moment() {
    let desk = Desk::new().await;
    let id = desk.spring().await;
    rule(&desk, &id, json!({ "text": "warm light" })).await;
    let job = desk.render(&id, 1).await;
    let busy = desk.of(DELETE, &id, SEEN).await;
    assert_eq!((busy.status, &busy.body["code"]), (409, &json!("project-busy")));
    assert!(busy.body["detail"].as_str().unwrap().contains("1 renders"), "{}", busy.body);
    desk.paint(job).await;
    let (gone, calls) = desk.calls(desk.of(DELETE, &id, SEEN)).await;
    assert_eq!((gone.status, calls), (200, Delete::SDK_CALLS.into()));
    assert_eq!(gone.body, json!({ "id": id, "deleted_at": "2026-11-20T12:00:00.001Z" }));
    desk.world.clock.advance(std::time::Duration::from_secs(9));
    assert_eq!(desk.of(DELETE, &id, SEEN).await.body, gone.body);
    for function in [GET, LIST_RULES] {
        assert_eq!(desk.of(function, &id, &[]).await.status, 404, "{}", function.spec.name);
    }
    let within = [("project", id.as_str()), ("chain", "default")];
    for function in [GET_CHAIN, GET_CHAIN_MEMORY, LIST_CHAIN_RENDERS, LIST_CHAINS] {
        let asked = testkit::Get(&within, &[], &[]);
        let answer = testkit::Answer::of(function, desk.world.inside("a"), asked).await;
        assert_eq!(answer.status, 404, "{}", function.spec.name);
    }
    let jobs: jobs::Jobs = desk.world.open("a");
    assert_eq!(jobs.head(job).await.unwrap().project.to_string(), id, "its renders stay");
    desk.audit();
}

#[tokio::test]
async fn the_default_project_a_stale_version_and_none_are_refused() {
    let desk = Desk::new().await;
    let id = desk.spring().await;
    let default = jobs::Project::default_of(testkit::workspace("a")).to_string();
    let before = desk.world.table.snapshot();
    let kept = desk.of(DELETE, &default, SEEN).await;
    assert_eq!((kept.status, &kept.body["code"]), (409, &json!("default-project")));
    let stale = desk.of(DELETE, &id, &[("if-match", "\"2\"")]).await;
    assert_eq!((stale.status, &stale.body["current"]["etag"]), (412, &json!("\"1\"")));
    assert_eq!(desk.of(DELETE, &id, &[]).await.status, 428);
    assert_eq!(desk.world.table.snapshot(), before);
}
