use serde_json::json;
use testkit::{Answer, Post};

use crate::CANCEL;
use crate::tests::Studio;

async fn cancel(studio: &Studio, seed: &str, job: &str) -> Answer {
    Answer::of(CANCEL, studio.world.inside(seed), Post(&[("id", job)], json!({}), &[])).await
}

#[tokio::test]
async fn a_render_that_has_not_begun_is_canceled_and_free() {
    let studio = Studio::rich().await;
    let job = studio.accepted().await;
    let answer = cancel(&studio, "a", &job.to_string()).await;
    assert_eq!((answer.status, &answer.body["status"]), (200, &json!("canceled")));
    assert_eq!(answer.body["problem"]["code"], "canceled");
    let again = cancel(&studio, "a", &job.to_string()).await;
    assert_eq!((again.status, &again.body["status"]), (200, &json!("canceled")), "asked twice");
    assert_eq!(studio.jobs().credits().await.unwrap().held.get(), 0);
    studio.audit();
}

#[tokio::test]
async fn a_render_at_work_will_end_and_says_since_when_it_was_asked_to() {
    let studio = Studio::rich().await;
    let job = studio.accepted().await;
    studio.begin(job).await;
    let answer = cancel(&studio, "a", &job.to_string()).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (202, Some(format!("/v1/renders/{job}").as_str()))
    );
    assert_eq!(answer.body["status"], "running");
    assert!(answer.body["cancel_requested_at"].is_string());
    studio.audit();
}

#[tokio::test]
async fn a_render_that_has_ended_cannot_be_canceled() {
    let studio = Studio::rich().await;
    let job = studio.accepted().await;
    studio.paint(job).await;
    let before = studio.world.table.snapshot();
    let answer = cancel(&studio, "a", &job.to_string()).await;
    assert_eq!((answer.status, &answer.body["code"]), (409, &json!("already-ended")));
    assert_eq!(studio.world.table.snapshot(), before);
}

#[tokio::test]
async fn a_stranger_cancels_nothing() {
    let studio = Studio::rich().await;
    let job = studio.accepted().await;
    let before = studio.world.table.snapshot();
    assert_eq!(cancel(&studio, "b", &job.to_string()).await.status, 404);
    assert_eq!(studio.world.table.snapshot(), before);
}
