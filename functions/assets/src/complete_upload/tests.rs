use std::time::Duration;

use image::ImageFormat;
use serde_json::json;
use store::Digest;
use store::memory::Mishaps;
use testkit::Delivery;

use super::*;
use crate::tests::{Darkroom, file, id, picture, sized};

#[tokio::test]
async fn what_was_put_becomes_an_asset() {
    let room = Darkroom::new().await;
    let bytes = picture(1, ImageFormat::Png);
    let upload = room.put(file("harbour at dusk.png", &bytes), bytes.clone()).await;
    let answer = room.complete(upload).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    let body = &answer.body;
    assert_eq!(
        answer.header("location"),
        Some(format!("/v1/assets/{}", body["id"].as_str().unwrap()).as_str())
    );
    assert_eq!(
        (&body["source"], &body["mime"], &body["name"]),
        (&json!("upload"), &json!("image/png"), &json!("harbour at dusk.png"))
    );
    assert_eq!(
        (&body["width"], &body["height"], &body["bytes"]),
        (&json!(600), &json!(400), &json!(bytes.len()))
    );
    assert_eq!((&body["sha256"], &body["duplicate_of"]), (&json!(Digest::of(&bytes).as_str()), &json!(null)));
    assert!(body["palette"].as_array().is_some_and(|palette| palette.len() >= 2), "{body}");
    assert_eq!(room.world.bucket.keys().len(), 1, "what was put has gone, and lies where assets do");
    assert_eq!(room.objects().len(), 1);
    assert_eq!(room.get(&body["id"]).await.body, *body);
    room.audit();
}

#[tokio::test]
async fn completed_again_it_is_the_same_asset() {
    let room = Darkroom::new().await;
    let bytes = picture(1, ImageFormat::Png);
    let upload = room.put(file("a.png", &bytes), bytes.clone()).await;
    let first = room.complete(upload).await;
    room.put_again(upload, bytes);
    let second = room.complete(upload).await;
    assert_eq!((first.status, second.status, first.body), (201, 200, second.body));
    room.audit();
}

#[tokio::test]
async fn after_complete_by_it_is_gone_and_the_sweep_takes_what_was_put() {
    let room = Darkroom::new().await;
    let bytes = picture(1, ImageFormat::Png);
    let announced = room.announce(&json!({ "files": [file("a.png", &bytes)] }), &[]).await;
    let promised = &announced.body["uploads"][0];
    let upload = id(&promised["id"]);
    room.put_again(upload, bytes.clone());
    room.later(Upload::LIFETIME);
    let before = room.world.table.snapshot();
    let late = room.complete(upload).await;
    assert_eq!((late.status, &late.body["code"]), (410, &json!("upload-expired")), "{late:?}");
    let detail = late.body["detail"].as_str().unwrap();
    assert!(detail.contains(promised["complete_by"].as_str().unwrap()), "{detail}");
    assert!(detail.contains("POST /v1/uploads"), "{detail}");
    assert_eq!(room.world.table.snapshot(), before, "nothing is counted and nothing held");
    testkit::perform(crate::SWEEP, room.world.outside(), &json!({})).await.unwrap();
    assert!(room.is_bare(), "{:?}", room.world.bucket.keys());
    assert_eq!(room.upload("a.png", &bytes).await["duplicate_of"], json!(null), "announced anew it works");
    room.audit();
}

#[tokio::test]
async fn until_complete_by_it_may_be_completed_and_the_same_answer_outlives_that() {
    let room = Darkroom::new().await;
    let bytes = picture(1, ImageFormat::Png);
    let upload = room.put(file("a.png", &bytes), bytes).await;
    room.later(Upload::LIFETIME.saturating_sub(Duration::from_millis(1)));
    let first = room.complete(upload).await;
    assert_eq!(first.status, 201, "{first:?}");
    room.later(Duration::from_hours(24));
    let second = room.complete(upload).await;
    assert_eq!((second.status, &second.body["id"]), (200, &first.body["id"]));
    room.audit();
}

/// What each refusal is called, with what was announced and what was put.
fn refusals() -> Vec<(&'static str, serde_json::Value, Vec<u8>)> {
    let good = picture(1, ImageFormat::Png);
    let other = picture(2, ImageFormat::Png);
    let mut enormous = good.clone();
    enormous[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
    enormous[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
    let checksum = crc32(&enormous[12..29]);
    enormous[29..33].copy_from_slice(&checksum.to_be_bytes());
    let text = b"This is a text, whatever its name says.".to_vec();
    let mut gif = b"GIF89a".to_vec();
    gif.resize(64, 0);
    let half = good[..good.len() / 2].to_vec();
    let mut swapped = file("a.png", &good);
    swapped["bytes"] = json!(other.len());
    vec![
        ("size-mismatch", file("a.png", &good), good[1..].to_vec()),
        ("checksum-mismatch", swapped, other),
        ("bad-image", file("text.png", &text), text.clone()),
        ("image-animated", file("moves.png", &gif), gif.clone()),
        ("image-too-large", file("enormous.png", &enormous), enormous.clone()),
        ("bad-image", file("half.png", &half), half.clone()),
    ]
}

/// CRC-32 of PNG (ISO 3309), bit by bit.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & 0_u32.wrapping_sub(crc & 1)))
    })
}

