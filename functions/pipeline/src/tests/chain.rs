//! Renders of a chain, one after another: what the first was like, the third is like too, unless it says otherwise.

use jobs::{Chain, Chains, Project};
use media::Analysis;
use media::judge::COLOUR;
use model::{ChainId, JobId, StageName};
use providers::builtin::intent;
use serde_json::{Value, json};
use testkit::workspace;

use super::{Studio, flow, step};
use crate::REMEMBER;

fn chain() -> ChainId {
    Chain::default_of(Project::default_of(workspace("a")))
}

/// Takes a render of `prompt` to its end.
async fn painted(studio: &Studio, prompt: &str, chained: bool, also: Value) -> JobId {
    let mut body = json!({ "prompt": prompt, "size": { "width": 320, "height": 320 } });
    body.as_object_mut().unwrap().extend(also.as_object().unwrap().clone());
    if chained {
        body["chain"] = json!(chain());
    }
    let job = studio.asked(body).await;
    let way = flow().walk(studio, "Prepare", &step(job, 1)).await;
    assert_eq!(way.last().unwrap(), "Done", "{way:?}");
    job
}

async fn told(studio: &Studio, job: JobId) -> String {
    studio.left(job, StageName::OptimizePrompt).await["prompt"].as_str().unwrap().to_owned()
}

async fn seen(studio: &Studio, job: JobId) -> Analysis {
    let left = studio.left(job, StageName::Ingest).await;
    serde_json::from_value(left["analyses"][0].clone()).unwrap()
}

async fn memory(studio: &Studio, version: u64) -> jobs::Memory {
    let chains: Chains = studio.world.open("a");
    chains.version(chain(), version).await.unwrap()
}

/// How far the colours of one picture are from the nearest of another, by their shares.
fn distance(from: &Analysis, to: &Analysis) -> f32 {
    let nearest = |hex: &str| {
        to.palette
            .iter()
            .filter_map(|swatch| media::palette::distance(hex, &swatch.hex))
            .fold(f32::MAX, f32::min)
    };
    from.palette.iter().map(|swatch| swatch.share * nearest(&swatch.hex)).sum()
}

const FIRST: &str = "a lighthouse on a cliff at dusk, teal and amber, watercolour";
const THIRD: &str = "a village street";

#[tokio::test]
async fn the_third_render_of_a_chain_follows_the_first() {
    let studio = Studio::new().await;
    let first = painted(&studio, FIRST, true, json!({})).await;
    painted(&studio, "a fishing boat", true, json!({})).await;
    let third = painted(&studio, THIRD, true, json!({})).await;
    let alone = painted(&studio, THIRD, false, json!({})).await;

    let (old, new) = (
        intent::report(&told(&studio, first).await, None),
        intent::report(&told(&studio, third).await, None),
    );
    assert_eq!((new.hour.as_str(), new.style.as_str()), ("dusk", "watercolour"));
    assert_eq!((&old.hour, &old.style), (&new.hour, &new.style));
    assert!(told(&studio, third).await.starts_with(THIRD), "its own words come first");
    assert_eq!(intent::report(&told(&studio, alone).await, None).hour, "day");

    let first = seen(&studio, first).await;
    let (followed, strayed) =
        (distance(&seen(&studio, third).await, &first), distance(&seen(&studio, alone).await, &first));
    // Its colours are found in the first's, as those of a palette are in a picture; without the chain they are not.
    assert!(followed < COLOUR && COLOUR < strayed, "{followed} with the chain, {strayed} without");
    // What it was told is kept: the second render's lesson, which goes on with the first's manner.
    let context = studio.left(third, StageName::Prepare).await;
    assert_eq!((&context["memory"]["version"], &context["memory"]["subject"]), (&json!(2), &json!("boat")));
    assert_eq!(memory(&studio, 1).await.palette, memory(&studio, 3).await.palette, "colours do not drift");
    studio.audit();
}

#[tokio::test]
async fn what_a_request_says_itself_wins_over_what_is_remembered() {
    let studio = Studio::new().await;
    painted(&studio, FIRST, true, json!({})).await;
    let own =
        painted(&studio, "a village street at noon, crimson and white, ink drawing", true, json!({})).await;
    let prompt = told(&studio, own).await;
    let report = intent::report(&prompt, None);
    assert_eq!((report.hour.as_str(), report.style.as_str()), ("noon", "ink"), "{prompt}");
    assert!(!prompt.contains("dusk") && !prompt.contains("watercolour"), "{prompt}");
    assert_eq!(prompt.matches("palette").count(), 0, "{prompt}");
    // A style beside the words is the request's own too.
    let also = json!({ "style": "oil painting" });
    let beside = painted(&studio, "a hill", true, also).await;
    assert!(!told(&studio, beside).await.contains("ink style"));
    assert_eq!(memory(&studio, 3).await.style.as_deref(), Some("oil painting"));
    studio.audit();
}

#[tokio::test]
async fn a_chain_learns_once_from_each_render_that_lets_it() {
    let studio = Studio::new().await;
    let first = painted(&studio, FIRST, true, json!({})).await;
    let lesson = studio.left(first, StageName::Remember).await;
    assert_eq!((&lesson["chain"], &lesson["version"]), (&json!(chain()), &json!(1)));
    let skipped = painted(&studio, "a hill", true, json!({ "skip": ["remember"] })).await;
    assert_eq!(studio.left(skipped, StageName::Remember).await["version"], Value::Null);
    let chains: Chains = studio.world.open("a");
    let project = Project::default_of(workspace("a"));
    assert_eq!(chains.memory(project, chain()).await.unwrap().unwrap().version, 1);
    let learned = memory(&studio, 1).await;
    assert_eq!((learned.job, learned.position), (first, 1));
    assert_eq!(learned.prompt.unwrap(), told(&studio, first).await);
    assert_eq!(studio.view(skipped).await.head.chain_position, Some(2));
    studio.audit();
}

#[tokio::test]
async fn a_render_that_ends_after_its_successor_teaches_nothing() {
    let studio = Studio::new().await;
    let slow = studio.asked(json!({ "prompt": FIRST, "chain": chain() })).await;
    flow().walk_to(&studio, "Prepare", &step(slow, 1), Some(REMEMBER)).await;
    painted(&studio, "a hill at noon", true, json!({})).await;
    let before = memory(&studio, 1).await;
    let way = flow().walk(&studio, "Remember", &step(slow, 1)).await;
    assert_eq!(way, ["Remember", "Settle", "Done"]);
    let lesson = studio.left(slow, StageName::Remember).await;
    assert_eq!(lesson["why"], "the render at position 2 has ended before it");
    assert_eq!(memory(&studio, 1).await, before);
    studio.audit();
}

#[tokio::test]
async fn what_was_said_of_an_ancestor_is_told_in_a_chain_too() {
    let studio = Studio::new().await;
    let first = painted(&studio, FIRST, true, json!({})).await;
    let said = studio.left(first, StageName::Validate).await["verdict"].clone();
    let second = painted(&studio, THIRD, false, json!({ "references": [first] })).await;
    let context = studio.left(second, StageName::Prepare).await;
    assert!(said == "accept" || said == "flag", "{said}");
    assert_eq!(context["lineage"][0]["verdict"], said);
    studio.audit();
}
