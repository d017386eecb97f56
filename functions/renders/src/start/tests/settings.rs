//! What a project says of its renders.

use jobs::project::Edited;
use jobs::{ProjectView, Projects};
use model::UserId;
use model::project::Settings;

use super::*;
use crate::{ADMIT_CHILD, RETRY, START_BATCH};

/// Gives the default project `settings`.
async fn set(studio: &Studio, settings: Value) -> ProjectView {
    let projects: Projects = studio.world.open("a");
    let settings: Settings = serde_json::from_value(settings).unwrap();
    let id = projects.default_id();
    let version = projects.get(id).await.unwrap().project.version;
    let edited = Edited { settings: Some(settings), ..Edited::default() };
    projects.change(id, version, UserId::derived("a"), &|_| Ok(edited.clone())).await.unwrap()
}

fn house() -> Value {
    json!({ "style": "ink", "aspect": "16:9", "quality": "draft", "seed": 7, "pipeline": "simple", "skip": ["validate"] })
}

#[tokio::test]
async fn what_a_request_leaves_open_is_as_its_project_says_without_another_call() {
    let studio = Studio::rich().await;
    set(&studio, house()).await;
    let before = studio.world.table.calls();
    let answer = studio.start(json!({ "prompt": "a boat", "style": "oil" })).await;
    assert_eq!((answer.status, studio.world.table.calls() - before + 1), (202, Start::SDK_CALLS.into()));
    let request = &answer.body["request"];
    let expected = json!({
        "prompt": "a boat", "task": "image", "aspect": "16:9", "quality": "draft", "count": 1, "seed": 7, "style": "oil",
        "size": model::Aspect::Landscape16x9.size(Quality::Draft), "pipeline": "simple", "skip": ["validate"],
    });
    assert_eq!(request, &expected);
    let stored = studio.jobs().view(id(&answer)).await.unwrap();
    assert_eq!(stored.request::<Value>().unwrap(), expected, "what is shown is what is stored");
    studio.audit();
}

#[tokio::test]
async fn what_is_held_is_the_price_of_what_will_be_painted() {
    let held = async |settings: Value| {
        let studio = Studio::rich().await;
        set(&studio, settings).await;
        let answer = studio.start(boat()).await;
        let stored = studio.jobs().view(id(&answer)).await.unwrap();
        let wallet = studio.jobs().credits().await.unwrap();
        assert_eq!(stored.price.hold, wallet.held);
        studio.audit();
        stored.price.hold
    };
    let (once, thrice) = (held(json!({})).await, held(json!({ "retry": { "max_attempts": 3 } })).await);
    assert_eq!((once.get(), thrice.get()), (10_000, 30_000));
}

#[tokio::test]
async fn a_dry_run_tells_what_the_project_makes_of_it() {
    let studio = Studio::rich().await;
    set(&studio, house()).await;
    let request =
        Request { query: vec![("dry_run".to_owned(), "true".to_owned())], ..Post(&[], boat(), &[]).into() };
    let dry = Answer::of(START, studio.world.inside("a"), request).await;
    let real = studio.start(boat()).await;
    assert_eq!((dry.status, &dry.body["request"]), (200, &real.body["request"]));
    let held = studio.jobs().credits().await.unwrap().held;
    assert_eq!(dry.body["estimate"]["max_usd_micros"], json!(held));
}

#[tokio::test]
async fn a_repetition_is_the_first_answer_whatever_the_project_says_by_then() {
    let studio = Studio::rich().await;
    let first = studio.send("a", &boat(), &[("idempotency-key", "k")]).await;
    set(&studio, house()).await;
    let again = studio.send("a", &boat(), &[("idempotency-key", "k")]).await;
    assert_eq!((again.status, &again.body), (202, &first.body));
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(count(&studio), 1);
}