#[tokio::test]
async fn whatever_is_refused_leaves_nothing_in_the_bucket() {
    for (code, announced, put) in refusals() {
        let room = Darkroom::new().await;
        let upload = room.put(announced.clone(), put).await;
        let answer = room.complete(upload).await;
        assert_eq!((answer.status, &answer.body["code"]), (422, &json!(code)), "{announced}: {answer:?}");
        assert!(room.is_bare(), "{code}: {:?}", room.world.bucket.keys());
        let again = room.complete(upload).await;
        assert_eq!((again.status, &again.body["code"]), (409, &json!("upload-missing")), "{code}");
    }
}

/// A bucket that does not keep its word says nothing of the file: nothing comes of it, and it stays for another try.
#[tokio::test]
async fn whatever_the_connection_does_nothing_is_registered_and_the_file_is_completed_later() {
    for delivery in [
        Delivery { lost_after: Some(0), ..Delivery::default() },
        Delivery { piece: 100, lost_after: Some(3), ..Delivery::default() },
        Delivery { lost_after: Some(1), ..Delivery::default() },
    ] {
        let room = Darkroom::new().await;
        let bytes = picture(1, ImageFormat::Png);
        let upload = room.put(file("a.png", &bytes), bytes).await;
        let before = (room.world.table.snapshot(), room.world.bucket.keys());
        room.world.bucket.deliver(delivery);
        assert_eq!(room.complete(upload).await.status, 503, "{delivery:?}");
        assert_eq!((room.world.table.snapshot(), room.world.bucket.keys()), before, "{delivery:?}");
        room.world.bucket.deliver(Delivery::default());
        assert_eq!(room.complete(upload).await.status, 201, "{delivery:?}");
        room.audit();
    }
}

#[tokio::test]
async fn a_text_is_refused_without_reading_the_rest_of_it() {
    let room = Darkroom::new().await;
    let text = "This is a text, whatever its name says. ".repeat(100_000).into_bytes();
    let upload = room.put(file("text.png", &text), text).await;
    let answer = room.complete(upload).await;
    assert_eq!((answer.status, &answer.body["code"]), (422, &json!("bad-image")));
    assert_eq!(room.world.bucket.pulled(), 1, "of 245 pieces");
    assert!(room.is_bare());
}

#[tokio::test]
async fn after_a_refusal_the_right_file_may_still_come() {
    let room = Darkroom::new().await;
    let (right, wrong) = (picture(1, ImageFormat::Png), picture(2, ImageFormat::Png));
    let mut announced = file("a.png", &right);
    announced["bytes"] = json!(right.len());
    let upload = room.put(announced, wrong).await;
    assert_eq!(room.complete(upload).await.status, 422);
    room.put_again(upload, right);
    assert_eq!(room.complete(upload).await.status, 201);
    room.audit();
}

#[tokio::test]
async fn the_type_is_found_in_the_bytes_and_the_name_gets_the_ending_that_fits() {
    let room = Darkroom::new().await;
    let bytes = picture(1, ImageFormat::Jpeg);
    let body = room.upload("holiday.exe", &bytes).await;
    assert_eq!(body["mime"], "image/jpeg");
    assert!(body["url"].as_str().unwrap().ends_with("&name=holiday.jpg"), "{}", body["url"]);
}

#[tokio::test]
async fn a_second_upload_of_a_content_brings_no_second_object_and_says_what_it_repeats() {
    let room = Darkroom::new().await;
    let bytes = picture(1, ImageFormat::Png);
    let first = room.upload("one.png", &bytes).await;
    let second = room.upload("two.png", &bytes).await;
    let third = room.upload("three.png", &bytes).await;
    assert_eq!((&second["duplicate_of"], &third["duplicate_of"]), (&first["id"], &first["id"]));
    assert_ne!(first["id"], second["id"]);
    assert_eq!(room.world.bucket.keys().len(), 1);
    assert_eq!(room.upload("other.png", &picture(9, ImageFormat::Png)).await["duplicate_of"], json!(null));
    room.audit();
}

