use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use contract::Grant;
use contract::http::Request;
use contract::port::{Clock, ExecutionState, Flow, Signaled, Started};
use futures::future::join;
use jobs::Project;
use model::render::Quality;
use model::{JobId, JobKind, Role};
use serde_json::{Value, json};
use testkit::{Answer, Post, principal, workspace};

use super::*;
use crate::START;
use crate::tests::{Studio, id};

mod line;
mod refusals;
mod repeats;
mod settings;

fn boat() -> Value {
    json!({ "prompt": "a boat" })
}

/// Renders in the table of `studio`.
fn count(studio: &Studio) -> usize {
    studio.world.table.snapshot().keys().filter(|key| key.pk.starts_with("JOB#")).count()
}

#[tokio::test]
async fn a_render_is_accepted_its_price_held_and_its_flow_started() {
    let studio = Studio::rich().await;
    let before = studio.world.table.calls();
    let answer = studio.start(json!({ "prompt": " a boat ", "aspect": "16:9", "seed": 7 })).await;
    // The flow is one call, the rest are the table's.
    assert_eq!((answer.status, studio.world.table.calls() - before + 1), (202, Start::SDK_CALLS.into()));
    let render = id(&answer);
    let location = format!("/v1/renders/{render}");
    assert_eq!(answer.header("location"), Some(location.as_str()));
    assert_eq!(answer.header("idempotent-replayed"), None);
    let expected = json!({
        "id": render, "kind": "render", "status": "queued", "progress": 0.0, "version": 1, "run": 1,
        "created_at": "2026-11-20T12:00:00.000Z", "project": Project::default_of(workspace("a")),
        "links": {
            "self": location, "events": format!("{location}/events"), "stream": format!("{location}/stream"),
            "receipt": format!("{location}/receipt"), "cancel": format!("{location}/cancel"),
        },
        "request": {
            "prompt": "a boat", "task": "image", "aspect": "16:9", "quality": "standard", "count": 1, "seed": 7,
            "size": model::Aspect::Landscape16x9.size(Quality::Standard), "pipeline": "full",
        },
        "stages": [], "outputs": [],
    });
    assert_eq!(answer.body, expected);
    let execution = format!("{render}-1");
    assert_eq!(studio.world.flow.names(), [execution.as_str()]);
    let input: Value = serde_json::from_str(&studio.world.flow.input(&execution).unwrap()).unwrap();
    assert_eq!(input, json!({ "ws": workspace("a").id(), "job": render, "run": 1, "try": 1 }));
    assert_eq!(studio.jobs().credits().await.unwrap().held.get(), 10_000);
    studio.audit();
}

#[tokio::test]
async fn a_seed_is_drawn_where_none_is_asked_for_and_every_json_reader_can_keep_it() {
    let studio = Studio::rich().await;
    let [one, other] = [studio.start(boat()).await, studio.start(boat()).await]
        .map(|answer| answer.body["request"]["seed"].as_u64().unwrap());
    assert_ne!(one, other);
    assert!(one <= u32::MAX.into() && other <= u32::MAX.into());
    studio.audit();
}

#[tokio::test]
async fn a_reference_that_has_a_picture_is_taken_and_may_be_named_twice() {
    let studio = Studio::rich().await;
    let painted = studio.accepted().await;
    studio.paint(painted).await;
    let references = json!([painted, painted]);
    let answer = studio.start(json!({ "prompt": "a", "references": references })).await;
    assert_eq!((answer.status, &answer.body["request"]["references"]), (202, &references));
    studio.audit();
}

#[tokio::test]
async fn a_client_that_prefers_to_wait_gets_the_picture_when_it_is_done_in_time() {
    let studio = Studio::rich().await;
    let body = boat();
    let paint = async {
        let page = studio.jobs().page(None, 1).await.unwrap();
        studio.paint(page.items[0].head.job).await;
    };
    let (answer, ()) = join(studio.send("a", &body, &[("prefer", "wait=25")]), paint).await;
    assert_eq!((answer.status, &answer.body["status"]), (200, &json!("succeeded")));
    assert_eq!(answer.body["outputs"].as_array().unwrap().len(), 1);
    assert!(answer.header("idempotency-key").is_some());
    studio.audit();
}

#[tokio::test]
async fn a_client_that_prefers_to_wait_is_told_to_come_back_when_it_takes_longer() {
    let studio = Studio::rich().await;
    let before = studio.world.clock.now();
    let answer = studio.send("a", &boat(), &[("prefer", "respond-async, wait=10")]).await;
    assert_eq!((answer.status, &answer.body["status"]), (202, &json!("queued")));
    assert_eq!(answer.header("location"), Some(format!("/v1/renders/{}", id(&answer)).as_str()));
    assert_eq!(answer.header("retry-after"), Some("2"));
    assert_eq!(studio.world.clock.now().since(before), Duration::from_secs(10));
    studio.audit();
}

#[tokio::test]
async fn nobody_waits_beyond_the_deadline_of_the_invocation() {
    let studio = Studio::rich().await;
    let before = studio.world.clock.now();
    let mut request: Request = Post(&[], boat(), &[("prefer", "wait=25")]).into();
    request.deadline = Some(before.plus(Duration::from_millis(2_700)));
    let answer = Answer::of(START, studio.world.inside("a"), request).await;
    assert_eq!(answer.status, 202);
    assert_eq!(studio.world.clock.now().since(before), Duration::from_millis(2_500));
    studio.audit();
}

/// A flow that cannot be reached.
struct Down;

#[async_trait]
impl Flow for Down {
    async fn start(&self, _: &str, _: &str) -> Result<Started, Fault> {
        Err(Fault::unavailable("Step Functions is down"))
    }

    async fn signal(&self, _: &str, _: &str) -> Result<Signaled, Fault> {
        Err(Fault::unavailable("Step Functions is down"))
    }

    async fn describe(&self, _: &str) -> Result<ExecutionState, Fault> {
        Err(Fault::unavailable("Step Functions is down"))
    }
}

#[tokio::test]
async fn a_render_whose_flow_does_not_start_is_accepted_and_due_within_a_minute() {
    let studio = Studio::rich().await;
    let ports =
        contract::Ports { render_flow: Some(Arc::new(Down) as Arc<dyn Flow>), ..studio.world.ports() };
    let grant = Grant::inside(ports, workspace("a"), Some(principal("a", Role::Owner)));
    let answer = Answer::of(START, grant, Post(&[], boat(), &[])).await;
    assert_eq!(answer.status, 202, "{}", answer.body);
    let head = studio.head(id(&answer)).await;
    assert_eq!(head.due, Some(studio.world.clock.now().plus(Duration::from_mins(1))));
    studio.audit();
}
