use model::{AssetId, JobId, Status};
use serde_json::{Value, json};
use testkit::workspace;

use super::*;
use crate::tests::{Studio, flow, step};
use crate::{PREPARE, ROUTE_MODEL};

/// An asset of the workspace of `seed` in these colours.
async fn asset(studio: &Studio, seed: &str, colours: &[&str]) -> AssetId {
    let id = AssetId::derived(&colours.concat());
    let asset = Asset {
        id,
        key: format!("media/{}/x", workspace(seed).id()),
        mime: "image/png".to_owned(),
        bytes: 70,
        width: 2,
        height: 2,
        sha256: "0".repeat(64),
        palette: colours.iter().map(|hex| Swatch { hex: (*hex).to_owned(), share: 0.25 }).collect(),
        analysis: None,
        job: Some(JobId::from_body(model::JobKind::Render, 1)),
        upload: None,
        name: None,
        project: None,
        duplicate_of: None,
        created_at: studio.now(),
        expired_at: None,
        removed_at: None,
    };
    let store: Store = studio.world.open(seed);
    assert!(store.create(Asset::address(id), &asset).await.unwrap());
    id
}

async fn context(studio: &Studio, references: Value) -> Value {
    let job = studio.asked(json!({ "references": references })).await;
    studio.run(PREPARE, job).await.unwrap();
    studio.left(job, StageName::Prepare).await
}

fn colours(context: &Value) -> Vec<&str> {
    context["palette"].as_array().unwrap().iter().map(|swatch| swatch["hex"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_run_begins() {
    let studio = Studio::new().await;
    let job = studio.admitted().await;
    let next = studio.run(PREPARE, job).await.unwrap();
    assert_eq!((next.word, next.r#try), ("intent", 1), "there is nothing to look at");
    let head = studio.jobs().head(job).await.unwrap();
    assert_eq!((head.status, head.stage), (Status::Running, Some(StageName::Prepare)));
    assert_eq!(head.started_at, Some(studio.now()));
    let context = studio.left(job, StageName::Prepare).await;
    assert_eq!(context, json!({ "palette": [], "references": [] }));
    studio.audit();
}

#[tokio::test]
async fn the_way_goes_by_what_there_is_to_do() {
    let studio = Studio::new().await;
    let reference = asset(&studio, "a", &["#123456"]).await;
    for (also, word) in [
        (json!({}), "intent"),
        (json!({ "references": [reference] }), "full"),
        (json!({ "pipeline": "simple" }), "ok"),
        (json!({ "pipeline": "simple", "refine": true }), "refine"),
    ] {
        let job = studio.asked(also.clone()).await;
        assert_eq!(studio.run(PREPARE, job).await.unwrap().word, word, "{also}");
    }
    studio.audit();
}

#[tokio::test]
async fn references_give_their_colours_in_turn() {
    let studio = Studio::new().await;
    let many = asset(&studio, "a", &["#000001", "#000002", "#000003", "#000004", "#000005"]).await;
    let one = asset(&studio, "a", &["#00000a"]).await;
    let both = context(&studio, json!([many, one])).await;
    assert_eq!(colours(&both), ["#000001", "#00000a", "#000002", "#000003", "#000004"]);
    assert_eq!(both["references"], json!([many, one]));
    studio.audit();
}

#[tokio::test]
async fn an_edit_is_not_held_to_the_colours_of_what_it_changes() {
    let studio = Studio::new().await;
    let edited = asset(&studio, "a", &["#000001", "#000002"]).await;
    let followed = asset(&studio, "a", &["#00000a"]).await;
    for (references, kept) in [(json!([edited]), vec![]), (json!([edited, followed]), vec!["#00000a"])] {
        let job = studio.asked(json!({ "task": "edit", "references": references })).await;
        studio.run(PREPARE, job).await.unwrap();
        let context = studio.left(job, StageName::Prepare).await;
        assert_eq!(colours(&context), kept);
        assert_eq!(context["references"], references);
    }
    studio.audit();
}

#[tokio::test]
async fn a_render_keeps_by_which_version_of_the_rules_it_is_made() {
    let studio = Studio::new().await;
    let rules: Rules = studio.world.open("a");
    let before = context(&studio, json!([])).await;
    assert_eq!((before.get("rules"), before.get("rule_set")), (None, None));
    for (number, text) in [(1, "always at night."), (2, "no people")] {
        let text = model::project::RuleText::parse(text).unwrap();
        let new = rule::NewRule { text, applies_to: None, active: true, order: None };
        let (id, ann) = (model::RuleId::from_body(number), model::UserId::derived("ann"));
        let project = jobs::Project::default_of(workspace("a"));
        rules.create(project, id, &new, ann, &|_| Ok(Vec::new())).await.unwrap();
    }
    let kept = context(&studio, json!([])).await;
    assert_eq!((&kept["rules"], &kept["rule_set"]), (&json!(["always at night", "no people"]), &json!(2)));
    studio.audit();
}

#[tokio::test]
async fn a_render_that_is_referred_to_stands_for_its_first_picture() {
    let studio = Studio::new().await;
    let painted = studio.holding(json!({ "count": 2 }), 20_000).await;
    flow().walk(&studio, "Prepare", &step(painted, 1)).await;
    let first = studio.jobs().head(painted).await.unwrap().outputs[0].asset;
    let of_render = context(&studio, json!([painted])).await;
    assert_eq!(of_render["references"], json!([first]));
    let of_asset = context(&studio, json!([first])).await;
    assert_eq!(
        (&of_render["palette"], &of_render["references"]),
        (&of_asset["palette"], &of_asset["references"])
    );
    assert!(!colours(&of_render).is_empty());
    studio.audit();
}

#[tokio::test]
async fn the_colours_of_a_reference_reach_the_final_prompt() {
    let studio = Studio::new().await;
    let reference = asset(&studio, "a", &["#123456", "#abcdef"]).await;
    for pipeline in ["full", "simple"] {
        let also = json!({ "references": [reference], "pipeline": pipeline });
        let job = studio.before(ROUTE_MODEL, also).await;
        let prompt = studio.left(job, StageName::OptimizePrompt).await;
        let prompt = prompt["prompt"].as_str().unwrap();
        assert!(prompt.ends_with(", palette #123456 #abcdef"), "{prompt}");
    }
    studio.audit();
}

#[tokio::test]
async fn a_reference_that_went_away_or_is_anothers_refuses_the_render() {
    let studio = Studio::new().await;
    let foreign = asset(&studio, "b", &["#123456"]).await;
    let empty = studio.admitted().await;
    for reference in [json!(foreign), json!(AssetId::derived("gone")), json!(empty)] {
        let job = studio.asked(json!({ "references": [reference] })).await;
        let way = flow().walk(&studio, "Prepare", &step(job, 1)).await;
        assert_eq!(way, ["Prepare", "Fail", "Failed"], "{reference}");
        assert_eq!(studio.jobs().head(job).await.unwrap().problem.unwrap().code, "not-found");
    }
    assert_eq!(studio.money().await, [90_000, 10_000, 0]);
    studio.audit();
}
