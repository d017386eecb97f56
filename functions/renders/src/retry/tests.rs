use jobs::Verdict;
use serde_json::{Value, json};
use testkit::{Answer, Post};

use crate::RETRY;
use crate::tests::{Studio, id};

async fn retry(studio: &Studio, job: model::JobId, body: Value, headers: &[(&str, &str)]) -> Answer {
    let request = Post(&[("id", &job.to_string())], body, headers);
    Answer::of(RETRY, studio.world.inside("a"), request).await
}

#[tokio::test]
async fn a_render_that_failed_is_done_again_as_another_render_of_the_same_request() {
    let studio = Studio::rich().await;
    let first = studio.accepted().await;
    studio.fail(first).await;
    studio.world.clock.advance(std::time::Duration::from_secs(1));
    let answer = retry(&studio, first, json!({}), &[]).await;
    assert_eq!(answer.status, 202, "{}", answer.body);
    let again = id(&answer);
    assert_ne!(again, first);
    let request = &answer.body["request"];
    assert_eq!(
        (&request["retry_of"], &request["seed"], &request["prompt"]),
        (&json!(first), &json!(7), &json!("a boat"))
    );
    assert!(studio.world.flow.names().contains(&format!("{again}-1")));
    assert_eq!(studio.jobs().credits().await.unwrap().held.get(), 10_000);
    studio.audit();
}

#[tokio::test]
async fn one_intent_to_do_it_again_is_one_render() {
    let studio = Studio::rich().await;
    let first = studio.accepted().await;
    studio.fail(first).await;
    let key = &[("idempotency-key", "again-1")];
    let answer = retry(&studio, first, json!({}), key).await;
    let before = studio.world.table.snapshot();
    let replayed = retry(&studio, first, json!({}), key).await;
    assert_eq!((&replayed.body, replayed.header("idempotent-replayed")), (&answer.body, Some("true")));
    assert_eq!(studio.world.table.snapshot(), before);
    studio.audit();
}

#[tokio::test]
async fn what_goes_on_or_went_well_is_not_done_again() {
    let studio = Studio::rich().await;
    let (going, done) = (studio.accepted().await, studio.accepted().await);
    studio.paint(done).await;
    let before = studio.world.table.snapshot();
    for job in [going, done] {
        let answer = retry(&studio, job, json!({}), &[]).await;
        assert_eq!((answer.status, &answer.body["code"]), (409, &json!("not-retryable")), "{job}");
    }
    assert_eq!(studio.world.table.snapshot(), before);
}

#[tokio::test]
async fn what_may_have_been_made_is_done_again_only_if_that_does_not_matter() {
    let studio = Studio::rich().await;
    let job = studio.accepted().await;
    let step = studio.begin(job).await;
    studio.ask(&step, &Verdict::InDoubt).await;
    studio.fail(job).await;
    let refused = retry(&studio, job, json!({}), &[]).await;
    assert_eq!((refused.status, &refused.body["code"]), (409, &json!("duplicate-possible")));
    assert_eq!(refused.body["pointer"], "/accept_duplicate");
    assert_eq!(retry(&studio, job, json!({ "accept_duplicate": true }), &[]).await.status, 202);
    studio.audit();
}

#[tokio::test]
async fn a_retry_can_be_tried_dry() {
    let studio = Studio::rich().await;
    let job = studio.accepted().await;
    studio.fail(job).await;
    let before = studio.world.table.snapshot();
    let request = contract::http::Request {
        query: vec![("dry_run".to_owned(), "true".to_owned())],
        ..Post(&[("id", &job.to_string())], json!({}), &[]).into()
    };
    let answer = Answer::of(RETRY, studio.world.inside("a"), request).await;
    assert_eq!((answer.status, &answer.body["verdict"]), (200, &json!("start")), "{}", answer.body);
    assert_eq!(studio.world.table.snapshot(), before);
}
