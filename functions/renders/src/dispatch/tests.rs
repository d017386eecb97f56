use model::UserId;
use serde_json::json;
use testkit::{consume, workspace};

use crate::DISPATCH;
use crate::tests::{Studio, id};

#[tokio::test]
async fn a_message_that_a_slot_is_free_starts_who_waits_and_twice_is_once() {
    let studio = Studio::rich().await;
    let mut renders = Vec::new();
    for _ in 0..7 {
        studio.world.clock.advance(std::time::Duration::from_millis(1));
        renders.push(id(&studio.start(json!({ "prompt": "a boat", "queue": true })).await));
    }
    assert_eq!(studio.world.flow.names().len(), 5);
    studio.fail(renders[0]).await;
    let told = studio.world.queues[&contract::QueueName::Dispatch].take();
    let message = json!({ "ws": workspace("a").id(), "lane": "render", "usr": UserId::derived("a") });
    let told: Vec<serde_json::Value> =
        told.iter().map(|(body, _)| serde_json::from_str(body).unwrap()).collect();
    assert_eq!(told, std::slice::from_ref(&message));
    for receives in 1..=2 {
        consume(DISPATCH, studio.world.inside("a"), &message, receives).await.unwrap();
        assert_eq!(studio.world.flow.names().len(), 6);
        assert!(studio.head(renders[5]).await.slot && !studio.head(renders[6]).await.slot);
    }
    studio.audit();
}

#[tokio::test]
async fn a_message_about_somebody_who_is_not_there_does_nothing() {
    let studio = Studio::rich().await;
    let before = studio.world.table.snapshot();
    let message = json!({ "ws": workspace("a").id(), "lane": "render", "usr": UserId::derived("nobody") });
    consume(DISPATCH, studio.world.inside("a"), &message, 1).await.unwrap();
    assert_eq!(studio.world.table.snapshot(), before);
    let garbage =
        consume(DISPATCH, studio.world.inside("a"), &json!({ "lane": "fast" }), 1).await.unwrap_err();
    assert_eq!(garbage.code(), "payload");
}
