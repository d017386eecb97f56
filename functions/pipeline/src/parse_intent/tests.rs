use serde_json::json;

use super::*;
use crate::frame::{OK, REFINE};
use crate::tests::{Studio, flow, step};
use crate::{OPTIMIZE_PROMPT, PARSE_INTENT};

#[tokio::test]
async fn what_a_prompt_asks_for_is_kept_in_words() {
    let studio = Studio::new().await;
    let job = studio
        .before(PARSE_INTENT, json!({ "prompt": "a red lighthouse on a cliff at dusk, watercolour" }))
        .await;
    assert_eq!(studio.run(PARSE_INTENT, job).await.unwrap().word, OK);
    let report = studio.left(job, StageName::ParseIntent).await;
    let found = ["subject", "setting", "style", "hour"].map(|field| report[field].as_str().unwrap());
    assert_eq!(found, ["lighthouse", "cliff", "watercolour", "dusk"]);
    studio.audit();
}

#[tokio::test]
async fn it_leads_to_refining_when_that_is_asked_for_or_a_tool_wrote_the_prompt() {
    let studio = Studio::new().await;
    for (also, word) in [
        (json!({ "refine": true }), REFINE),
        (json!({ "tool": "cad" }), REFINE),
        (json!({ "tool": "cad", "refine": false }), OK),
        (json!({}), OK),
    ] {
        let job = studio.before(PARSE_INTENT, also.clone()).await;
        assert_eq!(studio.run(PARSE_INTENT, job).await.unwrap().word, word, "{also}");
    }
    studio.audit();
}

#[tokio::test]
async fn a_prompt_that_is_not_to_be_read_is_written_in_the_simple_way_and_nothing_is_amiss() {
    let studio = Studio::new().await;
    let job = studio.asked(json!({ "skip": ["parse-intent"] })).await;
    flow().walk_to(&studio, "Prepare", &step(job, 1), Some(crate::ROUTE_MODEL)).await;
    let view = studio.view(job).await;
    assert!(view.checkpoint(1, StageName::ParseIntent).unwrap().skipped);
    let written = view.checkpoint(1, StageName::OptimizePrompt).unwrap();
    assert_eq!((&written.result["prompt"], written.fallback.as_ref()), (&json!("a boat at dusk"), None));
    studio.audit();
}

#[tokio::test]
async fn a_reader_who_dies_leaves_the_simple_way_and_a_reason_for_both() {
    let studio = Studio::new().await;
    let job = studio.before(PARSE_INTENT, json!({})).await;
    // As the flow goes on from its Catch.
    studio.run(OPTIMIZE_PROMPT, job).await.unwrap();
    let view = studio.view(job).await;
    for (stage, why) in [(StageName::ParseIntent, "left nothing"), (StageName::OptimizePrompt, "simple way")]
    {
        let told = view.checkpoint(1, stage).unwrap();
        let reason = &told.fallback.as_ref().unwrap().reason;
        assert!(reason.contains(why), "{stage}: {reason}");
    }
    assert_eq!(studio.left(job, StageName::OptimizePrompt).await["prompt"], "a boat at dusk");
    // Whoever was only slow finds his place taken, and the render is past him.
    assert_eq!(studio.run(PARSE_INTENT, job).await.unwrap().word, OK);
    assert_eq!(flow().walk(&studio, "RouteModel", &step(job, 1)).await.last().unwrap(), "Done");
    studio.audit();
}

#[tokio::test]
async fn the_longest_prompt_is_read_whatever_it_is_made_of() {
    let wide = |chars: usize| "\u{20000}".repeat(chars);
    let demands: Vec<_> = (0..12).map(|n| format!("without {}{n}", wide(650))).collect();
    let colours: Vec<_> = (0..400).map(|n| format!("red-{n:03} #{n:06x}")).collect();
    let (demands, colours) = (demands.join(", "), colours.join(" "));
    for prompt in [wide(8_000), format!("a boat in {}", wide(7_990)), demands, "\"\\".repeat(4_000), colours]
    {
        assert!(prompt.chars().count() <= 8_000);
        let studio = Studio::new().await;
        let job = studio.asked(json!({ "prompt": prompt, "refine": true })).await;
        let way = flow().walk(&studio, "Prepare", &step(job, 1)).await;
        assert_eq!(way.last().unwrap(), "Done");
        let view = studio.view(job).await;
        let simpler: Vec<_> = view.checkpoints().filter(|left| left.fallback.is_some()).collect();
        assert!(simpler.is_empty(), "{simpler:?}");
        studio.audit();
    }
}
