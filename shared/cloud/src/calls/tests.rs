use std::time::Duration;

use serde_json::json;

use super::*;
use crate::testing::{answer, error, json, queue, replay, tally};
use contract::port::table::Key;

fn key() -> [Key; 1] {
    [Key { pk: "P".to_owned(), sk: "S".to_owned() }]
}

#[tokio::test(start_paused = true)]
async fn repeats_inside_the_sdk_are_attempts_of_one_operation() {
    let (cloud, _) = replay(vec![error(500, "InternalServerError"), json(&json!({})), json(&json!({}))]);
    let table = cloud.ports.table.clone().unwrap();
    table.get(&key()).await.unwrap();
    table.get(&key()).await.unwrap();
    assert_eq!(tally(&cloud.calls(), "DynamoDB.GetItem"), (2, 3));
}

#[tokio::test]
async fn taking_begins_anew() {
    let (cloud, _) = replay(vec![json(&json!({}))]);
    cloud.ports.table.clone().unwrap().get(&key()).await.unwrap();
    assert_eq!(cloud.calls().take().tallies.len(), 1);
    assert_eq!(cloud.calls().take(), Counted::default());
}

#[tokio::test]
async fn each_service_is_counted_under_its_own_name() {
    let started = json!({ "executionArn": "arn", "startDate": 1.0 });
    let sent = json!({ "MessageId": "1", "MD5OfMessageBody": "99914b932bd37a50b983c5e7c90ae93b" });
    let (cloud, _) = replay(vec![answer(404, &[], ""), json(&started), json(&sent)]);
    cloud.ports.bucket.clone().unwrap().head("k").await.unwrap();
    cloud.ports.render_flow.clone().unwrap().start("n", "{}").await.unwrap();
    queue(&cloud).send("{}", Duration::ZERO).await.unwrap();
    let names: Vec<_> = cloud.calls().take().tallies.into_keys().collect();
    assert_eq!(names, ["S3.HeadObject", "SFN.StartExecution", "SQS.SendMessage"]);
}

#[tokio::test]
async fn a_link_is_no_call() {
    let (cloud, _) = replay(vec![]);
    cloud
        .ports
        .bucket
        .clone()
        .unwrap()
        .link("k", Duration::from_mins(1), contract::port::Show::AsItIs)
        .await
        .unwrap();
    assert_eq!(cloud.calls().take(), Counted::default());
}
