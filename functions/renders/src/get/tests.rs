use std::time::Duration;

use contract::Step;
use contract::http::Request;
use contract::port::Clock;
use futures::future::join;
use jobs::{Outcome, Verdict};
use media::Media;
use model::{StageName, UsdMicros};
use serde_json::{Value, json};
use testkit::{Answer, Get};

use super::*;
use crate::GET;
use crate::tests::{Studio, output};

async fn show(studio: &Studio, job: JobId, headers: &[(&str, &str)]) -> Answer {
    studio.get(GET, "a", &job.to_string(), &[], headers).await
}

#[tokio::test]
async fn a_render_that_succeeded_tells_its_whole_story() {
    let studio = Studio::rich().await;
    let job = studio.accepted().await;
    studio.paint(job).await;
    let before = studio.world.table.calls();
    let answer = show(&studio, job, &[]).await;
    assert_eq!((answer.status, studio.world.table.calls() - before), (200, super::Get::SDK_CALLS.into()));
    let body = &answer.body;
    assert_eq!((&body["status"], &body["progress"]), (&json!("succeeded"), &json!(1.0)));
    assert_eq!(body["final_prompt"], "a boat, noon light");
    assert_eq!(body["validation"]["verdict"], "accept");
    assert_eq!(body["duration_ms"], 60);
    assert_eq!(body["started_at"], "2026-11-20T12:00:00.001Z");
    assert_eq!(body["ended_at"], "2026-11-20T12:00:00.061Z");
    let stages: Vec<_> = body["stages"].as_array().unwrap().iter().map(|stage| &stage["name"]).collect();
    assert_eq!(stages, ["optimize-prompt", "submit", "validate"]);
    let stage = json!({
        "name": "submit", "status": "ok", "word": "landed", "try": 1, "ms": 20, "started_at": "2026-11-20T12:00:00.021Z",
    });
    assert_eq!(body["stages"][1], stage);
    let made = output(job);
    let shown = &body["outputs"][0];
    assert_eq!((&shown["asset"], &shown["sha256"]), (&json!(made.asset), &json!(made.sha256)));
    assert!(shown["url"].as_str().unwrap().contains(&made.key), "{shown}");
    let until = studio.world.clock.now().plus(Media::LINK_LIFETIME);
    assert_eq!(shown["url_expires_at"], json!(until));
    assert!(body.get("problem").is_none() && shown.get("key").is_none());
    assert_eq!(
        (answer.header("etag"), answer.header("retry-after")),
        (None, None),
        "its links are fresh each time"
    );
    studio.audit();
}

