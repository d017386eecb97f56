use fault::Kind;
use serde_json::json;

use super::*;
use crate::OPTIMIZE_PROMPT;
use crate::tests::Studio;

async fn final_prompt(studio: &Studio, also: serde_json::Value) -> FinalPrompt {
    let job = studio.before(OPTIMIZE_PROMPT, also).await;
    assert_eq!(studio.run(OPTIMIZE_PROMPT, job).await.unwrap().word, OK);
    studio.view(job).await.result(1, StageName::OptimizePrompt).unwrap()
}

#[tokio::test]
async fn the_full_pipeline_spells_out_light_and_composition_after_the_requests_own_words() {
    let studio = Studio::new().await;
    let FinalPrompt { prompt, added } = final_prompt(&studio, json!({ "prompt": "a boat at dusk" })).await;
    assert_eq!(added.len(), 2, "{added:?}");
    assert_eq!(added[0], "dusk light");
    assert!(added[1].ends_with(" composition"), "{added:?}");
    assert_eq!(prompt, format!("a boat at dusk, {}, {}", added[0], added[1]));
    studio.audit();
}

#[tokio::test]
async fn a_prompt_that_is_not_to_be_touched_is_told_as_it_is() {
    let studio = Studio::new().await;
    let job = studio.before(OPTIMIZE_PROMPT, json!({ "skip": ["optimize-prompt"] })).await;
    assert_eq!(studio.run(OPTIMIZE_PROMPT, job).await.unwrap().word, OK);
    assert_eq!(studio.left(job, StageName::OptimizePrompt).await["prompt"], "a boat at dusk");
    assert!(studio.view(job).await.checkpoint(1, StageName::OptimizePrompt).unwrap().skipped);
    studio.audit();
}

#[tokio::test]
async fn the_simple_pipeline_leaves_the_words_as_they_are() {
    let studio = Studio::new().await;
    let simple = final_prompt(&studio, json!({ "prompt": "a boat at dusk", "pipeline": "simple" })).await;
    assert_eq!(simple, FinalPrompt { prompt: "a boat at dusk".to_owned(), added: Vec::new() });
    studio.audit();
}

#[tokio::test]
async fn the_longest_prompt_of_the_longest_characters_fits_into_its_checkpoint() {
    let studio = Studio::new().await;
    let longest = "🛶".repeat(8_000);
    let written = final_prompt(&studio, json!({ "prompt": longest })).await;
    assert!(written.prompt.starts_with(&longest));
    studio.audit();
}

#[tokio::test]
async fn without_the_stage_before_it_the_flow_is_at_fault() {
    let studio = Studio::new().await;
    let job = studio.admitted().await;
    studio.jobs().begin(&crate::tests::step(job, 1)).await.unwrap();
    let fault = studio.run(OPTIMIZE_PROMPT, job).await.unwrap_err();
    assert_eq!(fault.kind(), Kind::Defect);
    assert!(fault.chain().contains("no checkpoint of `prepare`"), "{}", fault.chain());
    studio.audit();
}
