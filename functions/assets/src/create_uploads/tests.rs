use std::collections::BTreeSet;

use image::ImageFormat;
use serde_json::{Value, json};

use super::*;
use crate::tests::{Darkroom, file, picture};

fn files(count: u8) -> Value {
    let files: Vec<_> = (0..count).map(|seed| file("a.png", &[seed])).collect();
    json!({ "files": files })
}

#[tokio::test]
async fn fourteen_files_get_a_link_each_that_takes_that_file() {
    let room = Darkroom::new().await;
    let before = room.world.table.calls();
    let answer = room.announce(&files(14), &[]).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    assert_eq!(room.world.table.calls() - before, u64::from(CreateUploads::SDK_CALLS));
    let uploads = answer.body["uploads"].as_array().unwrap();
    let ids: BTreeSet<_> = uploads.iter().map(|upload| upload["id"].as_str().unwrap()).collect();
    assert_eq!((uploads.len(), ids.len()), (14, 14));
    for upload in uploads {
        let url = upload["put"]["url"].as_str().unwrap();
        assert!(url.contains(upload["id"].as_str().unwrap()) && url.contains("/uploads/"), "{url}");
        assert_eq!(upload["put"]["headers"]["content-length"], "1");
        assert_eq!(upload["expires_at"], "2026-11-20T12:15:00.000Z");
    }
}

#[tokio::test]
async fn a_fifteenth_file_is_refused_with_the_limit_and_nothing_is_announced() {
    let room = Darkroom::new().await;
    let before = room.world.table.snapshot();
    let answer = room.announce(&files(15), &[]).await;
    let told = (answer.status, &answer.body["code"], &answer.body["pointer"]);
    assert_eq!(told, (422, &json!("too-many-files"), &json!("/files")));
    let limit = &answer.body["limit"];
    assert_eq!(
        (&limit["id"], &limit["cap"], &limit["needed"]),
        (&json!("upload-files"), &json!(14), &json!(15))
    );
    assert_eq!(room.world.table.snapshot(), before);
}

#[tokio::test]
async fn a_field_that_cannot_be_used_is_pointed_at() {
    let room = Darkroom::new().await;
    let before = room.world.table.snapshot();
    let good = file("a.png", b"x");
    let cases = [
        ("name", json!(" "), "/files/1/name"),
        ("name", json!("a\nb"), "/files/1/name"),
        ("name", json!("a".repeat(256)), "/files/1/name"),
        ("bytes", json!(0), "/files/1/bytes"),
        ("bytes", json!(10_485_761), "/files/1/bytes"),
        ("mime", json!("image/svg+xml"), "/files/1/mime"),
        ("sha256", json!("abc"), "/files/1/sha256"),
        ("sha256", json!("g".repeat(64)), "/files/1/sha256"),
    ];
    for (field, value, pointer) in cases {
        let mut bad = good.clone();
        bad[field] = value.clone();
        let answer = room.announce(&json!({ "files": [good, bad] }), &[]).await;
        assert_eq!((answer.status, &answer.body["pointer"]), (422, &json!(pointer)), "{field} {value}");
    }
    assert_eq!(room.announce(&json!({ "files": [] }), &[]).await.body["pointer"], "/files");
    assert_eq!(room.world.table.snapshot(), before);
}

#[tokio::test]
async fn a_repetition_gets_the_same_uploads_with_fresh_links() {
    let room = Darkroom::new().await;
    let key = [("idempotency-key", "once")];
    let first = room.announce(&files(2), &key).await;
    room.later(std::time::Duration::from_mins(20));
    let second = room.announce(&files(2), &key).await;
    assert_eq!((first.status, second.status, second.header("idempotent-replayed")), (201, 201, Some("true")));
    let ids = |answer: &testkit::Answer| [0, 1].map(|index| answer.body["uploads"][index]["id"].clone());
    assert_eq!(ids(&first), ids(&second));
    assert_eq!(second.body["uploads"][0]["expires_at"], "2026-11-20T12:35:00.000Z", "the old link has ended");
    let other = room.announce(&files(3), &key).await;
    assert_eq!((other.status, &other.body["code"]), (422, &json!("idempotency-mismatch")));
    assert_ne!(ids(&room.announce(&files(2), &[]).await), ids(&first), "without a key it is another wish");
}

#[tokio::test]
async fn what_is_announced_in_capitals_is_what_is_compared() {
    let room = Darkroom::new().await;
    let bytes = picture(1, ImageFormat::Png);
    let mut loud = file("a.png", &bytes);
    loud["sha256"] = json!(loud["sha256"].as_str().unwrap().to_uppercase());
    loud["mime"] = json!("Image/PNG");
    let upload = room.put(loud, bytes).await;
    assert_eq!(room.complete(upload).await.status, 201);
}
