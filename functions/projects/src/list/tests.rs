use serde_json::{Value, json};
use testkit::{Answer, Get};

use super::*;
use crate::tests::Desk;
use crate::{ARCHIVE, LIST};

async fn list(desk: &Desk, seed: &str, query: &[(&str, &str)]) -> Answer {
    Answer::of(LIST, desk.world.inside(seed), Get(&[], query, &[])).await
}

fn names(answer: &Answer) -> Vec<&str> {
    answer.body["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn projects_are_listed_newest_first_with_money_and_pictures_in_three_calls() {
    let desk = Desk::new().await;
    let spring = desk.spring().await;
    let job = desk.render(&spring, 1).await;
    desk.paint(job).await;
    desk.project(json!({ "name": "Summer" })).await;
    let (answer, calls) = desk.calls(list(&desk, "a", &[])).await;
    assert_eq!((answer.status, calls), (200, List::SDK_CALLS.into()));
    assert_eq!(answer.body["next_cursor"], Value::Null);
    let items = answer.body["items"].as_array().unwrap();
    // The default project's id is derived and says nothing of its age.
    let of = |name: &str| items.iter().find(|item| item["name"] == name).unwrap();
    assert_eq!(items.len(), 3);
    assert_eq!(of("Spring"), &desk.shown(&spring).await, "a list shows what the project itself shows");
    assert!(of("Spring")["thumbnail_url"].is_string() && of("Summer").get("thumbnail_url").is_none());
    let place = |name: &str| items.iter().position(|item| item["name"] == name).unwrap();
    assert!(place("Summer") < place("Spring"));
}

#[tokio::test]
async fn the_archive_can_be_listed_or_left_out_page_by_page() {
    let desk = Desk::new().await;
    for number in 0..6 {
        let id =
            desk.project(json!({ "name": format!("p{number}") })).await["id"].as_str().unwrap().to_owned();
        if number % 2 == 0 {
            let path = [("project", id.as_str())];
            assert_eq!(desk.send(ARCHIVE, "a", &path, json!({}), &[]).await.status, 200);
        }
    }
    let archived = list(&desk, "a", &[("archived", "true")]).await;
    assert_eq!(names(&archived), ["p4", "p2", "p0"]);
    let first = list(&desk, "a", &[("archived", "true"), ("limit", "2")]).await;
    assert_eq!(names(&first), ["p4", "p2"]);
    let cursor = first.body["next_cursor"].as_str().unwrap();
    let rest = list(&desk, "a", &[("archived", "true"), ("limit", "2"), ("cursor", cursor)]).await;
    assert_eq!(names(&rest), ["p0"]);
    let open = list(&desk, "a", &[("archived", "false")]).await;
    assert!(names(&open).iter().all(|name| !["p0", "p2", "p4"].contains(name)));
    desk.audit();
}

#[tokio::test]
async fn a_stranger_sees_none_and_bad_queries_are_named() {
    let desk = Desk::new().await;
    desk.spring().await;
    assert_eq!(list(&desk, "b", &[]).await.body, json!({ "items": [], "next_cursor": null }));
    let cursor = list(&desk, "a", &[("limit", "1")]).await.body["next_cursor"].as_str().unwrap().to_owned();
    assert_eq!(list(&desk, "b", &[("cursor", &cursor)]).await.body["items"], json!([]));
    for (name, value) in
        [("limit", "0"), ("limit", "101"), ("archived", "maybe"), ("cursor", "x"), ("sort", "name")]
    {
        let answer = list(&desk, "a", &[(name, value)]).await;
        assert_eq!(
            (answer.status, &answer.body["pointer"]),
            (422, &json!(format!("/{name}"))),
            "{name}={value}"
        );
    }
}
