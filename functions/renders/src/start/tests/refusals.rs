//! What is not accepted, and that it leaves nothing behind.

use model::{Aspect, ProjectId};
use testkit::World;

use super::*;
use crate::tests::absent_asset;

#[tokio::test]
async fn a_bad_field_is_pointed_at_and_the_table_is_not_even_asked() {
    let studio = Studio::rich().await;
    let before = (studio.world.table.calls(), studio.world.table.snapshot());
    let many: Vec<_> = (0..15).map(|_| absent_asset()).collect();
    let cases = [
        (json!({}), "/prompt"),
        (json!({ "prompt": "" }), "/prompt"),
        (json!({ "prompt": " \n\t" }), "/prompt"),
        (json!({ "prompt": "x".repeat(20_000) }), "/prompt"),
        (json!({ "prompt": "a\u{0}b" }), "/prompt"),
        (json!({ "prompt": "a\u{1b}[31mb" }), "/prompt"),
        (json!({ "prompt": 7 }), "/prompt"),
        (json!({ "prompt": "a", "colour": "red" }), "/colour"),
        (json!({ "prompt": "a", "aspect": "7:5" }), "/aspect"),
        (json!({ "prompt": "a", "aspect": "1:1", "size": { "width": 256, "height": 256 } }), "/size"),
        (json!({ "prompt": "a", "size": { "width": 255, "height": 256 } }), "/size/width"),
        (json!({ "prompt": "a", "size": { "width": 256, "height": 2_049 } }), "/size/height"),
        (json!({ "prompt": "a", "count": 0 }), "/count"),
        (json!({ "prompt": "a", "count": 5 }), "/count"),
        (json!({ "prompt": "a", "seed": -1 }), "/seed"),
        (json!({ "prompt": "a", "quality": "best" }), "/quality"),
        (json!({ "prompt": "a", "pipeline": "none" }), "/pipeline"),
        (json!({ "prompt": "a", "task": "video" }), "/task"),
        (json!({ "prompt": "a", "model": "gpt-nothing" }), "/model"),
        (json!({ "prompt": "a", "project": "prj_1" }), "/project"),
        (json!({ "prompt": "a", "references": ["ast_1"] }), "/references/0"),
        (json!({ "prompt": "a", "references": many }), "/references"),
        (json!({ "prompt": "a", "metadata": { "note": "x".repeat(2_048) } }), "/metadata"),
    ];
    for (body, pointer) in cases {
        let answer = studio.start(body.clone()).await;
        let found = (answer.status, &answer.body["code"], &answer.body["pointer"]);
        assert_eq!(found, (422, &json!("invalid-field"), &json!(pointer)), "{body}");
        assert!(answer.body["detail"].as_str().unwrap().len() > 10, "{}", answer.body);
    }
    assert_eq!((studio.world.table.calls(), studio.world.table.snapshot()), before);
    assert!(studio.world.flow.names().is_empty());
    studio.audit();
}

#[tokio::test]
async fn a_refusal_lists_what_would_do() {
    let studio = Studio::rich().await;
    let aspect = studio.start(json!({ "prompt": "a", "aspect": "7:5" })).await;
    assert_eq!(aspect.body["allowed"], json!(Aspect::ALL.map(|aspect| aspect.to_string())));
    let model = studio.start(json!({ "prompt": "a", "model": "gpt-nothing" })).await;
    assert_eq!(model.body["allowed"], json!(["builtin", "sketch", "easel"]));
}

#[tokio::test]
async fn what_is_no_json_is_400() {
    let studio = Studio::rich().await;
    for body in ["{", "{\"prompt\": \"a\"} x", "\u{1}"] {
        let request = Request { body: body.into(), ..Request::default() };
        let answer = Answer::of(START, studio.world.inside("a"), request).await;
        assert_eq!((answer.status, &answer.body["code"]), (400, &json!("not-json")), "{body}");
    }
    assert_eq!(count(&studio), 0);
}

#[tokio::test]
async fn a_foreign_project_is_an_absent_one() {
    let studio = Studio::rich().await;
    let theirs = Project::default_of(workspace("b"));
    let now = studio.world.clock.now();
    studio.world.commit("b", vec![Project::create_default(workspace("b"), now).unwrap()]).await;
    let foreign = studio.start(json!({ "prompt": "a", "project": theirs })).await;
    let absent = studio.start(json!({ "prompt": "a", "project": ProjectId::derived("?") })).await;
    assert_eq!((foreign.status, &foreign.body["pointer"]), (404, &json!("/project")));
    assert_eq!(foreign.body, absent.body);
    assert_eq!(count(&studio), 0);
    studio.audit();
}

