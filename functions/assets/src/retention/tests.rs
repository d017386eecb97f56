use image::ImageFormat;
use jobs::project::Edited;
use model::UserId;
use model::project::Settings;
use serde_json::{Value, json};
use testkit::{perform, workspace};

use super::*;
use crate::SWEEP;
use crate::tests::{Darkroom, sized};

const DAY: Duration = Duration::from_hours(24);

/// The default project of the workspace keeps what it has for so many days.
async fn keep_for(room: &Darkroom, days: Option<u32>) {
    let projects: Projects = room.world.open("a");
    let id = jobs::Project::default_of(workspace("a"));
    let seen = projects.get(id).await.unwrap().project.version;
    let settings: Settings = serde_json::from_value(json!({ "retention_days": days })).unwrap();
    let edited = Edited { settings: Some(settings), ..Edited::default() };
    projects.change(id, seen, UserId::derived("a"), &|_| Ok(edited.clone())).await.unwrap();
}

async fn sweep(room: &Darkroom) -> Value {
    let report = perform(SWEEP, room.world.outside(), &json!({})).await.unwrap();
    assert_eq!(report["failed"], json!([]), "{report}");
    report["swept"].clone()
}

async fn upload(room: &Darkroom, seed: u8) -> Value {
    room.upload("a.png", &sized(seed, 8, 8, ImageFormat::Png)).await["id"].clone()
}

async fn expired(room: &Darkroom, asset: &Value) -> bool {
    room.get(asset).await.body["expired_at"].is_string()
}

#[tokio::test]
async fn what_came_longer_ago_than_a_project_keeps_it_expires_and_says_so() {
    let room = Darkroom::new().await;
    let old = upload(&room, 1).await;
    let job = room.render(u128::try_from(room.now().millis()).unwrap(), &json!([])).await;
    let made = json!(room.output(job, &sized(2, 8, 8, ImageFormat::Png)).await.id);
    room.end(job).await;
    room.later(DAY * 5);
    let young = upload(&room, 3).await;
    keep_for(&room, Some(7)).await;
    room.later((DAY * 2).saturating_sub(Duration::from_secs(1)));
    assert_eq!(sweep(&room).await, json!({ "project": 1 }));
    assert!(!expired(&room, &old).await, "a second too early");
    room.later(DAY);
    assert_eq!(sweep(&room).await, json!({ "project_shortened": 1 }));
    assert_eq!(
        [expired(&room, &old).await, expired(&room, &made).await, expired(&room, &young).await],
        [true, true, false]
    );
    assert_eq!(room.objects().len(), 1);
    assert_eq!(sweep(&room).await, json!({}), "it is looked at once a day, and what is done is done");
    room.audit();
}

async fn asks(room: &Darkroom, asset: &Value) -> testkit::Answer {
    let path = [("id", asset.as_str().unwrap())];
    testkit::Answer::of(crate::LINK, room.world.inside("a"), testkit::Get(&path, &[], &[])).await
}

#[tokio::test]
async fn an_upload_ends_with_the_lifetime_of_the_stack_and_the_same_bytes_begin_anew() {
    let room = Darkroom::new().await;
    let first = upload(&room, 1).await;
    let [object] = room.objects().try_into().unwrap();
    room.told_of(&object).await;
    room.later((DAY * 364).saturating_sub(Duration::from_millis(1)));
    assert_eq!(sweep(&room).await, json!({}), "a moment too early");
    assert!(room.get(&first).await.body["url"].is_string());
    room.later(Duration::from_millis(1));
    assert_eq!(sweep(&room).await, json!({ "asset_expired": 1 }));
    assert!(expired(&room, &first).await);
    let gone = asks(&room, &first).await;
    assert_eq!((gone.status, &gone.body["code"]), (410, &json!("asset-expired")));
    assert_eq!(
        room.world.bucket.keys(),
        Vec::<String>::new(),
        "the bytes go with the asset, and what was made of them"
    );
    let again = room.upload("a.png", &sized(1, 8, 8, ImageFormat::Png)).await;
    assert_eq!(again["duplicate_of"], json!(null), "what has gone is repeated by nothing");
    assert_eq!(room.objects().len(), 1);
    assert_ne!(room.objects(), [object], "it does not inherit the age of what has gone");
    assert_eq!(asks(&room, &again["id"]).await.status, 200);
    room.later(DAY);
    assert_eq!(sweep(&room).await, json!({}), "what has ended is met no more");
    room.audit();
}

