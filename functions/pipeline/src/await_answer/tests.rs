use jobs::{AttemptState, Recovery, Verdict};
use model::Status;
use serde_json::{Value, json};

use super::*;
use crate::tests::{Studio, flow, step, token};
use crate::{AWAIT, SUBMIT};

#[tokio::test]
async fn a_render_that_waits_ends_as_one_that_does_not_and_asks_only_as_often_as_it_must() {
    let studio = Studio::new().await;
    let job = studio.asked(json!({ "model": "builtin/easel" })).await;
    let way = flow().walk(&studio, "Prepare", &step(job, 1)).await;
    let tail = ["Submit", "Await", "Ingest", "Validate", "Settle", "Done"];
    assert_eq!(way[way.len() - 6..], tail, "{way:?}");
    assert_eq!(studio.money().await, [90_000, 0, 10_000]);
    let view = studio.view(job).await;
    let attempt = view.attempt(1).unwrap();
    // Once too early, after which the provider says how long it takes, and once in time.
    assert_eq!((attempt.state, attempt.polls), (AttemptState::Landed, 1));
    assert!(studio.events(job).await.contains(&"render.accepted".to_owned()));
    studio.audit();
}

#[tokio::test]
async fn several_pictures_that_were_waited_for_are_fanned_out() {
    let studio = Studio::new().await;
    let job = studio.holding(json!({ "model": "easel", "count": 3 }), 30_000).await;
    let way = flow().walk(&studio, "Prepare", &step(job, 1)).await;
    let tail = ["Await", "FanOut", "Ingest", "Validate", "Settle", "Done"];
    assert_eq!(way[way.len() - 6..], tail, "{way:?}");
    assert_eq!(studio.jobs().head(job).await.unwrap().outputs.len(), 3);
    studio.audit();
}

#[tokio::test]
async fn the_stage_is_told_at_once_what_is_known_already() {
    let studio = Studio::new().await;
    let job = studio.waiting().await;
    studio.step(AWAIT, &token(job, 1, "t1")).await.unwrap();
    assert_eq!(studio.world.flow.signals(), [], "nothing is known yet");
    let [question] = studio.questions()[..] else { panic!("one question is asked") };
    assert_eq!((question.poll.job, question.poll.attempt, question.poll.n), (job, 1, 1));
    studio.answered(job).await;
    studio.step(AWAIT, &token(job, 1, "t2")).await.unwrap();
    assert_eq!(studio.questions(), [], "there is nothing left to ask");
    assert_eq!(studio.told("t2"), ["landed"]);
    studio.audit();
}

#[tokio::test]
async fn a_run_that_takes_over_waits_on_and_sends_no_second_request() {
    let studio = Studio::new().await;
    let job = studio.waiting().await;
    studio.step(AWAIT, &token(job, 1, "t1")).await.unwrap();
    assert_eq!(studio.office().reap(job, 1, None).await.unwrap(), Recovery::Resumed);
    let way = flow().walk(&studio, "Prepare", &step(job, 2)).await;
    assert_eq!(way.last().unwrap(), "Done", "{way:?}");
    assert_eq!(studio.view(job).await.attempts().count(), 1);
    assert_eq!(studio.money().await, [90_000, 0, 10_000]);
    studio.audit();
}

#[tokio::test]
async fn a_run_that_is_over_stops() {
    let studio = Studio::new().await;
    let job = studio.waiting().await;
    studio.office().reap(job, 1, None).await.unwrap();
    studio.step(AWAIT, &token(job, 1, "t1")).await.unwrap();
    assert_eq!(studio.told("t1"), [STOP]);
    studio.audit();
}

