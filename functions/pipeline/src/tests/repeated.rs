//! Lambda invokes a stage again after a lost answer, and old executions outlive their run: what every stage does then.

use contract::{Entry, Function};
use fault::{Fault, Kind};
use jobs::{End, STOP};
use model::JobId;
use serde_json::json;

use super::{Studio, flow, step};
use crate::FUNCTIONS;

/// Every stage; a worker takes no step of a flow.
fn stages() -> impl Iterator<Item = Function> {
    FUNCTIONS.iter().copied().filter(|function| matches!(function.entry, Entry::Stage(_)))
}

#[tokio::test]
async fn a_stage_that_is_run_twice_answers_the_same_and_writes_nothing_twice() {
    let studio = Studio::new().await;
    let job = studio.admitted().await;
    for stage in flow().order() {
        let first = studio.run(stage, job).await.unwrap();
        let before = studio.everything();
        let again = studio.run(stage, job).await.unwrap();
        let ended = stage.spec.name == "pipeline-settle";
        assert_eq!(again.r#try, first.r#try, "{}", stage.spec.name);
        assert_eq!(again.word, if ended { STOP } else { first.word }, "{}", stage.spec.name);
        assert_eq!(studio.everything(), before, "{}", stage.spec.name);
    }
    studio.audit();
}

#[tokio::test]
async fn a_stage_that_is_run_twice_at_once_leaves_one_checkpoint() {
    let studio = Studio::new().await;
    let job = studio.admitted().await;
    for stage in flow().order() {
        let (one, other) = tokio::join!(studio.run(stage, job), studio.run(stage, job));
        let (one, other) = (one.unwrap(), other.unwrap());
        let name = stage.spec.name;
        assert!(
            one == other || (name == "pipeline-settle" && [one.word, other.word].contains(&STOP)),
            "{name}"
        );
    }
    let view = studio.view(job).await;
    assert_eq!((view.checkpoints().count(), view.attempts().count()), (7, 1));
    assert_eq!(studio.world.bucket.keys().len(), 1);
    studio.audit();
}

async fn all_stop(studio: &Studio, job: JobId, run: u32) {
    let before = studio.everything();
    for function in stages() {
        let next = studio.step(function, &step(job, run)).await.unwrap();
        assert_eq!((next.word, next.r#try), (STOP, 1), "{}", function.spec.name);
    }
    assert_eq!(studio.everything(), before);
    studio.audit();
}

#[tokio::test]
async fn every_stage_stops_at_a_job_that_has_ended() {
    let studio = Studio::new().await;
    let done = studio.admitted().await;
    flow().walk(&studio, "Prepare", &step(done, 1)).await;
    all_stop(&studio, done, 1).await;
    let failed = studio.admitted().await;
    let problem = Fault::new(Kind::Unprocessable, "test", "It did not work.").problem("test");
    let view = studio.view(failed).await;
    studio.jobs().settle(&studio.line(), &view, &End::Failed(problem)).await.unwrap();
    all_stop(&studio, failed, 1).await;
}

#[tokio::test]
async fn every_stage_of_a_run_that_was_taken_over_stops() {
    let studio = Studio::new().await;
    let job = studio.before(crate::ROUTE_MODEL, json!({})).await;
    studio.office().reap(job, 1, None).await.unwrap();
    all_stop(&studio, job, 1).await;
    let queued = studio.admitted().await;
    studio.office().reap(queued, 1, None).await.unwrap();
    all_stop(&studio, queued, 1).await;
}

#[tokio::test]
async fn a_job_of_another_workspace_is_not_there() {
    let studio = Studio::new().await;
    let job = studio.admitted().await;
    let before = studio.everything();
    for function in stages() {
        let grant = contract::Grant::inside(studio.world.ports(), testkit::workspace("b"), None);
        let refused = testkit::run_stage(function, grant, &step(job, 1)).await.unwrap_err();
        assert_eq!(refused.kind(), Kind::NotFound, "{}", function.spec.name);
    }
    assert_eq!(studio.everything(), before);
}
