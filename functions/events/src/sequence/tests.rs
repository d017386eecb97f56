use contract::port::Clock;
use serde_json::json;
use store::memory::Mishaps;
use testkit::workspace;

use super::*;
use crate::tests::{Studio, record};

async fn events(studio: &Studio) -> Vec<(JobId, u64)> {
    let feed: jobs::Feed = studio.world.open("a");
    feed.after(0, 100).await.unwrap().into_iter().map(|event| (event.subject, event.version)).collect()
}

#[tokio::test]
async fn a_batch_feeds_what_is_new_and_a_second_time_nothing() {
    let studio = Studio::rich().await;
    let (one, two) = (studio.admit(1).await, studio.admit(2).await);
    studio.begin(one).await;
    let records = studio.records();
    assert_eq!(records.len(), 4);
    for _ in 0..2 {
        assert_eq!(studio.sequence(&records).await.unwrap(), json!({ "batchItemFailures": [] }));
        assert_eq!(events(&studio).await.len(), 4);
    }
    // One hint is enough for all that a job has.
    studio.fail(one).await;
    studio.begin(two).await;
    let records = studio.records();
    studio.sequence(&records[..1]).await.unwrap();
    studio.sequence(&records[2..]).await.unwrap();
    let told = events(&studio).await;
    assert_eq!(told.len(), 7);
    studio.audit();
}

#[tokio::test]
async fn a_record_that_cannot_be_read_is_passed_over_and_holds_nobody_up() {
    let studio = Studio::rich().await;
    studio.admit(1).await;
    let mut records = vec![
        json!(null),
        json!("words"),
        json!({}),
        json!({ "dynamodb": { "SequenceNumber": "7", "Keys": { "pk": { "N": "1" } } } }),
        record("RUN#wsp_nonsense#rnd_1", "E#00000001", 8),
        record("JOB#x", "E#00000001", 9),
    ];
    records.extend(studio.records());
    assert_eq!(studio.sequence(&records).await.unwrap(), json!({ "batchItemFailures": [] }));
    assert_eq!(events(&studio).await.len(), 1);
    studio.audit();
}

#[tokio::test]
async fn what_cannot_be_fed_is_named_and_the_rest_is_done() {
    let studio = Studio::rich().await;
    let (one, two) = (studio.admit(1).await, studio.admit(2).await);
    studio.begin(one).await;
    let records = studio.records();
    let first =
        |key: &contract::port::table::Key| key.pk.ends_with(&one.to_string()) && key.sk == "E#00000001";
    studio.world.table.snapshot().into_keys().filter(first).for_each(|key| studio.world.table.lose(&key));
    let report = studio.sequence(&records).await.unwrap();
    let again: Vec<_> = (1..=3).map(|number| json!({ "itemIdentifier": number.to_string() })).collect();
    assert_eq!(report, json!({ "batchItemFailures": again }));
    assert_eq!(events(&studio).await, [(two, 1)]);
}

#[tokio::test]
async fn while_the_table_is_down_every_record_comes_again() {
    let studio = Studio::rich().await;
    let job = studio.admit(1).await;
    studio.world.table.plan(Mishaps::seeded(1, 0, 100, 0));
    let began = studio.world.clock.now();
    let report = studio.sequence(&studio.records()).await.unwrap();
    assert_eq!(report["batchItemFailures"], json!([{ "itemIdentifier": "1" }]));
    assert!(studio.world.clock.now().since(began) <= store::Store::BUDGET);
    // A hint that a person made cannot be asked for again alone.
    let pk = format!("RUN#{}#{job}", workspace("a").id());
    let by_hand = json!({ "dynamodb": { "Keys": { "pk": { "S": pk } } } });
    assert_eq!(studio.sequence(std::slice::from_ref(&by_hand)).await.unwrap_err().code(), "unavailable");
    studio.world.table.plan(Mishaps::none());
    assert_eq!(studio.sequence(&[by_hand]).await.unwrap(), json!({ "batchItemFailures": [] }));
    assert_eq!(events(&studio).await, [(job, 1)]);
    studio.audit();
}
