use image::ImageFormat;
use serde_json::{Value, json};
use testkit::{Answer, Get};

use super::*;
use crate::LIST;
use crate::tests::{Darkroom, sized};

async fn list(room: &Darkroom, query: &[(&str, &str)]) -> Answer {
    Answer::of(LIST, room.world.inside("a"), Get(&[], query, &[])).await
}

fn ids(page: &Answer) -> Vec<Value> {
    page.body["items"].as_array().unwrap().iter().map(|asset| asset["id"].clone()).collect()
}

#[tokio::test]
async fn the_latest_come_first_page_by_page() {
    let room = Darkroom::new().await;
    let mut uploaded = Vec::new();
    for seed in 0..5 {
        room.later(std::time::Duration::from_secs(1));
        uploaded.push(room.upload("a.png", &sized(seed, 8, 8, ImageFormat::Png)).await["id"].clone());
    }
    uploaded.reverse();
    let before = room.world.table.calls();
    let first = list(&room, &[("limit", "3")]).await;
    assert_eq!(room.world.table.calls() - before + 1, u64::from(List::SDK_CALLS), "no project is asked for");
    let cursor = first.body["next_cursor"].as_str().unwrap().to_owned();
    let second = list(&room, &[("limit", "3"), ("cursor", &cursor)]).await;
    assert_eq!([ids(&first), ids(&second)].concat(), uploaded);
    assert_eq!(second.body["next_cursor"], json!(null));
}

#[tokio::test]
async fn a_source_may_be_asked_for() {
    let room = Darkroom::new().await;
    let job = room.render(1, &json!([])).await;
    let made = room.output(job, &sized(1, 8, 8, ImageFormat::Png)).await;
    let uploaded = room.upload("a.png", &sized(2, 8, 8, ImageFormat::Png)).await;
    assert_eq!(ids(&list(&room, &[]).await).len(), 2);
    assert_eq!(ids(&list(&room, &[("source", "upload")]).await), [uploaded["id"].clone()]);
    assert_eq!(ids(&list(&room, &[("source", "render")]).await), [json!(made.id)]);
    assert_eq!(list(&room, &[("source", "elsewhere")]).await.status, 422);
}
