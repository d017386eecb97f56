//! Renders that are made again within the purse of their request.

use contract::Step;
use media::{Asset, Swatch};
use store::Store;

use super::*;
use crate::{CANCEL, FAIL, ROUTE_MODEL, SUBMIT};

/// A picture of the workspace in colours that no sketch of a boat in ink has.
async fn loud(studio: &Studio) -> AssetId {
    let id = AssetId::derived("loud");
    let asset = Asset {
        id,
        key: format!("media/{}/loud", testkit::workspace("a").id()),
        mime: "image/png".to_owned(),
        bytes: 70,
        width: 2,
        height: 2,
        sha256: "0".repeat(64),
        palette: ["#ff00ff", "#00ff00", "#ff8800"]
            .map(|hex| Swatch { hex: hex.to_owned(), share: 0.3 })
            .to_vec(),
        analysis: Some(halves([255, 0, 255], [0, 255, 0])),
        job: Some(JobId::from_body(model::JobKind::Render, 1)),
        upload: None,
        name: None,
        project: None,
        duplicate_of: None,
        created_at: studio.now(),
        expired_at: None,
        removed_at: None,
    };
    let store: Store = studio.world.open("a");
    assert!(store.create(Asset::address(id), &asset).await.unwrap());
    id
}

/// A draft in ink after a loud picture, with room for `attempts`, of which so much is held.
async fn hopeless(studio: &Studio, attempts: u8, hold: i64) -> JobId {
    let also = json!({
        "references": [loud(studio).await], "style": "ink", "retry": { "max_attempts": attempts },
    });
    studio.holding(also, hold).await
}

