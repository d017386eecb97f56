use aws_smithy_http_client::test_util::NeverClient;
use serde_json::json;

use super::*;
use crate::testing::{asked, cloud, error, json, replay};

#[tokio::test]
async fn a_message_goes_to_its_queue_with_its_delay_rounded_up() {
    // The SDK compares this digest (of `{}`) with what it sent.
    let sent = json!({ "MessageId": "1", "MD5OfMessageBody": "99914b932bd37a50b983c5e7c90ae93b" });
    let (cloud, http) = replay(vec![json(&sent)]);
    cloud.queue("https://sqs/1/dispatch").send("{}", Duration::from_millis(1_200)).await.unwrap();
    let expected = json!({ "QueueUrl": "https://sqs/1/dispatch", "MessageBody": "{}", "DelaySeconds": 2 });
    assert_eq!(asked(&http), [expected]);
}

#[test]
fn a_delay_is_never_shorter_than_asked() {
    let rounded = |millis| delay_seconds(Duration::from_millis(millis)).unwrap();
    assert_eq!([rounded(0), rounded(1), rounded(1_000), rounded(900_000)], [0, 1, 1, 900]);
    assert!(delay_seconds(Duration::from_millis(900_001)).is_err());
}

#[tokio::test]
async fn a_message_that_cannot_be_sent_is_told_before_it_is_sent() {
    let queue = cloud(NeverClient::new()).queue("https://sqs/q");
    let fault = queue.send(&"x".repeat(MOST_BYTES + 1), Duration::ZERO).await.unwrap_err();
    assert!(fault.chain().contains("262145 bytes"), "{}", fault.chain());
}

#[tokio::test]
async fn a_queue_that_is_not_there_is_a_defect() {
    let (cloud, _) = replay(vec![error(400, "QueueDoesNotExist")]);
    let fault = cloud.queue("https://sqs/q").send("{}", Duration::ZERO).await.unwrap_err();
    assert_eq!(fault.kind(), fault::Kind::Defect);
    assert!(fault.chain().contains("SQS.SendMessage failed with QueueDoesNotExist"), "{}", fault.chain());
}
