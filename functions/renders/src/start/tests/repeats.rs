//! One intent is one render, however often it is sent.

use http::HeaderValue;
use store::memory::Mishaps;

use super::*;

const KEY: &[(&str, &str)] = &[("idempotency-key", "boat-1")];

#[tokio::test]
async fn a_repeated_request_gets_the_first_answer_and_starts_nothing() {
    let studio = Studio::rich().await;
    let first = studio.send("a", &boat(), KEY).await;
    assert_eq!((first.status, first.header("idempotent-replayed")), (202, None));
    assert_eq!(first.header("idempotency-key"), Some("boat-1"));
    let paid = studio.world.table.snapshot();
    let execution = format!("{}-1", id(&first));
    assert_eq!(studio.world.flow.names(), [execution.as_str()]);
    studio.world.flow.forget(&execution);
    studio.world.clock.advance(Duration::from_mins(5));
    let again = studio.send("a", &boat(), KEY).await;
    assert_eq!((again.status, again.header("idempotent-replayed")), (202, Some("true")));
    assert_eq!((&again.body, again.header("location")), (&first.body, first.header("location")));
    assert_eq!(studio.world.table.snapshot(), paid);
    assert_eq!(studio.world.flow.names(), Vec::<String>::new());
    studio.paint(id(&first)).await;
    assert_eq!(studio.send("a", &boat(), KEY).await.body, first.body, "after its end too");
    studio.audit();
}

#[tokio::test]
async fn a_repeated_request_may_be_spelled_otherwise() {
    let studio = Studio::rich().await;
    let send = async |body: &'static str| {
        let request = Request { body: body.into(), ..Post(&[], Value::Null, KEY).into() };
        Answer::of(START, studio.world.inside("a"), request).await
    };
    let first = send(r#"{"prompt":"a boat","seed":7,"quality":"draft"}"#).await;
    let again = send("{ \"quality\": \"low\",\n \"seed\": 7, \"prompt\": \" a boat\", \"count\": 1 }").await;
    assert_eq!((again.status, again.header("idempotent-replayed")), (202, Some("true")), "{}", again.body);
    assert_eq!(again.body, first.body);
    studio.audit();
}

#[tokio::test]
async fn a_key_that_stands_for_another_request_is_refused_and_nothing_is_lost() {
    let studio = Studio::rich().await;
    let first = studio.send("a", &boat(), KEY).await;
    let before = studio.world.table.snapshot();
    let other = studio.send("a", &json!({ "prompt": "a car" }), KEY).await;
    assert_eq!((other.status, &other.body["code"]), (422, &json!("idempotency-mismatch")));
    assert_eq!(studio.world.table.snapshot(), before);
    assert_eq!(studio.send("a", &boat(), KEY).await.body, first.body);
    studio.world.clock.advance(Duration::from_hours(24) + Duration::from_millis(1));
    let later = studio.send("a", &json!({ "prompt": "a car" }), KEY).await;
    assert_eq!((later.status, later.header("idempotent-replayed")), (202, None), "a key is free after a day");
    studio.audit();
}

#[tokio::test]
async fn another_workspace_has_intents_of_its_own() {
    let studio = Studio::rich().await;
    let ours = studio.send("a", &boat(), KEY).await;
    let theirs = studio.send("b", &boat(), KEY).await;
    assert_eq!(
        (ours.status, theirs.status),
        (202, 404),
        "the stranger has no project, and sees no render of ours"
    );
    studio.audit();
}

#[tokio::test]
async fn the_same_request_twice_at_once_is_one_render() {
    let mut raced = 0;
    for seed in 0..60 {
        // A conflict makes one sleep and lets the other overtake it.
        let studio = Studio::unlucky(Mishaps::seeded(seed, 40, 0, 10)).await;
        let body = boat();
        let (one, other) = join(studio.send("a", &body, KEY), studio.send("a", &body, KEY)).await;
        assert_eq!((one.status, other.status), (202, 202), "seed {seed}: {} {}", one.body, other.body);
        assert_eq!(one.body, other.body, "seed {seed}");
        let replayed = [&one, &other].map(|answer| answer.header("idempotent-replayed").is_some());
        assert_ne!(replayed[0], replayed[1], "seed {seed}: one of them was the first");
        assert_eq!((count(&studio), studio.world.flow.names().len()), (1, 1), "seed {seed}");
        assert_eq!(studio.jobs().credits().await.unwrap().held.get(), 10_000, "seed {seed}");
        raced += u32::from(replayed[0]);
        studio.audit();
    }
    assert!(raced > 0, "in none of the runs was the first request overtaken");
}

#[tokio::test]
async fn a_key_that_cannot_be_read_is_refused_and_not_passed_over() {
    let studio = Studio::rich().await;
    let before = studio.world.table.snapshot();
    let long = "k".repeat(256);
    for bad in [&b""[..], b"a b", b"k\xfc", long.as_bytes()] {
        let mut request: Request = Post(&[], boat(), &[]).into();
        request.headers.insert("idempotency-key", HeaderValue::from_bytes(bad).unwrap());
        let answer = Answer::of(START, studio.world.inside("a"), request).await;
        assert_eq!((answer.status, &answer.body["code"]), (400, &json!("idempotency-key")), "{bad:?}");
    }
    assert_eq!(studio.world.table.snapshot(), before);
}

#[tokio::test]
async fn a_key_is_minted_where_none_is_sent_and_works_like_any_other() {
    let studio = Studio::rich().await;
    let [first, second] = [studio.start(boat()).await, studio.start(boat()).await];
    assert_ne!(id(&first), id(&second), "two requests without a key are two intents");
    let key = first.header("idempotency-key").unwrap();
    assert!(key.starts_with("minted-") && key.len() == 39, "{key}");
    let again = studio.send("a", &boat(), &[("idempotency-key", key)]).await;
    assert_eq!((again.body, again.headers.contains_key("idempotent-replayed")), (first.body, true));
    studio.audit();
}

#[tokio::test]
async fn a_repeated_request_that_prefers_to_wait_gets_the_end_of_the_first() {
    let studio = Studio::rich().await;
    let first = studio.send("a", &boat(), KEY).await;
    studio.paint(id(&first)).await;
    let again = studio.send("a", &boat(), &[KEY[0], ("prefer", "wait=5")]).await;
    assert_eq!((again.status, &again.body["status"]), (200, &json!("succeeded")));
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    studio.audit();
}

#[tokio::test]
async fn who_is_told_that_nobody_knows_is_told_the_key_that_makes_it_one_render() {
    let studio = Studio::rich().await;
    studio.world.table.plan(Mishaps::silence(200));
    let lost = studio.send("a", &boat(), &[]).await;
    assert_eq!((lost.status, &lost.body["code"]), (503, &json!("unavailable")), "{}", lost.body);
    let detail = lost.body["detail"].as_str().unwrap();
    let key = detail.split("Idempotency-Key: ").nth(1).and_then(|rest| rest.split('`').next()).expect(detail);
    studio.world.table.plan(Mishaps::none());
    let again = studio.send("a", &boat(), &[("idempotency-key", key)]).await;
    assert_eq!((again.status, again.header("idempotent-replayed")), (202, Some("true")), "{}", again.body);
    assert_eq!(count(&studio), 1, "the sweeper starts it");
    assert_eq!(studio.jobs().credits().await.unwrap().held.get(), 10_000);
    studio.audit();
}
