use aws_smithy_http_client::test_util::NeverClient;
use serde_json::json;

use super::*;
use crate::testing::{DEAD_QUEUE, asked, cloud, dead_queue, error, json, replay};

fn a_letter() -> DeadLetter {
    DeadLetter { id: "m-1".to_owned(), body: "{".to_owned(), receipt: "r-1".to_owned() }
}

#[tokio::test]
async fn a_look_hides_what_it_shows_and_asks_every_server_of_the_queue() {
    // The SDK compares this digest (of `{`) with what it got.
    let message = json!({
        "MessageId": "m-1",
        "ReceiptHandle": "r-1",
        "Body": "{",
        "MD5OfBody": "f95b70fdc3088560732a5ac135644506",
    });
    let (cloud, http) = replay(vec![json(&json!({ "Messages": [message] }))]);
    let seen = dead_queue(&cloud).look(3, Duration::from_millis(29_001)).await.unwrap();
    assert_eq!(seen, [a_letter()]);
    let expected = json!({
        "QueueUrl": DEAD_QUEUE,
        "MaxNumberOfMessages": 3,
        "VisibilityTimeout": 30,
        "WaitTimeSeconds": 1,
    });
    assert_eq!(asked(&http), [expected]);
}

#[tokio::test]
async fn an_empty_queue_shows_nothing() {
    let (cloud, _) = replay(vec![json(&json!({}))]);
    assert_eq!(dead_queue(&cloud).look(MOST, Duration::from_secs(30)).await.unwrap(), []);
}

#[tokio::test]
async fn a_message_that_could_not_be_removed_later_is_a_defect_and_not_half_a_message() {
    let (cloud, _) = replay(vec![json(&json!({ "Messages": [{ "MessageId": "m-1" }] }))]);
    let fault = dead_queue(&cloud).look(MOST, Duration::from_secs(30)).await.unwrap_err();
    assert!(fault.chain().contains("no receipt"), "{}", fault.chain());
}

#[tokio::test]
async fn a_message_is_removed_by_its_receipt() {
    let (cloud, http) = replay(vec![json(&json!({}))]);
    dead_queue(&cloud).remove(&a_letter()).await.unwrap();
    assert_eq!(asked(&http), [json!({ "QueueUrl": DEAD_QUEUE, "ReceiptHandle": "r-1" })]);
}

#[tokio::test]
async fn hidden_and_delayed_messages_are_counted() {
    let counts = json!({ "Attributes": {
        "ApproximateNumberOfMessages": "2",
        "ApproximateNumberOfMessagesNotVisible": "30",
        "ApproximateNumberOfMessagesDelayed": "400",
    } });
    let (cloud, _) = replay(vec![json(&counts)]);
    assert_eq!(dead_queue(&cloud).count().await.unwrap(), 432);
    let (cloud, _) = replay(vec![json(&json!({ "Attributes": { "ApproximateNumberOfMessages": "2" } }))]);
    let fault = dead_queue(&cloud).count().await.unwrap_err();
    assert!(fault.chain().contains("ApproximateNumberOfMessagesNotVisible"), "{}", fault.chain());
}

#[tokio::test]
async fn a_role_that_may_not_look_is_told_so() {
    let (cloud, _) = replay(vec![error(403, "AccessDeniedException")]);
    let fault = dead_queue(&cloud).look(MOST, Duration::from_secs(30)).await.unwrap_err();
    assert_eq!(fault.kind(), fault::Kind::Defect);
    assert!(fault.chain().contains("allow this action in the role"), "{}", fault.chain());
}

#[tokio::test]
async fn what_sqs_cannot_do_is_told_before_it_is_asked() {
    let hidden = |millis| hidden_seconds(Duration::from_millis(millis)).unwrap();
    assert_eq!([hidden(0), hidden(1), hidden(43_200_000)], [0, 1, 43_200]);
    let queue = dead_queue(&cloud(NeverClient::new()));
    for (most, hidden) in [(MOST, 43_200_001), (0, 1_000), (MOST + 1, 1_000)] {
        assert!(queue.look(most, Duration::from_millis(hidden)).await.is_err(), "{most} {hidden}");
    }
}
