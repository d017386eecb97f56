use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};
use media::OutputKey;
use media::key::Format;
use model::{JobId, JobKind};
use serde_json::json;

use super::*;
use crate::frame::{OK, left_nothing};
use crate::tests::{Studio, flow, step};
use crate::{ANALYZE_REFERENCE, OPTIMIZE_PROMPT};

/// An asset of the workspace whose file holds `bytes`, and whose record says what it shows if that is `known`.
async fn asset(studio: &Studio, number: u32, bytes: Vec<u8>, known: Option<Analysis>) -> AssetId {
    let job = JobId::from_body(JobKind::Render, 7);
    let key = OutputKey::new(testkit::workspace("a"), job, number, 0, Format::Png);
    studio.world.bucket.corrupt(&key.to_string(), bytes);
    let asset = Asset {
        id: key.asset(),
        key: key.to_string(),
        mime: "image/png".to_owned(),
        bytes: 70,
        width: 64,
        height: 64,
        sha256: "0".repeat(64),
        palette: Vec::new(),
        analysis: known,
        job: Some(job),
        upload: None,
        name: None,
        project: None,
        duplicate_of: None,
        created_at: studio.now(),
        expired_at: None,
        removed_at: None,
    };
    assert!(studio.world.open::<Store>("a").create(Asset::address(asset.id), &asset).await.unwrap());
    asset.id
}

fn picture() -> RgbImage {
    RgbImage::from_fn(64, 64, |_, y| if y < 32 { Rgb([90, 140, 220]) } else { Rgb([40, 60, 30]) })
}

fn png() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture().write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

async fn looked(studio: &Studio, references: serde_json::Value) -> (Looked, Option<String>) {
    let job = studio.asked(json!({ "references": references })).await;
    studio.up_to(ANALYZE_REFERENCE, job).await;
    let view = studio.view(job).await;
    let left = view.checkpoint(1, StageName::AnalyzeReference).unwrap();
    let reason = left.fallback.as_ref().map(|fallback| fallback.reason.clone());
    (view.result(1, StageName::AnalyzeReference).unwrap(), reason)
}

#[tokio::test]
async fn what_is_known_is_used_and_what_is_not_is_looked_at() {
    let studio = Studio::new().await;
    let old = asset(&studio, 1, png(), None).await;
    let known = asset(&studio, 2, b"never read".to_vec(), Some(media::analyze(&picture()))).await;
    let (looked, reason) = looked(&studio, json!([old, known])).await;
    assert_eq!(reason, None);
    let seen: Vec<_> = looked.seen.iter().map(|seen| seen.asset).collect();
    assert_eq!(seen, [old, known], "in the order of the request");
    assert_eq!(looked.seen[0].analysis, looked.seen[1].analysis);
    studio.audit();
}

#[tokio::test]
async fn a_reference_that_cannot_be_read_is_left_out_and_told() {
    let studio = Studio::new().await;
    let broken = asset(&studio, 1, b"<html>not found</html>".to_vec(), None).await;
    let whole = asset(&studio, 2, png(), None).await;
    let (looked, reason) = looked(&studio, json!([broken, whole])).await;
    assert_eq!(looked.seen.len(), 1);
    let reason = reason.unwrap();
    assert!(reason.contains(&broken.to_string()) && reason.contains("could not be read"), "{reason}");
    assert!(!reason.contains(&whole.to_string()), "{reason}");
    studio.audit();
}

#[tokio::test]
async fn a_look_that_is_not_wanted_or_dies_leaves_the_render_its_way() {
    let studio = Studio::new().await;
    let reference = asset(&studio, 1, png(), None).await;
    let job = studio.asked(json!({ "references": [reference], "skip": ["analyze-reference"] })).await;
    let way = flow().walk(&studio, "Prepare", &step(job, 1)).await;
    assert_eq!(way.last().unwrap(), "Done");
    assert!(studio.view(job).await.checkpoint(1, StageName::AnalyzeReference).unwrap().skipped);

    let job = studio.asked(json!({ "references": [reference] })).await;
    studio.run(crate::PREPARE, job).await.unwrap();
    studio.run(crate::PARSE_INTENT, job).await.unwrap();
    studio.run(OPTIMIZE_PROMPT, job).await.unwrap();
    let view = studio.view(job).await;
    let told = view.checkpoint(1, StageName::AnalyzeReference).unwrap();
    let reason = left_nothing("The prompt is written without what the references show.");
    assert_eq!((told.word.as_str(), &told.fallback.as_ref().unwrap().reason), (OK, &reason));
    assert_eq!(
        view.checkpoint(1, StageName::OptimizePrompt).unwrap().fallback,
        None,
        "it was written in full"
    );
    studio.audit();
}
