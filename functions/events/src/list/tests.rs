use contract::port::Clock;
use futures::future::join;
use serde_json::json;
use testkit::{Answer, Get};

use super::*;
use crate::LIST;
use crate::tests::Studio;

async fn list(studio: &Studio, seed: &str, query: &[(&str, &str)]) -> Answer {
    Answer::of(LIST, studio.inside(seed), Get(&[], query, &[])).await
}

fn ids(answer: &Answer) -> Vec<String> {
    let items = answer.body["items"].as_array().unwrap();
    items.iter().map(|event| event["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn pages_go_on_where_the_last_one_ended_and_nobody_else_sees_them() {
    let studio = Studio::rich().await;
    let job = studio.admit(1).await;
    studio.begin(job).await;
    studio.fail(job).await;
    studio.feed().await;
    let first = list(&studio, "a", &[("limit", "3")]).await;
    assert_eq!(
        (first.status, ids(&first), &first.body["next_after"]),
        (200, vec!["1".into(), "2".into(), "3".into()], &json!(3))
    );
    let second = list(&studio, "a", &[("after", "3"), ("limit", "3")]).await;
    assert_eq!((ids(&second), &second.body["next_after"]), (vec!["4".to_owned()], &json!(4)));
    assert_eq!(second.body["items"][0]["type"], "render.failed");
    assert_eq!(
        (&second.body["items"][0]["subject"], &second.body["items"][0]["version"]),
        (&json!(job), &json!(4))
    );
    let end = list(&studio, "a", &[("after", "4")]).await;
    assert_eq!((end.status, end.body), (200, json!({ "items": [], "next_after": 4 })));
    let stranger = list(&studio, "b", &[]).await;
    assert_eq!((stranger.status, stranger.body), (200, json!({ "items": [], "next_after": 0 })));
    studio.audit();
}

#[tokio::test]
async fn a_page_takes_no_more_calls_than_it_declares() {
    let studio = Studio::rich().await;
    for number in 1..=5 {
        studio.admit(number).await;
        studio.feed().await;
    }
    for query in [&[("after", "2")][..], &[("after", "5")], &[("after", "0"), ("limit", "2")]] {
        let before = studio.world.table.calls();
        assert_eq!(list(&studio, "a", query).await.status, 200);
        assert!(studio.world.table.calls() - before <= List::SDK_CALLS.into(), "{query:?}");
    }
    studio.audit();
}

#[tokio::test]
async fn who_waits_is_answered_as_soon_as_something_comes() {
    let studio = Studio::rich().await;
    let began = studio.world.clock.now();
    let life = async {
        studio.world.clock.sleep(Duration::from_secs(6)).await;
        studio.admit(1).await;
        studio.feed().await;
    };
    let (answer, ()) = join(list(&studio, "a", &[("wait", "25")]), life).await;
    assert_eq!(ids(&answer), ["1"]);
    assert!(studio.world.clock.now().since(began) < Duration::from_secs(8));
    let began = studio.world.clock.now();
    let nothing = list(&studio, "a", &[("after", "1"), ("wait", "25")]).await;
    assert_eq!(nothing.body, json!({ "items": [], "next_after": 1 }));
    assert_eq!(studio.world.clock.now().since(began), Duration::from_secs(25));
    studio.audit();
}

#[tokio::test]
async fn a_place_that_is_gone_is_410_and_says_where_to_go_on() {
    let studio = Studio::rich().await;
    for number in 1..=3 {
        studio.admit(number).await;
        studio.feed().await;
        studio.advance(4);
    }
    // The first two came twelve and eight days ago.
    for after in ["0", "1", "9"] {
        let answer = list(&studio, "a", &[("after", after)]).await;
        assert_eq!((answer.status, &answer.body["code"]), (410, &json!("cursor-expired")), "{after}");
        assert_eq!((&answer.body["allowed"], &answer.body["pointer"]), (&json!(["2"]), &json!("/after")));
    }
    assert_eq!(ids(&list(&studio, "a", &[("after", "2")]).await), ["3"]);
    assert_eq!(ids(&list(&studio, "a", &[]).await), ["3"]);
    studio.audit();
}

#[tokio::test]
async fn bad_parameters_are_named() {
    let studio = Studio::rich().await;
    for (name, value) in
        [("after", "-1"), ("after", "x"), ("after", ""), ("limit", "0"), ("wait", "26"), ("cursor", "1")]
    {
        let answer = list(&studio, "a", &[(name, value)]).await;
        let pointer = json!(format!("/{name}"));
        assert_eq!((answer.status, &answer.body["pointer"]), (422, &pointer), "{name}={value}");
    }
}
