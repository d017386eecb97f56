use image::{Rgb, RgbImage};
use media::{Analysis, analyze};
use serde_json::json;

use super::wording::refine;
use super::*;
use crate::tests::{Studio, flow, step};
use crate::{REFINE as STAGE, ROUTE_MODEL};

/// A dark, warm picture with a level horizon.
fn sunset() -> Analysis {
    analyze(&RgbImage::from_fn(128, 128, |_, y| if y < 80 { Rgb([150, 70, 30]) } else { Rgb([30, 14, 10]) }))
}

#[test]
fn words_that_talk_list_or_praise_are_tidied_up() {
    for (words, refined) in [
        ("Please draw me a picture of a red boat", "a red boat"),
        ("can you generate an image of a cat, 8k, masterpiece", "a cat"),
        (
            "facade of a house; view=NE; wall_material: brick",
            "facade of a house, view NE, wall material brick",
        ),
        ("a boat,  a   boat , A BOAT at noon", "a boat, A BOAT at noon"),
        ("a clock at 10:30, 16:9", "a clock at 10:30, 16:9"),
        ("a boat at dusk", "a boat at dusk"),
        ("painting of a storm", "painting of a storm"),
        ("please", "please"),
        ("8k", "8k"),
        ("a lighthouse like the photo", "a lighthouse like the photo"),
        ("日本の灯台、夕暮れ", "日本の灯台、夕暮れ"),
    ] {
        let found = refine(words, None);
        assert_eq!(found.prompt, refined, "{words}");
        assert_eq!(found.changes.is_empty(), words == refined, "{words}: {:?}", found.changes);
    }
}

#[test]
fn a_prompt_of_nothing_but_praise_does_not_outgrow_what_is_kept() {
    let words = format!("a boat, {}", "hd, ".repeat(1_990));
    assert!(words.len() < model::Prompt::MAX_CHARS, "{}", words.len());
    let found = refine(&words, None);
    assert_eq!(found.prompt, "a boat");
    let told: usize = found.changes.iter().map(String::len).sum();
    assert!((7_000..=8_000).contains(&told), "{told}");
}

#[test]
fn what_points_at_a_reference_is_replaced_by_what_it_shows() {
    let found = refine("a lighthouse Like the Photo, as shown", Some(&sunset()));
    assert!(found.prompt.starts_with("a lighthouse, low-key light, warm tones"), "{}", found.prompt);
    assert!(found.prompt.contains("in the colours #"), "{}", found.prompt);
    assert!(
        found.changes.iter().any(|change| change.contains("`like the photo` is replaced")),
        "{:?}",
        found.changes
    );
    let own = refine("a lighthouse in #112233, high horizon", Some(&sunset()));
    assert!(!own.prompt.contains("in the colours"), "the words name their own: {}", own.prompt);
    assert_eq!(own.prompt.matches("horizon").count(), 1, "{}", own.prompt);
}

#[tokio::test]
async fn refined_words_begin_the_final_prompt() {
    let studio = Studio::new().await;
    for pipeline in ["full", "simple"] {
        let also = json!({ "prompt": "please paint a boat, 8k", "refine": true, "pipeline": pipeline });
        let job = studio.asked(also).await;
        let way = flow().walk_to(&studio, "Prepare", &step(job, 1), Some(ROUTE_MODEL)).await;
        assert!(way.contains(&"Refine".to_owned()), "{way:?}");
        let prompt = studio.left(job, StageName::OptimizePrompt).await;
        assert!(prompt["prompt"].as_str().unwrap().starts_with("a boat"), "{pipeline}: {prompt}");
    }
    studio.audit();
}

#[tokio::test]
async fn refining_that_is_not_wanted_or_dies_leaves_the_words_as_they_are() {
    let studio = Studio::new().await;
    let words = "please paint a boat";
    let skipped = json!({ "prompt": words, "refine": true, "skip": ["refine"], "pipeline": "simple" });
    let job = studio.asked(skipped).await;
    studio.up_to(ROUTE_MODEL, job).await;
    assert!(studio.view(job).await.checkpoint(1, StageName::Refine).unwrap().skipped);
    assert_eq!(studio.left(job, StageName::OptimizePrompt).await["prompt"], words);

    let job = studio.before(STAGE, json!({ "prompt": words, "refine": true, "pipeline": "simple" })).await;
    studio.run(crate::OPTIMIZE_PROMPT, job).await.unwrap();
    let view = studio.view(job).await;
    let told = view.checkpoint(1, StageName::Refine).unwrap().fallback.as_ref().unwrap();
    assert!(told.reason.ends_with("The request's own words are used."), "{}", told.reason);
    assert_eq!(studio.left(job, StageName::OptimizePrompt).await["prompt"], words);
    studio.audit();
}
