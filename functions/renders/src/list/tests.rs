use serde_json::{Value, json};
use testkit::Answer;

use super::*;
use crate::tests::Studio;
use crate::{LIST, LIST_EVENTS};

async fn list(studio: &Studio, seed: &str, query: &[(&str, &str)]) -> Answer {
    studio.get(LIST, seed, "", query, &[]).await
}

fn ids(answer: &Answer) -> Vec<String> {
    let items = answer.body["items"].as_array().unwrap();
    items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn the_newest_comes_first_with_its_outputs_and_without_its_stages() {
    let studio = Studio::rich().await;
    let old = studio.accepted().await;
    studio.paint(old).await;
    let new = studio.accepted().await;
    let before = studio.world.table.calls();
    let answer = list(&studio, "a", &[]).await;
    assert_eq!((answer.status, studio.world.table.calls() - before), (200, List::SDK_CALLS.into()));
    assert_eq!(
        (ids(&answer), &answer.body["next_cursor"]),
        (vec![new.to_string(), old.to_string()], &Value::Null)
    );
    let [first, second] = [0, 1].map(|index| &answer.body["items"][index]);
    assert_eq!((&first["status"], &first["outputs"]), (&json!("queued"), &json!([])));
    assert_eq!((&second["status"], &second["stages"]), (&json!("succeeded"), &json!([])));
    assert_eq!(second["request"]["prompt"], "a boat");
    assert!(second["outputs"][0]["url"].is_string());
    studio.audit();
}

#[tokio::test]
async fn pages_show_each_render_once() {
    let studio = Studio::rich().await;
    let mut made = Vec::new();
    for _ in 0..7 {
        let job = studio.accepted().await;
        studio.paint(job).await;
        made.push(job.to_string());
    }
    made.reverse();
    let mut seen = Vec::new();
    let mut cursor = Value::Null;
    for expected in [3, 3, 1] {
        let mut query = vec![("limit", "3")];
        query.extend(cursor.as_str().map(|cursor| ("cursor", cursor)));
        let answer = list(&studio, "a", &query).await;
        assert_eq!(ids(&answer).len(), expected);
        seen.extend(ids(&answer));
        cursor = answer.body["next_cursor"].clone();
    }
    assert_eq!((seen, cursor), (made, Value::Null));
    studio.audit();
}

#[tokio::test]
async fn a_stranger_sees_an_empty_list_with_our_cursor_too() {
    let studio = Studio::rich().await;
    for _ in 0..2 {
        studio.accepted().await;
    }
    let empty = json!({ "items": [], "next_cursor": null });
    assert_eq!(list(&studio, "b", &[]).await.body, empty);
    let page = list(&studio, "a", &[("limit", "1")]).await;
    let cursor = page.body["next_cursor"].as_str().unwrap();
    assert_eq!(list(&studio, "b", &[("cursor", cursor)]).await.body, empty);
    studio.audit();
}

#[tokio::test]
async fn bad_parameters_are_named() {
    let studio = Studio::rich().await;
    let job = studio.accepted().await.to_string();
    studio.begin(job.parse().unwrap()).await;
    let events = studio.get(LIST_EVENTS, "a", &job, &[("limit", "1")], &[]).await;
    let of_events = events.body["next_cursor"].as_str().unwrap();
    let cases = [
        ("limit", "-5"),
        ("limit", "0"),
        ("limit", "101"),
        ("limit", "ten"),
        ("cursor", ""),
        ("cursor", "Zm9yZ2Vk"),
        ("cursor", of_events),
        ("order", "oldest"),
    ];
    for (name, value) in cases {
        let answer = list(&studio, "a", &[(name, value)]).await;
        let pointer = json!(format!("/{name}"));
        assert_eq!((answer.status, &answer.body["pointer"]), (422, &pointer), "{name}={value}");
    }
    studio.audit();
}
