//! From a file of prompts to a folder of pictures.

use std::sync::{Arc, Mutex};

use http::Request;
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::fixture::{self, Reply, Server};
use crate::program::Desk;

const PICTURE: &[u8] = b"a picture";

/// A batch of four, of which each look finds one more at its end. The third fails, the fourth is refused.
#[derive(Default)]
struct Story {
    looks: u64,
    posted: Vec<(String, Value)>,
}

fn counts(ended: u64) -> Value {
    let succeeded = ended.min(2);
    json!({"total": 4, "waiting": 0, "running": 4 - ended, "succeeded": succeeded, "failed": ended - succeeded,
           "canceled": 0, "expired": 0})
}

fn batch(story: &Story, target: &str) -> Value {
    let mut batch = json!({"id": "bat_1", "counts": counts(story.looks.min(4)), "next_cursor": null, "items": [
        {"index": 2, "render": "rnd_2"},
        {"index": 3, "problem": {"code": "budget-exceeded", "detail": "No money.", "status": 402}}]});
    if !target.contains("cursor=") {
        batch["items"] = json!([{"index": 0, "render": "rnd_0"}, {"index": 1, "render": {"id": "rnd_1"}}]);
        batch["next_cursor"] = json!("a b");
    }
    batch
}

async fn answer(story: Arc<Mutex<Story>>, request: Request<Incoming>) -> Reply {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let origin = format!("http://{}", parts.headers["host"].to_str().unwrap());
    let target = parts.uri.path_and_query().unwrap().to_string();
    let mut story = story.lock().unwrap();
    if parts.method == "POST" {
        story.posted.push((target.clone(), serde_json::from_slice(&body).unwrap()));
    }
    if target == "/a.png" {
        return fixture::bytes(200, "image/png", PICTURE.to_vec());
    }
    if let Some(id) = target.strip_prefix("/v1/renders/") {
        let output = json!({"mime": "image/png", "width": 1, "height": 1, "bytes": PICTURE.len(),
            "sha256": format!("{:x}", Sha256::digest(PICTURE)), "url": format!("{origin}/a.png")});
        let outputs = if id == "rnd_2" { json!([]) } else { json!([output]) };
        let document = json!({"id": id, "status": "succeeded", "created_at": "", "outputs": outputs});
        return fixture::json(200, &document);
    }
    story.looks += u64::from(target.ends_with("?limit=1"));
    let status = if parts.method == "POST" { 202 } else { 200 };
    fixture::json(status, &batch(&story, &target))
}

async fn api() -> (Server, Arc<Mutex<Story>>) {
    let story = Arc::<Mutex<Story>>::default();
    let shared = Arc::clone(&story);
    let server = Server::start(move |request| answer(Arc::clone(&shared), request)).await;
    (server, story)
}

#[tokio::test]
async fn prompts_become_pictures_and_what_is_missing_is_told() {
    let (server, story) = api().await;
    let desk = Desk::new();
    std::fs::write(desk.file("prompts.txt"), "a fox\na hare\n").unwrap();
    let line = ["batch", "prompts.txt", "--style", "photo", "--style", "ink", "--out", "pictures"];

    let run = desk.call(&server.url(), &line).await;

    assert_eq!(run.code, 1, "two did not succeed: {}", run.err);
    for name in ["000.png", "001.png"] {
        assert_eq!(std::fs::read(desk.file("pictures").join(name)).unwrap(), PICTURE);
    }
    assert_eq!(std::fs::read_dir(desk.file("pictures")).unwrap().count(), 2);
    for part in ["2 of 4 renders did not succeed", "1 of 4", "3 running, 1 succeeded"] {
        assert!(run.err.contains(part), "{part} is missing in {}", run.err);
    }
    for part in ["4 renders: 2 succeeded, 2 failed", "2 in pictures", "budget-exceeded: No money."] {
        assert!(run.out.contains(part), "{part} is missing in {}", run.out);
    }
    let body = json!({"prompts": ["a fox", "a hare"], "matrix": {"style": ["photo", "ink"]}, "template": {}});
    assert_eq!(story.lock().unwrap().posted, [("/v1/batches".to_owned(), body)]);
}

#[tokio::test]
async fn a_batch_is_shown_as_it_stands_and_called_off() {
    let (server, story) = api().await;
    let desk = Desk::new();
    let shown = desk.call(&server.url(), &["batches", "get", "bat_1", "--json"]).await.ok().json();
    let places: Vec<_> =
        shown["items"].as_array().unwrap().iter().map(|item| item["index"].as_u64().unwrap()).collect();
    assert_eq!(places, [0, 1, 2, 3], "pages are missing");
    let run = desk.call(&server.url(), &["batches", "cancel", "bat_1"]).await.ok();
    assert!(run.out.contains("batches get bat_1"), "{}", run.out);
    assert_eq!(story.lock().unwrap().posted, [("/v1/batches/bat_1/cancel".to_owned(), json!({}))]);
}

#[tokio::test]
async fn no_wait_returns_at_once_and_a_missing_file_is_said() {
    let (server, story) = api().await;
    let desk = Desk::new();
    std::fs::write(desk.file("body.json"), r#"{"prompts": ["a fox"], "template": {"style": "ink"}}"#)
        .unwrap();
    let run = desk.call(&server.url(), &["batch", "body.json", "--no-wait"]).await.ok();
    assert!(
        run.out.starts_with("bat_1 4 renders\n") && run.out.contains("batches get bat_1 --wait"),
        "{}",
        run.out
    );
    assert_eq!(story.lock().unwrap().posted[0].1["template"]["style"], "ink");
    let run = desk.call(&server.url(), &["batch", "nothing.txt"]).await;
    assert_eq!(run.code, 2);
    assert!(run.err.contains("nothing.txt"), "{}", run.err);
}