#[tokio::test]
async fn who_shares_an_old_object_keeps_it_for_a_time_of_their_own() {
    let room = Darkroom::new().await;
    let old = upload(&room, 1).await;
    let [object] = room.objects().try_into().unwrap();
    room.told_of(&object).await;
    room.later(DAY * 300);
    let young = upload(&room, 1).await;
    room.later(DAY * 64);
    assert_eq!(sweep(&room).await, json!({ "asset_expired": 1 }));
    assert_eq!([expired(&room, &old).await, expired(&room, &young).await], [true, false]);
    assert_eq!(room.objects(), [object]);
    assert!(room.get(&young).await.body["variants"]["thumb"]["url"].is_string());
    room.audit();
    room.later(DAY * 300);
    assert_eq!(sweep(&room).await, json!({ "asset_expired": 1 }));
    assert_eq!(room.world.bucket.keys(), Vec::<String>::new(), "nothing is left after the last one");
    room.audit();
}

#[tokio::test]
async fn what_a_render_made_ends_a_day_before_the_bucket_takes_it_whoever_follows_it() {
    let room = Darkroom::new().await;
    let job = room.render(1, &json!([])).await;
    let made = json!(room.output(job, &sized(1, 8, 8, ImageFormat::Png)).await.id);
    let uploaded = upload(&room, 2).await;
    room.end(job).await;
    room.later(DAY * 364);
    let follower = room.render(2, &json!([job, uploaded])).await;
    assert_eq!(sweep(&room).await, json!({ "asset_needed": 2 }));
    room.later(DAY.saturating_sub(Duration::from_millis(1)));
    assert_eq!(sweep(&room).await, json!({ "asset_needed": 2 }));
    room.later(Duration::from_millis(1));
    assert_eq!(sweep(&room).await, json!({ "asset_expired": 1, "asset_needed": 1 }));
    assert_eq!([expired(&room, &made).await, expired(&room, &uploaded).await], [true, false]);
    room.end(follower).await;
    assert_eq!(sweep(&room).await, json!({ "asset_expired": 1 }));
    assert_eq!(room.world.bucket.keys(), Vec::<String>::new());
}

#[test]
fn a_lifetime_leaves_a_day_between_an_asset_and_the_rule() {
    for bad in ["", "0", "1", "-3", "a year", "7.5"] {
        assert!((RETENTION.check)(bad).unwrap_err().contains("2 on"), "{bad}");
    }
    assert_eq!((RETENTION.check)("2"), Ok(()));
}

#[tokio::test]
async fn a_project_that_keeps_everything_again_is_not_looked_at_any_more() {
    let room = Darkroom::new().await;
    let asset = upload(&room, 1).await;
    keep_for(&room, Some(1)).await;
    keep_for(&room, None).await;
    room.later(DAY * 30);
    assert_eq!(sweep(&room).await, json!({}));
    assert!(!expired(&room, &asset).await);
}

#[tokio::test]
async fn what_an_open_render_follows_stays_until_that_has_ended() {
    let room = Darkroom::new().await;
    let asset = upload(&room, 1).await;
    keep_for(&room, Some(1)).await;
    room.later(DAY * 2);
    let job = room.render(9, &json!([asset])).await;
    sweep(&room).await;
    assert!(!expired(&room, &asset).await);
    room.end(job).await;
    room.later(DAY);
    sweep(&room).await;
    assert!(expired(&room, &asset).await);
}

#[tokio::test]
async fn one_content_of_two_stays_as_long_as_one_of_them() {
    let room = Darkroom::new().await;
    let old = upload(&room, 1).await;
    room.later(DAY * 2);
    let young = upload(&room, 1).await;
    keep_for(&room, Some(2)).await;
    sweep(&room).await;
    assert_eq!([expired(&room, &old).await, expired(&room, &young).await], [true, false]);
    assert_eq!(room.objects().len(), 1);
    room.audit();
}

#[tokio::test]
async fn a_long_list_is_gone_through_in_several_sweeps() {
    let room = Darkroom::new().await;
    let job = room.render(7, &json!([])).await;
    room.end(job).await;
    let bytes = sized(1, 8, 8, ImageFormat::Png);
    let count = PAGE * PAGES + 5;
    for index in 0..count {
        room.output_at(job, u32::try_from(index).unwrap(), &bytes).await;
    }
    keep_for(&room, Some(1)).await;
    room.later(DAY * 2);
    assert_eq!(sweep(&room).await, json!({ "project_shortened": 1 }));
    assert_eq!(room.objects().len(), 5, "the next sweep goes on");
    sweep(&room).await;
    assert_eq!(room.objects(), Vec::<String>::new());
}

#[tokio::test]
async fn what_has_expired_may_still_be_deleted_and_is_seen_no_more() {
    let room = Darkroom::new().await;
    let asset = upload(&room, 1).await;
    keep_for(&room, Some(1)).await;
    room.later(DAY * 2);
    sweep(&room).await;
    assert!(expired(&room, &asset).await);
    assert_eq!(room.delete(&asset).await.status, 200);
    assert_eq!(room.get(&asset).await.status, 404);
    assert_eq!(room.delete(&asset).await.status, 404);
    assert_eq!(sweep(&room).await, json!({}));
    room.audit();
}
