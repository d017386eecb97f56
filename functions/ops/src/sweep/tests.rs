use std::time::Duration;

use async_trait::async_trait;
use contract::port::{ExecutionState, Flow, Signaled, Started};
use contract::{Grant, Ports};
use jobs::{MAX_RUNS, QUIET, START_WITHIN};
use model::{JobKind, Status};
use serde_json::{Value, json};
use testkit::MemoryFlow;

use super::*;
use crate::SWEEP;
use crate::tests::Deployment;

fn tick() -> Value {
    serde_json::from_str(include_str!("../../../../events/ops-sweep/happy.json")).unwrap()
}

/// Sweeps, and gives what was done about jobs; lanes in use are looked at each time, and nothing is done about them.
async fn sweep(deployment: &Deployment) -> Value {
    without_lanes(deployment.perform(SWEEP, &tick()).await.unwrap())
}

fn without_lanes(mut report: Value) -> Value {
    report["swept"].as_object_mut().unwrap().remove("lane_seen");
    report
}

/// Sweeps, and once more: the second time there must be nothing left to do.
async fn sweep_twice(deployment: &Deployment) -> Value {
    let report = sweep(deployment).await;
    let before = deployment.everything();
    assert_eq!(sweep(deployment).await, json!({ "swept": {}, "failed": [] }), "after {report}");
    assert_eq!(deployment.everything(), before, "after {report}");
    deployment.audit();
    report
}

fn swept(word: &str, jobs: u32) -> Value {
    json!({ "swept": { word: jobs }, "failed": [] })
}

#[tokio::test]
async fn what_is_not_due_is_left_alone() {
    let deployment = Deployment::new().await;
    deployment.queued("a").await;
    deployment.advance(START_WITHIN.saturating_sub(Duration::from_millis(1)));
    assert_eq!(sweep_twice(&deployment).await, json!({ "swept": {}, "failed": [] }));
    assert!(deployment.world.flow.names().is_empty());
}

#[tokio::test]
async fn jobs_of_every_workspace_whose_flow_never_started_are_started() {
    let deployment = Deployment::new().await;
    let mut jobs = Vec::new();
    for seed in ["a", "b", "a", "b"] {
        jobs.push(deployment.queued(seed).await);
    }
    deployment.advance(START_WITHIN);
    assert_eq!(sweep_twice(&deployment).await, swept("started", 4));
    let names: Vec<_> = jobs.iter().map(|job| format!("{job}-1")).collect();
    assert_eq!(deployment.world.flow.names(), names);
    let input: Value = serde_json::from_str(&deployment.world.flow.input(&names[1]).unwrap()).unwrap();
    assert_eq!(input["ws"], json!(testkit::workspace("b").id()));
}

#[tokio::test]
async fn a_job_at_work_is_looked_at_later() {
    let deployment = Deployment::new().await;
    let job = deployment.running().await;
    deployment.advance(QUIET);
    assert_eq!(sweep_twice(&deployment).await, swept("at_work", 1));
    assert_eq!(deployment.head(job).await.due, Some(deployment.now().plus(QUIET)));
}

#[tokio::test]
async fn a_job_whose_run_died_gets_another_until_there_is_none_left() {
    let deployment = Deployment::new().await;
    let job = deployment.running().await;
    for run in 1..MAX_RUNS {
        deployment.die(job, run);
        deployment.advance(QUIET);
        assert_eq!(sweep_twice(&deployment).await, swept("resumed", 1));
    }
    deployment.die(job, MAX_RUNS);
    deployment.advance(QUIET);
    assert_eq!(sweep_twice(&deployment).await, swept("ended", 1));
    assert_eq!(deployment.head(job).await.status, Status::Failed);
    assert_eq!(deployment.money("a").await, [1_000_000, 0, 0]);
}

#[tokio::test]
async fn a_doubt_is_waited_for_and_then_given_up() {
    let deployment = Deployment::new().await;
    let job = deployment.running().await;
    deployment.ask(job).await;
    let head = deployment.head(job).await;
    deployment
        .office("a")
        .jobs
        .conclude(&deployment.office("a").line, &head, 1, &jobs::Verdict::InDoubt)
        .await
        .unwrap();
    deployment.advance(QUIET);
    assert_eq!(sweep_twice(&deployment).await, swept("at_work", 1));
    assert_eq!(deployment.money("a").await, [990_000, 10_000, 0]);
    // Two minutes of patience and ten of doubt, of which one is over.
    deployment.advance(Duration::from_mins(11));
    assert_eq!(sweep_twice(&deployment).await, swept("ended", 1));
    let head = deployment.head(job).await;
    assert_eq!((head.status, head.problem.unwrap().code.as_str()), (Status::Expired, "answer-lost"));
    assert_eq!(deployment.money("a").await, [1_000_000, 0, 0]);
}

/// A flow that cannot say what became of some executions.
struct Forgetful {
    flow: Arc<MemoryFlow>,
    forgotten: fn(&str) -> bool,
    fault: fn() -> Fault,
}

#[async_trait]
impl Flow for Forgetful {
    async fn start(&self, name: &str, input: &str) -> Result<Started, Fault> {
        self.flow.start(name, input).await
    }

    async fn signal(&self, token: &str, output: &str) -> Result<Signaled, Fault> {
        self.flow.signal(token, output).await
    }

    async fn describe(&self, name: &str) -> Result<ExecutionState, Fault> {
        if (self.forgotten)(name) { Err((self.fault)()) } else { self.flow.describe(name).await }
    }
}

