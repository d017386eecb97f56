use std::time::Duration;

use contract::http::Request;
use fault::Kind;
use futures::future::join;
use model::StageName;
use testkit::{Dice, Ear, Leave, listen};

use super::*;
use crate::tests::Studio;
use crate::{LIST_EVENTS, STREAM};

fn request(job: &str, last: Option<&str>) -> Request {
    let headers: Vec<_> = last.map(|id| ("last-event-id", id)).into_iter().collect();
    testkit::Get(&[("id", job)], &[], &headers).into()
}

async fn hear(
    studio: &Studio,
    seed: &str,
    job: JobId,
    last: Option<&str>,
    leave: Leave,
) -> (Vec<u8>, Result<(), Fault>) {
    listen(STREAM, studio.world.inside(seed), request(&job.to_string(), last), leave).await
}

/// The items of the log as the list has them, byte for byte.
async fn listed(studio: &Studio, job: JobId) -> Vec<String> {
    let path = [("id", &*job.to_string())];
    testkit::raw_items(LIST_EVENTS, studio.world.inside("a"), testkit::Get(&path, &[("limit", "100")], &[]))
        .await
}

fn data(ear: &Ear) -> Vec<String> {
    ear.heard.iter().map(|heard| heard.data.clone()).collect()
}

#[tokio::test]
async fn a_listener_hears_the_whole_life_as_it_happens_and_the_stream_ends_with_it() {
    let studio = Studio::rich().await;
    let job = studio.accepted().await;
    let life = async {
        studio.world.clock.sleep(Duration::from_secs(7)).await;
        studio.paint(job).await;
    };
    let ((bytes, ended), ()) = join(hear(&studio, "a", job, None, Leave::AtEnd), life).await;
    assert!(ended.is_ok());
    let mut ear = Ear::default();
    ear.take(&bytes);
    assert_eq!(data(&ear), listed(&studio, job).await);
    let names: Vec<_> = ear.heard.iter().map(|heard| heard.event.as_str()).collect();
    assert_eq!((names[0], names[7], names.len()), ("render.queued", "render.succeeded", 8));
    assert_eq!((ear.heard[3].id.clone(), ear.retry), (format!("{job}.4"), None));
    studio.audit();
}

#[tokio::test]
async fn who_has_heard_the_end_is_told_not_to_come_back() {
    let studio = Studio::rich().await;
    let job = studio.accepted().await;
    studio.fail(job).await;
    let last = format!("{job}.{}", studio.head(job).await.version);
    let (bytes, ended) = hear(&studio, "a", job, Some(&last), Leave::AtEnd).await;
    assert!(bytes.is_empty() && ended.is_ok(), "nothing at all is 204");
    studio.audit();
}

#[tokio::test]
async fn a_quiet_render_is_listened_to_for_55_seconds() {
    let studio = Studio::rich().await;
    let job = studio.accepted().await;
    let before = studio.world.clock.now();
    let (bytes, ended) = hear(&studio, "a", job, None, Leave::AtEnd).await;
    let mut ear = Ear::default();
    ear.take(&bytes);
    assert!(ended.is_ok() && bytes.ends_with(b"retry: 250\n"));
    assert_eq!((ear.heard.len(), ear.comments, ear.retry), (1, 3, Some(250)));
    assert_eq!(studio.world.clock.now().since(before), sse::LASTS);
    studio.audit();
}

#[tokio::test]
async fn an_id_that_is_none_is_refused_and_one_that_never_was_begins_anew() {
    let studio = Studio::rich().await;
    let (job, other) = (studio.accepted().await, studio.accepted().await);
    studio.fail(job).await;
    for bad in [String::new(), "2".to_owned(), format!("{other}.1"), format!("{job}.01"), "é".to_owned()] {
        let (bytes, ended) = hear(&studio, "a", job, Some(&bad), Leave::AtEnd).await;
        let fault = ended.unwrap_err();
        assert_eq!((fault.kind(), fault.code(), bytes.len()), (Kind::Malformed, "last-event-id", 0), "{bad}");
    }
    let (bytes, _) = hear(&studio, "a", job, Some(&format!("{job}.9")), Leave::AtEnd).await;
    let mut ear = Ear::default();
    ear.take(&bytes);
    assert_eq!((ear.heard[0].event.as_str(), ear.heard[0].id.clone()), ("reset", format!("{job}.0")));
    assert_eq!(data(&ear)[1..], listed(&studio, job).await);
    studio.audit();
}

#[tokio::test]
async fn a_foreign_an_absent_and_a_malformed_id_get_one_answer() {
    let studio = Studio::rich().await;
    let foreign = studio.accepted().await.to_string();
    let mut answers = Vec::new();
    for id in [foreign.as_str(), "rnd_00000000000000000000000000", "nonsense", "../me"] {
        let (bytes, ended) = listen(STREAM, studio.world.inside("b"), request(id, None), Leave::AtEnd).await;
        let problem = ended.unwrap_err().problem("test");
        assert_eq!((problem.status, bytes.len()), (404, 0), "{id}");
        answers.push(problem.detail);
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
    studio.audit();
}

/// Goes on with `job` by one step, in the life of a render that goes well.
async fn go_on(studio: &Studio, job: JobId, step: usize) {
    const STAGES: [StageName; 6] = [
        StageName::Prepare,
        StageName::OptimizePrompt,
        StageName::RouteModel,
        StageName::Submit,
        StageName::Ingest,
        StageName::Validate,
    ];
    match step.checked_sub(1) {
        None => drop(studio.begin(job).await),
        Some(stage) => {
            let result = json!({ "words": "a boat, ein Boot, 船" });
            studio.leave(&contract::Step::first(job, 1), STAGES[stage], "ok", result).await;
        }
    }
}

#[tokio::test]
async fn fifty_cuts_at_random_bytes_lose_nothing_and_repeat_nothing() {
    for seed in 0..5 {
        let studio = Studio::rich().await;
        let job = studio.accepted().await;
        let mut dice = Dice::new(seed);
        let mut ear = Ear::default();
        let (mut cuts, mut steps) = (0, 0);
        while cuts < 50 {
            let last = ear.last_event_id.clone();
            let most = 1 + dice.below(400);
            let life = async {
                // Now and then something happens while somebody listens.
                if steps < 7 && cuts >= steps * 7 {
                    studio.world.clock.sleep(Duration::from_millis(dice.below(3_000) as u64)).await;
                    go_on(&studio, job, steps).await;
                    steps += 1;
                }
            };
            let hearing = hear(&studio, "a", job, last.as_deref(), Leave::After(most));
            let ((bytes, outcome), ()) = join(hearing, life).await;
            assert!(outcome.is_ok(), "seed {seed}: who leaves is no fault");
            cuts += usize::from(bytes.len() == most);
            ear.take(&bytes);
        }
        assert!(ear.heard.len() > 4, "seed {seed}: {} events came through", ear.heard.len());
        studio.fail(job).await;
        let last = ear.last_event_id.clone();
        let (bytes, _) = hear(&studio, "a", job, last.as_deref(), Leave::AtEnd).await;
        ear.take(&bytes);
        assert_eq!(data(&ear), listed(&studio, job).await, "seed {seed}");
        studio.audit();
    }
}
