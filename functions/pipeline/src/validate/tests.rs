use image::{Rgb, RgbImage};
use jobs::Output;
use media::{Analysis, analyze};
use model::{AssetId, JobId, Status};
use serde_json::{Value, json};

use super::*;
use crate::tests::{Studio, flow, step};
use crate::{INGEST, VALIDATE};

mod again;

fn output(width: u32, height: u32) -> Output {
    Output {
        asset: AssetId::derived("picture"),
        key: "media/picture.png".to_owned(),
        mime: "image/png".to_owned(),
        width,
        height,
        bytes: 70,
        sha256: "0".repeat(64),
    }
}

/// What a picture in halves of these colours shows.
fn halves(one: [u8; 3], other: [u8; 3]) -> Analysis {
    analyze(&RgbImage::from_fn(64, 64, |x, _| Rgb(if x < 32 { one } else { other })))
}

fn plain() -> Analysis {
    halves([200, 40, 40], [40, 40, 200])
}

fn blank() -> Analysis {
    halves([9; 3], [9; 3])
}

/// A job of two pictures of 256 x 256 pixels whose files were found to be these.
async fn found(studio: &Studio, outputs: Vec<Output>, analyses: Vec<Analysis>) -> JobId {
    let job = studio.holding(json!({ "count": 2 }), 20_000).await;
    studio.up_to(INGEST, job).await;
    let ingested = serde_json::to_value(Ingested { outputs, analyses }).unwrap();
    studio.leave(job, StageName::Ingest, "ok", ingested).await;
    job
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

#[tokio::test]
async fn what_is_as_it_was_asked_for_is_accepted() {
    let studio = Studio::new().await;
    let job = found(&studio, vec![output(256, 256), output(256, 256)], vec![plain(), plain()]).await;
    assert_eq!(studio.run(VALIDATE, job).await.unwrap().word, ACCEPT);
    let verdict = studio.left(job, StageName::Validate).await;
    assert_eq!(verdict, json!({ "verdict": "accept", "errors": [], "suggestions": [] }));
    studio.audit();
}

#[tokio::test]
async fn what_is_not_is_flagged_with_what_to_do_about_it() {
    let both = || vec![output(256, 256), output(256, 256)];
    let cases = [
        (vec![output(256, 256)], vec![plain()], "1 of 2 pictures were made", "count"),
        (
            vec![output(256, 256), output(512, 256)],
            vec![plain(), plain()],
            "picture 2 has 512 x 256 pixels instead of 256 x 256",
            "resolution",
        ),
        (both(), vec![blank(), plain()], "picture 1 is one colour all over", "blank"),
    ];
    for (outputs, analyses, error, code) in cases {
        let studio = Studio::new().await;
        let job = found(&studio, outputs, analyses).await;
        assert_eq!(studio.run(VALIDATE, job).await.unwrap().word, FLAG, "{error}");
        let verdict = studio.left(job, StageName::Validate).await;
        assert_eq!((&verdict["verdict"], texts(&verdict["errors"])), (&json!("flag"), vec![error]));
        assert_eq!(
            (texts(&verdict["suggestions"]).len(), texts(&verdict["codes"])),
            (1, vec![code]),
            "{verdict}"
        );
        studio.audit();
    }
}

#[tokio::test]
async fn what_is_flagged_is_delivered_all_the_same() {
    let studio = Studio::new().await;
    let job = found(&studio, vec![output(300, 300)], vec![blank()]).await;
    let way = flow().walk(&studio, "Validate", &step(job, 1)).await;
    assert_eq!(way, ["Validate", "Settle", "Done"]);
    let verdict = studio.left(job, StageName::Validate).await;
    assert_eq!(texts(&verdict["errors"]).len(), 3, "everything that is wrong is told at once: {verdict}");
    let head = studio.jobs().head(job).await.unwrap();
    assert_eq!((head.status, head.outputs.len()), (Status::Succeeded, 1));
    studio.audit();
}

#[tokio::test]
async fn a_judgement_that_is_not_wanted_is_left_out() {
    let studio = Studio::new().await;
    let job = studio.before(INGEST, json!({ "skip": ["validate"] })).await;
    let ingested = Ingested { outputs: vec![output(300, 300)], analyses: vec![blank()] };
    studio.leave(job, StageName::Ingest, "ok", serde_json::to_value(ingested).unwrap()).await;
    assert_eq!(studio.run(VALIDATE, job).await.unwrap().word, ACCEPT);
    let view = studio.view(job).await;
    assert!(view.checkpoint(1, StageName::Validate).unwrap().skipped);
    assert_eq!(studio.left(job, StageName::Validate).await["verdict"], "unjudged");
    studio.audit();
}

#[tokio::test]
async fn a_judge_who_dies_does_not_take_the_pictures_with_him() {
    let studio = Studio::new().await;
    let job = studio.before(VALIDATE, json!({})).await;
    // As the flow goes on from its Catch.
    let way = flow().walk(&studio, "Settle", &step(job, 1)).await;
    assert_eq!(way, ["Settle", "Done"]);
    let view = studio.view(job).await;
    let told = view.checkpoint(1, StageName::Validate).unwrap();
    assert_eq!((view.head.status, told.word.as_str()), (Status::Succeeded, ACCEPT));
    let reason = &told.fallback.as_ref().unwrap().reason;
    assert!(reason.contains("delivered as they are"), "{reason}");
    studio.audit();
}
