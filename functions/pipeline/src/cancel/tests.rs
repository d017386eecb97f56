use model::Status;
use serde_json::json;

use super::*;
use crate::tests::{Studio, flow, step};
use crate::{CANCEL, FUNCTIONS};

/// The way of a flow whose render is to end after it has done every stage before `from`.
async fn canceled_before(studio: &Studio, from: &str, stages: usize) -> Vec<String> {
    let job = studio.admitted().await;
    for stage in flow().order().into_iter().take(stages) {
        studio.run(stage, job).await.unwrap();
    }
    studio.jobs().cancel(&studio.line(), job).await.unwrap();
    let way = flow().walk(studio, from, &step(job, 1)).await;
    studio.audit();
    way
}

#[tokio::test]
async fn a_wish_is_heeded_by_every_stage_until_a_provider_has_been_asked() {
    let studio = Studio::new().await;
    for (from, done) in [("ParseIntent", 1), ("OptimizePrompt", 2), ("RouteModel", 3), ("Submit", 4)] {
        assert_eq!(canceled_before(&studio, from, done).await, [from, "Cancel", "Canceled"]);
        assert_eq!(studio.money().await, [100_000, 0, 0]);
    }
    let way = canceled_before(&studio, "Ingest", 5).await;
    assert_eq!(way, ["Ingest", "Validate", "Settle", "Done"], "what was paid for is kept");
    assert_eq!(studio.money().await, [90_000, 0, 10_000]);
}

#[tokio::test]
async fn a_render_that_is_canceled_before_it_began_is_left_alone_by_its_flow() {
    let studio = Studio::new().await;
    assert_eq!(canceled_before(&studio, "Prepare", 0).await, ["Prepare", "Stopped"]);
}

#[tokio::test]
async fn a_deadline_that_passes_on_the_way_ends_the_render_expired() {
    let studio = Studio::new().await;
    let job = studio.hasty(std::time::Duration::from_millis(25)).await;
    let way = flow().walk(&studio, "Prepare", &step(job, 1)).await;
    // Each stage takes ten milliseconds of the test's clock.
    assert_eq!(way, ["Prepare", "ParseIntent", "OptimizePrompt", "Cancel", "Canceled"]);
    let head = studio.jobs().head(job).await.unwrap();
    assert_eq!((head.status, head.problem.unwrap().code.as_str()), (Status::Expired, "deadline-passed"));
    assert_eq!(studio.money().await, [100_000, 0, 0]);
    studio.audit();
}

#[tokio::test]
async fn the_stage_ends_a_job_once_and_only_one_that_is_to_end() {
    let studio = Studio::new().await;
    let unharmed = studio.before(crate::SUBMIT, json!({})).await;
    assert_eq!(studio.run(CANCEL, unharmed).await.unwrap().word, OK);
    assert_eq!(studio.jobs().head(unharmed).await.unwrap().status, Status::Running, "nobody wished its end");
    studio.jobs().cancel(&studio.line(), unharmed).await.unwrap();
    assert_eq!(studio.run(CANCEL, unharmed).await.unwrap().word, OK);
    let ended = studio.everything();
    assert_eq!(studio.run(CANCEL, unharmed).await.unwrap().word, STOP);
    assert_eq!(studio.everything(), ended);
    assert!(FUNCTIONS.iter().any(|function| function.spec.name == "pipeline-cancel"));
    studio.audit();
}
