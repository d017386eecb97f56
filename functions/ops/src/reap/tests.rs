use jobs::MAX_RUNS;
use model::{JobId, Status};
use serde_json::{Value, json};
use testkit::workspace;

use super::*;
use crate::REAP;
use crate::tests::Deployment;

/// The sample event, told of `run` of `job` in the workspace of `seed`.
fn ended(seed: &str, job: JobId, run: u32) -> Value {
    let mut event: Value =
        serde_json::from_str(include_str!("../../../../events/ops-reap/happy.json")).unwrap();
    let input = json!({ "ws": workspace(seed).id(), "job": job, "run": run, "try": 1 });
    event["detail"]["name"] = json!(format!("{job}-{run}"));
    event["detail"]["input"] = json!(input.to_string());
    event
}

async fn reap(deployment: &Deployment, event: &Value) -> String {
    let report = deployment.perform(REAP, event).await.unwrap();
    report["recovery"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_job_whose_run_died_gets_another_and_told_twice_only_one() {
    let deployment = Deployment::new().await;
    let job = deployment.running().await;
    deployment.die(job, 1);
    assert_eq!(reap(&deployment, &ended("a", job, 1)).await, "resumed");
    assert_eq!(deployment.world.flow.names(), [format!("{job}-1"), format!("{job}-2")]);
    assert_eq!((deployment.head(job).await.run, deployment.head(job).await.status), (2, Status::Running));
    let before = deployment.everything();
    assert_eq!(reap(&deployment, &ended("a", job, 1)).await, "none");
    assert_eq!(deployment.everything(), before);
    deployment.audit();
}

#[tokio::test]
async fn a_job_that_has_ended_is_left_alone() {
    let deployment = Deployment::new().await;
    let job = deployment.running().await;
    for run in 1..=MAX_RUNS {
        reap(&deployment, &ended("a", job, run)).await;
    }
    let before = deployment.everything();
    assert_eq!(reap(&deployment, &ended("a", job, MAX_RUNS)).await, "none");
    assert_eq!(deployment.everything(), before);
    deployment.audit();
}

#[tokio::test]
async fn after_its_last_run_a_job_fails_with_the_error_that_ended_it_and_costs_nothing() {
    for (error, told) in [(json!("States.Timeout"), "States.Timeout"), (Value::Null, "TIMED_OUT")] {
        let deployment = Deployment::new().await;
        let job = deployment.running().await;
        for run in 1..MAX_RUNS {
            assert_eq!(reap(&deployment, &ended("a", job, run)).await, "resumed");
        }
        let mut last = ended("a", job, MAX_RUNS);
        last["detail"]["status"] = json!("TIMED_OUT");
        last["detail"]["error"] = error;
        last["detail"]["cause"] = json!("arn:aws:states:eu-west-1:123456789012:stateMachine:secret");
        assert_eq!(reap(&deployment, &last).await, "ended");
        let head = deployment.head(job).await;
        let problem = head.problem.unwrap();
        assert_eq!((head.status, head.slot, problem.code.as_str()), (Status::Failed, false, "flow-died"));
        assert!(problem.detail.contains(told) && !problem.detail.contains("arn:"), "{}", problem.detail);
        assert_eq!(deployment.money("a").await, [1_000_000, 0, 0]);
        deployment.audit();
    }
}

#[tokio::test]
async fn a_job_whose_provider_may_still_be_at_work_is_in_doubt_and_not_ended() {
    let deployment = Deployment::new().await;
    let job = deployment.running().await;
    deployment.ask(job).await;
    for run in 1..MAX_RUNS {
        assert_eq!(reap(&deployment, &ended("a", job, run)).await, "resumed");
    }
    assert_eq!(reap(&deployment, &ended("a", job, MAX_RUNS)).await, "at_work");
    let head = deployment.head(job).await;
    assert_eq!((head.status, head.slot), (Status::InDoubt, false));
    assert_eq!(deployment.money("a").await, [990_000, 10_000, 0], "what may be charged stays held");
    let before = deployment.world.table.snapshot();
    assert_eq!(reap(&deployment, &ended("a", job, MAX_RUNS)).await, "at_work");
    assert_eq!(deployment.world.table.snapshot().len(), before.len());
    deployment.audit();
}

#[tokio::test]
async fn an_execution_that_is_not_ours_is_refused_and_changes_nothing() {
    let deployment = Deployment::new().await;
    let job = deployment.running().await;
    let before = deployment.everything();
    let with = |input: Value| {
        let mut event = ended("a", job, 1);
        event["detail"]["input"] = input;
        event
    };
    let cases = [
        with(Value::Null),
        with(json!("")),
        with(json!("{")),
        with(json!("[1]")),
        with(json!("{\"order\": 7}")),
        with(json!("{\"ws\": \"wsp_1\", \"job\": \"rnd_1\", \"run\": 1, \"try\": 1}")),
        with(json!(json!({ "ws": workspace("a").id(), "job": job, "run": -1, "try": 1 }).to_string())),
        json!({}),
        json!({ "detail": {} }),
        json!([]),
    ];
    for event in cases {
        let fault = deployment.perform(REAP, &event).await.unwrap_err();
        assert_eq!((fault.kind(), fault.code()), (Kind::Malformed, "payload"), "{event}");
    }
    assert_eq!(deployment.everything(), before);
    deployment.audit();
}

#[tokio::test]
async fn a_job_of_another_workspace_is_not_there() {
    let deployment = Deployment::new().await;
    let job = deployment.running().await;
    let before = deployment.everything();
    for event in [ended("b", job, 1), ended("a", JobId::from_body(model::JobKind::Render, 1), 1)] {
        assert_eq!(deployment.perform(REAP, &event).await.unwrap_err().kind(), Kind::NotFound);
    }
    assert_eq!(deployment.everything(), before);
    deployment.audit();
}