#[tokio::test]
async fn a_render_that_is_done_again_is_the_same_request() {
    let studio = Studio::rich().await;
    let first = studio.start(boat()).await;
    studio.fail(id(&first)).await;
    set(&studio, house()).await;
    let path = [("id", first.body["id"].as_str().unwrap())];
    let again = Answer::of(RETRY, studio.world.inside("a"), Post(&path, json!({}), &[])).await;
    assert_eq!(again.status, 202, "{}", again.body);
    let mut request = again.body["request"].clone();
    assert_eq!(request.as_object_mut().unwrap().remove("retry_of"), Some(first.body["id"].clone()));
    assert_eq!(request, first.body["request"]);
    studio.audit();
}

/// A message that comes again after the project said something else is the same child, and is admitted once.
#[tokio::test]
async fn a_child_of_a_batch_is_filled_in_and_admitted_once() {
    let studio = Studio::rich().await;
    set(&studio, house()).await;
    let body = json!({ "prompts": ["a hill"], "template": { "quality": "high" } });
    let batch = Answer::of(START_BATCH, studio.world.inside("a"), Post(&[], body, &[])).await;
    assert_eq!(batch.status, 202, "{}", batch.body);
    let message = json!({ "ws": workspace("a").id(), "bat": batch.body["id"], "index": 0, "do": "admit" });
    testkit::consume(ADMIT_CHILD, studio.world.inside("a"), &message, 1).await.unwrap();
    let page = studio.jobs().page(None, 10).await.unwrap();
    let request = page.items[0].request::<Value>().unwrap();
    assert_eq!(
        (&request["quality"], &request["style"], &request["seed"]),
        (&json!("high"), &json!("ink"), &json!(7))
    );
    // The worker died before it wrote down which render it is.
    let child = page.items[0].head.job;
    let lost = studio.world.table.snapshot().into_keys().find(|key| key.sk.starts_with("I#")).unwrap();
    studio.world.table.lose(&lost);
    set(&studio, json!({ "style": "oil" })).await;
    testkit::consume(ADMIT_CHILD, studio.world.inside("a"), &message, 2).await.unwrap();
    assert_eq!(count(&studio), 1);
    assert_eq!(studio.jobs().page(None, 10).await.unwrap().items[0].head.job, child);
    studio.audit();
}

#[tokio::test]
async fn a_project_that_is_not_there_and_one_in_the_archive_are_refused_at_the_project() {
    let studio = Studio::rich().await;
    let projects: Projects = studio.world.open("a");
    let absent = model::ProjectId::derived("nobody's");
    let answer = studio.start(json!({ "prompt": "a boat", "project": absent })).await;
    assert_eq!((answer.status, &answer.body["pointer"]), (404, &json!("/project")));
    let view = projects.get(projects.default_id()).await.unwrap();
    projects.archive(view.project.id, None, UserId::derived("a"), true).await.unwrap();
    let before = studio.world.table.calls();
    let answer = studio.start(boat()).await;
    assert_eq!((answer.status, &answer.body["code"]), (409, &json!("project-archived")));
    assert_eq!(answer.body["pointer"], "/project");
    // One look and the key: no call asks for the archive by itself.
    assert_eq!(studio.world.table.calls() - before, 2);
    assert_eq!(count(&studio), 0);
    studio.audit();
}

#[tokio::test]
async fn an_edit_is_as_large_as_what_it_changes_unless_it_says_otherwise() {
    let studio = Studio::rich().await;
    set(&studio, json!({ "aspect": "16:9" })).await;
    let first = studio.accepted().await;
    studio.paint(first).await;
    let made = studio.jobs().head(first).await.unwrap().outputs[0].clone();
    let nearest = model::Size::nearest(made.width, made.height);
    let edit = async |also: Value| {
        let mut body = json!({ "prompt": "make it night", "task": "edit", "references": [first] });
        body.as_object_mut().unwrap().extend(also.as_object().unwrap().clone());
        studio.start(body).await.body["request"]["size"].clone()
    };
    assert_eq!(edit(json!({})).await, json!(nearest), "not in the shape that the project likes");
    let square = model::Aspect::Square.size(Quality::Standard);
    assert_eq!(edit(json!({ "aspect": "1:1" })).await, json!(square));
    let size = json!({ "width": 640, "height": 300 });
    assert_eq!(edit(json!({ "size": size })).await, size);
    studio.audit();
}
