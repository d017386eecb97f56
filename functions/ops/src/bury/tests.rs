use jobs::Jobs;
use jobs::batch::{Batch, NewBatch};
use model::{BatchId, JobId, JobKind, UserId};
use serde_json::{Value, json};
use store::{Digest, IdempotencyKey};
use testkit::{MemoryDeadQueue, workspace};

use super::*;
use crate::tests::Deployment;
use crate::{BURY, REDRIVE};

mod parts;

fn children(deployment: &Deployment) -> &MemoryDeadQueue {
    &deployment.world.dead_queues[&DeadQueueName::Of(QueueName::Children)]
}

/// The message of a child, as it travels.
fn message(seed: &str, batch: BatchId, index: u32, deed: &str) -> String {
    json!({ "ws": workspace(seed).id(), "bat": batch, "index": index, "do": deed }).to_string()
}

/// A batch of three in the workspace `a`.
async fn batch(deployment: &Deployment) -> (Jobs, Batch) {
    let jobs = deployment.world.open::<Jobs>("a");
    let new = NewBatch {
        id: BatchId::derived("one"),
        user: UserId::derived("a"),
        project: None,
        prompts: ["a hill", "a lake", "a tree"].map(str::to_owned).to_vec(),
        each: 1,
        order: json!({}),
        route: "renders-start-batch",
        key: &IdempotencyKey::parse("batch-1").unwrap(),
        hash: &Digest::of("body"),
        answer: &|batch| Ok(json!(batch.id)),
    };
    let (_, batch) = jobs.open_batch(new).await.unwrap();
    (jobs, batch)
}

/// A bury after every message is in sight again.
async fn bury(deployment: &Deployment) -> Value {
    deployment.advance(HIDDEN);
    deployment.perform(BURY, &json!({})).await.unwrap()
}

fn report(given_up: u32) -> Value {
    json!({ "given_up": given_up, "failed": [] })
}

async fn problem(jobs: &Jobs, batch: &Batch, index: u32) -> Option<String> {
    jobs.child(batch.id, index).await.unwrap().and_then(|child| child.problem).map(|problem| problem.code)
}

#[tokio::test]
async fn an_empty_queue_costs_one_look() {
    let deployment = Deployment::new().await;
    assert_eq!(bury(&deployment).await, report(0));
    for name in [QueueName::Children, QueueName::Parts] {
        assert_eq!(deployment.world.dead_queues[&DeadQueueName::Of(name)].looks(), 1, "{name:?}");
    }
}

#[tokio::test]
async fn a_child_that_nobody_could_take_in_is_given_up_and_twice_is_once() {
    let deployment = Deployment::new().await;
    let (jobs, batch) = batch(&deployment).await;
    children(&deployment).bury(message("a", batch.id, 1, "admit"));
    assert_eq!(bury(&deployment).await, report(1));
    assert_eq!(problem(&jobs, &batch, 1).await.as_deref(), Some("admission-failed"));
    for neighbour in [0, 2] {
        assert_eq!(jobs.child(batch.id, neighbour).await.unwrap(), None, "{neighbour}");
    }
    let before = deployment.everything();
    assert_eq!(bury(&deployment).await, report(1));
    assert_eq!(deployment.everything(), before);
    assert_eq!(children(&deployment).bodies().len(), 1, "it stays for a person to see");
    deployment.audit();
}

#[tokio::test]
async fn a_child_that_was_not_to_be_taken_in_any_more_is_canceled() {
    let deployment = Deployment::new().await;
    let (jobs, batch) = batch(&deployment).await;
    children(&deployment).bury(message("a", batch.id, 0, "cancel"));
    assert_eq!(bury(&deployment).await, report(1));
    assert_eq!(problem(&jobs, &batch, 0).await.as_deref(), Some("canceled"));
    deployment.audit();
}

#[tokio::test]
async fn a_child_that_became_a_job_stays_one_and_one_that_was_refused_keeps_its_reason() {
    let deployment = Deployment::new().await;
    let (jobs, batch) = batch(&deployment).await;
    let job = JobId::from_body(JobKind::Render, 7);
    deployment.admitted("a", "a", job).await;
    jobs.keep_child(batch.id, 0, job).await.unwrap();
    let poor = Fault::new(Kind::OverBudget, "credits-exhausted", "There is no money.").problem("test");
    jobs.drop_child(batch.id, 1, poor).await.unwrap();
    let before = deployment.everything();
    for (index, deed) in [(0, "admit"), (0, "cancel"), (1, "admit"), (1, "cancel")] {
        children(&deployment).bury(message("a", batch.id, index, deed));
    }
    assert_eq!(bury(&deployment).await, report(4));
    assert_eq!(deployment.everything(), before);
    deployment.audit();
}

#[tokio::test]
async fn garbage_and_strangers_are_told_change_nothing_and_keep_no_other() {
    let deployment = Deployment::new().await;
    let (jobs, batch) = batch(&deployment).await;
    let before = deployment.everything();
    let nonsense = ["{".to_owned(), "{}".to_owned(), message("a", batch.id, 0, "paint")];
    let strangers = [
        message("b", batch.id, 0, "admit"),
        message("nobody", batch.id, 0, "admit"),
        message("a", BatchId::derived("two"), 0, "admit"),
        message("a", batch.id, 3, "admit"),
    ];
    for body in nonsense.into_iter().chain(strangers) {
        children(&deployment).bury(body);
    }
    let first = bury(&deployment).await;
    let failed: Vec<_> =
        first["failed"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
    let codes: Vec<_> = failed.iter().map(|line| line.split(": ").nth(1).unwrap()).collect();
    let (payload, absent) = ("payload", "not-found");
    assert_eq!(codes, [payload, payload, payload, absent, absent, absent, absent], "{failed:?}");
    assert_eq!(deployment.everything(), before);
    for _ in 0..10 {
        children(&deployment).bury(message("a", batch.id, 2, "admit"));
    }
    assert_eq!(bury(&deployment).await["given_up"], 10);
    assert_eq!(problem(&jobs, &batch, 2).await.as_deref(), Some("admission-failed"));
    deployment.audit();
}

#[tokio::test]
async fn a_queue_that_does_not_end_is_left_before_its_messages_are_back() {
    let deployment = Deployment::new().await;
    let (_, batch) = batch(&deployment).await;
    for _ in 0..100 {
        children(&deployment).bury(message("a", batch.id, 0, "admit"));
    }
    children(&deployment).take_for_a_look(PATIENCE / 4);
    assert_eq!(bury(&deployment).await, report(40));
}

#[tokio::test]
async fn what_was_given_up_can_be_redriven() {
    let deployment = Deployment::new().await;
    let (_, batch) = batch(&deployment).await;
    let body = message("a", batch.id, 1, "admit");
    children(&deployment).bury(body.clone());
    bury(&deployment).await;
    deployment.advance(HIDDEN);
    let redriven = deployment.perform(REDRIVE, &json!({ "queue": "children" })).await.unwrap();
    assert_eq!((&redriven["redriven"], &redriven["left"]), (&json!(1), &json!(0)));
    assert_eq!(deployment.world.queues[&QueueName::Children].take()[0].0, body);
}
