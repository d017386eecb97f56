use image::ImageFormat;
use serde_json::{Value, json};
use store::memory::Mishaps;

use crate::tests::{Darkroom, picture, sized};

#[tokio::test]
async fn an_object_goes_with_the_last_asset_that_shares_it() {
    let room = Darkroom::new().await;
    let bytes = picture(1, ImageFormat::Png);
    let first = room.upload("one.png", &bytes).await;
    let second = room.upload("two.png", &bytes).await;
    let [object] = room.objects().try_into().unwrap();
    room.told_of(&object).await;
    assert_eq!(room.delete(&first["id"]).await.status, 200);
    assert_eq!(room.get(&first["id"]).await.status, 404);
    let left = room.get(&second["id"]).await.body;
    assert!(left["variants"]["thumb"]["url"].is_string(), "{left}");
    assert_eq!(room.objects(), [object]);
    room.audit();
    assert_eq!(room.delete(&second["id"]).await.status, 200);
    assert!(room.is_bare(), "{:?} {:?}", room.world.bucket.keys(), room.world.table.snapshot().keys());
}

#[tokio::test]
async fn after_the_last_one_the_same_content_brings_a_new_object() {
    let room = Darkroom::new().await;
    let bytes = picture(1, ImageFormat::Png);
    let first = room.upload("a.png", &bytes).await;
    let before = room.objects();
    room.delete(&first["id"]).await;
    let second = room.upload("a.png", &bytes).await;
    assert_eq!(second["duplicate_of"], json!(null));
    assert_ne!(room.objects(), before, "whoever still removes the old one cannot meet the new one");
    room.audit();
}

#[tokio::test]
async fn what_a_render_made_goes_by_itself_and_is_remembered_as_gone() {
    let room = Darkroom::new().await;
    let bytes = picture(1, ImageFormat::Png);
    let job = room.render(1, &json!([])).await;
    let made = room.output(job, &bytes).await;
    let copy = room.upload("copy.png", &bytes).await;
    room.end(job).await;
    assert_eq!(room.delete(&json!(made.id)).await.status, 200);
    assert_eq!(room.get(&json!(made.id)).await.status, 404);
    assert_eq!(room.objects().len(), 1);
    let copy = room.get(&copy["id"]).await;
    assert_eq!(copy.status, 200);
}

#[tokio::test]
async fn a_reference_of_an_open_render_stays_until_that_ends() {
    let room = Darkroom::new().await;
    let asset = room.upload("a.png", &picture(1, ImageFormat::Png)).await;
    let job = room.render(1, &json!([asset["id"]])).await;
    let refused = room.delete(&asset["id"]).await;
    assert_eq!((refused.status, &refused.body["code"]), (409, &json!("asset-in-use")));
    assert!(refused.body["detail"].as_str().unwrap().contains(&job.to_string()), "{refused:?}");
    assert_eq!(room.get(&asset["id"]).await.status, 200);
    room.end(job).await;
    assert_eq!(room.delete(&asset["id"]).await.status, 200);
    assert!(room.is_bare());
}

#[tokio::test]
async fn what_an_open_render_made_or_follows_by_its_render_stays() {
    let room = Darkroom::new().await;
    let job = room.render(1, &json!([])).await;
    let made = json!(room.output(job, &picture(1, ImageFormat::Png)).await.id);
    assert_eq!(room.delete(&made).await.status, 409, "it has not ended");
    room.end(job).await;
    let follower = room.render(2, &json!([job])).await;
    assert_eq!(room.delete(&made).await.status, 409, "another follows it");
    room.end(follower).await;
    assert_eq!(room.delete(&made).await.status, 200);
}

#[tokio::test]
async fn a_strangers_asset_is_not_there() {
    let room = Darkroom::new().await;
    let asset = room.upload("a.png", &picture(1, ImageFormat::Png)).await;
    assert_eq!(room.delete_as("b", &asset["id"]).await.status, 404);
    assert_eq!(room.get(&asset["id"]).await.status, 200);
}

#[tokio::test]
async fn a_deleted_asset_is_in_no_list_and_no_reference() {
    let room = Darkroom::new().await;
    let job = room.render(1, &json!([])).await;
    let made = json!(room.output(job, &picture(1, ImageFormat::Png)).await.id);
    room.end(job).await;
    room.delete(&made).await;
    let page = testkit::Answer::of(crate::LIST, room.world.inside("a"), testkit::Get(&[], &[], &[])).await;
    assert_eq!(page.body["items"], json!([]));
}

/// Deletions and uploads of one content, in turn, over a table that conflicts, is busy and loses answers.
#[tokio::test]
async fn whatever_the_table_does_a_count_is_true_and_nothing_stays_behind() {
    for seed in 0..60 {
        let room = Darkroom::new().await;
        let bytes = sized(1, 32, 32, ImageFormat::Png);
        let ids: Vec<Value> = vec![
            room.upload("a.png", &bytes).await["id"].clone(),
            room.upload("b.png", &bytes).await["id"].clone(),
            room.upload("c.png", &bytes).await["id"].clone(),
        ];
        room.world.table.plan(Mishaps::seeded(seed, 30, 10, 20));
        for asset in ids.iter().cycle().take(12) {
            let answer = room.delete(asset).await;
            assert!([200, 404, 429, 503].contains(&answer.status), "{seed}: {answer:?}");
        }
        room.world.table.plan(Mishaps::none());
        for asset in &ids {
            room.delete(asset).await;
        }
        assert!(
            room.is_bare(),
            "{seed}: {:?} {:?}",
            room.world.bucket.keys(),
            room.world.table.snapshot().keys()
        );
    }
}
