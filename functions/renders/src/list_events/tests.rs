use model::JobId;
use serde_json::json;
use testkit::{Answer, workspace};

use super::*;
use crate::LIST_EVENTS;
use crate::tests::Studio;

async fn log(studio: &Studio, job: JobId, query: &[(&str, &str)]) -> Answer {
    studio.get(LIST_EVENTS, "a", &job.to_string(), query, &[]).await
}

/// The number in the id of each event of a page.
fn numbers(answer: &Answer, job: JobId) -> Vec<u64> {
    let number = |event: &serde_json::Value| -> Option<u64> {
        let (subject, number) = event["id"].as_str()?.split_once('.')?;
        assert_eq!(subject, job.to_string());
        number.parse().ok()
    };
    answer.body["items"].as_array().unwrap().iter().map(|event| number(event).unwrap()).collect()
}

#[tokio::test]
async fn the_log_tells_the_whole_life_and_its_ids_are_dense() {
    let studio = Studio::rich().await;
    let job = studio.accepted().await;
    studio.paint(job).await;
    let before = studio.world.table.calls();
    let answer = log(&studio, job, &[]).await;
    assert_eq!((answer.status, studio.world.table.calls() - before), (200, ListEvents::SDK_CALLS.into()));
    let events = answer.body["items"].as_array().unwrap();
    let types: Vec<_> = events.iter().map(|event| event["type"].as_str().unwrap()).collect();
    let life = [
        "render.queued",
        "render.started",
        "render.stage",
        "render.submitting",
        "render.landed",
        "render.stage",
        "render.stage",
        "render.succeeded",
    ];
    assert_eq!(types, life);
    assert!(numbers(&answer, job).into_iter().eq(1..=studio.head(job).await.version));
    let first = json!({
        "id": format!("{job}.1"), "type": "render.queued", "at": "2026-11-20T12:00:00.001Z",
        "workspace": workspace("a").id(), "subject": job, "version": 1,
        "data": { "held_usd_micros": 10_000, "project": studio.head(job).await.project, "waits": false },
    });
    assert_eq!(events[0], first);
    assert_eq!(events[7]["data"]["charged_usd_micros"], 10_000);
    studio.audit();
}

#[tokio::test]
async fn pages_go_on_where_the_last_one_ended() {
    let studio = Studio::rich().await;
    let job = studio.accepted().await;
    studio.paint(job).await;
    let mut seen = Vec::new();
    let mut cursor = None;
    for expected in [3, 3, 2] {
        let mut query = vec![("limit", "3")];
        query.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
        let answer = log(&studio, job, &query).await;
        assert_eq!(numbers(&answer, job).len(), expected);
        seen.extend(numbers(&answer, job));
        cursor = answer.body["next_cursor"].as_str().map(str::to_owned);
    }
    assert_eq!((seen, cursor), ((1..=8).collect(), None));
    studio.audit();
}

#[tokio::test]
async fn bad_parameters_are_named() {
    let studio = Studio::rich().await;
    let (job, other) = (studio.accepted().await, studio.accepted().await);
    studio.begin(other).await;
    let page = log(&studio, other, &[("limit", "1")]).await;
    let of_another = page.body["next_cursor"].as_str().unwrap();
    let cases = [
        ("limit", "-5"),
        ("limit", "0"),
        ("limit", "101"),
        ("cursor", "Zm9yZ2Vk"),
        ("cursor", of_another),
        ("after", "3"),
    ];
    for (name, value) in cases {
        let answer = log(&studio, job, &[(name, value)]).await;
        let pointer = json!(format!("/{name}"));
        assert_eq!((answer.status, &answer.body["pointer"]), (422, &pointer), "{name}={value}");
    }
    studio.audit();
}

#[tokio::test]
async fn a_foreign_an_absent_and_a_malformed_id_get_one_answer() {
    Studio::rich().await.assert_ids_get_one_answer(LIST_EVENTS).await;
}
