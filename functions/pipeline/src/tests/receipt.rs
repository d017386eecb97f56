//! The states that a receipt counts by formula are those that the flow enters.

use contract::port::{Capacity, Usage};
use jobs::Verdict;
use jobs::receipt::Used;
use model::{JobId, UsdMicros};
use serde_json::json;

use super::{Studio, flow, step};
use crate::INGEST;

async fn used(studio: &Studio, job: JobId) -> Used {
    studio.jobs().receipt(job).await.unwrap().used
}

/// The states on a walk: each Task and its Choice, but of a Task that failed no Choice, and the end.
fn states(way: &[String], failed: u64) -> u64 {
    2 * (way.len() as u64 - 1) - failed + 1
}

#[tokio::test]
async fn a_good_end_has_the_states_and_the_stages_of_the_flow() {
    let studio = Studio::new().await;
    studio.world.meter.set(Usage { read: Capacity::units(3), memory_mb: 256, ms: 10, ..Usage::default() });
    let job = studio.admitted().await;
    let way = flow().walk(&studio, &flow().start(), &step(job, 1)).await;
    let used = used(&studio, job).await;
    assert_eq!(used.transitions, states(&way, 0));
    // The admission and each Task, and every one of them left its measure.
    assert_eq!((used.invocations, used.unmeasured), (way.len() as u64, 0));
    assert_eq!(used.read, Capacity::units(3 * way.len() as u64));
    assert_eq!(used.calls["DynamoDB.TransactWriteItems"], way.len() as u64);
    studio.audit();
}

#[tokio::test]
async fn a_render_that_waits_for_its_provider_has_the_states_and_the_questions_too() {
    let studio = Studio::new().await;
    studio.world.meter.set(Usage { read: Capacity::units(3), memory_mb: 256, ms: 10, ..Usage::default() });
    let job = studio.asked(json!({ "model": "builtin/easel" })).await;
    let way = flow().walk(&studio, &flow().start(), &step(job, 1)).await;
    let used = used(&studio, job).await;
    assert!(way.contains(&"Await".to_owned()), "{way:?}");
    assert_eq!(used.transitions, states(&way, 0));
    // The admission, each Task, the question that came too early, and the one that brought the picture.
    assert_eq!((used.invocations, used.unmeasured), (way.len() as u64 + 2, 0));
    // The stage that waits leaves no measure.
    assert_eq!(used.read, Capacity::units(3 * (way.len() as u64 + 1)));
    studio.audit();
}

#[tokio::test]
async fn a_render_of_several_files_has_the_wait_and_every_worker_too() {
    let studio = Studio::new().await;
    studio.world.meter.set(Usage { read: Capacity::units(3), memory_mb: 256, ms: 10, ..Usage::default() });
    let job = studio.holding(json!({ "count": 3 }), 30_000).await;
    let way = flow().walk(&studio, &flow().start(), &step(job, 1)).await;
    let used = used(&studio, job).await;
    assert!(way.contains(&"FanOut".to_owned()), "{way:?}");
    assert_eq!(used.transitions, states(&way, 0));
    // The admission, each Task, and a worker for each file.
    assert_eq!((used.invocations, used.unmeasured), (way.len() as u64 + 3, 0));
    // The stage that waits leaves no measure; after its own, each worker looks at the latch.
    assert_eq!(used.read, Capacity::units(3 * (way.len() as u64 - 1 + 3) + 3));
    let names = ["DynamoDB.PutItem", "DynamoDB.UpdateItem", "DynamoDB.GetItem", "SQS.SendMessageBatch"];
    assert_eq!(names.map(|name| used.calls[name]), [3, 3, 3, 1]);
    studio.audit();
}

#[tokio::test]
async fn a_wait_that_ends_with_a_refusal_has_its_states_and_the_question_that_brought_it() {
    let studio = Studio::new().await;
    let job = studio.waiting().await;
    let done = studio.view(job).await.checkpoints().count() as u64;
    let head = studio.jobs().head(job).await.unwrap();
    let declined = Verdict::Declined { why: "no".to_owned(), cost: UsdMicros::ZERO };
    studio.jobs().conclude(&studio.line(), &head, 1, &declined).await.unwrap();
    let way = flow().walk(&studio, "Await", &step(job, 1)).await;
    assert_eq!(way, ["Await", "Fail", "Failed"]);
    let used = used(&studio, job).await;
    assert_eq!(used.transitions, 2 * done + states(&way, 0));
    // The admission, what was done before, the two Tasks, and the question.
    assert_eq!(used.invocations, 1 + done + 2 + 1);
    studio.audit();
}

#[tokio::test]
async fn a_bad_end_has_the_states_of_the_flow() {
    let studio = Studio::new().await;
    let job = studio.before(INGEST, json!({})).await;
    let before = 2 * studio.view(job).await.checkpoints().count() as u64;
    for key in studio.world.bucket.keys() {
        studio.world.bucket.corrupt(&key, "garbage");
    }
    let way = flow().walk(&studio, "Ingest", &step(job, 1)).await;
    assert_eq!(way, ["Ingest", "Fail", "Failed"]);
    assert_eq!(used(&studio, job).await.transitions, before + states(&way, 1));
    studio.audit();
}

#[tokio::test]
async fn a_run_that_took_over_enters_every_state_again() {
    let studio = Studio::new().await;
    let job = studio.before(INGEST, json!({})).await;
    let done = studio.view(job).await.checkpoints().count() as u64;
    studio.office().reap(job, 1, None).await.unwrap();
    let way = flow().walk(&studio, "Prepare", &step(job, 2)).await;
    // The first run died in the stage after those that were done.
    let used = used(&studio, job).await;
    assert_eq!((used.runs, used.transitions), (2, 2 * done + 1 + states(&way, 0)));
    studio.audit();
}
