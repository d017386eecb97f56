use std::io::Cursor;

use fault::{Disposition, Kind};
use image::{ImageFormat, Rgb, RgbImage};
use media::{Asset, OutputKey};
use model::{JobId, Status};
use serde_json::json;
use store::Digest;

use super::*;
use crate::INGEST;
use crate::tests::{Studio, flow, step};

/// A job whose picture was painted, and where it lies.
async fn painted(studio: &Studio) -> (JobId, String) {
    let job = studio.before(INGEST, json!({})).await;
    (job, studio.world.bucket.keys().remove(0))
}

fn encoded(picture: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

async fn ingested(studio: &Studio, job: JobId) -> Ingested {
    assert_eq!(studio.run(INGEST, job).await.unwrap().word, OK);
    studio.view(job).await.result(1, StageName::Ingest).unwrap()
}

#[tokio::test]
async fn a_picture_is_measured_and_registered() {
    let studio = Studio::new().await;
    let (job, key) = painted(&studio).await;
    let bytes = studio.media().read(&key).await.unwrap();
    let Ingested { outputs, analyses } = ingested(&studio, job).await;
    let [output] = outputs.as_slice() else { panic!("{outputs:?}") };
    assert_eq!((&output.key, output.mime.as_str(), analyses.len()), (&key, "image/png", 1));
    assert!(!analyses[0].is_blank());
    assert_eq!((output.width, output.height, output.bytes), (256, 256, bytes.len() as u64));
    assert_eq!(output.sha256, Digest::of(&bytes).as_str());
    let store: Store = studio.world.open("a");
    let asset: Asset = store.get(&Asset::address(output.asset)).await.unwrap();
    assert_eq!((asset.job, &asset.key, &asset.sha256), (Some(job), &key, &output.sha256));
    assert!(asset.palette.len() > 1, "{:?}", asset.palette);
    assert_eq!(asset.analysis.as_ref(), analyses.first(), "who refers to it need not look again");
    studio.audit();
}

#[tokio::test]
async fn the_type_is_found_in_the_bytes() {
    let studio = Studio::new().await;
    let (job, key) = painted(&studio).await;
    let halves =
        RgbImage::from_fn(64, 32, |x, _| if x < 32 { Rgb([200, 30, 30]) } else { Rgb([20, 40, 180]) });
    studio.world.bucket.corrupt(&key, encoded(&halves, ImageFormat::Jpeg));
    let Ingested { outputs, analyses } = ingested(&studio, job).await;
    let found = (outputs[0].mime.as_str(), outputs[0].width, outputs[0].height, analyses[0].is_blank());
    assert_eq!(found, ("image/jpeg", 64, 32, false), "what was made is kept, whatever was asked for");
    studio.audit();
}

#[tokio::test]
async fn a_picture_of_one_colour_is_noticed() {
    let studio = Studio::new().await;
    let (job, key) = painted(&studio).await;
    let grey = RgbImage::from_pixel(256, 256, Rgb([9, 9, 9]));
    studio.world.bucket.corrupt(&key, encoded(&grey, ImageFormat::Png));
    let Ingested { outputs, analyses } = ingested(&studio, job).await;
    assert_eq!((outputs.len(), analyses[0].is_blank()), (1, true));
    studio.audit();
}

#[tokio::test]
async fn bytes_that_are_no_picture_fail_the_render_and_cost_nothing() {
    let studio = Studio::new().await;
    for damage in ["garbage", "truncated", "empty"] {
        let job = studio.before(INGEST, json!({})).await;
        let keys = studio.world.bucket.keys();
        let key = keys.iter().find(|key| key.contains(&job.to_string())).unwrap();
        let whole = studio.media().read(key).await.unwrap();
        let bytes = match damage {
            "garbage" => "<html>502 Bad Gateway</html>".into(),
            "truncated" => whole.slice(..whole.len() / 2),
            _ => bytes::Bytes::new(),
        };
        studio.world.bucket.corrupt(key, bytes);
        let fault = studio.run(INGEST, job).await.unwrap_err();
        assert_eq!((fault.code(), fault.disposition()), ("bad-image", Disposition::Rejected), "{damage}");
        assert_eq!(
            flow().walk(&studio, "Ingest", &step(job, 1)).await,
            ["Ingest", "Fail", "Failed"],
            "{damage}"
        );
        let head = studio.jobs().head(job).await.unwrap();
        assert_eq!(
            (head.status, head.problem.unwrap().code.as_str()),
            (Status::Failed, "bad-image"),
            "{damage}"
        );
        assert_eq!(studio.money().await, [100_000, 0, 0], "{damage}");
        studio.audit();
    }
}

#[tokio::test]
async fn a_file_that_went_away_is_our_fault() {
    let studio = Studio::new().await;
    let job = studio.before(crate::SUBMIT, json!({})).await;
    let key = OutputKey::new(testkit::workspace("a"), job, 1, 0, media::key::Format::Png).to_string();
    studio.leave(job, StageName::Submit, "landed", json!({ "keys": [key], "attempt": 1 })).await;
    assert_eq!(studio.run(INGEST, job).await.unwrap_err().kind(), Kind::Defect);
    studio.audit();
}

#[tokio::test]
async fn a_key_of_another_workspace_is_never_read() {
    let studio = Studio::new().await;
    let job = studio.before(crate::SUBMIT, json!({})).await;
    let key = OutputKey::new(testkit::workspace("b"), job, 1, 0, media::key::Format::Png).to_string();
    studio.world.bucket.corrupt(&key, encoded(&RgbImage::new(2, 2), ImageFormat::Png));
    studio.leave(job, StageName::Submit, "landed", json!({ "keys": [key], "attempt": 1 })).await;
    let fault = studio.run(INGEST, job).await.unwrap_err();
    assert!(fault.chain().contains("no key of this workspace"), "{}", fault.chain());
    studio.audit();
}
