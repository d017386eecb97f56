use image::ImageFormat;
use serde_json::json;

use super::*;
use crate::tests::{Darkroom, picture};

#[tokio::test]
async fn an_asset_whose_time_is_over_says_so_and_has_no_links() {
    let room = Darkroom::new().await;
    let asset = room.upload("a.png", &picture(1, ImageFormat::Png)).await["id"].clone();
    room.told_of(&room.objects()[0]).await;
    room.assets().remove(crate::tests::id(&asset), media::assets::Removal::Expired).await.unwrap();
    assert_eq!(room.world.bucket.keys(), Vec::<String>::new());
    let before = room.world.table.calls();
    let body = room.get(&asset).await.body;
    assert_eq!(room.world.table.calls() - before, u64::from(Get::SDK_CALLS));
    assert_eq!((&body["expired_at"], &body["url"]), (&json!("2026-11-20T12:00:00.000Z"), &json!(null)));
    assert_eq!(
        (&body["variants"], &body["width"]),
        (&json!({}), &json!(600)),
        "what was measured is still told"
    );
    let path = [("id", asset.as_str().unwrap())];
    let link = testkit::Answer::of(crate::LINK, room.world.inside("a"), testkit::Get(&path, &[], &[])).await;
    assert_eq!((link.status, &link.body["code"]), (410, &json!("asset-expired")));
    room.assets().remove(crate::tests::id(&asset), media::assets::Removal::Expired).await.unwrap();
    room.audit();
}