/// Sweeps with such a flow.
async fn sweep_forgetfully(
    deployment: &Deployment,
    forgotten: fn(&str) -> bool,
    fault: fn() -> Fault,
) -> Value {
    let flow = Forgetful { flow: deployment.world.flow.clone(), forgotten, fault };
    let ports = Ports { render_flow: Some(Arc::new(flow) as Arc<dyn Flow>), ..deployment.world.ports() };
    without_lanes(testkit::perform(SWEEP, Grant::outside(ports), &tick()).await.unwrap())
}

fn failed(report: &Value) -> usize {
    report["failed"].as_array().unwrap().len()
}

#[tokio::test]
async fn a_job_that_cannot_be_helped_does_not_keep_the_others_waiting() {
    let deployment = Deployment::new().await;
    // In one shard, which the end of an id decides; the broken one has waited longest.
    let [broken, well] = [32, 64].map(|body| JobId::from_body(JobKind::Render, body));
    deployment.admitted("a", "a", broken).await;
    deployment.advance(Duration::from_millis(1));
    deployment.admitted("a", "a", well).await;
    deployment.advance(START_WITHIN);
    let first = |name: &str| name.ends_with("10-1");
    let report = sweep_forgetfully(&deployment, first, || Fault::unavailable("no answer")).await;
    assert_eq!((&report["swept"], failed(&report)), (&json!({ "started": 1 }), 1));
    let told = report["failed"][0].as_str().unwrap();
    assert!(told.starts_with(&format!("{broken}: unavailable: ")), "{told}");
    assert_eq!(deployment.world.flow.names(), [format!("{well}-1")]);
    deployment.audit();
    // What was out of reach for a moment kept its place.
    assert_eq!(sweep_twice(&deployment).await, swept("started", 1));
    assert_eq!(deployment.world.flow.names().len(), 2);
}

#[tokio::test]
async fn pages_full_of_jobs_that_nobody_can_help_let_the_next_one_through() {
    let deployment = Deployment::new().await;
    let count = u128::try_from(Directory::DUE_PAGE * 2).unwrap();
    for number in 1..=count {
        deployment
            .admitted("a", &format!("user {number}"), JobId::from_body(JobKind::Render, number * 32))
            .await;
    }
    deployment.advance(Duration::from_millis(1));
    let well = JobId::from_body(JobKind::Render, 1 << 40);
    deployment.admitted("a", "another user", well).await;
    deployment.advance(START_WITHIN);
    let all_but_one = |name: &str| !name.contains("100000000");
    let broken = || Fault::defect("a broken execution");
    let first = sweep_forgetfully(&deployment, all_but_one, broken).await;
    assert_eq!((&first["swept"], failed(&first)), (&json!({ "started": 1 }), Directory::DUE_PAGE * 2));
    assert_eq!(deployment.world.flow.names(), [format!("{well}-1")]);
    let second = sweep_forgetfully(&deployment, all_but_one, broken).await;
    assert_eq!((&second["swept"], failed(&second)), (&json!({}), 0), "they were put off");
    deployment.advance(QUIET);
    let later = sweep_forgetfully(&deployment, all_but_one, broken).await;
    assert_eq!(
        (&later["swept"], failed(&later)),
        (&json!({ "at_work": 1 }), Directory::DUE_PAGE * 2),
        "and are looked at again"
    );
    deployment.audit();
}

#[tokio::test]
async fn a_lane_whose_freed_slot_nobody_was_told_about_is_served() {
    let deployment = Deployment::new().await;
    let mut jobs = Vec::new();
    for _ in 0..6 {
        deployment.advance(Duration::from_millis(1));
        jobs.push(deployment.patient("a").await);
    }
    let office = deployment.office("a");
    office.jobs.cancel(&office.line, jobs[0]).await.unwrap();
    assert!(!deployment.head(jobs[5]).await.slot, "the message that a slot is free is lost");
    deployment.advance(START_WITHIN);
    let report = sweep_twice(&deployment).await;
    assert_eq!(
        (&report["swept"]["lane_served"], &report["swept"]["started"]),
        (&json!(1), &json!(4)),
        "{report}"
    );
    let head = deployment.head(jobs[5]).await;
    assert!(head.slot && deployment.world.flow.names().contains(&format!("{}-1", head.job)));
    let log = deployment.jobs("a").events(jobs[5], None, 10).await.unwrap();
    assert_eq!(log.items.last().unwrap().r#type, model::EventType::Dispatched);
}

#[tokio::test]
async fn a_job_past_its_deadline_is_ended() {
    let deployment = Deployment::new().await;
    let job = deployment.hasty("a", Duration::from_secs(20)).await;
    deployment.advance(Duration::from_secs(20));
    assert_eq!(sweep_twice(&deployment).await, swept("ended", 1));
    let head = deployment.head(job).await;
    assert_eq!((head.status, head.problem.unwrap().code.as_str()), (Status::Expired, "deadline-passed"));
    assert_eq!(deployment.money("a").await, [1_000_000, 0, 0]);
}

#[tokio::test]
async fn a_batch_that_was_not_handed_out_whole_is() {
    let deployment = Deployment::new().await;
    let batch = deployment.batch("a", 3).await;
    let told = |deployment: &Deployment| deployment.world.queues[&contract::QueueName::Children].take().len();
    assert_eq!(sweep(&deployment).await, json!({ "swept": {}, "failed": [] }), "not due yet");
    deployment.advance(Duration::from_mins(2));
    assert_eq!(sweep(&deployment).await, swept("batch_handed_out", 1));
    assert_eq!(told(&deployment), 3);
    for index in 0..3 {
        let problem = jobs::batch::admission_failed(batch, index);
        deployment.jobs("a").drop_child(batch, index, problem).await.unwrap();
    }
    deployment.advance(Duration::from_mins(2));
    assert_eq!(sweep_twice(&deployment).await, swept("batch_seen", 1));
    assert_eq!(told(&deployment), 0);
}