async fn verdict(studio: &Studio, job: JobId, r#try: u32) -> Verdict {
    studio.view(job).await.result(r#try, StageName::Validate).unwrap()
}

#[tokio::test]
async fn a_palette_that_cannot_be_reached_is_tried_once_more_and_then_flagged() {
    let studio = Studio::new().await;
    let job = hopeless(&studio, 2, 20_000).await;
    let way = flow().walk(&studio, "Prepare", &step(job, 1)).await;
    let once = ["RouteModel", "Submit", "Ingest", "Validate"];
    let read = ["Prepare", "ParseIntentBeside", "AnalyzeReference", "OptimizePrompt"];
    assert_eq!(way, [&read[..], &once, &once, &["Settle", "Done"]].concat());

    let first = verdict(&studio, job, 1).await;
    assert_eq!(
        (first.verdict.as_str(), first.codes.contains(&"palette".to_owned())),
        ("retry", true),
        "{first:?}"
    );
    let plan = first.plan.unwrap();
    assert!(plan.changes.iter().any(|change| change.contains("colours are asked for again")), "{plan:?}");
    let view = studio.view(job).await;
    let choice: crate::route_model::Choice = view.result(2, StageName::RouteModel).unwrap();
    let prompt = choice.prompt.unwrap();
    assert!(
        prompt.starts_with("a boat at dusk") && prompt.contains("only in the colours #ff00ff"),
        "{prompt}"
    );
    assert_eq!((choice.seed, plan.seed), (Some(8), 8));
    assert!(plan.changes.iter().all(|change| choice.reasons.contains(change)), "{:?}", choice.reasons);

    let last = verdict(&studio, job, 2).await;
    assert_eq!((last.verdict.as_str(), last.plan), ("flag", None));
    assert_eq!(view.attempts().count(), 2);
    assert_eq!(studio.money().await, [80_000, 0, 20_000], "both attempts are charged, and no more");
    let head = studio.jobs().head(job).await.unwrap();
    assert_eq!((head.status, head.outputs.len(), head.kept.len()), (Status::Succeeded, 1, 0));
    assert!(head.outputs[0].key.contains(&format!("{job}")), "{:?}", head.outputs);
    studio.audit();
}

#[tokio::test]
async fn a_render_that_goes_back_to_one_that_was_made_again_knows_how_it_was_made() {
    let studio = Studio::new().await;
    let job = hopeless(&studio, 2, 20_000).await;
    flow().walk(&studio, "Prepare", &step(job, 1)).await;
    assert_eq!(studio.view(job).await.delivered(), Some(2));
    let next = studio.asked(json!({ "references": [job] })).await;
    studio.run(crate::PREPARE, next).await.unwrap();
    let parent = studio.left(next, StageName::Prepare).await["lineage"][0].clone();
    assert_eq!((&parent["seed"], &parent["verdict"]), (&json!(8), &json!("flag")));
    assert!(parent["prompt"].as_str().unwrap().contains("only in the colours #ff00ff"), "{parent}");
    studio.audit();
}

#[tokio::test]
async fn without_a_purse_it_is_flagged_at_once() {
    let studio = Studio::new().await;
    let job = studio.holding(json!({ "references": [loud(&studio).await], "style": "ink" }), 20_000).await;
    let way = flow().walk(&studio, "Prepare", &step(job, 1)).await;
    assert_eq!(way[way.len() - 3..], ["Validate", "Settle", "Done"]);
    assert_eq!(verdict(&studio, job, 1).await.verdict, "flag");
    assert_eq!(studio.money().await, [90_000, 0, 10_000]);
    studio.audit();
}

#[tokio::test]
async fn the_purse_is_never_passed() {
    for (attempts, hold, made) in [(5, 10_000, 1), (5, 29_999, 2), (3, 50_000, 3), (1, 50_000, 1)] {
        let studio = Studio::new().await;
        let job = hopeless(&studio, attempts, hold).await;
        let way = flow().walk(&studio, "Prepare", &step(job, 1)).await;
        assert_eq!(way.last().unwrap(), "Done");
        let spent = 10_000 * i64::from(made);
        assert_eq!(studio.money().await, [100_000 - spent, 0, spent], "{attempts} attempts of {hold}");
        assert_eq!(studio.view(job).await.attempts().map(|attempt| attempt.number).max(), Some(made));
        studio.audit();
    }
}

#[tokio::test]
async fn of_two_tries_the_better_one_is_delivered() {
    for (second, delivered) in [(blank(), 1), (halves([255, 0, 255], [0, 255, 0]), 2)] {
        let studio = Studio::new().await;
        let job = hopeless(&studio, 2, 20_000).await;
        studio.up_to(VALIDATE, job).await;
        assert_eq!(studio.run(VALIDATE, job).await.unwrap().word, RETRY);
        let again = Step { r#try: 2, ..step(job, 1) };
        flow().walk_to(&studio, "RouteModel", &again, Some(INGEST)).await;
        let view = studio.view(job).await;
        let mut made = output(256, 256);
        made.key = "media/second.png".to_owned();
        let ingested = Ingested { outputs: vec![made.clone()], analyses: vec![second] };
        let outcome = Outcome::of("ok", &ingested).unwrap();
        let now = studio.now();
        studio.jobs().checkpoint(&view, &again, StageName::Ingest, &["ok"], now, outcome).await.unwrap();
        flow().walk(&studio, "Validate", &again).await;
        assert_eq!(verdict(&studio, job, 2).await.delivers, Some(delivered));
        let head = studio.jobs().head(job).await.unwrap();
        assert_eq!(head.outputs[0].key == made.key, delivered == 2, "{:?}", head.outputs);
        assert_eq!(studio.money().await, [80_000, 0, 20_000]);
        studio.audit();
    }
}

#[tokio::test]
async fn of_three_tries_the_best_one_is_delivered_although_the_second_was_the_worst() {
    let studio = Studio::new().await;
    let job = hopeless(&studio, 3, 30_000).await;
    studio.up_to(VALIDATE, job).await;
    assert_eq!(studio.run(VALIDATE, job).await.unwrap().word, RETRY);
    let kept = studio.jobs().head(job).await.unwrap().kept;
    let best = verdict(&studio, job, 1).await.distance;
    // The second shows nothing of all, the third is a little worse than the first.
    for (r#try, outputs, analyses) in
        [(2, Vec::new(), Vec::new()), (3, vec![output(300, 300)], vec![blank()])]
    {
        let again = Step { r#try, ..step(job, 1) };
        flow().walk_to(&studio, "RouteModel", &again, Some(INGEST)).await;
        let view = studio.view(job).await;
        let outcome = Outcome::of("ok", &Ingested { outputs, analyses }).unwrap();
        let now = studio.now();
        studio.jobs().checkpoint(&view, &again, StageName::Ingest, &["ok"], now, outcome).await.unwrap();
        studio.step(VALIDATE, &again).await.unwrap();
        let found = verdict(&studio, job, r#try).await;
        assert!(found.distance > best, "{found:?}");
        assert_eq!(found.delivers, Some(1), "{found:?}");
    }
    assert!(verdict(&studio, job, 2).await.distance > verdict(&studio, job, 3).await.distance);
    let way = flow().walk(&studio, "Settle", &Step { r#try: 3, ..step(job, 1) }).await;
    assert_eq!(way, ["Settle", "Done"]);
    assert_eq!(studio.jobs().head(job).await.unwrap().outputs, kept);
    assert_eq!(studio.money().await, [70_000, 0, 30_000]);
    studio.audit();
}

#[tokio::test]
async fn a_second_try_that_fails_or_is_not_wanted_any_more_delivers_the_first() {
    for end in [FAIL, CANCEL] {
        let studio = Studio::new().await;
        let job = hopeless(&studio, 2, 20_000).await;
        studio.up_to(VALIDATE, job).await;
        assert_eq!(studio.run(VALIDATE, job).await.unwrap().word, RETRY);
        let kept = studio.jobs().head(job).await.unwrap().kept;
        assert_eq!(kept.len(), 1, "what was made is kept");
        if end.spec.name == CANCEL.spec.name {
            studio.jobs().cancel(&studio.line(), job).await.unwrap();
        }
        let again = Step { r#try: 2, ..step(job, 1) };
        studio.step(ROUTE_MODEL, &again).await.unwrap();
        assert_eq!(studio.step(end, &again).await.unwrap().word, "ok", "{}", end.spec.name);
        let head = studio.jobs().head(job).await.unwrap();
        assert_eq!((head.status, &head.outputs), (Status::Succeeded, &kept), "{}", end.spec.name);
        assert_eq!(studio.money().await, [90_000, 0, 10_000], "one attempt was made");
        let view = studio.view(job).await;
        let told = view.checkpoint(2, StageName::Validate).unwrap();
        let reason = &told.fallback.as_ref().unwrap().reason;
        assert!(reason.ends_with("What was made before is delivered."), "{reason}");
        assert_eq!(verdict(&studio, job, 2).await.delivers, Some(1));
        studio.audit();
    }
}

#[tokio::test]
async fn a_render_that_is_to_end_is_not_made_again() {
    let studio = Studio::new().await;
    let job = hopeless(&studio, 2, 20_000).await;
    studio.up_to(SUBMIT, job).await;
    studio.run(SUBMIT, job).await.unwrap();
    studio.jobs().cancel(&studio.line(), job).await.unwrap();
    let way = flow().walk(&studio, "Ingest", &step(job, 1)).await;
    assert_eq!(way, ["Ingest", "Validate", "Settle", "Done"]);
    assert_eq!(verdict(&studio, job, 1).await.verdict, "flag");
    studio.audit();
}

#[tokio::test]
async fn after_a_doubt_a_render_is_made_again_only_in_a_slot() {
    for (others, word) in [(4, RETRY), (5, FLAG)] {
        let studio = Studio::new().await;
        let also = json!({
            "references": [loud(&studio).await], "style": "ink", "retry": { "max_attempts": 2 }, "model": "builtin/easel",
        });
        let job = studio.holding(also, 20_000).await;
        studio.up_to(SUBMIT, job).await;
        studio.run(SUBMIT, job).await.unwrap();
        let head = studio.jobs().head(job).await.unwrap();
        studio.jobs().conclude(&studio.line(), &head, 1, &jobs::Verdict::Overdue).await.unwrap();
        for _ in 0..others {
            studio.admitted().await;
        }
        studio.answered(job).await;
        flow().walk_to(&studio, "Ingest", &step(job, 1), Some(VALIDATE)).await;
        assert_eq!(studio.run(VALIDATE, job).await.unwrap().word, word, "beside {others}");
        let view = studio.view(job).await;
        assert_eq!(view.head.slot, word == RETRY);
        let reason = view.checkpoint(1, StageName::Validate).unwrap().fallback.as_ref();
        assert_eq!(reason.is_some_and(|told| told.reason.contains("none is free")), word == FLAG);
        studio.audit();
    }
}

#[tokio::test]
async fn a_retry_that_is_repeated_is_one_retry() {
    let studio = Studio::new().await;
    let job = hopeless(&studio, 3, 30_000).await;
    studio.up_to(VALIDATE, job).await;
    let first = studio.run(VALIDATE, job).await.unwrap();
    let before = studio.everything();
    assert_eq!(studio.run(VALIDATE, job).await.unwrap(), first);
    assert_eq!((first.word, first.r#try, studio.everything() == before), (RETRY, 2, true));
    // Whoever was told nothing and begins anew comes by the same way.
    studio.office().reap(job, 1, None).await.unwrap();
    let way = flow().walk(&studio, "Prepare", &step(job, 2)).await;
    assert_eq!(way.iter().filter(|state| *state == "Submit").count(), 3, "{way:?}");
    assert_eq!(studio.view(job).await.attempts().count(), 3);
    assert_eq!(studio.money().await, [70_000, 0, 30_000]);
    studio.audit();
}
