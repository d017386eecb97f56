use image::ImageFormat;
use serde_json::json;

use super::*;
use crate::tests::{Darkroom, picture, sized};

/// An asset and the key of its object.
async fn uploaded(room: &Darkroom, bytes: &[u8]) -> (serde_json::Value, String) {
    let asset = room.upload("a.png", bytes).await;
    (asset["id"].clone(), room.objects().remove(0))
}

#[tokio::test]
async fn a_picture_gets_smaller_versions_and_a_placeholder() {
    let room = Darkroom::new().await;
    let (asset, key) = uploaded(&room, &picture(1, ImageFormat::Png)).await;
    assert_eq!(room.get(&asset).await.body["variants"], json!({}));
    assert_eq!(room.told_of(&key).await, "made");
    let body = room.get(&asset).await.body;
    let thumb = &body["variants"]["thumb"];
    assert_eq!(
        (&thumb["width"], &thumb["height"], &thumb["mime"]),
        (&json!(256), &json!(171), &json!("image/jpeg"))
    );
    assert_eq!(body["variants"]["small"]["width"], 512);
    assert!(body["variants"]["medium"].is_null(), "it is not enlarged");
    assert!(
        body["thumbhash"].as_str().is_some_and(|hash| (20..60).contains(&hash.len())),
        "{}",
        body["thumbhash"]
    );
    assert_eq!(room.smaller().len(), 2);
    room.audit();
}

#[tokio::test]
async fn a_tiny_picture_has_a_thumb_of_its_own_size() {
    let room = Darkroom::new().await;
    let (asset, key) = uploaded(&room, &sized(1, 20, 10, ImageFormat::Png)).await;
    assert_eq!(room.told_of(&key).await, "made");
    let variants = room.get(&asset).await.body["variants"].clone();
    assert_eq!((&variants["thumb"]["width"], variants.as_object().unwrap().len()), (&json!(20), 1));
}

#[tokio::test]
async fn told_twice_it_writes_nothing_the_second_time() {
    let room = Darkroom::new().await;
    let (_, key) = uploaded(&room, &picture(1, ImageFormat::Png)).await;
    room.told_of(&key).await;
    let before = (room.world.table.snapshot(), room.world.bucket.keys());
    assert_eq!(room.told_of(&key).await, "made_before");
    assert_eq!((room.world.table.snapshot(), room.world.bucket.keys()), before);
}

#[tokio::test]
async fn told_before_the_asset_is_registered_it_is_found_when_that_is() {
    let room = Darkroom::new().await;
    let bytes = picture(1, ImageFormat::Png);
    let job = room.render(1, &json!([])).await;
    let key = media::OutputKey::new(testkit::workspace("a"), job, 1, 0, media::key::Format::Png);
    room.world.bucket.corrupt(&key.to_string(), bytes.clone());
    assert_eq!(room.told_of(&key.to_string()).await, "made");
    assert_eq!(room.get(&json!(key.asset())).await.status, 404);
    let made = room.output(job, &bytes).await;
    assert!(room.get(&json!(made.id)).await.body["thumbhash"].is_string());
}

#[tokio::test]
async fn told_after_the_object_has_gone_nothing_is_left() {
    let room = Darkroom::new().await;
    let (asset, key) = uploaded(&room, &picture(1, ImageFormat::Png)).await;
    room.delete(&asset).await;
    assert_eq!(room.told_of(&key).await, "gone");
    assert!(room.is_bare());
}

#[tokio::test]
async fn an_object_that_goes_while_it_is_looked_at_leaves_nothing() {
    let room = Darkroom::new().await;
    let bytes = picture(1, ImageFormat::Png);
    let (asset, text) = uploaded(&room, &bytes).await;
    let assets = room.assets();
    let key = media::ObjectKey::parse(testkit::workspace("a"), &text).unwrap();
    let (thumbhash, made) = shrink(&bytes).unwrap();
    room.delete(&asset).await;
    let (variants, pictures) = made.into_iter().unzip();
    let created_at = room.world.clock.now();
    let variants = Variants { object: key.object(), etag: "e".to_owned(), thumbhash, variants, created_at };
    assert!(!assets.keep_variants(&key, &variants, pictures).await.unwrap());
    assert!(room.is_bare());
}

#[tokio::test]
async fn what_is_no_picture_or_none_of_ours_gets_nothing() {
    let room = Darkroom::new().await;
    let job = room.render(1, &json!([])).await;
    let key = media::OutputKey::new(testkit::workspace("a"), job, 1, 0, media::key::Format::Png).to_string();
    for (bytes, outcome) in [(b"<html>".to_vec(), "no_picture"), (vec![0; 26 * 1024 * 1024], "no_picture")] {
        room.world.bucket.corrupt(&key, bytes);
        assert_eq!(room.told_of(&key).await, outcome);
    }
    let own = format!("derived/{}/x/thumb", testkit::workspace("a").id());
    for other in [
        "media/x",
        "kept/x",
        "media/../../etc/passwd",
        "uploads/x/y",
        "",
        &own,
        &format!("kept/{own}"),
        &key.replace("media", "derived"),
    ] {
        assert_eq!(room.told_of(other).await, "not_ours", "{other}");
    }
    assert_eq!(room.smaller(), Vec::<String>::new());
}