/// Originals once lay among the outputs, which go with their age: whoever comes now must not share that.
#[tokio::test]
async fn an_object_that_goes_with_its_age_is_shared_no_more() {
    let room = Darkroom::new().await;
    let bytes = picture(1, ImageFormat::Png);
    let assets = room.assets();
    let former = room.put(file("former.png", &bytes), bytes.clone()).await;
    let record: Upload = assets.store().get(&Upload::address(former)).await.unwrap();
    let key = format!("media/{}/{former}/original.png", testkit::workspace("a").id());
    let parsed = media::ObjectKey::parse(testkit::workspace("a"), &key).unwrap();
    let media::ObjectKey::Original(own) = parsed else { panic!("{key}") };
    let other = room.upload("other.png", &picture(2, ImageFormat::Png)).await;
    let like: Asset = assets.store().get(&Asset::address(id(&other["id"]))).await.unwrap();
    let sha256 = Digest::of(&bytes).as_str().to_owned();
    let asset = Asset { id: record.asset(), upload: Some(former), sha256, ..like };
    assets.complete(&record, asset, &own, bytes.clone().into()).await.unwrap();
    assert!(room.objects().contains(&key), "{:?}", room.objects());
    room.audit();

    let now = room.upload("now.png", &bytes).await;
    assert_eq!(now["duplicate_of"], json!(record.asset()));
    assert_eq!(room.objects().len(), 3, "it brought an object of its own");
    room.audit();
    contract::port::Bucket::delete(room.world.bucket.as_ref(), &key).await.unwrap();
    assert_eq!(room.delete(&json!(record.asset())).await.status, 200);
    assert_eq!(room.get(&now["id"]).await.status, 200);
    room.audit();
    assert_eq!(room.delete(&now["id"]).await.status, 200);
    assert_eq!(room.delete(&other["id"]).await.status, 200);
    assert!(room.is_bare(), "{:?}", room.world.bucket.keys());
}

#[tokio::test]
async fn what_a_render_made_is_known_and_lies_apart() {
    let room = Darkroom::new().await;
    let bytes = picture(1, ImageFormat::Png);
    let job = room.render(1, &json!([])).await;
    let made = room.output(job, &bytes).await;
    let copy = room.upload("copy.png", &bytes).await;
    assert_eq!(copy["duplicate_of"], json!(made.id));
    assert_eq!(room.objects().len(), 2);
}

#[tokio::test]
async fn another_workspace_has_its_own_object_and_is_told_of_no_duplicate() {
    let room = Darkroom::new().await;
    let bytes = picture(1, ImageFormat::Png);
    let ours = room.upload("a.png", &bytes).await;
    let world = &room.world;
    let default = jobs::Project::create_default(testkit::workspace("b"), room.now()).unwrap();
    world.commit("b", vec![default]).await;
    let announced = json!({ "files": [file("b.png", &bytes)] });
    let theirs =
        testkit::Answer::of(crate::CREATE_UPLOADS, world.inside("b"), testkit::Post(&[], announced, &[]))
            .await;
    let upload: UploadId = id(&theirs.body["uploads"][0]["id"]);
    world.bucket.corrupt(&UploadKey::new(testkit::workspace("b"), upload).to_string(), bytes);
    assert_eq!(room.complete(upload).await.status, 404, "it is not ours to complete");
    let path = [("id", &*upload.to_string())];
    let completed =
        testkit::Answer::of(crate::COMPLETE_UPLOAD, world.inside("b"), testkit::Post(&path, json!({}), &[]))
            .await;
    assert_eq!((completed.status, &completed.body["duplicate_of"]), (201, &json!(null)));
    assert_eq!(room.objects().len(), 2);
    assert_eq!(room.get_as("b", &ours["id"]).await.status, 404);
}

/// Two uploads of one content, completed twice each and all at once, over a table in which commits conflict, are refused as busy
/// and lose their answers.
#[tokio::test]
async fn whatever_the_table_does_there_is_one_object_and_every_record_is_true() {
    for seed in 0..60 {
        let room = Darkroom::new().await;
        let bytes = sized(1, 32, 32, ImageFormat::Png);
        let one = room.put(file("one.png", &bytes), bytes.clone()).await;
        let two = room.put(file("two.png", &bytes), bytes.clone()).await;
        room.world.table.plan(Mishaps::seeded(seed, 30, 10, 20));
        for _ in 0..6 {
            for upload in [one, two] {
                let answer = room.complete(upload).await;
                assert!(answer.status < 500 || answer.status == 503, "{seed}: {answer:?}");
            }
        }
        room.world.table.plan(Mishaps::none());
        let bodies = [room.complete(one).await, room.complete(two).await];
        assert_eq!(bodies.each_ref().map(|answer| answer.status), [200, 200], "{seed}");
        assert_eq!(room.world.bucket.keys().len(), 1, "{seed}: {:?}", room.world.bucket.keys());
        room.audit();
    }
}

#[tokio::test]
async fn it_takes_no_more_calls_than_it_declares() {
    let room = Darkroom::new().await;
    let bytes = sized(1, 64, 64, ImageFormat::Png);
    let upload = room.put(file("a.png", &bytes), bytes).await;
    let calls = || room.world.table.calls() + room.world.bucket.calls();
    let before = calls();
    room.complete(upload).await;
    // Upload, content, commit, variants; the file, the put, the delete.
    assert_eq!(calls() - before, u64::from(CompleteUpload::SDK_CALLS));
}
