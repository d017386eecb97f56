use bytes::Bytes;
use fault::Problem;
use jobs::{End, Recovery};
use model::{JobId, Status};
use providers::Provider as _;
use serde_json::json;

use super::*;
use crate::optimize_prompt::FinalPrompt;
use crate::tests::{Studio, flow, step};
use crate::{ROUTE_MODEL, SUBMIT};

fn sent() -> Sent {
    Sent {
        provider: "builtin".to_owned(),
        model: "sketch".to_owned(),
        body_sha256: Digest::of("body").as_str().to_owned(),
        r#try: 1,
        patience: PATIENCE,
        doubt: Duration::ZERO,
    }
}

/// Another invocation asks, and dies before it hears anything.
async fn asked_and_died(studio: &Studio, job: JobId) -> u32 {
    let view = studio.view(job).await;
    match studio.jobs().license(&view, &sent()).await.unwrap() {
        License::Granted(number) => number,
        other => panic!("no licence, but {other:?}"),
    }
}

async fn attempt(studio: &Studio, job: JobId) -> Attempt {
    studio.view(job).await.attempts().last().unwrap().clone()
}

#[tokio::test]
async fn the_picture_is_stored_and_the_attempt_says_what_it_cost() {
    let studio = Studio::new().await;
    let job = studio.before(SUBMIT, json!({})).await;
    assert_eq!(studio.run(SUBMIT, job).await.unwrap().word, LANDED);
    let key = OutputKey::new(testkit::workspace("a"), job, 1, 0, Format::Png).to_string();
    assert_eq!(studio.world.bucket.keys(), std::slice::from_ref(&key));
    let landed = json!({ "keys": [key], "attempt": 1 });
    let Attempt { state, cost, result, provider, model, .. } = attempt(&studio, job).await;
    assert_eq!((state, cost.get(), &result), (AttemptState::Landed, 10_000, &landed));
    assert_eq!((provider.as_str(), model.as_str()), ("builtin", "sketch"));
    let view = studio.view(job).await;
    let checkpoint = view.checkpoint(1, StageName::Submit).unwrap();
    assert_eq!((&checkpoint.result, checkpoint.cost.get()), (&landed, 10_000));
    studio.audit();
}

#[tokio::test]
async fn the_provider_is_told_the_final_prompt_and_what_was_asked_for() {
    let studio = Studio::new().await;
    let job = studio.before(SUBMIT, json!({ "style": "ink", "seed": 11 })).await;
    let prompt: FinalPrompt = studio.view(job).await.result(1, StageName::OptimizePrompt).unwrap();
    assert_ne!(prompt.prompt, "a boat at dusk");
    let size = model::Size { width: 256, height: 256 };
    let order = Order {
        model: "sketch".to_owned(),
        reference: "whatever we call it".to_owned(),
        prompt: prompt.prompt,
        style: Some("ink".to_owned()),
        size,
        count: 1,
        seed: 11,
        edit: None,
    };
    let wire = providers::builtin::Builtin.lower(&order).unwrap();
    studio.run(SUBMIT, job).await.unwrap();
    assert_eq!(attempt(&studio, job).await.body_sha256, Digest::of(&wire.body).as_str());
    studio.audit();
}

#[tokio::test]
async fn what_another_invocation_got_is_taken_and_nothing_is_painted() {
    let studio = Studio::new().await;
    let job = studio.before(SUBMIT, json!({})).await;
    let number = asked_and_died(&studio, job).await;
    let result = json!({ "keys": ["media/theirs"], "attempt": number });
    let head = studio.jobs().head(job).await.unwrap();
    let landed = Verdict::Landed { result: result.clone(), cost: UsdMicros::new(123) };
    studio.jobs().conclude(&studio.line(), &head, number, &landed).await.unwrap();
    assert_eq!(studio.run(SUBMIT, job).await.unwrap().word, LANDED);
    assert_eq!(studio.world.bucket.keys(), Vec::<String>::new());
    let view = studio.view(job).await;
    assert_eq!(
        (view.attempts().count(), view.checkpoint(1, StageName::Submit).unwrap().cost.get()),
        (1, 123)
    );
    assert_eq!(studio.left(job, StageName::Submit).await, result);
    studio.audit();
}

#[tokio::test]
async fn what_landed_is_taken_although_the_picture_that_it_changes_went_away() {
    let studio = Studio::new().await;
    let parent = studio.admitted().await;
    flow().walk(&studio, "Prepare", &step(parent, 1)).await;
    let original = studio.jobs().head(parent).await.unwrap().outputs[0].asset;
    let job = studio.before(SUBMIT, json!({ "task": "edit", "references": [original] })).await;
    let number = asked_and_died(&studio, job).await;
    let head = studio.jobs().head(job).await.unwrap();
    let result = json!({ "keys": ["media/theirs"], "attempt": number });
    let landed = Verdict::Landed { result, cost: UsdMicros::new(123) };
    studio.jobs().conclude(&studio.line(), &head, number, &landed).await.unwrap();
    let gone = store::Change::delete(media::Asset::address(original), contract::port::table::Guard::Present);
    studio.world.commit("a", vec![gone]).await;
    assert_eq!(studio.run(SUBMIT, job).await.unwrap().word, LANDED);
}

