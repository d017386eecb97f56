use contract::QueueName;
use contract::http::Request;
use serde_json::{Value, json};
use testkit::{Answer, Post};

use crate::START_BATCH;
use crate::tests::Studio;

const KEY: &[(&str, &str)] = &[("idempotency-key", "batch-1")];

fn hills() -> Value {
    json!({ "template": { "quality": "draft" }, "prompts": ["a hill", "a sea"], "matrix": { "style": ["ink", "oil"] } })
}

async fn start(studio: &Studio, body: Value) -> Answer {
    Answer::of(START_BATCH, studio.world.inside("a"), Post(&[], body, KEY)).await
}

fn told(studio: &Studio) -> usize {
    studio.world.queues[&QueueName::Children].take().len()
}

#[tokio::test]
async fn a_batch_is_accepted_and_each_of_its_renders_handed_out() {
    let studio = Studio::rich().await;
    let answer = start(&studio, hills()).await;
    assert_eq!(answer.status, 202, "{}", answer.body);
    let id = answer.body["id"].as_str().unwrap();
    assert_eq!(answer.header("location"), Some(format!("/v1/batches/{id}").as_str()));
    assert_eq!((&answer.body["counts"]["total"], &answer.body["counts"]["waiting"]), (&json!(4), &json!(4)));
    assert_eq!(told(&studio), 4);
    let again = start(&studio, hills()).await;
    assert_eq!((&again.body, again.header("idempotent-replayed")), (&answer.body, Some("true")));
    assert_eq!(told(&studio), 0, "it is handed out once");
    studio.audit();
}

#[tokio::test]
async fn a_batch_that_is_tried_dry_says_what_all_of_it_would_cost_and_writes_nothing() {
    let studio = Studio::with(testkit::World::new(), 30_000).await;
    let before = studio.world.table.snapshot();
    let query = vec![("dry_run".to_owned(), "true".to_owned())];
    let request = Request { query, ..Post(&[], hills(), &[]).into() };
    let answer = Answer::of(START_BATCH, studio.world.inside("a"), request).await;
    assert_eq!((answer.status, &answer.body["verdict"]), (200, &json!("refuse")), "{}", answer.body);
    assert_eq!(answer.body["estimate"]["max_usd_micros"], 40_000);
    assert_eq!(answer.body["limits"][0]["fits"], false);
    assert_eq!((studio.world.table.snapshot(), told(&studio)), (before, 0));
}

#[tokio::test]
async fn a_batch_with_a_bad_prompt_is_refused_whole() {
    let studio = Studio::rich().await;
    let before = studio.world.table.snapshot();
    let answer = start(&studio, json!({ "prompts": ["a hill", " "] })).await;
    assert_eq!((answer.status, &answer.body["pointer"]), (422, &json!("/prompts/1")));
    assert_eq!((studio.world.table.snapshot(), told(&studio)), (before, 0));
}
