use model::Status;
use serde_json::json;

use super::*;
use crate::SETTLE;
use crate::tests::{Studio, flow, step};

#[tokio::test]
async fn what_it_cost_is_charged_and_the_rest_comes_back() {
    let studio = Studio::new().await;
    let job = studio.holding(json!({}), 40_000).await;
    studio.up_to(SETTLE, job).await;
    assert_eq!(studio.money().await, [60_000, 40_000, 0]);
    assert_eq!(studio.run(SETTLE, job).await.unwrap().word, OK);
    assert_eq!(studio.money().await, [90_000, 0, 10_000]);
    let ended = studio.everything();
    assert_eq!(studio.run(SETTLE, job).await.unwrap().word, STOP);
    assert_eq!(
        (studio.money().await, studio.everything()),
        ([90_000, 0, 10_000], ended),
        "it is charged once"
    );
    let head = studio.jobs().head(job).await.unwrap();
    assert_eq!((head.status, head.slot), (Status::Succeeded, false));
    studio.audit();
}

#[tokio::test]
async fn without_a_picture_it_is_refused_and_nothing_is_charged() {
    let studio = Studio::new().await;
    let job = studio.before(crate::INGEST, json!({})).await;
    studio.leave(job, StageName::Ingest, "ok", json!({ "outputs": [] })).await;
    let fault = studio.run(SETTLE, job).await.unwrap_err();
    assert_eq!((fault.kind(), fault.code()), (Kind::Unprocessable, "no-output"));
    assert_eq!(studio.money().await, [90_000, 10_000, 0], "the refusal itself ends nothing");
    assert_eq!(flow().walk(&studio, "Settle", &step(job, 1)).await, ["Settle", "Fail", "Failed"]);
    let head = studio.jobs().head(job).await.unwrap();
    assert_eq!((head.status, head.problem.unwrap().code.as_str()), (Status::Failed, "no-output"));
    assert_eq!(studio.money().await, [100_000, 0, 0]);
    studio.audit();
}