#[tokio::test]
async fn a_refusal_that_comes_later_ends_the_render_in_the_providers_words() {
    let studio = Studio::new().await;
    let job = studio.waiting().await;
    let head = studio.jobs().head(job).await.unwrap();
    let no = Verdict::Declined { why: "too rude".to_owned(), cost: model::UsdMicros::ZERO };
    studio.jobs().conclude(&studio.line(), &head, 1, &no).await.unwrap();
    let way = flow().walk(&studio, "Await", &step(job, 1)).await;
    assert_eq!(way, ["Await", "Fail", "Failed"]);
    let problem = studio.jobs().head(job).await.unwrap().problem.unwrap();
    assert_eq!(problem.code.as_str(), "provider-refused");
    assert!(problem.detail.contains("too rude"), "{problem:?}");
    assert_eq!(studio.money().await, [100_000, 0, 0]);
    studio.audit();
}

#[tokio::test]
async fn a_request_that_its_provider_knows_nothing_of_is_in_doubt() {
    let studio = Studio::new().await;
    let job = studio.waiting().await;
    let head = studio.jobs().head(job).await.unwrap();
    studio.jobs().conclude(&studio.line(), &head, 1, &Verdict::Gone).await.unwrap();
    let way = flow().walk(&studio, "Await", &step(job, 1)).await;
    assert_eq!(way, ["Await", "InDoubt"]);
    let head = studio.jobs().head(job).await.unwrap();
    assert_eq!((head.status, head.slot), (Status::InDoubt, false));
    studio.audit();
}

#[tokio::test]
async fn a_render_that_is_canceled_while_it_waits_is_withdrawn_and_costs_nothing() {
    let studio = Studio::new().await;
    let job = studio.waiting().await;
    studio.jobs().cancel(&studio.line(), job).await.unwrap();
    let way = flow().walk(&studio, "Await", &step(job, 1)).await;
    assert_eq!(way, ["Await", "Cancel", "Canceled"]);
    let head = studio.jobs().head(job).await.unwrap();
    assert_eq!((head.status, head.problem.unwrap().code.as_str()), (Status::Canceled, "canceled"));
    assert_eq!(studio.money().await, [100_000, 0, 0]);
    assert_eq!(studio.world.bucket.keys(), Vec::<String>::new());
    studio.audit();
}

#[tokio::test]
async fn what_cannot_be_withdrawn_any_more_is_waited_for_and_kept() {
    let studio = Studio::new().await;
    let job = studio.waiting().await;
    studio.jobs().cancel(&studio.line(), job).await.unwrap();
    // The picture is dry, and nobody has asked for it yet.
    studio.world.clock.advance(std::time::Duration::from_mins(1));
    let way = flow().walk(&studio, "Await", &step(job, 1)).await;
    assert_eq!(way[..4], ["Await", "Cancel", "Await", "Ingest"], "{way:?}");
    assert_eq!(way.last().unwrap(), "Done");
    assert_eq!(studio.money().await, [90_000, 0, 10_000]);
    studio.audit();
}

#[tokio::test]
async fn a_result_that_came_first_wins_over_the_wish() {
    let studio = Studio::new().await;
    let job = studio.waiting().await;
    studio.answered(job).await;
    studio.jobs().cancel(&studio.line(), job).await.unwrap();
    assert_eq!(studio.run(crate::CANCEL, job).await.unwrap().word, "landed");
    let way = flow().walk(&studio, "Await", &step(job, 1)).await;
    assert_eq!(way.last().unwrap(), "Done", "{way:?}");
    studio.audit();
}

#[tokio::test]
async fn the_stage_that_submits_goes_on_to_wait_whoever_asked() {
    let studio = Studio::new().await;
    let job = studio.waiting().await;
    let before = studio.everything();
    assert_eq!(studio.run(SUBMIT, job).await.unwrap().word, "accepted");
    assert_eq!(studio.everything(), before, "asked again it answers the same");
    assert_eq!(studio.left(job, StageName::Submit).await, json!({ "accepted": 1 }));
    let _: Value = studio.left(job, StageName::RouteModel).await;
    studio.audit();
}
