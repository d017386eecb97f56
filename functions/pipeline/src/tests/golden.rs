//! A whole render, stage by stage in the order of its flow.

use media::measure;
use model::Status;
use serde_json::json;
use store::Digest;

use super::{Studio, flow, step};

#[tokio::test]
async fn a_render_goes_from_its_prompt_to_a_picture_that_is_paid_for() {
    let studio = Studio::new().await;
    let job = studio.admitted().await;
    studio.audit();
    let way = flow().walk(&studio, &flow().start(), &step(job, 1)).await;
    let stages = [
        "Prepare",
        "ParseIntent",
        "OptimizePrompt",
        "RouteModel",
        "Submit",
        "Ingest",
        "Validate",
        "Settle",
        "Done",
    ];
    assert_eq!(way, stages);

    let head = studio.jobs().head(job).await.unwrap();
    assert_eq!((head.status, head.progress, head.slot), (Status::Succeeded, 1_000, false));
    let [output] = head.outputs.as_slice() else { panic!("{:?}", head.outputs) };
    let bytes = studio.media().read(&output.key).await.unwrap();
    let measured = measure(&bytes).unwrap();
    assert_eq!((measured.width, measured.height, measured.blank), (256, 256, false));
    assert_eq!((output.bytes, output.sha256.as_str()), (bytes.len() as u64, Digest::of(&bytes).as_str()));
    assert_eq!(studio.money().await, [90_000, 0, 10_000]);
    let life = [
        "render.queued",
        "render.started",
        "render.stage",
        "render.stage",
        "render.stage",
        "render.stage",
        "render.submitting",
        "render.landed",
        "render.stage",
        "render.stage",
        "render.stage",
        "render.succeeded",
    ];
    assert_eq!(studio.events(job).await, life);
    studio.audit();
}

#[tokio::test]
async fn the_same_seed_paints_the_same_picture_and_another_does_not() {
    let studio = Studio::new().await;
    let mut pictures = Vec::new();
    for seed in [7, 7, 8] {
        let job = studio.asked(json!({ "seed": seed })).await;
        flow().walk(&studio, "Prepare", &step(job, 1)).await;
        pictures.push(studio.jobs().head(job).await.unwrap().outputs[0].sha256.clone());
    }
    assert_eq!(pictures[0], pictures[1]);
    assert_ne!(pictures[0], pictures[2]);
    studio.audit();
}

#[tokio::test]
async fn each_of_several_pictures_is_stored_and_charged() {
    let studio = Studio::new().await;
    let job = studio.holding(json!({ "count": 3 }), 40_000).await;
    let way = flow().walk(&studio, "Prepare", &step(job, 1)).await;
    assert_eq!(way[4..], ["Submit", "FanOut", "Ingest", "Validate", "Settle", "Done"]);
    let head = studio.jobs().head(job).await.unwrap();
    let keys: Vec<_> = head.outputs.iter().map(|output| output.key.clone()).collect();
    assert_eq!((keys.len(), keys), (3, studio.world.bucket.keys()));
    assert_eq!(studio.money().await, [70_000, 0, 30_000], "a quarter of the hold comes back");
    studio.audit();
}

#[tokio::test]
async fn a_render_whose_stage_refuses_ends_badly_and_costs_nothing() {
    let studio = Studio::new().await;
    let job = studio.holding(json!({}), 9_999).await;
    let way = flow().walk(&studio, "Prepare", &step(job, 1)).await;
    assert_eq!(way, ["Prepare", "ParseIntent", "OptimizePrompt", "RouteModel", "Fail", "Failed"]);
    let head = studio.jobs().head(job).await.unwrap();
    let problem = head.problem.unwrap();
    assert_eq!(
        (head.status, problem.code.as_str(), problem.request_id.as_str()),
        (Status::Failed, "no-model", "8f2c")
    );
    assert_eq!(studio.money().await, [100_000, 0, 0]);
    studio.audit();
}

#[tokio::test]
async fn a_run_that_takes_over_repeats_nothing_that_was_paid_for() {
    let studio = Studio::new().await;
    let job = studio.before(crate::INGEST, json!({})).await;
    studio.office().reap(job, 1, None).await.unwrap();
    let (_, painted) = studio.everything();
    assert_eq!(flow().walk(&studio, "Ingest", &step(job, 1)).await, ["Ingest", "Stopped"], "run 1 is over");
    let way = flow().walk(&studio, "Prepare", &step(job, 2)).await;
    assert_eq!(way.last().unwrap(), "Done", "{way:?}");
    assert_eq!((studio.view(job).await.attempts().count(), studio.everything().1), (1, painted));
    let view = studio.view(job).await;
    let runs: Vec<_> =
        view.checkpoints().map(|checkpoint| (checkpoint.run, checkpoint.stage.word())).collect();
    let first =
        ["prepare", "parse-intent", "optimize-prompt", "route-model", "submit"].map(|stage| (1, stage));
    assert_eq!(runs, [&first[..], &[(2, "ingest"), (2, "validate")]].concat());
    assert_eq!(studio.money().await, [90_000, 0, 10_000]);
    studio.audit();
}
