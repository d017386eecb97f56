use image::ImageFormat;
use media::Upload;
use media::key::{Format, OriginalKey};
use serde_json::{Value, json};
use testkit::perform;

use super::*;
use crate::SWEEP;
use crate::tests::{Darkroom, file, picture};

async fn sweep(room: &Darkroom) -> Value {
    perform(SWEEP, room.world.outside(), &json!({})).await.unwrap()
}

#[tokio::test]
async fn an_upload_that_nobody_completes_is_forgotten_with_what_was_put() {
    let room = Darkroom::new().await;
    let bytes = picture(1, ImageFormat::Png);
    let upload = room.put(file("a.png", &bytes), bytes.clone()).await;
    // Somebody died after the object was stored and before the asset was registered.
    let own = OriginalKey::new(testkit::workspace("a"), upload, Format::Png).to_string();
    room.world.bucket.corrupt(&own, bytes);
    room.told_of(&own).await;
    room.later(Upload::LIFETIME.saturating_sub(Duration::from_secs(1)));
    assert_eq!(sweep(&room).await["swept"], json!({}), "it may still be completed");
    room.later(Duration::from_secs(2));
    assert_eq!(sweep(&room).await, json!({ "swept": { "upload": 1 }, "failed": [] }));
    assert!(room.is_bare(), "{:?}", room.world.bucket.keys());
    assert_eq!(room.complete(upload).await.status, 404);
    assert_eq!(sweep(&room).await["swept"], json!({}), "done twice it changes nothing");
}

#[tokio::test]
async fn a_completed_upload_is_left_alone() {
    let room = Darkroom::new().await;
    let asset = room.upload("a.png", &picture(1, ImageFormat::Png)).await;
    room.later(Upload::LIFETIME * 2);
    assert_eq!(sweep(&room).await, json!({ "swept": {}, "failed": [] }));
    assert_eq!(room.get(&asset["id"]).await.status, 200);
    room.audit();
}