#[tokio::test]
async fn the_story_says_what_was_left_out_done_simpler_and_done_again() {
    let studio = Studio::rich().await;
    let job = studio.accepted().await;
    let step = studio.begin(job).await;
    let skipped = Outcome::skipped("ok", &()).unwrap();
    studio.outcome(&step, StageName::ParseIntent, skipped).await;
    let simpler = Outcome::of("ok", &json!({ "prompt": "a boat", "added": [] })).unwrap();
    studio.outcome(&step, StageName::OptimizePrompt, simpler.because("Nobody could read it.")).await;
    let landed = Verdict::Landed { result: json!({}), cost: UsdMicros::new(10_000) };
    studio.ask(&step, &landed).await;
    let plan = json!({ "verdict": "retry", "plan": { "changes": ["Another seed: 8."] } });
    studio.outcome(&step, StageName::Validate, Outcome::of(jobs::RETRY, &plan).unwrap()).await;
    let again = Step { r#try: 2, ..step };
    let choice = json!({
        "provider": "builtin", "model": "sketch", "reasons": ["It is asked again."], "prompt": "a boat, only in red",
    });
    studio.outcome(&again, StageName::RouteModel, Outcome::of("ok", &choice).unwrap()).await;

    let body = show(&studio, job, &[]).await.body;
    let told = |place: usize, field: &str| body["stages"][place][field].clone();
    let statuses: Vec<_> = (0..4).map(|place| told(place, "status")).collect();
    assert_eq!(statuses, ["skipped", "fallback", "retried", "ok"]);
    assert_eq!(told(1, "fallback"), json!({ "reason": "Nobody could read it." }));
    assert_eq!((told(2, "changes"), told(3, "try")), (json!(["Another seed: 8."]), json!(2)));
    assert_eq!(body["final_prompt"], "a boat, only in red", "what the model is told in the last try");
    let routing = json!({ "provider": "builtin", "model": "sketch", "reasons": ["It is asked again."] });
    assert_eq!(body["routing"], routing);

    let first = json!({ "verdict": "flag", "errors": [], "suggestions": [], "delivers": 1 });
    studio.outcome(&again, StageName::Validate, Outcome::of("accept", &first).unwrap()).await;
    let body = show(&studio, job, &[]).await.body;
    assert_eq!(body["final_prompt"], "a boat", "what the model was told of the pictures that are delivered");
    assert_eq!((&body["routing"], &body["validation"]["delivers"]), (&json!(null), &json!(1)));
    studio.audit();
}

/// A render of which the first try was judged, kept, and is made again.
async fn made_again(studio: &Studio) -> (JobId, Step) {
    let job = studio.accepted().await;
    let step = studio.begin(job).await;
    let first = json!({ "provider": "builtin", "model": "sketch", "reasons": ["It can."] });
    studio.leave(&step, StageName::OptimizePrompt, "ok", json!({ "prompt": "a boat", "added": [] })).await;
    studio.leave(&step, StageName::RouteModel, "ok", first).await;
    studio.ask(&step, &Verdict::Landed { result: json!({}), cost: UsdMicros::new(10_000) }).await;
    studio.leave(&step, StageName::Ingest, "ok", json!({ "outputs": [output(job)] })).await;
    let plan = json!({
        "verdict": "retry", "errors": ["the horizon slopes"], "suggestions": [], "plan": { "changes": ["Another seed: 8."] },
    });
    let kept = Outcome { kept: vec![output(job)], ..Outcome::of(jobs::RETRY, &plan).unwrap() };
    studio.outcome(&step, StageName::Validate, kept).await;
    let again = Step { r#try: 2, ..step };
    let second =
        json!({ "provider": "other", "model": "brush", "reasons": ["Again."], "prompt": "a boat, level" });
    studio.leave(&again, StageName::RouteModel, "ok", second).await;
    (job, again)
}

#[tokio::test]
async fn what_is_said_is_said_of_the_pictures_that_are_delivered() {
    for judged in [true, false] {
        let studio = Studio::rich().await;
        let (job, again) = made_again(&studio).await;
        if judged {
            let worse = json!({ "verdict": "flag", "errors": ["nothing is to be seen"], "suggestions": [], "delivers": 1 });
            studio.leave(&again, StageName::Ingest, "ok", json!({ "outputs": [] })).await;
            studio.leave(&again, StageName::Validate, "accept", worse).await;
            studio.succeed(job).await;
        } else {
            // Its end comes from where no stage can say any more which pictures these are.
            studio.fail(job).await;
        }
        let body = show(&studio, job, &[]).await.body;
        assert_eq!(
            (&body["status"], &body["final_prompt"]),
            (&json!("succeeded"), &json!("a boat")),
            "{judged}"
        );
        assert_eq!(body["routing"]["reasons"], json!(["It can."]), "{judged}");
        let found =
            json!({ "verdict": "flag", "errors": ["the horizon slopes"], "suggestions": [], "delivers": 1 });
        assert_eq!(body["validation"], found, "{judged}");
        studio.audit();
    }
}

#[tokio::test]
async fn a_render_that_failed_says_why() {
    let studio = Studio::rich().await;
    let job = studio.accepted().await;
    studio.fail(job).await;
    let body = show(&studio, job, &[]).await.body;
    assert_eq!((&body["status"], &body["problem"]["code"]), (&json!("failed"), &json!("provider-refused")));
    assert_eq!((&body["outputs"], &body["stages"]), (&json!([]), &json!([])));
    studio.audit();
}

#[tokio::test]
async fn a_running_render_has_a_version_and_is_not_sent_twice() {
    let studio = Studio::rich().await;
    let job = studio.accepted().await;
    let queued = show(&studio, job, &[]).await;
    let etag = queued.header("etag").unwrap();
    assert_eq!((etag, queued.header("retry-after")), (format!("\"{job}-1\"").as_str(), Some("2")));
    let same = show(&studio, job, &[("if-none-match", etag)]).await;
    assert_eq!((same.status, &same.body), (304, &Value::Null));
    assert_eq!(same.header("etag"), Some(etag));
    let step = studio.begin(job).await;
    let running = show(&studio, job, &[("if-none-match", etag)]).await;
    assert_eq!((running.status, &running.body["status"]), (200, &json!("running")));
    studio.ask(&step, &Verdict::InDoubt).await;
    let doubtful = show(&studio, job, &[]).await;
    assert_eq!((&doubtful.body["status"], doubtful.header("retry-after")), (&json!("in_doubt"), Some("60")));
    studio.audit();
}

#[tokio::test]
async fn who_waits_is_answered_when_it_ends() {
    let studio = Studio::rich().await;
    let job = studio.accepted().await;
    let before = studio.world.clock.now();
    let name = job.to_string();
    let (answer, ()) = join(studio.get(GET, "a", &name, &[("wait", "25")], &[]), studio.paint(job)).await;
    assert_eq!((answer.status, &answer.body["status"]), (200, &json!("succeeded")));
    assert!(studio.world.clock.now().since(before) < Duration::from_secs(1));
    studio.audit();
}

#[tokio::test]
async fn who_waits_in_vain_is_answered_in_time() {
    let studio = Studio::rich().await;
    let job = studio.accepted().await;
    let name = job.to_string();
    let before = studio.world.clock.now();
    let answer = studio.get(GET, "a", &name, &[("wait", "3")], &[]).await;
    assert_eq!((answer.status, &answer.body["status"]), (200, &json!("queued")));
    assert_eq!(studio.world.clock.now().since(before), Duration::from_secs(3));
    let mut request: Request = Get(&[("id", &name)], &[("wait", "25")], &[]).into();
    request.deadline = Some(studio.world.clock.now().plus(Duration::from_millis(900)));
    let before = studio.world.clock.now();
    assert_eq!(Answer::of(GET, studio.world.inside("a"), request).await.status, 200);
    assert_eq!(studio.world.clock.now().since(before), Duration::from_millis(500));
    studio.audit();
}

#[tokio::test]
async fn bad_parameters_are_named() {
    let studio = Studio::rich().await;
    let job = studio.accepted().await.to_string();
    for (name, value) in [("wait", "26"), ("wait", "-1"), ("wait", "soon"), ("limit", "5")] {
        let answer = studio.get(GET, "a", &job, &[(name, value)], &[]).await;
        let pointer = json!(format!("/{name}"));
        assert_eq!((answer.status, &answer.body["pointer"]), (422, &pointer), "{name}={value}");
    }
}

#[tokio::test]
async fn a_foreign_an_absent_and_a_malformed_id_get_one_answer() {
    let studio = Studio::rich().await;
    let foreign = studio.accepted().await.to_string();
    let mut answers = Vec::new();
    for id in
        [foreign.as_str(), "rnd_00000000000000000000000000", "rnd_1", "nonsense", "../me", "ast_1", "rnd_é#"]
    {
        answers.push(studio.get(GET, "b", id, &[("wait", "5")], &[]).await);
    }
    assert_eq!((answers[0].status, &answers[0].body["code"]), (404, &json!("not-found")));
    assert!(answers.iter().all(|answer| answer.body == answers[0].body), "{answers:?}");
    studio.audit();
}
