use aws_smithy_http_client::test_util::NeverClient;
use serde_json::json;

use super::*;
use crate::testing::{QUEUE, asked, cloud, error, json, queue, replay};

#[tokio::test]
async fn a_message_goes_to_its_queue_with_its_delay_rounded_up() {
    // The SDK compares this digest (of `{}`) with what it sent.
    let sent = json!({ "MessageId": "1", "MD5OfMessageBody": "99914b932bd37a50b983c5e7c90ae93b" });
    let (cloud, http) = replay(vec![json(&sent)]);
    queue(&cloud).send("{}", Duration::from_millis(1_200)).await.unwrap();
    let expected = json!({ "QueueUrl": QUEUE, "MessageBody": "{}", "DelaySeconds": 2 });
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
    let queue = queue(&cloud(NeverClient::new()));
    let fault = queue.send(&"x".repeat(MOST_BYTES + 1), Duration::ZERO).await.unwrap_err();
    assert!(fault.chain().contains("262145 bytes"), "{}", fault.chain());
}

#[tokio::test]
async fn a_queue_that_is_not_there_is_a_defect() {
    let (cloud, _) = replay(vec![error(400, "QueueDoesNotExist")]);
    let fault = queue(&cloud).send("{}", Duration::ZERO).await.unwrap_err();
    assert_eq!(fault.kind(), fault::Kind::Defect);
    assert!(fault.chain().contains("SQS.SendMessage failed with QueueDoesNotExist"), "{}", fault.chain());
}

#[tokio::test]
async fn many_messages_go_ten_at_a_time() {
    let taken = |count: usize| {
        let entries: Vec<_> = (0..count)
            .map(|index| json!({ "Id": index.to_string(), "MessageId": "m", "MD5OfMessageBody": "99914b932bd37a50b983c5e7c90ae93b" }))
            .collect();
        json(&json!({ "Successful": entries, "Failed": [] }))
    };
    let (cloud, http) = replay(vec![taken(10), taken(2)]);
    queue(&cloud).send_all(&vec!["{}".to_owned(); 12]).await.unwrap();
    let sent: Vec<_> = asked(&http).iter().map(|call| call["Entries"].as_array().unwrap().len()).collect();
    assert_eq!(sent, [10, 2]);
}

#[tokio::test]
async fn a_message_that_a_batch_lost_is_told() {
    let failed =
        json!({ "Successful": [], "Failed": [{ "Id": "0", "Code": "InternalError", "SenderFault": false }] });
    let (cloud, _) = replay(vec![json(&failed)]);
    let fault = queue(&cloud).send_all(&["{}".to_owned()]).await.unwrap_err();
    assert_eq!(fault.disposition(), fault::Disposition::Transient);
}