#[tokio::test]
async fn what_may_be_on_its_way_is_sent_again_where_that_is_harmless_and_stored_once() {
    let studio = Studio::new().await;
    let job = studio.holding(json!({ "count": 2 }), 20_000).await;
    studio.up_to(SUBMIT, job).await;
    let number = asked_and_died(&studio, job).await;
    // It died after the first of two pictures was stored.
    let first = OutputKey::new(testkit::workspace("a"), job, number, 0, Format::Png);
    studio.media().put(&first, Bytes::from_static(b"theirs")).await.unwrap();
    assert_eq!(studio.run(SUBMIT, job).await.unwrap().word, SEVERAL);
    assert_eq!(studio.world.bucket.keys().len(), 2);
    assert_eq!(studio.media().read(&first.to_string()).await.unwrap(), "theirs");
    assert_eq!((attempt(&studio, job).await.number, attempt(&studio, job).await.cost.get()), (1, 20_000));
    studio.audit();
}

#[tokio::test]
async fn what_may_be_on_its_way_is_not_sent_again_where_it_might_be_paid_twice() {
    let studio = Studio::new().await;
    let job = studio.before(ROUTE_MODEL, json!({})).await;
    // A model of which the catalogue does not promise that a repetition is harmless.
    let choice = json!({ "provider": "builtin", "model": "retired", "reasons": [] });
    studio.leave(job, StageName::RouteModel, "ok", choice).await;
    asked_and_died(&studio, job).await;
    let way = flow().walk(&studio, "Submit", &step(job, 1)).await;
    assert_eq!(way, ["Submit", "InDoubt"]);
    let head = studio.jobs().head(job).await.unwrap();
    assert_eq!((head.status, head.slot), (Status::InDoubt, false));
    assert_eq!(studio.world.bucket.keys(), Vec::<String>::new());
    studio.audit();
    let before = studio.everything();
    assert_eq!(studio.run(SUBMIT, job).await.unwrap().word, IN_DOUBT, "the same answer again");
    assert_eq!(studio.everything(), before);
    studio.world.clock.advance(PATIENCE.max(jobs::QUIET));
    let swept = studio.office().sweep(job).await.unwrap();
    assert_eq!((swept, studio.money().await), (Recovery::Ended, [100_000, 0, 0]), "a doubt ends");
    studio.audit();
}

#[tokio::test]
async fn after_a_refusal_another_attempt_may_be_made() {
    let studio = Studio::new().await;
    let job = studio.before(SUBMIT, json!({})).await;
    let number = asked_and_died(&studio, job).await;
    let head = studio.jobs().head(job).await.unwrap();
    studio
        .jobs()
        .conclude(&studio.line(), &head, number, &Verdict::Refused("too rude".to_owned()))
        .await
        .unwrap();
    assert_eq!(studio.run(SUBMIT, job).await.unwrap().word, LANDED);
    assert_eq!(attempt(&studio, job).await.number, 2);
    studio.audit();
}

#[tokio::test]
async fn what_became_of_an_attempt_is_told_in_the_owners_words() {
    let studio = Studio::new().await;
    let job = studio.before(SUBMIT, json!({})).await;
    studio.run(SUBMIT, job).await.unwrap();
    let landed = attempt(&studio, job).await;
    let of = |state, result| outcome(&Attempt { state, result, ..landed.clone() });
    let refused = of(AttemptState::Refused, json!("too rude")).unwrap_err();
    assert_eq!((refused.kind(), refused.code()), (Kind::Unprocessable, "provider-refused"));
    assert!(
        refused.detail().contains("builtin") && refused.detail().contains("too rude"),
        "{}",
        refused.detail()
    );
    let unreached = of(AttemptState::Void, json!("no route to host")).unwrap_err();
    assert_eq!((unreached.kind(), unreached.code()), (Kind::Unavailable, "provider-unreachable"));
    assert!(
        !unreached.detail().contains("no route"),
        "our network is nobody's business: {}",
        unreached.detail()
    );
    assert_eq!(of(AttemptState::Submitting, json!(null)).unwrap_err().kind(), Kind::Defect);
}

/// Lets `meanwhile` happen after the licence was given and before the picture is there.
async fn submit_and(studio: &Studio, job: JobId, meanwhile: impl Future<Output = ()>) -> &'static str {
    let painting = studio.run(SUBMIT, job);
    // The painter works on a thread of its own: at the first wait of `painting` the attempt is written.
    let (next, ()) = tokio::join!(biased; painting, meanwhile);
    next.unwrap().word
}

#[tokio::test]
async fn a_job_that_ends_while_its_provider_is_asked_is_left_alone() {
    let studio = Studio::new().await;
    let job = studio.before(SUBMIT, json!({})).await;
    let word = submit_and(&studio, job, async {
        let view = studio.view(job).await;
        assert_eq!(view.open_attempt().unwrap().state, AttemptState::Submitting);
        let problem: Problem =
            Fault::new(Kind::TimedOut, "stage-timed-out", "It took too long.").problem("x");
        studio.jobs().settle(&studio.line(), &view, &End::Failed(problem)).await.unwrap();
    });
    assert_eq!(word.await, STOP);
    assert_eq!(attempt(&studio, job).await.state, AttemptState::Lost);
    assert_eq!(studio.money().await, [100_000, 0, 0]);
    studio.audit();
}

#[tokio::test]
async fn what_a_dead_run_was_painting_is_used_by_the_run_that_took_over() {
    let studio = Studio::new().await;
    let job = studio.before(SUBMIT, json!({})).await;
    let word = submit_and(&studio, job, async {
        studio.office().reap(job, 1, None).await.unwrap();
    });
    assert_eq!(word.await, STOP, "run 1 is over");
    assert_eq!(attempt(&studio, job).await.state, AttemptState::Landed);
    let way = flow().walk(&studio, "Prepare", &step(job, 2)).await;
    assert_eq!(way.last().unwrap(), "Done", "{way:?}");
    assert_eq!(studio.view(job).await.attempts().count(), 1);
    assert_eq!(studio.money().await, [90_000, 0, 10_000]);
    studio.audit();
}
