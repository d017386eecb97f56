use media::assets::Removal;
use media::variants::Smaller;
use media::{Asset, Assets, Variants};
use model::JobId;
use serde_json::{Value, json};
use store::Store;

use crate::tests::{Studio, output};

/// A render that was painted, and whose output is registered.
async fn painted(studio: &Studio) -> (JobId, Asset) {
    let job = studio.accepted().await;
    studio.paint(job).await;
    let made = output(job);
    let asset = Asset {
        id: made.asset,
        key: made.key,
        mime: made.mime,
        bytes: made.bytes,
        width: made.width,
        height: made.height,
        sha256: made.sha256,
        palette: Vec::new(),
        analysis: None,
        job: Some(job),
        upload: None,
        name: None,
        project: None,
        duplicate_of: None,
        created_at: contract::port::Clock::now(studio.world.clock.as_ref()),
        expired_at: None,
        removed_at: None,
    };
    let store: Store = studio.world.open("a");
    asset.register(&store).await.unwrap();
    (job, asset)
}

async fn shown(studio: &Studio, job: JobId) -> Value {
    let answer = studio.get(crate::GET, "a", &job.to_string(), &[], &[]).await;
    answer.body["outputs"][0].clone()
}

#[tokio::test]
async fn an_output_shows_its_thumbnail_when_there_is_one() {
    let studio = Studio::rich().await;
    let (job, asset) = painted(&studio).await;
    let before = shown(&studio, job).await;
    assert_eq!((&before["thumbnail_url"], &before["thumbhash"]), (&json!(null), &json!(null)));
    let thumb = Smaller {
        variant: media::key::Variant::Thumb,
        mime: "image/jpeg".to_owned(),
        width: 256,
        height: 256,
        bytes: 9_000,
    };
    let variants = Variants {
        object: asset.id,
        etag: "e".to_owned(),
        thumbhash: "1QcSHQRnh493V4dIh4eXh1h4kJUI".to_owned(),
        variants: vec![thumb],
        created_at: asset.created_at,
    };
    let store: Store = studio.world.open("a");
    assert!(store.create(Variants::address(asset.id), &variants).await.unwrap());
    let after = shown(&studio, job).await;
    assert_eq!(after["thumbhash"], json!(variants.thumbhash));
    let url = after["thumbnail_url"].as_str().unwrap();
    assert!(url.contains(&format!("derived/{}/{}/thumb", testkit::workspace("a").id(), asset.id)), "{url}");
    let page = studio.get(crate::LIST, "a", "", &[], &[]).await;
    assert_eq!(page.body["items"][0]["outputs"][0]["thumbhash"], after["thumbhash"]);
}

#[tokio::test]
async fn an_output_that_went_is_told_without_a_link() {
    for (why, moment) in
        [(Removal::Expired, json!("2026-11-20T12:00:00.061Z")), (Removal::Deleted, json!(null))]
    {
        let studio = Studio::rich().await;
        let (job, asset) = painted(&studio).await;
        let assets: Assets = studio.world.open("a");
        assets.remove(asset.id, why).await.unwrap();
        let gone = shown(&studio, job).await;
        assert_eq!(
            (&gone["url"], &gone["expired_at"], &gone["asset"]),
            (&json!(null), &moment, &json!(asset.id))
        );
    }
}

#[tokio::test]
async fn a_key_keeps_its_answer_when_a_reference_of_its_request_goes_away() {
    let studio = Studio::rich().await;
    let (_, asset) = painted(&studio).await;
    let body = json!({ "prompt": "a boat", "references": [asset.id] });
    let key: &[_] = &[("idempotency-key", "boat-1")];
    let first = studio.send("a", &body, key).await;
    assert_eq!(first.status, 202, "{}", first.body);
    let assets: Assets = studio.world.open("a");
    assets.remove(asset.id, Removal::Deleted).await.unwrap();
    let again = studio.send("a", &body, key).await;
    assert_eq!((again.status, again.header("idempotent-replayed")), (202, Some("true")), "{}", again.body);
    assert_eq!(again.body, first.body);
    assert_eq!(studio.send("a", &body, &[]).await.status, 404);
}
