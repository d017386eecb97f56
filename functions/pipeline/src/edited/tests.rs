use model::render::Reference;
use serde_json::json;
use store::Digest;

use super::*;
use crate::ROUTE_MODEL;
use crate::optimize_prompt::FinalPrompt;
use crate::tests::{Studio, flow, step};

/// A finished render, and an edit of it that is about to be submitted.
async fn edit_of(studio: &Studio, reference: Reference, instruction: &str) -> Option<EditOf> {
    let also = json!({ "task": "edit", "prompt": instruction, "references": [reference] });
    let job = studio.before(ROUTE_MODEL, also).await;
    let view = studio.view(job).await;
    let store: Store = studio.world.open("a");
    edited(&studio.jobs(), &store, &studio.media(), &view, "builtin").await.unwrap()
}

async fn painted(studio: &Studio, also: serde_json::Value) -> JobId {
    let job = studio.asked(also).await;
    flow().walk(studio, "Prepare", &step(job, 1)).await;
    job
}

#[tokio::test]
async fn an_edit_knows_the_picture_and_how_it_was_made() {
    let studio = Studio::new().await;
    let parent = painted(&studio, json!({ "seed": 11, "style": "ink" })).await;
    let output = studio.jobs().head(parent).await.unwrap().outputs[0].clone();
    let prompt: FinalPrompt = studio.view(parent).await.result(1, StageName::OptimizePrompt).unwrap();
    for reference in [Reference::Render(parent), Reference::Asset(output.asset)] {
        let of = edit_of(&studio, reference, "make it night").await.unwrap();
        assert_eq!((of.instruction.as_str(), &of.sha256), ("make it night", &output.sha256));
        assert_eq!(Digest::of(&of.picture).as_str(), output.sha256);
        let made = of.made_by.unwrap();
        assert_eq!((made.prompt, made.seed, made.style.as_deref()), (prompt.prompt.clone(), 11, Some("ink")));
        assert_eq!(made.edits, Vec::<String>::new());
    }
    studio.audit();
}

#[tokio::test]
async fn an_edit_of_an_edit_knows_both() {
    let studio = Studio::new().await;
    let first = painted(&studio, json!({})).await;
    let night =
        json!({ "task": "edit", "prompt": "make it night", "references": [Reference::Render(first)] });
    let second = painted(&studio, night).await;
    assert_ne!(
        studio.jobs().head(first).await.unwrap().outputs[0].sha256,
        studio.jobs().head(second).await.unwrap().outputs[0].sha256
    );
    let of = edit_of(&studio, Reference::Render(second), "make the boat red").await.unwrap();
    assert_eq!(of.made_by.unwrap().edits, ["make it night"]);
    studio.audit();
}

#[tokio::test]
async fn a_picture_of_another_provider_is_only_its_pixels() {
    let studio = Studio::new().await;
    let parent = painted(&studio, json!({})).await;
    let stored =
        Stored { key: studio.jobs().head(parent).await.unwrap().outputs[0].key.clone(), job: Some(parent) };
    let store: Store = studio.world.open("a");
    assert_eq!(made_by(&studio.jobs(), &store, stored, "acme").await.unwrap(), None);
    studio.audit();
}

#[tokio::test]
async fn a_picture_from_words_changes_nothing() {
    let studio = Studio::new().await;
    let job = studio.before(ROUTE_MODEL, json!({})).await;
    let store: Store = studio.world.open("a");
    let view = studio.view(job).await;
    assert_eq!(edited(&studio.jobs(), &store, &studio.media(), &view, "builtin").await.unwrap(), None);
}

#[tokio::test]
async fn a_picture_of_a_second_try_knows_what_that_was_told() {
    let studio = Studio::new().await;
    let job = studio.holding(json!({ "retry": { "max_attempts": 2 } }), 20_000).await;
    studio.up_to(crate::VALIDATE, job).await;
    let view = studio.view(job).await;
    // As the judge sends it back.
    let verdict = json!({ "verdict": "retry", "errors": [], "suggestions": [] });
    let retry = jobs::Outcome::of(jobs::RETRY, &verdict).unwrap();
    let (first, now) = (step(job, 1), studio.now());
    let spine = studio.jobs();
    spine.checkpoint(&view, &first, StageName::Validate, &[jobs::RETRY], now, retry).await.unwrap();
    let choice = json!({
        "provider": "builtin", "model": "sketch", "reasons": [], "prompt": "a boat at dusk, level", "seed": 8,
    });
    let chosen = jobs::Outcome::of("ok", &choice).unwrap();
    let again = contract::Step { r#try: 2, ..first };
    let view = studio.view(job).await;
    spine.checkpoint(&view, &again, StageName::RouteModel, &["ok"], now, chosen).await.unwrap();
    flow().walk_to(&studio, "Submit", &again, Some(crate::VALIDATE)).await;
    let view = studio.view(job).await;
    let landed = Landed::of(&view, 2).unwrap();
    let store: Store = studio.world.open("a");
    let stored = Stored { key: landed.keys[0].clone(), job: Some(job) };
    let made = made_by(&studio.jobs(), &store, stored, "builtin").await.unwrap().unwrap();
    assert_eq!((made.prompt.as_str(), made.seed), ("a boat at dusk, level", 8));
    studio.audit();
}

#[tokio::test]
async fn an_edit_of_an_edit_whose_original_was_deleted_changes_the_pixels() {
    let studio = Studio::new().await;
    let first = painted(&studio, json!({})).await;
    let original = studio.jobs().head(first).await.unwrap().outputs[0].asset;
    let night = json!({ "task": "edit", "prompt": "make it night", "references": [original] });
    let second = painted(&studio, night).await;
    // As a file that was uploaded leaves nothing.
    let gone = store::Change::delete(Asset::address(original), contract::port::table::Guard::Present);
    studio.world.commit("a", vec![gone]).await;
    let key = studio.jobs().head(second).await.unwrap().outputs[0].key.clone();
    let store: Store = studio.world.open("a");
    let stored = Stored { key, job: Some(second) };
    assert_eq!(made_by(&studio.jobs(), &store, stored, "builtin").await.unwrap(), None);
}

#[tokio::test]
async fn a_picture_that_was_waited_for_is_known_as_well() {
    let studio = Studio::new().await;
    let parent = painted(&studio, json!({ "model": "builtin/easel", "seed": 11 })).await;
    let of = edit_of(&studio, Reference::Render(parent), "make it night").await.unwrap();
    assert_eq!(of.made_by.unwrap().seed, 11);
    studio.audit();
}
