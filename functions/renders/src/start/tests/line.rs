//! Waiting in line, deadlines, and trying without consequences.

use model::Status;

use super::*;
use crate::tests::Studio;

fn patient(prompt: &str) -> Value {
    json!({ "prompt": prompt, "queue": true })
}

/// A studio whose five slots are taken.
async fn full() -> Studio {
    let studio = Studio::rich().await;
    for _ in 0..5 {
        studio.accepted().await;
    }
    studio
}

async fn dry(studio: &Studio, body: Value) -> Answer {
    let query = vec![("dry_run".to_owned(), "true".to_owned())];
    let request = Request { query, ..Post(&[], body, &[]).into() };
    Answer::of(START, studio.world.inside("a"), request).await
}

#[tokio::test]
async fn who_may_wait_is_taken_in_and_told_where_it_stands() {
    let studio = full().await;
    assert_eq!(studio.start(json!({ "prompt": "a boat" })).await.status, 429);
    let mut last = None;
    for prompt in ["a hill", "a car"] {
        studio.world.clock.advance(Duration::from_millis(1));
        let answer = studio.start(patient(prompt)).await;
        assert_eq!((answer.status, &answer.body["status"]), (202, &json!("queued")), "{}", answer.body);
        last = Some(id(&answer));
    }
    assert_eq!(studio.world.flow.names().len(), 5, "its flow does not start before it has a slot");
    let shown = studio.get(crate::GET, "a", &last.unwrap().to_string(), &[], &[]).await;
    assert_eq!(shown.body["position"], 2);
    assert_eq!(studio.jobs().credits().await.unwrap().held.get(), 70_000, "it holds its money");
    studio.audit();
}

#[tokio::test]
async fn who_may_wait_does_not_wait_while_a_slot_is_free() {
    let studio = Studio::rich().await;
    let answer = studio.start(patient("a hill")).await;
    assert_eq!(studio.world.flow.names(), [format!("{}-1", id(&answer))]);
    studio.audit();
}

#[tokio::test]
async fn a_deadline_is_counted_from_the_request() {
    let studio = Studio::rich().await;
    let answer = studio.start(json!({ "prompt": "a hill", "deadline_seconds": 30 })).await;
    let head = studio.head(id(&answer)).await;
    assert_eq!(head.deadline, Some(head.created_at.plus(Duration::from_secs(30))));
    for bad in [json!(0), json!(604_801), json!(-1), json!(1.5), json!("soon")] {
        let answer = studio.start(json!({ "prompt": "a hill", "deadline_seconds": bad })).await;
        assert_eq!((answer.status, &answer.body["pointer"]), (422, &json!("/deadline_seconds")), "{bad}");
    }
    studio.audit();
}

#[tokio::test]
async fn a_dry_run_tells_every_limit_and_writes_nothing() {
    let studio = full().await;
    let before = (studio.world.table.snapshot(), studio.world.flow.names());
    for (body, verdict) in [
        (json!({ "prompt": "a hill" }), "refuse"),
        (patient("a hill"), "wait"),
        (json!({ "prompt": "a hill", "count": 4, "queue": true }), "wait"),
    ] {
        let answer = dry(&studio, body).await;
        assert_eq!((answer.status, &answer.body["verdict"]), (200, &json!(verdict)), "{}", answer.body);
        assert_eq!(answer.body["dry_run"], true);
    }
    let answer = dry(&studio, json!({ "prompt": "a hill", "count": 3 })).await;
    assert_eq!(answer.body["estimate"]["max_usd_micros"], 30_000);
    assert_eq!(answer.body["request"]["count"], 3);
    let limits = answer.body["limits"].as_array().unwrap();
    let told: Vec<_> =
        limits.iter().map(|limit| (limit["id"].as_str().unwrap(), limit["fits"].as_bool())).collect();
    assert_eq!(told, [("CREDITS", Some(true)), ("render", Some(false))]);
    assert_eq!((studio.world.table.snapshot(), studio.world.flow.names()), before);
}

#[tokio::test]
async fn a_dry_run_refuses_what_the_request_itself_has_wrong() {
    let studio = Studio::rich().await;
    let answer = dry(&studio, json!({ "prompt": "" })).await;
    assert_eq!((answer.status, &answer.body["pointer"]), (422, &json!("/prompt")));
    let query = vec![("dry_run".to_owned(), "yes".to_owned())];
    let request = Request { query, ..Post(&[], json!({ "prompt": "a hill" }), &[]).into() };
    let answer = Answer::of(START, studio.world.inside("a"), request).await;
    assert_eq!((answer.status, &answer.body["pointer"]), (422, &json!("/dry_run")));
}

#[tokio::test]
async fn money_for_ten_takes_in_ten_of_many_who_may_wait_and_explains_the_rest() {
    let studio = Studio::with(testkit::World::new(), 100_000).await;
    let mut taken = 0;
    for number in 0..25 {
        studio.world.clock.advance(Duration::from_millis(1));
        let answer = studio.start(patient(&format!("hill {number}"))).await;
        match answer.status {
            202 => taken += 1,
            402 => assert_eq!(answer.body["limit"]["held"], 100_000),
            other => panic!("{other}: {}", answer.body),
        }
    }
    assert_eq!(taken, 10);
    let page = studio.jobs().page(None, 100).await.unwrap();
    assert!(page.items.iter().all(|view| view.head.status == Status::Queued));
    studio.audit();
}
