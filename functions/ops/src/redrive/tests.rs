use model::JobId;
use serde_json::{Value, json};
use testkit::{MemoryDeadQueue, MemoryQueue, workspace};

use super::*;
use crate::REDRIVE;
use crate::tests::Deployment;

const WORKERS: [(&str, QueueName); 4] = [
    ("dispatch", QueueName::Dispatch),
    ("children", QueueName::Children),
    ("parts", QueueName::Parts),
    ("polls", QueueName::Polls),
];

fn dead(deployment: &Deployment, name: DeadQueueName) -> &MemoryDeadQueue {
    &deployment.world.dead_queues[&name]
}

fn queue(deployment: &Deployment, name: QueueName) -> &MemoryQueue {
    &deployment.world.queues[&name]
}

fn bodies(queue: &MemoryQueue) -> Vec<String> {
    queue.take().into_iter().map(|(body, _)| body).collect()
}

async fn redrive(deployment: &Deployment, order: &Value) -> Value {
    deployment.perform(REDRIVE, order).await.unwrap()
}

/// The sample event of a duty, about the first run of `job` in the workspace `a`.
fn ended(job: JobId) -> String {
    let event = include_str!("../../../../events/ops-reap/happy.json");
    let mut event: Value = serde_json::from_str(event).unwrap();
    let input = json!({ "ws": workspace("a").id(), "job": job, "run": 1, "try": 1 });
    event["detail"]["input"] = json!(input.to_string());
    event.to_string()
}

#[tokio::test]
async fn the_messages_of_one_queue_go_back_as_they_were_and_those_of_the_others_stay() {
    for (word, name) in WORKERS {
        let deployment = Deployment::new().await;
        for (_, each) in WORKERS {
            dead(&deployment, DeadQueueName::Of(each)).bury(format!("{{ {each:?} and no JSON"));
        }
        let report = redrive(&deployment, &json!({ "queue": word })).await;
        assert_eq!(report, json!({ "queue": word, "redriven": 1, "failed": [], "left": 0 }));
        for (_, each) in WORKERS {
            let there = dead(&deployment, DeadQueueName::Of(each)).bodies().len();
            let back = bodies(queue(&deployment, each));
            let expected =
                if each == name { (0, vec![format!("{{ {each:?} and no JSON")]) } else { (1, vec![]) };
            assert_eq!((there, back), expected, "{word}: {each:?}");
        }
        let again = redrive(&deployment, &json!({ "queue": word })).await;
        assert_eq!(again, json!({ "queue": word, "redriven": 0, "failed": [], "left": 0 }));
    }
}

#[tokio::test]
async fn no_more_messages_go_back_than_were_asked_for_and_the_others_stay_in_sight() {
    let deployment = Deployment::new().await;
    let parts = dead(&deployment, DeadQueueName::Of(QueueName::Parts));
    for number in 0..25 {
        parts.bury(number.to_string());
    }
    let first = redrive(&deployment, &json!({ "queue": "parts", "max": 12 })).await;
    assert_eq!(first, json!({ "queue": "parts", "redriven": 12, "failed": [], "left": 13 }));
    let rest = redrive(&deployment, &json!({ "queue": "parts" })).await;
    assert_eq!(rest, json!({ "queue": "parts", "redriven": 13, "failed": [], "left": 0 }));
    let back: Vec<_> = (0..25).map(|number| number.to_string()).collect();
    assert_eq!(bodies(queue(&deployment, QueueName::Parts)), back);
}

#[tokio::test]
async fn a_message_that_was_sent_and_could_not_be_removed_comes_twice_and_is_never_lost() {
    let deployment = Deployment::new().await;
    let parts = dead(&deployment, DeadQueueName::Of(QueueName::Parts));
    parts.bury("{}");
    parts.keep_everything(true);
    let report = redrive(&deployment, &json!({ "queue": "parts" })).await;
    assert_eq!((&report["redriven"], &report["left"]), (&json!(0), &json!(1)));
    let failed = report["failed"][0].as_str().unwrap();
    assert!(failed.starts_with("message-1: unavailable"), "{failed}");
    parts.keep_everything(false);
    deployment.advance(HIDDEN);
    assert_eq!(redrive(&deployment, &json!({ "queue": "parts" })).await["redriven"], 1);
    assert_eq!(bodies(queue(&deployment, QueueName::Parts)), ["{}", "{}"]);
}

#[tokio::test]
async fn a_queue_that_does_not_end_is_left_before_the_function_is_stopped() {
    let deployment = Deployment::new().await;
    let parts = dead(&deployment, DeadQueueName::Of(QueueName::Parts));
    for number in 0..100 {
        parts.bury(number.to_string());
    }
    parts.take_for_a_look(PATIENCE / 4);
    let report = redrive(&deployment, &json!({ "queue": "parts" })).await;
    assert_eq!((&report["redriven"], &report["left"]), (&json!(40), &json!(60)));
}

#[tokio::test]
async fn an_end_that_could_not_be_told_is_told_and_a_tick_is_forgotten() {
    let deployment = Deployment::new().await;
    let job = deployment.running().await;
    deployment.die(job, 1);
    let duties = dead(&deployment, DeadQueueName::Duties);
    duties.bury(ended(job));
    duties.bury(include_str!("../../../../events/ops-sweep/happy.json"));
    let report = redrive(&deployment, &json!({ "queue": "dead_letters" })).await;
    assert_eq!(report, json!({ "queue": "dead_letters", "redriven": 2, "failed": [], "left": 0 }));
    assert_eq!(deployment.head(job).await.run, 2);
    // The same event once more: it was told, and there is nothing left to do.
    let before = deployment.everything();
    duties.bury(ended(job));
    assert_eq!(redrive(&deployment, &json!({ "queue": "dead_letters" })).await["redriven"], 1);
    assert_eq!(deployment.everything(), before);
    deployment.audit();
}

#[tokio::test]
async fn what_no_duty_takes_stays_and_keeps_no_other() {
    let deployment = Deployment::new().await;
    let job = deployment.running().await;
    deployment.die(job, 1);
    let duties = dead(&deployment, DeadQueueName::Duties);
    for body in ["{", "[]", "{}", r#"{ "detail-type": "Object Created" }"#] {
        duties.bury(body);
    }
    let of_nobody = ended(JobId::from_body(model::JobKind::Render, 7));
    duties.bury(of_nobody);
    duties.bury(ended(job));
    let report = redrive(&deployment, &json!({ "queue": "dead_letters" })).await;
    let failed: Vec<_> =
        report["failed"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
    let codes: Vec<_> = failed.iter().map(|line| line.split(": ").nth(1).unwrap()).collect();
    assert_eq!(codes, ["payload", "payload", "payload", "unknown-letter", "not-found"], "{failed:?}");
    assert_eq!((&report["redriven"], &report["left"]), (&json!(1), &json!(5)));
    assert_eq!(deployment.head(job).await.run, 2);
    deployment.audit();
}

#[tokio::test]
async fn an_order_that_names_no_queue_is_refused_and_says_which_there_are() {
    let deployment = Deployment::new().await;
    for order in [json!({}), json!({ "queue": "letters" }), json!({ "queue": "parts", "max": -1 })] {
        let fault = deployment.perform(REDRIVE, &order).await.unwrap_err();
        assert_eq!((fault.kind(), fault.code()), (Kind::Malformed, "payload"), "{order}");
    }
    let fault = deployment.perform(REDRIVE, &json!({ "queue": "letters" })).await.unwrap_err();
    assert!(fault.to_string().contains("dead_letters"), "{fault}");
}
