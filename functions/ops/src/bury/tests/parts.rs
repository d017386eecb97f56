//! Parts of fan-outs.

use contract::Step;
use jobs::{Launcher, MAX_RUNS};
use model::JobId;
use serde_json::json;
use testkit::{MemoryDeadQueue, workspace};

use super::*;

fn parts(deployment: &Deployment) -> &MemoryDeadQueue {
    &deployment.world.dead_queues[&DeadQueueName::Of(QueueName::Parts)]
}

/// The message of part `part` of `run` of `job`, as it travels.
fn message(seed: &str, job: JobId, run: u32, part: u32) -> String {
    json!({ "ws": workspace(seed).id(), "job": job, "run": run, "try": 1, "part": part }).to_string()
}

/// A job of the workspace `a` that waits for two parts under the token `token`.
async fn waiting(deployment: &Deployment) -> (JobId, FanOut) {
    let job = deployment.running().await;
    let fan_out = FanOut::of(&Step::first(job, 1), StageName::Ingest);
    deployment.jobs("a").open_latch(fan_out, 2, "token").await.unwrap();
    (job, fan_out)
}

#[tokio::test]
async fn a_part_that_nobody_could_do_is_given_up_and_twice_is_once() {
    let deployment = Deployment::new().await;
    let (job, fan_out) = waiting(&deployment).await;
    parts(&deployment).bury(message("a", job, 1, 2));
    assert_eq!(bury(&deployment).await, report(1));
    let jobs = deployment.jobs("a");
    let latch = jobs.latch(fan_out).await.unwrap().unwrap();
    assert_eq!(
        (latch.is_given_up(2), latch.missing().collect::<Vec<_>>()),
        (true, vec![1]),
        "its neighbour waits"
    );
    let found = jobs.parts(fan_out).await.unwrap();
    assert_eq!(found[&2].problem.as_ref().unwrap().code, "part-failed");
    let before = deployment.everything();
    assert_eq!(bury(&deployment).await, report(1));
    assert_eq!(deployment.everything(), before);
    assert_eq!(parts(&deployment).bodies().len(), 1, "it stays for a person to see");
    deployment.audit();
}

#[tokio::test]
async fn the_last_part_ends_the_wait() {
    let deployment = Deployment::new().await;
    let (job, fan_out) = waiting(&deployment).await;
    let launcher: Launcher = deployment.world.open("a");
    deployment.jobs("a").finish_part(&launcher, fan_out, 1, json!({})).await.unwrap();
    assert!(deployment.world.flow.signals().is_empty());
    parts(&deployment).bury(message("a", job, 1, 2));
    bury(&deployment).await;
    let signals = deployment.world.flow.signals();
    assert_eq!(signals[0].0, "token");
    deployment.audit();
}

#[tokio::test]
async fn a_part_that_was_done_after_all_stays_done() {
    let deployment = Deployment::new().await;
    let (job, fan_out) = waiting(&deployment).await;
    let launcher: Launcher = deployment.world.open("a");
    deployment.jobs("a").finish_part(&launcher, fan_out, 2, json!({})).await.unwrap();
    parts(&deployment).bury(message("a", job, 1, 2));
    bury(&deployment).await;
    assert!(deployment.jobs("a").latch(fan_out).await.unwrap().unwrap().is_done(2));
    deployment.audit();
}

#[tokio::test]
async fn what_nobody_waits_for_changes_nothing() {
    let deployment = Deployment::new().await;
    let (job, _) = waiting(&deployment).await;
    for run in 1..=MAX_RUNS {
        deployment.die(job, run);
    }
    for body in [
        message("a", job, 2, 1),
        message("a", job, 1, 3),
        message("b", job, 1, 1),
        message("nobody", job, 1, 1),
        message("a", JobId::from_body(JobKind::Render, 7), 1, 1),
    ] {
        parts(&deployment).bury(body);
    }
    let before = deployment.everything();
    assert_eq!(bury(&deployment).await, report(5));
    assert_eq!(deployment.everything(), before);
    deployment.audit();
}

#[tokio::test]
async fn a_redriven_part_is_done_although_it_was_given_up() {
    let deployment = Deployment::new().await;
    let (job, fan_out) = waiting(&deployment).await;
    parts(&deployment).bury(message("a", job, 1, 1));
    bury(&deployment).await;
    deployment.advance(HIDDEN);
    let redriven = deployment.perform(REDRIVE, &json!({ "queue": "parts" })).await.unwrap();
    assert_eq!(redriven["redriven"], 1);
    let launcher: Launcher = deployment.world.open("a");
    deployment.jobs("a").finish_part(&launcher, fan_out, 1, json!({})).await.unwrap();
    let latch = deployment.jobs("a").latch(fan_out).await.unwrap().unwrap();
    assert_eq!((latch.is_done(1), latch.is_given_up(1)), (true, false));
    deployment.audit();
}
