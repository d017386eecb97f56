use image::ImageFormat;
use serde_json::{Value, json};
use testkit::{Answer, Get};

use crate::LINK;
use crate::tests::{Darkroom, picture};

async fn ask(room: &Darkroom, asset: &Value, query: &[(&str, &str)]) -> Answer {
    Answer::of(LINK, room.world.inside("a"), Get(&[("id", asset.as_str().unwrap())], query, &[])).await
}

#[tokio::test]
async fn a_link_is_to_save_or_to_show_whole_or_smaller() {
    let room = Darkroom::new().await;
    let asset = room.upload("my tower.png", &picture(1, ImageFormat::Png)).await["id"].clone();
    let whole = ask(&room, &asset, &[]).await;
    assert!(whole.body["url"].as_str().unwrap().ends_with("&name=my tower.png"), "{whole:?}");
    assert_eq!(whole.body["expires_at"], "2026-11-20T13:00:00.000Z");
    let shown = ask(&room, &asset, &[("disposition", "inline")]).await;
    assert!(shown.body["url"].as_str().unwrap().ends_with("&show=my tower.png"), "{shown:?}");
    let early = ask(&room, &asset, &[("variant", "thumb")]).await;
    assert_eq!((early.status, &early.body["code"]), (409, &json!("variant-not-ready")));
    room.told_of(&room.objects()[0]).await;
    let thumb = ask(&room, &asset, &[("variant", "thumb"), ("disposition", "inline")]).await;
    let url = thumb.body["url"].as_str().unwrap();
    assert!(url.contains("/derived/") && url.ends_with("&show=my tower-thumb"), "{url}");
    assert_eq!(ask(&room, &asset, &[("variant", "huge")]).await.status, 422);
}

#[tokio::test]
async fn a_strangers_asset_has_no_link() {
    let room = Darkroom::new().await;
    let asset = room.upload("a.png", &picture(1, ImageFormat::Png)).await["id"].clone();
    for id in [asset.as_str().unwrap(), "ast_00000000000000000000000000", "nonsense"] {
        let answer = Answer::of(LINK, room.world.inside("b"), Get(&[("id", id)], &[], &[])).await;
        assert_eq!((answer.status, &answer.body["code"]), (404, &json!("not-found")), "{id}");
    }
}
