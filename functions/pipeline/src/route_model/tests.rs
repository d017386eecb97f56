use serde_json::json;

use super::*;
use crate::ROUTE_MODEL;
use crate::tests::{Studio, flow, step};

async fn choice(studio: &Studio, also: serde_json::Value) -> Choice {
    let job = studio.before(ROUTE_MODEL, also).await;
    assert_eq!(studio.run(ROUTE_MODEL, job).await.unwrap().word, OK);
    studio.view(job).await.result(1, StageName::RouteModel).unwrap()
}

#[tokio::test]
async fn a_model_is_chosen_with_its_reasons() {
    let studio = Studio::new().await;
    let free = choice(&studio, json!({})).await;
    assert_eq!((free.provider.as_str(), free.model.as_str()), ("builtin", "sketch"));
    assert!(free.reasons[0].starts_with("one of the catalogue's models can do this"), "{:?}", free.reasons);
    assert_eq!(free.reasons[1], "the quality `draft` asks for a fast model");
    assert_eq!((free.prompt, free.seed), (None, None), "the first try does what the request says");
    let cad = choice(&studio, json!({ "tool": "AutoCAD", "refine": false })).await;
    assert!(cad.reasons[1].contains("`AutoCAD` draws to scale"), "{:?}", cad.reasons);
    let asked = choice(&studio, json!({ "model": "builtin/sketch" })).await;
    assert_eq!(asked.reasons, ["the request asks for `builtin/sketch`"]);
    studio.audit();
}

#[tokio::test]
async fn a_prompt_that_nobody_wrote_is_written_in_the_simple_way() {
    let studio = Studio::new().await;
    let job = studio.before(crate::OPTIMIZE_PROMPT, json!({})).await;
    // As the flow goes on from the Catch of the stage that died.
    let way = flow().walk(&studio, "RouteModel", &step(job, 1)).await;
    assert_eq!(way.last().unwrap(), "Done");
    let view = studio.view(job).await;
    let told = view.checkpoint(1, StageName::OptimizePrompt).unwrap();
    assert_eq!(told.result["prompt"], "a boat at dusk");
    assert!(told.fallback.as_ref().unwrap().reason.ends_with("in the simple way."), "{told:?}");
    studio.audit();
}

#[tokio::test]
async fn a_model_that_costs_more_than_is_held_is_not_chosen() {
    let studio = Studio::new().await;
    let exact = studio.holding(json!({ "count": 2 }), 20_000).await;
    studio.up_to(ROUTE_MODEL, exact).await;
    assert_eq!(studio.run(ROUTE_MODEL, exact).await.unwrap().word, OK);
    let short = studio.holding(json!({ "count": 2 }), 19_999).await;
    studio.up_to(ROUTE_MODEL, short).await;
    let fault = studio.run(ROUTE_MODEL, short).await.unwrap_err();
    assert_eq!((fault.kind(), fault.code()), (Kind::Conflict, "no-model"));
    assert!(fault.detail().contains("Start the render again"), "{}", fault.detail());
    assert!(studio.view(short).await.checkpoint(1, StageName::RouteModel).is_none());
    studio.audit();
}

#[tokio::test]
async fn a_model_that_left_the_catalogue_since_is_not_replaced_by_another() {
    let studio = Studio::new().await;
    let job = studio.before(ROUTE_MODEL, json!({ "model": "builtin/retired" })).await;
    assert_eq!(studio.run(ROUTE_MODEL, job).await.unwrap_err().code(), "no-model");
    studio.audit();
}