#[tokio::test]
async fn a_foreign_reference_is_an_absent_one() {
    let studio = Studio::rich().await;
    let ours = studio.accepted().await;
    studio.paint(ours).await;
    let body = json!({ "prompt": "a", "references": [ours, absent_asset()] });
    let second = studio.start(body).await;
    assert_eq!((second.status, &second.body["pointer"]), (404, &json!("/references/1")));
    let absent = JobId::from_body(JobKind::Render, 1);
    let mut answers = Vec::new();
    for reference in [ours.to_string(), absent.to_string(), absent_asset()] {
        answers.push(studio.send("b", &json!({ "prompt": "a", "references": [reference] }), &[]).await.body);
    }
    assert_eq!((&answers[0]["status"], &answers[0]["pointer"]), (&json!(404), &json!("/references/0")));
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    assert_eq!(count(&studio), 1);
    studio.audit();
}

#[tokio::test]
async fn a_reference_without_a_picture_is_a_conflict_that_says_what_to_do() {
    let studio = Studio::rich().await;
    let running = studio.accepted().await;
    studio.begin(running).await;
    let failed = studio.accepted().await;
    studio.fail(failed).await;
    for (reference, advice) in [(running, "Wait until it has succeeded"), (failed, "Refer to another")] {
        let answer = studio.start(json!({ "prompt": "a", "references": [reference] })).await;
        let found = (answer.status, &answer.body["code"], &answer.body["pointer"]);
        assert_eq!(found, (409, &json!("reference-not-ready"), &json!("/references/0")));
        let detail = answer.body["detail"].as_str().unwrap();
        assert!(detail.contains(&reference.to_string()) && detail.contains(advice), "{detail}");
    }
    assert_eq!(count(&studio), 2);
    studio.audit();
}

#[tokio::test]
async fn money_that_does_not_suffice_is_told_in_figures() {
    let studio = Studio::with(World::new(), 25_000).await;
    let held = studio.accepted().await;
    let refused = studio.start(json!({ "prompt": "a", "count": 2 })).await;
    assert_eq!((refused.status, &refused.body["code"]), (402, &json!("credits-exhausted")));
    let figures = json!({
        "id": "CREDITS", "level": "workspace", "cap": 25_000, "held": 10_000, "spent": 0, "needed": 20_000,
    });
    assert_eq!(refused.body["limit"], figures);
    let detail = refused.body["detail"].as_str().unwrap();
    assert!(detail.contains("1.5 credits left and this needs 2"), "{detail}");
    studio.audit();
    studio.paint(held).await;
    let again = studio.start(json!({ "prompt": "a", "count": 2 })).await;
    assert_eq!(
        (&again.body["limit"]["held"], &again.body["limit"]["spent"]),
        (&json!(0), &json!(10_000)),
        "what a render spent is not there for another"
    );
    assert_eq!(studio.start(boat()).await.status, 202, "one picture still fits");
    studio.audit();
}

#[tokio::test]
async fn a_workspace_that_was_never_given_money_is_told_so() {
    let studio = Studio::rich().await;
    let now = studio.world.clock.now();
    studio.world.commit("b", vec![Project::create_default(workspace("b"), now).unwrap()]).await;
    let answer = studio.send("b", &boat(), &[]).await;
    assert_eq!((answer.status, &answer.body["limit"]["cap"]), (402, &json!(0)));
    studio.audit();
}

#[tokio::test]
async fn a_sixth_running_render_is_told_which_five_hold_the_slots() {
    let studio = Studio::rich().await;
    let mut running = Vec::new();
    for _ in 0..5 {
        running.push(studio.accepted().await);
    }
    let key = [("idempotency-key", "the-sixth")];
    let refused = studio.send("a", &boat(), &key).await;
    assert_eq!((refused.status, &refused.body["code"]), (429, &json!("slots-taken")));
    let figures = json!({ "id": "render", "level": "lane", "cap": 5, "held": 5, "spent": 0, "needed": 1 });
    assert_eq!(refused.body["limit"], figures);
    let detail = refused.body["detail"].as_str().unwrap();
    assert!(running.iter().all(|job| detail.contains(&job.to_string())), "{detail}");
    assert_eq!((count(&studio), studio.jobs().credits().await.unwrap().held.get()), (5, 50_000));
    studio.audit();
    studio.paint(running[2]).await;
    let accepted = studio.send("a", &boat(), &key).await;
    assert_eq!(
        (accepted.status, accepted.header("idempotent-replayed")),
        (202, None),
        "a refusal uses no key up"
    );
    studio.audit();
}
