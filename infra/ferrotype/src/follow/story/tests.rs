use serde_json::{Value, json};

use super::Story;
use crate::api::Event;

fn event(version: u64, kind: &str, data: Value) -> Event {
    Event {
        kind: kind.into(),
        at: format!("2026-11-20T19:00:00.{version:03}Z"),
        version,
        data,
        subject: None,
        id: Value::Null,
    }
}

fn stage(version: u64, name: &str, ms: u64) -> Event {
    event(version, "render.stage", json!({"stage": name, "word": "next", "ms": ms}))
}

#[test]
fn stages_pass_in_order_with_their_times() {
    let mut story = Story::default();
    assert_eq!(story.take(&event(1, "render.queued", json!({}))), None);
    assert_eq!(story.now(), "queued");
    story.take(&event(2, "render.started", json!({})));
    assert_eq!(story.now(), "prepare");

    let line = story.take(&stage(3, "prepare", 12)).unwrap();
    assert_eq!((line.name.as_str(), line.rest.as_str()), ("prepare", "   12 ms"));
    assert_eq!((story.now(), story.done(), story.length()), ("parse-intent", 1, 8));

    story.take(&event(4, "render.submitting", json!({})));
    assert_eq!(story.now(), "submit");
    story.take(&event(5, "render.landed", json!({})));
    assert_eq!(story.now(), "ingest");
}

#[test]
fn what_was_left_out_done_simpler_or_done_again_is_told() {
    let mut story = Story::default();
    let mut told = |data: Value| story.take(&event(3, "render.stage", data)).unwrap().rest;
    let of = |data: Value| {
        let mut whole = json!({ "stage": "validate", "word": "ok", "ms": 3 });
        whole.as_object_mut().unwrap().extend(data.as_object().unwrap().clone());
        whole
    };
    assert_eq!(told(of(json!({ "skipped": true }))), "    3 ms  skipped");
    let simpler = json!({ "fallback": { "reason": "Nobody could read it." } });
    assert_eq!(told(of(simpler)), "    3 ms  fallback: Nobody could read it.");
    assert_eq!(told(of(json!({ "word": "retry", "skipped": false }))), "    3 ms  retry");
    assert_eq!(told(of(json!({ "word": "full", "fallback": null }))), "    3 ms");
}

#[test]
fn settling_is_told_by_the_success_itself() {
    let mut story = Story::default();
    story.take(&stage(10, "validate", 3));
    let line = story.take(&event(17, "render.succeeded", json!({"charged_usd_micros": 10_000}))).unwrap();
    assert_eq!(story.charged(), Some(10_000));
    assert_eq!((line.name.as_str(), line.rest.as_str()), ("settle", "    7 ms"));
    assert!(story.has_ended());

    let mut story = Story::default();
    story.take(&stage(10, "settle", 3));
    assert_eq!(story.take(&event(17, "render.succeeded", json!({}))), None);
}

#[test]
fn unknown_stages_and_repeats_lengthen_the_bar() {
    let mut story = Story::default();
    for (version, name) in ["prepare", "refine", "route-model", "route-model"].iter().enumerate() {
        story.take(&stage(version as u64, name, 1));
    }
    assert_eq!((story.done(), story.length()), (4, 9));
}

#[test]
fn a_bad_end_is_told() {
    for (kind, name) in
        [("render.failed", "failed"), ("render.in_doubt", "in doubt"), ("render.expired", "expired")]
    {
        let mut story = Story::default();
        assert_eq!(story.take(&event(1, kind, json!({}))).unwrap().name, name);
        assert!(story.has_ended());
    }
}
