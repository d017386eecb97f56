use contract::QueueName;
use model::{BatchId, Status};
use serde_json::{Value, json};
use testkit::{Answer, Get, Post, World, consume};

use crate::tests::Studio;
use crate::{ADMIT_CHILD, CANCEL_BATCH, GET_BATCH, START_BATCH};

/// Accepts a batch of `count` prompts and gives its messages.
async fn batch(studio: &Studio, count: usize) -> (BatchId, Vec<Value>) {
    let prompts: Vec<_> = (0..count).map(|number| format!("hill {number}")).collect();
    let request = Post(&[], json!({ "prompts": prompts, "template": { "quality": "draft" } }), &[]);
    let answer = Answer::of(START_BATCH, studio.world.inside("a"), request).await;
    (answer.body["id"].as_str().unwrap().parse().unwrap(), messages(studio))
}

fn messages(studio: &Studio) -> Vec<Value> {
    let sent = studio.world.queues[&QueueName::Children].take();
    sent.iter().map(|(body, _)| serde_json::from_str(body).unwrap()).collect()
}

async fn deliver(studio: &Studio, messages: &[Value]) {
    for message in messages {
        studio.world.clock.advance(std::time::Duration::from_millis(1));
        consume(ADMIT_CHILD, studio.world.inside("a"), message, 1).await.unwrap();
    }
}

async fn show(studio: &Studio, batch: BatchId) -> Value {
    let answer = studio.get(GET_BATCH, "a", &batch.to_string(), &[], &[]).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body
}

fn counts(body: &Value) -> [u64; 4] {
    ["total", "waiting", "running", "failed"].map(|name| body["counts"][name].as_u64().unwrap())
}

#[tokio::test]
async fn five_start_and_the_others_wait_and_each_holds_its_money() {
    let studio = Studio::rich().await;
    let (batch, messages) = batch(&studio, 8).await;
    deliver(&studio, &messages).await;
    assert_eq!(studio.world.flow.names().len(), 5);
    assert_eq!(studio.jobs().credits().await.unwrap().held.get(), 80_000);
    let body = show(&studio, batch).await;
    assert_eq!((counts(&body), body["items"].as_array().unwrap().len()), ([8, 8, 0, 0], 8));
    studio.audit();
}

#[tokio::test]
async fn a_message_that_comes_again_admits_nothing() {
    let studio = Studio::rich().await;
    let (batch, messages) = batch(&studio, 3).await;
    deliver(&studio, &messages).await;
    let before = studio.world.table.snapshot();
    deliver(&studio, &messages).await;
    assert_eq!(studio.world.table.snapshot(), before);
    // Even when it is not written down yet what became of the child: the first receive died there.
    let key = contract::port::table::Key {
        pk: format!("BAT#{}#{batch}", testkit::workspace("a").id()),
        sk: "I#000001".to_owned(),
    };
    studio.world.table.lose(&key);
    deliver(&studio, &messages).await;
    assert_eq!(studio.world.table.snapshot(), before);
    studio.audit();
}

#[tokio::test]
async fn what_the_money_does_not_reach_for_says_so_and_the_others_go_on() {
    let studio = Studio::with(World::new(), 20_000).await;
    let (batch, messages) = batch(&studio, 4).await;
    deliver(&studio, &messages).await;
    let body = show(&studio, batch).await;
    assert_eq!(counts(&body), [4, 2, 0, 2]);
    let problems: Vec<_> =
        body["items"].as_array().unwrap().iter().map(|item| &item["problem"]["code"]).collect();
    assert_eq!(
        problems,
        [&Value::Null, &Value::Null, &json!("credits-exhausted"), &json!("credits-exhausted")]
    );
    assert_eq!(body["items"][2]["problem"]["limit"]["held"], 20_000);
    studio.audit();
}

#[tokio::test]
async fn a_canceled_batch_ends_what_it_has_and_takes_in_no_more() {
    let studio = Studio::rich().await;
    let (batch, all) = batch(&studio, 8).await;
    deliver(&studio, &all[..6]).await;
    let request = Post(&[("id", &batch.to_string())], json!({}), &[]);
    let answer = Answer::of(CANCEL_BATCH, studio.world.inside("a"), request).await;
    assert_eq!(answer.status, 202, "{}", answer.body);
    assert!(answer.body["cancel_requested_at"].is_string());
    let wishes = messages(&studio);
    assert_eq!(wishes.len(), 8);
    deliver(&studio, &wishes).await;
    deliver(&studio, &all).await;
    let body = show(&studio, batch).await;
    assert_eq!((&body["counts"]["canceled"], counts(&body)), (&json!(8), [8, 0, 0, 0]));
    let heads = studio.jobs().page(None, 100).await.unwrap();
    assert!(heads.items.iter().all(|view| view.head.status == Status::Canceled));
    assert_eq!(studio.jobs().credits().await.unwrap().held.get(), 0);
    studio.audit();
}

#[tokio::test]
async fn a_stranger_sees_and_cancels_no_batch() {
    let studio = Studio::rich().await;
    let (batch, _) = batch(&studio, 1).await;
    let before = studio.world.table.snapshot();
    let id = batch.to_string();
    let seen = Answer::of(GET_BATCH, studio.world.inside("b"), Get(&[("id", &id)], &[], &[])).await;
    let ended =
        Answer::of(CANCEL_BATCH, studio.world.inside("b"), Post(&[("id", &id)], json!({}), &[])).await;
    assert_eq!((seen.status, ended.status), (404, 404));
    assert_eq!(studio.world.table.snapshot(), before);
}
